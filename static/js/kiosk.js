// @ts-check
// Brings the kiosk back to its home page when nobody touches it: a warning after a minute, home 15 seconds later.
// Without scripts the page does the same by a refresh.

const IDLE_MS = 60_000;
const WARNING_MS = 15_000;
const TICK_MS = 500;
const SPOKEN_AT = new Set([15, 10, 5]);
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "touchstart", "touchmove", "keydown", "wheel", "scroll", "input"];

class GriyaIdle extends HTMLElement {
  /** The clock decides, not a count of ticks: a tablet that slept knows how long. */
  #lastTouch = Date.now();
  #lastTry = 0;
  #timer = 0;
  #alive = () => this.#notice();
  #stay = () => this.#restart();
  /** @param {Event} event */
  #refuse = (event) => event.preventDefault();

  connectedCallback() {
    for (const name of SIGNS_OF_LIFE) window.addEventListener(name, this.#alive, { passive: true, capture: true });
    for (const name of ["contextmenu", "dragstart"]) document.addEventListener(name, this.#refuse);
    this.#dialog?.addEventListener("click", this.#stay);
    this.#dialog?.addEventListener("close", this.#stay);
    this.#restart();
    this.#timer = window.setInterval(() => this.#tick(), TICK_MS);
  }

  disconnectedCallback() {
    window.clearInterval(this.#timer);
    this.#dialog?.removeEventListener("click", this.#stay);
    this.#dialog?.removeEventListener("close", this.#stay);
    for (const name of SIGNS_OF_LIFE) window.removeEventListener(name, this.#alive, { capture: true });
    for (const name of ["contextmenu", "dragstart"]) document.removeEventListener(name, this.#refuse);
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  /** @param {string} name @returns {HTMLElement | null} */
  #part(name) {
    return this.querySelector(`[data-idle="${name}"]`);
  }

  /** A finger that comes down on the warning does not close it: its own tap would then hit what lies underneath. */
  #notice() {
    if (!this.#dialog?.open) this.#lastTouch = Date.now();
  }

  #restart() {
    this.#lastTouch = Date.now();
    if (this.#dialog?.open) this.#dialog.close();
  }

  #tick() {
    const idle = Date.now() - this.#lastTouch;
    if (idle >= IDLE_MS + WARNING_MS) {
      void this.#goHome();
    } else if (idle >= IDLE_MS && this.dataset.here !== "home") {
      this.#warn(Math.ceil((IDLE_MS + WARNING_MS - idle) / 1000));
    }
  }

  /** @param {number} seconds */
  #warn(seconds) {
    const dialog = this.#dialog;
    if (dialog && !dialog.open) dialog.showModal();
    const [shown, spoken] = [this.#part("seconds"), this.#part("spoken")];
    if (shown) shown.textContent = String(seconds);
    if (spoken && SPOKEN_AT.has(seconds)) spoken.textContent = `${seconds} detik lagi`;
  }

  /** Leave only for a page that is there: while the server is away, this one stays on show. */
  async #goHome() {
    if (Date.now() - this.#lastTry < WARNING_MS) return;
    this.#lastTry = Date.now();
    const home = this.dataset.home ?? "/";
    try {
      const answer = await fetch(home, { cache: "no-cache", credentials: "omit" });
      if (answer.ok) location.replace(home);
    } catch {
      window.scrollTo(0, 0);
      if (this.#dialog?.open) this.#dialog.close();
    }
  }
}

customElements.define("griya-idle", GriyaIdle);
