// @ts-check
/// <reference lib="webworker" />
// The kiosk's worker: pages that are held never wait for a server; for others it has less than a second.

import { check, found, present } from "./kiosk-revision.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const PAGE_MS = 900;
const FILE_MS = 20_000;
const LIST = "/kios/isi.json";
const SIZES = "/kios/ukuran.css";
const STEPS = /^\/kios\/((?:en\/)?(?:besar\/)?)/;
const WAITING =
  '<!doctype html><html lang="id"><meta charset="utf-8"><meta http-equiv="refresh" content="3"><title>Griya IKM</title>' +
  "<h1>Griya IKM</h1><p>Kios menunggu sambungan pertama. Halaman ini mencoba lagi sendiri.</p>";

/** @type {Map<string, Response>} pages that came too late for whoever asked, until they are asked for again */
const arrived = new Map();

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (event) => {
  if (event.data?.check) event.waitUntil(check());
  if (event.data?.fetch) event.waitUntil(arrive(new URL(event.data.fetch), event.source));
});
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname === LIST) return;
  if (url.pathname === SIZES) event.respondWith(sizes(event));
  else if (url.pathname.startsWith("/kios/") && !url.pathname.endsWith(".js")) event.respondWith(page(url));
  else if (/^\/(?:media|static)\//.test(url.pathname)) event.respondWith(file(event.request));
});

/** @param {URL} url */
async function page(url) {
  const cache = await present();
  const late = arrived.get(url.href);
  arrived.delete(url.href);
  const held = late ?? (await found(cache, url.pathname + url.search));
  if (held) return held;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PAGE_MS), redirect: "manual" });
    if (answer.status < 500) return answer;
  } catch {
    // Away, or too slow: what stands in its place says so.
  }
  const steps = STEPS.exec(url.pathname)?.[0] ?? "/kios/";
  const stand = url.pathname === `${steps}cari` ? "cari?q=&cari=" : url.pathname === `${steps}daftar` ? "daftar" : "tak-tersimpan";
  const waiting = () => new Response(WAITING, { headers: { "Content-Type": "text/html" } });
  return (await found(cache, steps + stand)) ?? waiting();
}

/** @param {Request} request */
async function file(request) {
  const { pathname } = new URL(request.url);
  return (await found(await present(), pathname)) ?? fetch(request);
}

/** The one file that differs from kiosk to kiosk: the held one at once, renewed behind. @param {FetchEvent} event */
async function sizes(event) {
  const cache = await present();
  const renewed = fetch(event.request).then(async (answer) => {
    if (answer.ok) await cache?.put(SIZES, answer.clone());
    return answer;
  });
  const held = await found(cache, SIZES);
  event.waitUntil(renewed.catch(() => {}));
  return held ?? renewed;
}

/** @param {URL} url @param {Client | ServiceWorker | MessagePort | null} who */
async function arrive(url, who) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(FILE_MS) });
    if (answer.status >= 500 || answer.redirected) return;
    arrived.set(url.href, answer);
    who?.postMessage({ arrived: url.href });
  } catch {
    // Still away.
  }
}
