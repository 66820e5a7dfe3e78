// @ts-check
// How one goes from page to page on the kiosk: each page takes the place of the one before, so that "back" never shows
// what another visitor looked at; one press is one step, however often it is repeated; and no gesture, key or menu of the
// browser does anything else.

const LEAVING_MS = 4_000;
const PATIENCE_MS = 8_000;

let leftAt = -Infinity;

/** @param {Element} what shows that it was pressed until the next page is there @param {string} address */
async function go(what, address) {
  if (performance.now() - leftAt < LEAVING_MS) return;
  leftAt = performance.now();
  what.toggleAttribute("data-going", true);
  // The worker always has an answer. Without it a page of the browser's own would stand there, with no way back.
  if (navigator.serviceWorker?.controller || (await isThere(address))) return location.replace(address);
  leftAt = -Infinity;
  what.toggleAttribute("data-going", false);
  const note = document.querySelector("[data-kiosk-note]");
  if (note instanceof HTMLElement) note.textContent = note.dataset.kioskNote ?? "";
}

/** @param {string} address */
async function isThere(address) {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS), credentials: "same-origin" });
    return answer.status < 500;
  } catch {
    return false;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
  event.preventDefault();
  if (link.origin === location.origin) void go(link, link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
  event.preventDefault();
  const address = new URL(form.action);
  const sent = new FormData(form, event.submitter);
  address.search = new URLSearchParams([...sent].map(([name, value]) => [name, String(value)])).toString();
  void go(event.submitter ?? form, address.href);
});

window.addEventListener("pageshow", () => {
  leftAt = -Infinity;
});

for (const name of ["contextmenu", "dragstart", "auxclick"]) {
  document.addEventListener(name, (event) => event.preventDefault());
}
// Zooming by wheel, and the browser's own keys: print, find, a new window, back.
window.addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), { passive: false });
window.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^F\d/.test(event.key)) event.preventDefault();
});
