// @ts-check
// The photos of a product. The row of photos scrolls without this; here thumbnails and arrow keys turn it too, and a
// layer opens in which the photo at hand is looked at up close.

/** @typedef {import("./photo-zoom.js").GriyaZoom} GriyaZoom */

class GriyaPhotos extends HTMLElement {
  #life = new AbortController();
  #current = 0;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.addEventListener("click", (event) => this.#press(event), { signal });
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#part("strip").addEventListener("scroll", () => this.#notice(), { signal, passive: true });
    this.#layer.addEventListener("close", () => this.#closed(), { signal });
    this.#offerZoom(true);
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#layer.close();
    this.#offerZoom(false);
  }

  /** @param {string} name @returns {HTMLElement[]} */
  #parts(name) {
    return [...this.querySelectorAll(`[data-photos="${name}"]`)].filter((part) => part instanceof HTMLElement);
  }

  /** @param {string} name */
  #part(name) {
    return this.#parts(name)[0];
  }

  get #layer() {
    return /** @type {HTMLDialogElement} */ (this.#part("layer"));
  }

  get #closeUp() {
    return /** @type {GriyaZoom} */ (this.#part("close-up"));
  }

  /** The links to the files give way to one button that opens the layer. @param {boolean} isOffered */
  #offerZoom(isOffered) {
    this.#part("zoom").hidden = !isOffered;
    for (const link of this.#parts("file")) link.hidden = isOffered;
  }

  /** @param {MouseEvent} event */
  #press(event) {
    const part = event.target instanceof Element ? event.target.closest("[data-photos]") : null;
    if (!(part instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const name = part.dataset.photos;
    if (name === "thumb") {
      event.preventDefault();
      this.#show(this.#parts("thumb").indexOf(part));
    }
    if (name === "previous") this.#turn(-1);
    if (name === "next") this.#turn(1);
    if (name === "close") this.#layer.close();
    if (name === "zoom" || name === "frame") {
      this.#layer.showModal();
      this.#load();
      this.#closeUp.focus();
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.#turn(by);
  }

  /** @param {number} by */
  #turn(by) {
    const next = this.#current + by;
    if (!this.#parts("frame")[next]) return;
    const isAtThumb = document.activeElement?.matches('[data-photos="thumb"]');
    this.#show(next);
    if (this.#layer.open) this.#load();
    else if (isAtThumb) this.#parts("thumb")[next].focus();
  }

  /** @param {number} index */
  #show(index) {
    const strip = this.#part("strip");
    strip.scrollLeft = index * strip.clientWidth;
    this.#mark(index);
  }

  #notice() {
    const strip = this.#part("strip");
    const index = Math.round(strip.scrollLeft / strip.clientWidth);
    if (this.#parts("frame")[index] && index !== this.#current) this.#mark(index);
  }

  /** @param {number} index */
  #mark(index) {
    this.#current = index;
    for (const [number, thumb] of this.#parts("thumb").entries()) {
      if (number === index) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    }
    const [row, thumb] = [this.#part("thumbs"), this.#parts("thumb")[index]];
    if (row) row.scrollLeft += thumb.getBoundingClientRect().left - row.getBoundingClientRect().left - row.clientWidth / 3;
  }

  /** Put the photo at hand into the layer, whole, with its words. */
  #load() {
    const frame = this.#parts("frame")[this.#current];
    const copy = /** @type {Element} */ (frame.firstElementChild?.cloneNode(true));
    copy.querySelector("img")?.removeAttribute("loading");
    const caption = frame.parentElement?.querySelector("figcaption")?.cloneNode(true);
    this.#part("told").replaceChildren(...(caption?.childNodes ?? []));
    this.#part("previous")?.setAttribute("aria-disabled", String(this.#current === 0));
    this.#part("next")?.setAttribute("aria-disabled", String(this.#current === this.#parts("frame").length - 1));
    this.#closeUp.show(copy);
  }

  #closed() {
    this.#closeUp.show();
    this.#part("zoom").focus({ preventScroll: true });
  }
}

customElements.define("griya-photos", GriyaPhotos);
