// @ts-check
// The kecamatan of a producer's form follow the kab/kota that is chosen. Without this script all of them stand there in
// groups by kab/kota, and the server refuses a pair that does not belong together.

const regency = /** @type {HTMLSelectElement | null} */ (document.querySelector("select[name=regency]"));
const district = /** @type {HTMLSelectElement | null} */ (document.querySelector("select[name=district]"));
const village = /** @type {HTMLSelectElement | null} */ (document.querySelector("select[name=village]"));
const groups = [...(district?.querySelectorAll("optgroup") ?? [])];

/** Show the groups that belong to the chosen kab/kota; of none, all of them. */
function narrow() {
  if (!regency || !district) return;
  const code = regency.value;
  for (const group of groups) {
    const first = group.querySelector("option")?.value ?? "";
    group.hidden = group.disabled = Boolean(code) && !first.startsWith(`${code}.`);
  }
  if (code && district.value && !district.value.startsWith(`${code}.`)) district.value = "";
  forget();
}

/** A village of another kecamatan cannot be meant any more. */
function forget() {
  if (village?.value && !village.value.startsWith(`${district?.value || "?"}.`)) village.value = "";
}

regency?.addEventListener("change", narrow);
district?.addEventListener("change", () => {
  // Whoever begins with the kecamatan has chosen the kab/kota too.
  if (regency && !regency.value && district.value) regency.value = district.value.slice(0, 5);
  narrow();
});
narrow();
