// @ts-check
// The player of a wall screen. Which slide is due follows from the wall clock, so nothing drifts and screens agree
// without talking. The list is asked for again and again; a new one is shown only when all of it is here, at a slide's
// boundary. Whatever the server does, the present list goes on.

const POLL_MS = 15_000;
const PATIENCE_MS = 8_000;
const FADE_MS = 600;

/**
 * The slide that is due: slots of equal length since 1970, dealt out in turn. `griya/showroom/rules/slides.py` does the same.
 * @param {number} ms the moment, in milliseconds since 1970
 * @param {number} seconds how long a slide stands
 * @param {number} count how many slides there are
 */
export function slideIndex(ms, seconds, count) {
  return Math.floor(ms / (seconds * 1000)) % count;
}

/** @typedef {{ revision: string, seconds: string, nodes: Element[] }} List */

class GriyaScreen extends HTMLElement {
  static observedAttributes = ["data-paused"];

  /** @type {Element | null} the slide on show; it may belong to a list that is already gone */
  #shown = null;
  /** @type {List | null} a complete list that waits for the next boundary */
  #pending = null;
  #etag = "";
  /** How often in a row the server had newer scripts and styles than this page. */
  #strange = 0;
  #slideTimer = 0;
  #pollTimer = 0;
  #isPolling = false;
  #wake = () => this.#turn();

  connectedCallback() {
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
    if (this.isConnected) this.#turn();
  }

  /** Show what is due now and come back at the next boundary, reckoned from the clock each time. */
  #turn() {
    window.clearTimeout(this.#slideTimer);
    const now = Date.now();
    const slot = Math.floor(now / this.#slotMs);
    if (slot !== Number(this.dataset.slot) && !this.hasAttribute("data-paused")) {
      // Two good answers in a row named a new version of the page, the last one moments ago: the server is there.
      if (this.#strange >= 2) {
        location.reload();
        return;
      }
      if (this.#pending) this.#adopt(this.#pending);
      const slides = this.#slides();
      const due = slides[slideIndex(now, Number(this.dataset.seconds), slides.length)];
      if (due) this.#show(due);
      this.dataset.slot = String(Math.floor(now / this.#slotMs));
    }
    this.#slideTimer = window.setTimeout(() => this.#turn(), this.#slotMs - (Date.now() % this.#slotMs));
  }

  get #slotMs() {
    return Number(this.dataset.seconds) * 1000;
  }

  #slides() {
    return [...this.querySelectorAll("article:not([data-leaving])")];
  }

  /** @param {Element} slide */
  #show(slide) {
    const leaving = this.#shown;
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

  /** @param {List} list */
  #adopt(list) {
    this.#pending = null;
    for (const child of [...this.children]) {
      if (child === this.#shown) child.toggleAttribute("data-leaving", true);
      else child.remove();
    }
    for (const node of list.nodes) if (node.matches("article")) node.toggleAttribute("hidden", true);
    this.append(...list.nodes);
    Object.assign(this.dataset, { revision: list.revision, seconds: list.seconds });
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
    const headers = this.#etag ? { "If-None-Match": this.#etag } : undefined;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(location.pathname, { headers, signal, cache: "no-store", credentials: "omit" });
    if (response.status === 304 || !response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.querySelector("griya-screen");
    if (!(found instanceof HTMLElement)) return;
    const { revision = "", seconds = "", shell, count } = found.dataset;
    if (!(Number(seconds) > 0) || found.querySelectorAll("article").length !== Number(count)) return;
    this.#strange = shell === this.dataset.shell ? 0 : this.#strange + 1;
    if (this.#strange) return;
    if (revision === this.dataset.revision) {
      this.#pending = null;
    } else {
      const nodes = [...found.children].map((node) => document.importNode(node, true));
      await Promise.all(nodes.flatMap((node) => [...node.querySelectorAll("img")]).map((image) => image.decode()));
      this.#pending = { revision, seconds, nodes };
    }
    this.#etag = response.headers.get("ETag") ?? "";
  }
}

customElements.define("griya-screen", GriyaScreen);
