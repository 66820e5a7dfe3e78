// @ts-check
// The player of a wall screen. What is due follows from the list and the wall clock, so nothing drifts, screens agree
// without talking, and a window opens and closes without the server. The list is asked for again and again; a new one is
// shown only when all of it is here, at a slide's boundary. Whatever the server does, the present list goes on.

import { isOn, showing } from "./air.js";
import { askForList, planOf } from "./screen-list.js";

const POLL_MS = 15_000;
const FADE_MS = 600;
const LATE_MS = 1_000; // a slide that began so long ago is not late but half over
const LONGEST_SLEEP_MS = 60_000; // a clock that was put right is noticed within the minute

/** @typedef {import("./screen-list.js").Plan} Plan */
/** @typedef {import("./screen-list.js").Answer} Answer */

class GriyaScreen extends HTMLElement {
  static observedAttributes = ["data-paused"];

  /** @type {Plan} */ #plan = { anchor: 0, hours: [], takeovers: [], items: [] };
  /** @type {Element | null} the slide on show; it may belong to a list that is already gone */
  #shown = null;
  /** @type {Answer | null} a complete list that waits for the next boundary */
  #pending = null;
  /** Until when the slide on show stays in any case, and from when it has been there. */
  #due = 0;
  #since = 0;
  #etag = "";
  /** How often in a row the server had newer scripts and styles than this page. */
  #strange = 0;
  #slideTimer = 0;
  #pollTimer = 0;
  #isPolling = false;
  #wake = () => this.#turn();

  connectedCallback() {
    this.#plan = planOf(this);
    this.#shown = this.querySelector("article:not([hidden])");
    document.addEventListener("visibilitychange", this.#wake);
    this.#turn();
    this.#pollTimer = window.setTimeout(() => this.#poll(), POLL_MS);
  }

  disconnectedCallback() {
    window.clearTimeout(this.#slideTimer);
    window.clearTimeout(this.#pollTimer);
    document.removeEventListener("visibilitychange", this.#wake);
  }

  /** Whoever lets the slides go on sees at once the one that is due. */
  attributeChangedCallback() {
    if (!this.isConnected) return;
    this.#due = 0;
    this.#turn();
  }

  get #now() {
    return Date.now() + Number(this.dataset.shift ?? 0);
  }

  /** Show what is due now and come back at the next boundary, reckoned from the clock each time. */
  #turn() {
    window.clearTimeout(this.#slideTimer);
    const now = this.#now;
    // A clock that was put back is before the slide's beginning: everything is reckoned anew.
    if (!this.hasAttribute("data-paused") && (now >= this.#due || now < this.#since)) {
      // Two good answers in a row named a new version of the page, the last one moments ago: the server is there.
      if (this.#strange >= 2) {
        location.reload();
        return;
      }
      const isNew = this.#pending !== null;
      if (this.#pending) this.#adopt(this.#pending);
      const told = showing(this.#plan, now);
      const due = this.#slides().find((slide) => slide.getAttribute("data-key") === told.id);
      this.#due = told.until ?? Infinity;
      this.#since = now;
      // In the middle of a slide of the new list the old one stays: nothing is shown for less than its time.
      if (due && !(isNew && told.kind === "slide" && now - told.since > LATE_MS && this.#shown)) this.#show(due, now);
      this.dataset.since = String(told.since);
    }
    const wait = Math.min(Math.max(this.#due - this.#now, 0), LONGEST_SLEEP_MS);
    this.#slideTimer = window.setTimeout(() => this.#turn(), wait);
  }

  #slides() {
    return [...this.querySelectorAll("article:not([data-leaving])")];
  }

  /**
   * @param {Element} slide
   * @param {number} now
   */
  #show(slide, now) {
    const leaving = this.#shown;
    const on = this.#plan.items.find((item) => item.id === slide.getAttribute("data-key") && isOn(item, now));
    const heading = this.querySelector("h1");
    if (on && heading) heading.textContent = on.title;
    if (slide === leaving) return;
    this.#shown = slide;
    const settle = () => {
      slide.removeAttribute("data-entering");
      if (leaving?.hasAttribute("data-leaving")) leaving.remove();
      for (const other of this.querySelectorAll("article")) other.toggleAttribute("hidden", other !== this.#shown);
    };
    const isSame = leaving?.innerHTML === slide.innerHTML;
    slide.toggleAttribute("hidden", false);
    if (!leaving || isSame || document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches) return settle();
    // The old slide stays opaque underneath, so the picture never dips towards black or white.
    slide.toggleAttribute("data-entering", true);
    slide.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: "ease-in-out" }).finished.then(settle, settle);
  }

  /** @param {Answer} list */
  #adopt(list) {
    this.#pending = null;
    for (const child of [...this.children]) {
      if (child === this.#shown) child.toggleAttribute("data-leaving", true);
      else child.remove();
    }
    for (const node of list.nodes) if (node.matches("article")) node.toggleAttribute("hidden", true);
    this.append(...list.nodes);
    this.#plan = list.plan;
    Object.assign(this.dataset, { revision: list.revision, plan: JSON.stringify(list.plan) });
  }

  async #poll() {
    if (this.#isPolling) return;
    this.#isPolling = true;
    try {
      await this.#ask();
    } catch {
      // The server is away or its answer is broken: the loop goes on with what is here.
    } finally {
      this.#isPolling = false;
      if (this.isConnected) this.#pollTimer = window.setTimeout(() => this.#poll(), POLL_MS);
    }
  }

  async #ask() {
    const answer = await askForList(location.pathname, this.#etag);
    if (!answer) return;
    this.#strange = answer.shell === this.dataset.shell ? 0 : this.#strange + 1;
    if (this.#strange) return;
    this.#pending = answer.revision === this.dataset.revision ? null : answer;
    this.#etag = answer.etag;
  }
}

customElements.define("griya-screen", GriyaScreen);
