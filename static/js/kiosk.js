// @ts-check
// Brings the kiosk back to its home page when nobody touches it: a warning first, home a little later, with nothing left of
// the visitor. At home, what attracts the next one begins. Without scripts the page does the same by a refresh.

const DEFAULT_SECONDS = 60;
const [LEAST_SECONDS, MOST_SECONDS] = [30, 300]; // what staff may set
const DETAIL_FACTOR = 1.5; // a product is read longer than a list
const [WARNING_MS, DETAIL_WARNING_MS] = [15_000, 20_000];
const TICK_MS = 500;
const TRY_AGAIN_MS = 15_000;
const SPOKEN_AT = new Set([15, 10, 5]);
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "touchstart", "touchmove", "keydown", "wheel", "scroll", "input"];

/** How long this kiosk waits, as its pairing has set it: the last part of `<code>.<spec>.<idle seconds>`. */
function idleSeconds() {
  const kept = document.cookie.split("; ").find((one) => one.startsWith("griya-kios="));
  const told = kept?.split(".").at(-1) ?? "";
  const seconds = /^\d{1,3}$/.test(told) ? Number(told) : 0;
  return seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS ? seconds : DEFAULT_SECONDS;
}

class GriyaIdle extends HTMLElement {
  /** The clock decides, not a count of ticks: a tablet that slept knows how long. */
  #lastTouch = Date.now();
  #lastTry = 0;
  #timer = 0;
  #idleMs = 0;
  #warningMs = 0;
  #alive = () => this.#notice();
  #stay = () => this.#restart();
  /** @param {PageTransitionEvent} event */
  #shown = (event) => {
    // Out of the browser's own memory of pages: somebody else's.
    if (event.persisted) void this.#goHome();
  };

  connectedCallback() {
    const isDetail = this.dataset.here === "product";
    this.#idleMs = idleSeconds() * 1000 * (isDetail ? DETAIL_FACTOR : 1);
    this.#warningMs = isDetail ? DETAIL_WARNING_MS : WARNING_MS;
    history.scrollRestoration = "manual";
    for (const name of SIGNS_OF_LIFE) window.addEventListener(name, this.#alive, { passive: true, capture: true });
    window.addEventListener("pageshow", this.#shown);
    this.#dialog?.addEventListener("click", this.#stay);
    this.#dialog?.addEventListener("close", this.#stay);
    this.#restart();
    this.#timer = window.setInterval(() => this.#tick(), TICK_MS);
  }

  disconnectedCallback() {
    window.clearInterval(this.#timer);
    this.#dialog?.removeEventListener("click", this.#stay);
    this.#dialog?.removeEventListener("close", this.#stay);
    window.removeEventListener("pageshow", this.#shown);
    for (const name of SIGNS_OF_LIFE) window.removeEventListener(name, this.#alive, { capture: true });
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
    const isPlaying = [...document.querySelectorAll("video, audio")].some((one) => !(/** @type {HTMLMediaElement} */ (one).paused));
    if (isPlaying) this.#notice();
    const idle = Date.now() - this.#lastTouch;
    if (this.dataset.here === "attract") return;
    if (this.dataset.here === "home") {
      if (idle >= this.#idleMs) void this.#leaveFor(this.dataset.next ?? "");
    } else if (idle >= this.#idleMs + this.#warningMs) {
      void this.#goHome();
    } else if (idle >= this.#idleMs) {
      this.#warn(Math.ceil((this.#idleMs + this.#warningMs - idle) / 1000));
    }
  }

  /** @param {number} seconds */
  #warn(seconds) {
    const dialog = this.#dialog;
    if (dialog && !dialog.open) dialog.showModal();
    const [shown, spoken] = [this.#part("seconds"), this.#part("spoken")];
    if (shown) shown.textContent = String(seconds);
    const said = this.dataset.said?.replace("#", String(seconds)) ?? "";
    if (spoken && SPOKEN_AT.has(seconds) && spoken.textContent !== said) spoken.textContent = said;
  }

  async #goHome() {
    sessionStorage.clear();
    localStorage.clear();
    if (await this.#leaveFor(this.dataset.home ?? "/")) return;
    window.scrollTo(0, 0);
    if (this.#dialog?.open) this.#dialog.close();
  }

  /**
   * Leave only for a page that is there: while the server is away and nothing is kept, this one stays on show.
   * @param {string} address
   */
  async #leaveFor(address) {
    if (Date.now() - this.#lastTry < TRY_AGAIN_MS) return true;
    this.#lastTry = Date.now();
    try {
      const answer = await fetch(address, { cache: "no-cache", credentials: "omit" });
      if (answer.ok) location.replace(address);
      return answer.ok;
    } catch {
      return false;
    }
  }
}

customElements.define("griya-idle", GriyaIdle);
