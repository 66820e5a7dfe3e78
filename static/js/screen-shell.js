// @ts-check
// The player's own files: kept complete beside the ones in use, then pointed to, then begun with at a slide's boundary. A
// new version is on the wall within the hour without a hand on the screen, and no error ever makes the page reload.

import { mayBeginAnew } from "./screen-device.js";
import { Fault } from "./screen-list.js";

const POINTERS = "griya-kulit";
const PATIENCE_MS = 20_000;
const UPDATE_MS = 3_600_000;

/** @typedef {import("./screen-list.js").ShellParts} ShellParts */

export class Shell {
  #own;
  #worker;
  #path = location.pathname;
  /** The version that is whole and waits for a boundary, or that two good answers in a row named. */
  #next = "";
  #named = "";
  #updated = -Infinity;

  /** @param {string} own the version of this page @param {string} worker the worker's address, empty where nothing is kept */
  constructor(own, worker) {
    this.#own = own;
    this.#worker = "caches" in globalThis && "serviceWorker" in navigator ? worker : "";
  }

  /** Whether a list of this version is for this page. */
  isOwn(/** @type {ShellParts} */ parts) {
    return parts.id === this.#own;
  }

  /** Have the files of this version. Throws where one cannot be had; what is in use stays. */
  async prepare(/** @type {ShellParts} */ parts) {
    if (!this.#worker) {
      // Nothing is kept: the server must surely be there when the page goes.
      this.#next = this.#named === parts.id && parts.id !== this.#own ? parts.id : "";
      this.#named = parts.id;
      return;
    }
    await this.#update(parts.id !== this.#own);
    const name = `${POINTERS} ${this.#path} ${parts.id}`;
    const pointers = await caches.open(POINTERS);
    const isPointed = (await (await pointers.match(this.#path))?.text()) === name;
    if (!isPointed || !(await isWhole(name, [...parts.files, this.#path]))) {
      await this.#fill(name, parts);
      await pointers.put(this.#path, new Response(name));
    }
    if (parts.id !== this.#own) this.#next = parts.id;
    else await this.#tidy(name);
  }

  /** Begin with the new version if one waits and the last beginning is long enough ago. Call it at a boundary. */
  reload() {
    if (!this.#next || !mayBeginAnew()) return false;
    location.reload();
    return true;
  }

  /** @param {string} name @param {ShellParts} parts */
  async #fill(name, parts) {
    const cache = await caches.open(name);
    const page = await ask(this.#path, "no-store");
    const html = await page.text();
    if (!html.includes(`data-shell="${parts.id}"`)) throw new Fault("kulit-lain");
    for (const file of parts.files) {
      if (!(await cache.match(file))) await cache.put(file, await bare(await ask(file, "default")));
    }
    await cache.put(this.#path, await bare(page, html));
  }

  /** @param {string} name */
  async #tidy(name) {
    const ours = `${POINTERS} ${this.#path} `;
    for (const other of await caches.keys()) if (other.startsWith(ours) && other !== name) await caches.delete(other);
  }

  /** The browser looks for a new worker only when a page is opened, which a wall never is. */
  async #update(isChanged = false) {
    if (!isChanged && performance.now() - this.#updated < UPDATE_MS) return;
    this.#updated = performance.now();
    const scope = this.#worker.slice(0, this.#worker.lastIndexOf("/") + 1);
    const known = await navigator.serviceWorker.getRegistration(scope);
    const done = known ? known.update() : navigator.serviceWorker.register(this.#worker, { scope });
    await done.catch(() => {});
  }
}

/** @param {string} name @param {string[]} files */
async function isWhole(name, files) {
  const kept = new Set((await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname));
  return files.every((file) => kept.has(file));
}

/** @param {string} address @param {RequestCache} cache */
async function ask(address, cache) {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(address, { signal, cache, credentials: "same-origin" }).catch((error) => {
    throw new Fault("kulit-diam", error);
  });
  if (!response.ok || response.redirected) throw new Fault(`kulit-${response.redirected ? 302 : response.status}`);
  return response;
}

/** The answer as it is kept: its text is no longer packed, and nothing about it varies. */
async function bare(/** @type {Response} */ response, /** @type {string} */ text = "") {
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  return new Response(text || (await response.blob()), { headers });
}
