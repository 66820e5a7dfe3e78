// @ts-check
// The worker of a screen or a kiosk, one file under two addresses: it answers from what a page of ours has laid into a
// cache, and for everything else it is not there. It never decides what is kept, so it hardly ever changes.
//
// A page lays down its files in a cache named "griya-kulit <path> <version>", and beside them, in "griya-kulit", under the
// page's own path, the name of the one cache that is whole.

const POINTERS = "griya-kulit";
const FILES = /^\/(static|media|ukuran)\//;

/** @type {any} */ (self).addEventListener("install", () => /** @type {any} */ (self).skipWaiting());
/** @type {any} */ (self).addEventListener("activate", (/** @type {any} */ event) =>
  event.waitUntil(/** @type {any} */ (self).clients.claim()),
);

/** @type {any} */ (self).addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    // `?n=` is the page without scripts, which only the server can draw.
    if (!address.searchParams.has("n")) event.respondWith(page(request, address.pathname));
  } else if (FILES.test(address.pathname) && request.cache !== "no-store") {
    event.respondWith(file(request));
  }
});

/** @param {Request} request @param {string} path */
async function page(request, path) {
  const name = await (await (await caches.open(POINTERS)).match(path))?.text();
  const kept = name && (await (await caches.open(name)).match(path));
  return kept || fetch(request);
}

/** @param {Request} request */
async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
