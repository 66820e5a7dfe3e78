// @ts-check
// What a screen keeps: photos by their digest and one list, the pointer, which is written when all of it is there. Where
// the browser keeps nothing for pages (plain http, a preview) memory holds the photos until the page goes.

import { Fault, listOf, mediaOf } from "./screen-list.js";

const MEDIA = "griya-media";
const LISTS = "griya-daftar";
const PATIENCE_MS = 20_000;

/** @typedef {import("./screen-list.js").Medium} Medium */
/** @typedef {import("./screen-list.js").List} List */

export class Store {
  #address;
  #isKept;
  /** @type {Map<string, Blob>} */ #memory = new Map();
  /** @type {Map<string, Promise<Blob>>} */ #coming = new Map();

  /** @param {string} address of the list @param {boolean} isKept whether anything outlives the page */
  constructor(address, isKept) {
    this.#address = address;
    this.#isKept = isKept && "caches" in globalThis;
  }

  get isKept() {
    return this.#isKept;
  }

  /** How many photos are in memory. */
  get held() {
    return this.#memory.size;
  }

  /** The list that was complete when it was last written, with its validator. */
  async pointer() {
    if (!this.#isKept) return null;
    try {
      const kept = await (await caches.open(LISTS)).match(this.#address);
      if (!kept) return null;
      const text = await kept.text();
      return { list: listOf(text), text, etag: kept.headers.get("ETag") ?? "" };
    } catch {
      return null;
    }
  }

  /** The one commit: from now on every start begins with this list. */
  async point(/** @type {string} */ text, /** @type {string} */ etag) {
    if (!this.#isKept) return;
    const headers = { "Content-Type": "application/json", ETag: etag };
    await (await caches.open(LISTS)).put(this.#address, new Response(text, { headers }));
  }

  /**
   * Whether a start without the server would have all of the list.
   * @param {List} list
   */
  async isWhole(list) {
    if (!this.#isKept) return mediaOf(list).every((one) => this.#memory.has(one.sha));
    const [media, lists] = [await caches.open(MEDIA), await caches.open(LISTS)];
    const kept = new Set((await media.keys()).map((request) => new URL(request.url).pathname));
    return Boolean(await lists.match(this.#address)) && mediaOf(list).every((one) => kept.has(one.address));
  }

  /**
   * Have all photos of the list, one after the other, first those of the slides that come first.
   * @param {List} list
   */
  async holdAll(list) {
    for (const medium of mediaOf(list)) await this.hold(medium, true);
  }

  /**
   * Read into memory what is kept of the list, which may be taken away under a running page; what fails is left for later.
   * @param {List} list
   */
  async remember(list) {
    for (const medium of mediaOf(list)) await this.hold(medium).catch(() => undefined);
  }

  /**
   * A photo: from memory, from what is kept, from the server; checked by its length and digest wherever it comes from.
   * @param {Medium} medium
   * @param {boolean} [isForGood] whether it must be kept for the next start as well
   * @returns {Promise<Blob>}
   */
  hold(medium, isForGood = false) {
    const known = this.#memory.get(medium.sha);
    if (known && !isForGood) return Promise.resolve(known);
    const coming = this.#coming.get(medium.sha) ?? this.#fetch(medium, known).finally(() => this.#coming.delete(medium.sha));
    this.#coming.set(medium.sha, coming);
    return coming;
  }

  /** @param {Medium} medium @param {Blob} [known] */
  async #fetch(medium, known) {
    const cache = this.#isKept ? await caches.open(MEDIA) : null;
    const kept = await (await cache?.match(medium.address, { ignoreVary: true }))?.blob();
    const held = known ?? (kept && !(await faultOf(kept, medium)) ? kept : null);
    const blob = held ?? (await download(medium));
    // Read to the end once: what is kept may be taken away under a running page, what is in memory may not.
    const own = known ?? new Blob([await blob.arrayBuffer()], { type: blob.type });
    this.#memory.set(medium.sha, own);
    if (cache && !(kept && held)) await cache.put(medium.address, new Response(own, { headers: { "Content-Type": own.type } }));
    return own;
  }

  /**
   * Let go of everything that none of these lists names.
   * @param {List[]} lists
   */
  async keepOnly(lists) {
    const media = lists.flatMap(mediaOf);
    const [shas, addresses] = [new Set(media.map((one) => one.sha)), new Set(media.map((one) => one.address))];
    for (const sha of this.#memory.keys()) if (!shas.has(sha)) this.#memory.delete(sha);
    if (!this.#isKept) return;
    const cache = await caches.open(MEDIA);
    for (const request of await cache.keys()) {
      if (!addresses.has(new URL(request.url).pathname)) await cache.delete(request);
    }
  }
}

/** @param {Medium} medium */
async function download(medium) {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  // Past the browser's own cache, which would give a broken answer again for a year.
  const response = await fetch(medium.address, { signal, cache: "no-store", credentials: "omit" }).catch((error) => {
    throw new Fault("foto-diam", error);
  });
  if (!response.ok) throw new Fault(`foto-${response.status}`);
  const blob = await response.blob().catch((error) => {
    throw new Fault("foto-putus", error);
  });
  const fault = await faultOf(blob, medium);
  if (fault) throw new Fault(fault);
  return blob;
}

/** @param {Blob} blob @param {Medium} medium */
async function faultOf(blob, medium) {
  if (blob.size !== medium.len) return "foto-panjang";
  // Without a secure context there is no digest to be had; the length is what is left.
  if (!globalThis.crypto?.subtle) return "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === medium.sha ? "" : "foto-sidik";
}
