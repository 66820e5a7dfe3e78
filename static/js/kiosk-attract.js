// @ts-check
// Turns the slides that attract a visitor. What is due follows from the list and the clock, as on the screens; a touch opens
// the product that is shown.

import { showing } from "./air.js";

const FADE_MS = 600;
const LONGEST_SLEEP_MS = 60_000;
const RENEW_MS = 600_000;

class GriyaAttract extends HTMLElement {
  #plan = JSON.parse(this.dataset.plan ?? "{}");
  #began = Date.now();
  #timer = 0;
  #wake = () => this.#turn();

  connectedCallback() {
    document.addEventListener("visibilitychange", this.#wake);
    this.#turn();
  }

  disconnectedCallback() {
    window.clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#wake);
  }

  #turn() {
    window.clearTimeout(this.#timer);
    const now = Date.now() + Number(this.dataset.shift ?? 0);
    const told = showing(this.#plan, now);
    const slides = [...this.querySelectorAll("article")];
    const due = slides.find((one) => one.dataset.key === told.id) ?? slides.at(-1);
    const shown = slides.find((one) => !one.hidden);
    if (due && due !== shown) this.#show(due, shown);
    if (document.documentElement.hasAttribute("data-kiosk-new") || Date.now() - this.#began > RENEW_MS) void this.#renew();
    const wait = Math.min(Math.max((told.until ?? Infinity) - now, 0), LONGEST_SLEEP_MS);
    this.#timer = window.setTimeout(() => this.#turn(), wait);
  }

  /** The old slide stays opaque underneath while the new one comes. @param {HTMLElement} due @param {HTMLElement} [shown] */
  #show(due, shown) {
    const settle = () => {
      for (const one of this.querySelectorAll("article")) one.hidden = one !== due;
      due.toggleAttribute("data-entering", false);
    };
    due.hidden = false;
    if (!shown || document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches) return settle();
    due.toggleAttribute("data-entering", true);
    due.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: "ease-in-out" }).finished.then(settle, settle);
  }

  /** Begin anew with a newer list, where there is one to begin with. */
  async #renew() {
    this.#began = Date.now();
    const answer = await fetch(location.href, { credentials: "omit" }).catch(() => null);
    if (answer?.ok) location.replace(location.href);
  }
}

customElements.define("griya-attract", GriyaAttract);
