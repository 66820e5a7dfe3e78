// @ts-check
// The player of a wall screen. What is due follows from the list and the corrected clock, so nothing drifts, screens agree
// without talking, and a window opens and closes without the server. A slide on show is only ever replaced by a slide that
// is wholly prepared: whatever the server, the network or a file does, the present picture stays.

import { isOn, showing } from "./air.js";
import { WallClock } from "./screen-clock.js";
import { Feed } from "./screen-feed.js";
import { Journal } from "./screen-journal.js";
import { Report } from "./screen-report.js";
import { Stage } from "./screen-stage.js";
import { codeOf, isOwed, named } from "./screen-list.js";
import { isStill, keepAwake, localStore } from "./screen-device.js";

const FADE_MS = 600;
const AHEAD_MS = 2_000;
const LATE_MS = 1_000; // a slide that began so long ago is not late but half over
const LONGEST_SLEEP_MS = 60_000; // a clock that was put right is noticed within the minute
const DRIFTS = 8;

/** @typedef {import("./screen-list.js").List} List */
/** @typedef {import("./air.js").Showing} Showing */

class GriyaScreen extends HTMLElement {
  static observedAttributes = ["data-paused"];

  #clock = new WallClock(localStore(this.hasAttribute("data-worker")));
  #feed = new Feed(this, this.#clock, () => this.#hear());
  #report = new Report(this.dataset.report ?? "", () => this.#clock.now());
  #stage = new Stage(this, (medium) => this.#feed.hold(medium));
  /** @type {List | null} */ #list = null;
  /** What is on: its name on the stage, the products on it, since when. */
  #shown = { name: "", id: "", products: /** @type {string[]} */ ([]), at: 0 };
  #told = /** @type {Showing | null} */ (null);
  /** Until when the slide on show stays in any case, and from when it has been there. */
  #due = 0; #since = 0;
  #timer = 0;
  /** @type {Showing | null} what is laid out because it is due already */ #preparing = null;
  #journal = new Journal({
    rev: () => this.#list?.rev ?? "",
    slide: () => this.#shown.id,
    kind: () => this.#told?.kind ?? "",
    now: () => this.#clock.now(), slotMs: () => this.#due - this.#since,
    isOwed: () => isOwed(this.#told, this.#list, this.#shown.name),
    pending: () => this.#feed.pending?.rev ?? "", error: () => this.#feed.error,
    errors: () => [...this.#feed.faults], held: () => this.#feed.held(),
  });
  #wake = () => void (keepAwake(), this.#turn());

  connectedCallback() {
    document.addEventListener("visibilitychange", this.#wake);
    keepAwake();
    this.#feed.begin();
  }

  disconnectedCallback() {
    window.clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#wake);
    this.#feed.end();
  }

  /** Whoever lets the slides go on sees at once the one that is due. */
  attributeChangedCallback() {
    if (!this.hasAttribute("data-paused")) this.#due = 0;
    if (this.isConnected) this.#turn();
  }

  /** A list came or the clock was put right: what may not wait for the boundary is shown at once. */
  #hear() {
    if ((this.#feed.pending ?? this.#list) && this.#isUrgent()) this.#due = 0;
    this.#turn();
    const slide = this.#shown.id || (this.#told?.kind ?? "");
    this.#report.say({ rev: this.#list?.rev ?? "", slide, n: this.#journal.n, error: this.#feed.error });
  }

  /** Whether the first list is there, an emergency begins or ends, or a door opens or closes. */
  #isUrgent() {
    const lists = [this.#list, this.#feed.pending].filter((one) => one !== null);
    return !this.#told || lists.some((list) => {
      const told = showing(list, this.#clock.now());
      return told.kind !== this.#told?.kind || (told.kind !== "slide" && told.id !== this.#told.id);
    });
  }

  /** Show what is due now and come back in time for the next. A pause holds slides alone, no emergency and no night. */
  #turn() {
    window.clearTimeout(this.#timer);
    const now = this.#clock.now();
    // A clock that was put back is before the slide's beginning: everything is reckoned anew.
    const isOver = now >= this.#due || now < this.#since - LATE_MS;
    const isHeld = this.hasAttribute("data-paused") && this.#told?.kind === "slide" && !this.#isUrgent();
    if (isOver && !isHeld && this.#begin(now)) return;
    if (isHeld || !this.#list) return;
    const left = Math.max(this.#due - this.#clock.now(), 0);
    const ahead = Math.min(AHEAD_MS, (this.#due - this.#since) / 2);
    if (left <= ahead) this.#lookAhead(this.#feed.pending ?? this.#list);
    this.#timer = window.setTimeout(() => this.#turn(), Math.min(left > ahead ? left - ahead : left, LONGEST_SLEEP_MS));
  }

  /** Begin the slot that is due; true where the page itself begins anew. */
  #begin(/** @type {number} */ now) {
    if (this.#feed.reload()) return true;
    const before = this.#list;
    if (!(this.#list = this.#feed.take() ?? before)) return false;
    const told = showing(this.#list, now);
    // In the middle of a slide of a new list the old one stays, so that nothing is shown for less than its time; but not
    // one that was taken off.
    const isHalfOver = told.kind === "slide" && this.#told?.kind === "slide" && now - told.since > LATE_MS;
    const stays = before && this.#list !== before && isHalfOver && this.#shown.id in this.#list.slides;
    [this.#told, this.#due, this.#since] = [told, told.until ?? Infinity, now];
    if (!stays) this.#present(told, this.#list);
    return false;
  }

  /** @param {Showing} told @param {List} list */
  async #present(told, list) {
    const { id, name } = named(told, list);
    const isSame = name === this.#shown.name;
    try {
      if (!isSame && !this.#stage.isReady(name)) {
        this.#preparing = told;
        if (!(await this.#stage.prepare(name, list.slides[id])) || this.#told !== told) return;
      }
    } catch (error) {
      // The present slide stays; the next slot tries the next one.
      this.#feed.fail(codeOf(error, "gambar"));
      return;
    } finally {
      if (this.#preparing === told) this.#preparing = null;
    }
    const now = this.#clock.now();
    if (this.#shown.name) this.#report.count(this.#shown.products, now - this.#shown.at);
    if (!isSame) this.#stage.show(isStill(this) ? 0 : Math.min(FADE_MS, (this.#due - this.#since) / 3));
    this.#shown = { name, id, products: list.slides[id].products, at: now };
    const title = list.items.find((one) => one.id === id && isOn(one, now))?.title;
    if (title) this.querySelector("h1")?.replaceChildren(title);
    this.#journal.note(now, told.since, id, isSame);
    this.setAttribute("data-drift", String(this.#journal.n % DRIFTS));
  }

  /** Two seconds before its time the next slide is laid out and its photo decoded, but never in the way of this one. */
  #lookAhead(/** @type {List} */ list) {
    if (this.#preparing || !Number.isFinite(this.#due)) return;
    const { id, name } = named(showing(list, this.#due), list);
    if (name === this.#shown.name || this.#stage.isReady(name)) return;
    this.#stage.prepare(name, list.slides[id]).catch((error) => this.#feed.fail(codeOf(error, "gambar")));
  }
}

customElements.define("griya-screen", GriyaScreen);
