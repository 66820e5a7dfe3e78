// @ts-check
// What was on the wall and when: for tests, for whoever looks for a fault, and for the report.

const KEPT_TURNS = 400;

export class Journal {
  /** How many slides were shown since the page began. */
  n = 0;
  /** How often another picture came. */
  #changes = 0;
  /** @type {[number, number, string][]} shown at, due since, which */
  #turns = [];

  /** @param {Record<string, () => unknown>} readers what else may be read, by name */
  constructor(readers) {
    const all = { ...readers, n: () => this.n, changes: () => this.#changes, swaps: () => [...this.#turns] };
    const properties = Object.entries(all).map(([name, get]) => [name, { get, enumerable: true }]);
    const value = Object.freeze(Object.defineProperties({}, Object.fromEntries(properties)));
    Object.defineProperty(window, "__layar", { configurable: true, value });
  }

  /**
   * @param {number} at
   * @param {number} since
   * @param {string} id
   * @param {boolean} isSame whether it is the picture that was on already
   */
  note(at, since, id, isSame) {
    this.n += 1;
    this.#changes += isSame ? 0 : 1;
    this.#turns.push([at, since, id]);
    if (this.#turns.length > KEPT_TURNS) this.#turns.shift();
  }
}
