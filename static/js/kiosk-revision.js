// @ts-check
/// <reference lib="webworker" />
// The kiosk's copy of itself. A revision is filled completely beside the present one; then one write makes it the present
// one, and the old one goes. Whatever fails on the way, the present one goes on.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const LIST_MS = 8_000;
const FILE_MS = 20_000;
const REST_MS = 5_000;
const POINTER = ["kios", "/kios/__revisi"];
const LIST = "/kios/isi.json";
const SIZES = "/kios/ukuran.css";
const NAMED = /(?:src|href)="(\/(?:media|static)\/[^"]+)"/g;
const DIGEST = /^\/media\/([0-9a-f]{64})\./;

/** @type {string | undefined} */ let revision;
let isChecking = false;
let checkedAt = -Infinity;

/** @returns {Promise<Cache | null>} the revision that is shown */
export async function present() {
  revision ??= await (await (await caches.open(POINTER[0])).match(POINTER[1]))?.text();
  return revision ? caches.open(`kios-${revision}`) : null;
}

/** @param {Cache | null} cache @param {string} address */
export const found = (cache, address) => cache?.match(address, { ignoreVary: true });

/** Ask for a newer revision and fill it; at most every few seconds, and one at a time. */
export async function check() {
  if (isChecking || performance.now() - checkedAt < REST_MS) return;
  isChecking = true;
  try {
    await renew();
  } catch (error) {
    console.info("kios:", String(error)); // the present revision goes on; the next check tries again
  } finally {
    isChecking = false;
    checkedAt = performance.now();
  }
}

async function renew() {
  const [list, old] = [await ask(), await present()];
  if (list.rev === revision) return;
  const name = `kios-${list.rev}`;
  await drop([POINTER[0], name, `kios-${revision}`]);
  const cache = await caches.open(name);
  const wanted = new Set(list.files);
  for (const path of list.pages) {
    const answer = (await found(cache, path)) ?? (await take(cache, path));
    for (const [, named] of (await answer.text()).matchAll(NAMED)) wanted.add(named);
  }
  for (const path of wanted) {
    if (await found(cache, path)) continue;
    const known = path === SIZES ? undefined : await found(old, path); // named by what they hold: the same for ever
    if (known) await cache.put(path, known);
    else await take(cache, path);
  }
  if ((await ask()).rev !== list.rev) throw new Error("changed while it was filled");
  await (await caches.open(POINTER[0])).put(POINTER[1], new Response(list.rev));
  revision = list.rev;
  await drop([POINTER[0], name]);
  for (const client of await worker.clients.matchAll()) client.postMessage({ revision });
}

/** @returns {Promise<{ rev: string, pages: string[], files: string[] }>} */
async function ask() {
  const answer = await fetch(LIST, { cache: "no-store", signal: AbortSignal.timeout(LIST_MS) });
  const list = await answer.json();
  if (!answer.ok || !/^[0-9a-f]{12}$/.test(list.rev) || !Array.isArray(list.pages) || !Array.isArray(list.files)) {
    throw new TypeError("no list");
  }
  return list;
}

/** @param {Cache} cache @param {string} path */
async function take(cache, path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(FILE_MS) });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status} for ${path}`);
  const named = DIGEST.exec(path)?.[1];
  if (named && named !== (await digest(answer.clone()))) throw new Error(`another file at ${path}`);
  await cache.put(path, answer.clone());
  return answer;
}

/** @param {Response} answer */
async function digest(answer) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string[]} kept */
async function drop(kept) {
  for (const name of await caches.keys()) if (/^kios(-|$)/.test(name) && !kept.includes(name)) await caches.delete(name);
}
