// @ts-check
// Where the lists come from: the one that was kept, then the server's, asked for again and again. A new list waits here
// until all of it is there; whatever fails changes nothing but the report.

import { keepStored } from "./screen-device.js";
import { askForList, codeOf } from "./screen-list.js";
import { Shell } from "./screen-shell.js";
import { Store } from "./screen-store.js";

const POLL_MS = [16_600, 18_000]; // an emergency is on the wall within 20 s
const RETRY_MS = [15_000, 30_000, 60_000, 120_000];
const KEPT_FAULTS = 50;

/** @typedef {import("./screen-list.js").List} List */

export class Feed {
  /** @type {List | null} complete, and waiting for a boundary */ pending = null;
  /** The present trouble in short, empty while there is none. */
  error = "";
  /** @type {string[]} the last ones */ faults = [];
  #address;
  #isPaired;
  #clock;
  #hear;
  #store;
  #shell;
  /** @type {List | null} on show */ #current = null;
  /** @type {{ list: List, text: string, etag: string } | null} not complete yet */ #wanted = null;
  #etag = "";
  #failures = 0;
  #retryAt = 0;
  #timer = 0;
  #isAsking = false;
  /** How long a slide stands and a question waits while the application is tested; 0 for their own times. */
  #fastMs; #fastPollMs;

  /**
   * @param {HTMLElement} host
   * @param {import("./screen-clock.js").WallClock} clock
   * @param {() => void} hear called when a list waits, the clock may have changed, or a question is answered
   */
  constructor(host, clock, hear) {
    const { list = "", worker = "", shell = "", report } = host.dataset;
    [this.#address, this.#isPaired, this.#clock, this.#hear] = [list, report !== undefined, clock, hear];
    this.#store = new Store(list, Boolean(worker));
    this.#shell = new Shell(shell, worker);
    const asked = new URLSearchParams(host.dataset.tested === undefined ? "" : location.search);
    [this.#fastMs, this.#fastPollMs] = [Number(asked.get("ms")), Number(asked.get("poll"))];
  }

  /** Begin with what was kept, before the server is asked: it may be dead, or never answer. */
  async begin() {
    const kept = await this.#store.pointer();
    this.#etag = kept?.etag ?? "";
    if (kept) this.#offer(kept.list);
    if (kept) this.#store.remember(kept.list);
    if (this.#store.isKept) keepStored();
    await this.#poll();
  }

  end = () => void (window.clearTimeout(this.#timer), (this.#timer = -1));

  /** The complete list, if one waits; from now on it is the one on show. */
  take() {
    const list = this.pending;
    if (list) [this.#current, this.pending] = [list, null];
    return list;
  }

  reload = () => this.#shell.reload();

  held = () => this.#store.held;

  hold = (/** @type {import("./screen-list.js").Medium} */ medium) => this.#store.hold(medium);

  /** @param {string} code */
  fail(code) {
    this.error = code;
    this.faults.push(code);
    if (this.faults.length > KEPT_FAULTS) this.faults.shift();
  }

  /** @param {List} list */
  #offer(list) {
    if (this.#fastMs) for (const item of list.items) item.ms = this.#fastMs;
    this.pending = list;
    this.#hear();
  }

  async #poll() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      await this.#ask();
    } catch (error) {
      this.fail(codeOf(error, "daftar"));
    } finally {
      this.#isAsking = false;
      this.#hear();
      const wait = this.#fastPollMs || POLL_MS[0] + Math.random() * (POLL_MS[1] - POLL_MS[0]);
      if (this.#timer !== -1) this.#timer = window.setTimeout(() => this.#poll(), wait);
    }
  }

  async #ask() {
    const answer = await askForList(this.#address, this.#etag, this.#isPaired);
    // A preview plays one moment and goes on from there; the wall follows the server's clock.
    if (this.#store.isKept || !this.#etag) this.#clock.learn(answer.serverMs, answer.wayMs);
    this.#clock.keep();
    if (answer.list) this.#receive(answer, answer.list);
    if (this.#wanted && performance.now() < this.#retryAt) return;
    await this.#complete();
    this.error = "";
  }

  /** @param {import("./screen-list.js").Answer} answer @param {List} list */
  #receive({ text, etag }, list) {
    this.#etag = etag || "-";
    this.#failures = this.#retryAt = 0;
    this.#wanted = list.rev === this.#current?.rev || list.rev === this.pending?.rev ? null : { list, text, etag };
    // An emergency waits for no photo.
    for (const one of [this.#current, this.pending]) {
      for (const { id } of one ? list.takeovers : []) one.slides[id] = list.slides[id];
      if (one) one.takeovers = list.takeovers;
    }
    this.#hear();
  }

  /** Have everything of the list that is wanted, or see to it that nothing of the one on show went missing. */
  async #complete() {
    const { list, text, etag } = this.#wanted ?? { list: this.#current, text: "", etag: "" };
    if (!list) return;
    // The very first list is shown as soon as its first slide is there; every other one when all of it is.
    if (!this.#current && !this.pending) this.#offer(list);
    try {
      if (text || !(await this.#store.isWhole(list))) {
        await this.#store.holdAll(list);
        await this.#store.point(text || JSON.stringify(list), etag || this.#etag);
      }
      if (this.#current !== list && this.pending !== list) this.#offer(list);
      this.#wanted = null;
      await this.#store.keepOnly([this.#current, this.pending].filter((one) => one !== null));
      await this.#shell.prepare(list.shell);
    } catch (error) {
      const wait = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)];
      this.#retryAt = performance.now() + wait * (0.9 + Math.random() * 0.2);
      throw error;
    }
  }
}
