// @ts-check
// Photos dropped on the form, pasted, or picked, sent one by one over the same form's address with a bar that fills.
// Without this script the form sends what was picked by itself.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-drop]"));
const words = /** @type {HTMLElement | null} */ (form?.querySelector("[data-drop-words]") ?? null);
const going = /** @type {HTMLElement | null} */ (form?.querySelector("[data-drop-going]") ?? null);
const bar = form?.querySelector("progress");
const name = form?.querySelector("[data-drop-name]");
let isBusy = false;

/** @param {string} text */
function say(text) {
  const place = form?.querySelector("[data-drop-said]");
  if (place) place.textContent = text;
}

/**
 * Send one photo. The answer is the page with the photo, or with the reason why it was not taken.
 * @param {File} file
 * @param {string} told
 * @returns {Promise<{ url: string, reason: string }>}
 */
function send(file, told) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrf_token", /** @type {HTMLInputElement} */ (form?.elements.namedItem("csrf_token")).value);
    body.append("foto", file, file.name || "tempelan.png");
    if (name) name.textContent = told;
    if (bar) bar.value = 0;
    request.upload.addEventListener("progress", (event) => {
      if (bar && event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
      if (name && event.loaded === event.total) name.textContent = `${told}: terkirim, sedang diolah`;
    });
    request.addEventListener("load", () => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const reasons = [...page.querySelectorAll(".error-summary__list li")].map((item) => item.textContent ?? "");
      const isRefused = request.status >= 400 || reasons.length > 0;
      const reason = reasons.join(" ") || `${file.name}: tidak diterima (${request.status}).`;
      resolve({ url: request.responseURL, reason: isRefused ? reason : "" });
    });
    request.addEventListener("error", () => resolve({ url: "", reason: `${file.name}: sambungan terputus.` }));
    request.open("POST", form?.action ?? "");
    request.send(body);
  });
}

/** @param {FileList | File[]} files */
async function sendAll(files) {
  const photos = [...files].filter((file) => file.type.startsWith("image/") || /\.(heic|heif)$/i.test(file.name));
  if (!form || isBusy || !photos.length) return;
  const most = Number(form.dataset.most);
  if (photos.length > most) return say(`Tinggal ${most} tempat; yang dipilih ${photos.length} foto.`);
  const heavy = photos.find((file) => file.size > Number(form.dataset.mostBytes));
  if (heavy) return say(`${heavy.name} terlalu besar. Kecilkan dulu, lalu kirim lagi.`);
  isBusy = true;
  if (going) going.hidden = false;
  let url = "";
  let taken = 0;
  const refused = [];
  for (const [at, file] of photos.entries()) {
    const sent = await send(file, `Mengirim foto ${at + 1} dari ${photos.length}`);
    if (sent.reason) refused.push(sent.reason);
    else url ||= sent.url;
    if (!sent.reason) taken += 1;
  }
  isBusy = false;
  if (going) going.hidden = true;
  say(refused.join(" "));
  // What is typed beside the photos is kept: with unsaved words the browser asks before the page is opened anew.
  if (url && !refused.length) location.assign(url.replace(/masuk=\d+/, `masuk=${taken}`));
  else if (url) say(`${refused.join(" ")} Yang lain sudah masuk; muat ulang halaman ini untuk melihatnya.`);
}

if (form) {
  if (words) words.hidden = false;
  form.addEventListener("submit", (event) => {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((field) => [
      ...(/** @type {HTMLInputElement} */ (field).files ?? []),
    ]);
    if (!files.length) return;
    event.preventDefault();
    sendAll(files);
  });
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      if (!(/** @type {DragEvent} */ (event).dataTransfer?.types.includes("Files"))) return;
      event.preventDefault();
      form.dataset.over = "";
    });
  }
  form.addEventListener("dragleave", () => delete form.dataset.over);
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    delete form.dataset.over;
    sendAll(event.dataTransfer?.files ?? []);
  });
  document.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files ?? new DataTransfer().files;
    if (!files.length) return;
    event.preventDefault();
    sendAll(files);
  });
}
