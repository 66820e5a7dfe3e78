// @ts-check
// Warns before a page with unsaved changes is left. The browser asks in its own words; this only says that it should.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-unsaved]"));
// What two people wrote is not saved yet: leaving such a page loses one of them.
let isChanged = Boolean(form?.querySelector(".both"));

/** @param {string} text */
function say(text) {
  const place = form?.querySelector("[data-said]");
  if (place) place.textContent = text;
}

form?.addEventListener("input", () => {
  isChanged = true;
  say("Belum disimpan");
});
form?.addEventListener("submit", () => {
  isChanged = false;
  say("Menyimpan …");
});
// Another script saved it, all of it or all but what was typed meanwhile.
form?.addEventListener("griya:saved", (event) => {
  const { text, isAll } = /** @type {CustomEvent<{ text: string, isAll: boolean }>} */ (event).detail;
  if (isAll) isChanged = false;
  say(text);
});
window.addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});
// Ctrl+S saves the draft, as people are used to.
window.addEventListener("keydown", (event) => {
  if (!form || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[value='simpan']"));
});
