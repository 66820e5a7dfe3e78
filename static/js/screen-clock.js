// @ts-check
// The time by which a screen plays: the server's, as far as it was ever heard. A device without a battery wakes up in the
// past, and somebody sets a clock wrong; neither changes what is on the wall once a server has been heard.

const KEY = "griya-jam";
const STEP_MS = 250; // so much is more than the way of an answer
const SURE_MS = 100; // an answer that came so fast tells the time to half of it
const HEARD_MS = 300_000;
const KEEP_MS = 300_000;
const LONGEST_OFF_MS = 60 * 86_400_000;

export class WallClock {
  /** The time at a moment of the steady clock, which nobody sets. */
  #base = Date.now();
  #mark = performance.now();
  /** When the server was last heard, by the steady clock. */
  #heard = -Infinity;
  /** How far the device's clock is behind. */
  #offset = 0;
  #kept = -Infinity;
  /** @type {Storage | null} */ #storage;

  /** @param {Storage | null} storage where the time is kept for the next start; null for a page that keeps nothing */
  constructor(storage) {
    this.#storage = storage;
    const kept = read(storage);
    if (!kept) return;
    // After a long way past the last known moment the difference is that of a clock which was set right since.
    const isStale = Date.now() + kept.offset > kept.last + LONGEST_OFF_MS && Date.now() >= kept.last;
    this.#offset = isStale ? 0 : kept.offset;
    this.#base = Math.max(Date.now() + this.#offset, kept.last);
  }

  /** The present moment, in milliseconds since 1970; never before one that was known. */
  now() {
    const steady = this.#base + performance.now() - this.#mark;
    // Without a server for a while, a device that slept knows better than the steady clock, which slept too.
    return performance.now() - this.#heard < HEARD_MS ? steady : Math.max(steady, Date.now() + this.#offset);
  }

  /**
   * Hear the server's time.
   * @param {number} serverMs what it said
   * @param {number} wayMs how long question and answer were on the way
   */
  learn(serverMs, wayMs) {
    if (!Number.isFinite(serverMs) || serverMs <= 0) return;
    const told = serverMs + wayMs / 2;
    const isFirst = this.#heard === -Infinity;
    if (isFirst || Math.abs(told - this.now()) > STEP_MS || wayMs < SURE_MS) {
      this.#base = told;
      this.#mark = performance.now();
    }
    this.#heard = performance.now();
    this.#offset = this.now() - Date.now();
    this.keep(isFirst);
  }

  /** Keep the time every few minutes, so that the next start is not before it. */
  keep(isFirst = false) {
    if (this.#heard === -Infinity || (!isFirst && performance.now() - this.#kept < KEEP_MS)) return;
    this.#kept = performance.now();
    try {
      this.#storage?.setItem(KEY, JSON.stringify({ offset: this.#offset, last: this.now() }));
    } catch {
      // A full or forbidden storage costs the memory of the time and nothing else.
    }
  }
}

/** @param {Storage | null} storage */
function read(storage) {
  try {
    const kept = JSON.parse(storage?.getItem(KEY) ?? "null");
    return kept && Number.isFinite(kept.offset) && Number.isFinite(kept.last) ? kept : null;
  } catch {
    return null;
  }
}
