// @ts-check
// What a paired screen says of itself every minute and a half: what it shows, how many slides it has shown since it began,
// what went wrong last, and how long each product was on the wall. Nothing that fails here is ever noticed by the slides.

const EVERY_MS = 90_000;
const PATIENCE_MS = 8_000;
const KEPT = "griya-tayang";
const BOOT_LETTERS = 8;

/** @typedef {Record<string, [number, number]>} Shown times and milliseconds by product */
/** @typedef {{ boot: string, seq: number, shown: Shown }} Batch */

export class Report {
  #address;
  #boot = crypto.getRandomValues(new Uint32Array(1))[0].toString(36).padStart(BOOT_LETTERS, "0").slice(-BOOT_LETTERS);
  #seq = 0;
  /** @type {Shown} what was shown since the last batch was closed */ #open = {};
  /** @type {Batch | null} what the server has not confirmed; it is sent again as it is, so that nothing counts twice */ #sent = null;
  #last = -Infinity;
  #isBusy = false;

  /** @param {string} address empty for a screen that nobody knows */
  constructor(address) {
    this.#address = address;
    if (!address) return;
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
      if (kept) [this.#open, this.#sent] = [kept.open, kept.sent];
    } catch {
      // What was counted before the last start is lost, and nothing else.
    }
  }

  /**
   * Count that these products were on the wall.
   * @param {string[]} products
   * @param {number} ms
   */
  count(products, ms) {
    if (!this.#address || !(ms > 0)) return;
    for (const product of products) {
      const [times, total] = this.#open[product] ?? [0, 0];
      this.#open[product] = [times + 1, total + Math.round(ms)];
    }
  }

  /**
   * Say it if it is time.
   * @param {{ rev: string, slide: string, n: number, error: string }} state
   */
  async say(state) {
    if (!this.#address || this.#isBusy || performance.now() - this.#last < EVERY_MS) return;
    this.#isBusy = true;
    this.#last = performance.now();
    if (!this.#sent) {
      this.#sent = { boot: this.#boot, seq: ++this.#seq, shown: this.#open };
      this.#open = {};
    }
    this.#keep();
    try {
      const response = await fetch(this.#address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...this.#sent, ...state }),
        signal: AbortSignal.timeout(PATIENCE_MS),
        credentials: "same-origin",
      });
      // What the server understood and refused will not be taken the next time either.
      if (response.ok || response.status === 400 || response.status === 422) this.#sent = null;
    } catch {
      // The server is away: the batch waits.
    } finally {
      this.#isBusy = false;
      this.#keep();
    }
  }

  #keep() {
    try {
      localStorage.setItem(KEPT, JSON.stringify({ open: this.#open, sent: this.#sent }));
    } catch {
      // The count lives as long as the page, then.
    }
  }
}
