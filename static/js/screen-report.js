// @ts-check
// What a paired screen says of itself every minute and a half: what it shows, how many slides it has shown since it began,
// what went wrong last, and how long each product was on the wall on which day. Nothing that fails here is ever noticed by
// the slides; without a server the counts wait, and a batch that was not confirmed is sent again as it was.

const EVERY_MS = 90_000;
const PATIENCE_MS = 8_000;
const KEPT = "griya-tayang";
const OFFSET_MS = 7 * 3_600_000; // West Kalimantan, all year
const MOST_PRODUCTS = 40; // of one batch, which the server reads up to two kilobytes of
const MOST_DAYS = 30;
const REFUSED = [400, 413, 415];

/** @typedef {Record<string, [number, number]>} Shown times and milliseconds by product */
/** @typedef {{ boot: string, seq: number, on: string, shown: Shown }} Batch */

export class Report {
  #address;
  #now;
  #boot = crypto.getRandomValues(new Uint32Array(1))[0].toString(16).padStart(8, "0");
  #seq = 0;
  /** @type {Record<string, Shown>} what was shown since the last batch was closed, by day */ #open = {};
  /** @type {Batch | null} what the server has not confirmed */ #sent = null;
  #last = -Infinity;
  #isBusy = false;
  #everyMs = EVERY_MS;

  /** @param {string} address empty for a screen that nobody knows @param {() => number} now */
  constructor(address, now) {
    [this.#address, this.#now] = [address, now];
    if (!address) return;
    const isTested = document.querySelector("griya-screen[data-tested]");
    this.#everyMs = (isTested && Number(new URLSearchParams(location.search).get("lapor"))) || EVERY_MS;
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
      if (kept) [this.#open, this.#sent] = [kept.open, kept.sent];
    } catch {
      // What was counted before the last start is lost, and nothing else.
    }
  }

  get #today() {
    return new Date(this.#now() + OFFSET_MS).toISOString().slice(0, 10);
  }

  /**
   * Count that these products were on the wall.
   * @param {string[]} products
   * @param {number} ms
   */
  count(products, ms) {
    if (!this.#address || !(ms > 0)) return;
    const shown = (this.#open[this.#today] ??= {});
    for (const product of products) {
      const [times, total] = shown[product] ?? [0, 0];
      shown[product] = [times + 1, total + Math.round(ms)];
    }
    for (const day of Object.keys(this.#open).sort().slice(0, -MOST_DAYS)) delete this.#open[day];
  }

  /**
   * Say it if it is time.
   * @param {{ rev: string, slide: string, n: number, error: string }} state
   */
  async say(state) {
    if (!this.#address || !state.rev || this.#isBusy || performance.now() - this.#last < this.#everyMs) return;
    this.#isBusy = true;
    this.#last = performance.now();
    this.#sent ??= this.#close();
    this.#keep();
    try {
      const response = await fetch(this.#address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...this.#sent, ...state }),
        signal: AbortSignal.timeout(PATIENCE_MS),
        credentials: "same-origin",
      });
      // What the server could not read it will not read the next time either.
      if (response.ok || REFUSED.includes(response.status)) this.#sent = null;
    } catch {
      // The server is away: the batch waits.
    } finally {
      this.#isBusy = false;
      this.#keep();
    }
  }

  /** The next batch: the oldest day's counts, as many as a report holds. */
  #close() {
    const on = Object.keys(this.#open).sort()[0] ?? this.#today;
    const all = Object.entries(this.#open[on] ?? {});
    if (all.length > MOST_PRODUCTS) this.#open[on] = Object.fromEntries(all.slice(MOST_PRODUCTS));
    else delete this.#open[on];
    return { boot: this.#boot, seq: ++this.#seq, on, shown: Object.fromEntries(all.slice(0, MOST_PRODUCTS)) };
  }

  #keep() {
    try {
      localStorage.setItem(KEPT, JSON.stringify({ open: this.#open, sent: this.#sent }));
    } catch {
      // The count lives as long as the page, then.
    }
  }
}
