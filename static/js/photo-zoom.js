// @ts-check
// A picture looked at up close: enlarged step by step with two buttons, moved by scrolling, which fingers, wheels and
// keys all can do. Nothing has to be dragged.

const SCALES = [1, 1.5, 2, 3, 4];
const PAN_PX = 80;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class GriyaZoom extends HTMLElement {
  #life = new AbortController();
  #step = 0;
  /** What is to be in the middle, in parts of the picture, and where the view was scrolled to for it. */
  #aim = [0.5, 0.5];
  #scrolled = [0, 0];
  #resize = new ResizeObserver(() => this.#fit());

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.addEventListener("click", (event) => this.#press(event), { signal });
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#resize.observe(this.#view);
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#resize.disconnect();
  }

  /** Show this picture whole; nothing empties the view. @param {Element} [picture] */
  show(picture) {
    this.#step = 0;
    this.#view.replaceChildren(...(picture ? [picture] : []));
    this.#view.scrollTo(0, 0);
    const image = this.#view.querySelector("img");
    if (image) this.#aim = getComputedStyle(image).objectPosition.split(" ").map((part) => parseFloat(part) / 100);
    this.#scrolled = [0, 0];
    this.#fit();
  }

  focus() {
    this.#view.focus();
  }

  get #view() {
    return /** @type {HTMLElement} */ (this.querySelector('[data-zoom="view"]'));
  }

  /** @param {Event} event */
  #press(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-zoom]") : null;
    const name = button instanceof HTMLElement ? button.dataset.zoom : "";
    if (name === "larger") this.#enlarge(this.#step + 1);
    if (name === "smaller") this.#enlarge(this.#step - 1);
  }

  /** Over an enlarged picture arrows move it; over a whole one they are left to whoever shows it. @param {KeyboardEvent} event */
  #key(event) {
    const [across, down] = ARROWS[event.key] ?? [0, 0];
    if (!this.#step || event.altKey || event.ctrlKey || event.metaKey || !(across || down)) return;
    event.preventDefault();
    this.#view.scrollBy(across * PAN_PX, down * PAN_PX);
  }

  /** Enlarge around what must stay in sight until the visitor has looked elsewhere, then around that. @param {number} step */
  #enlarge(step) {
    const view = this.#view;
    const box = view.firstElementChild;
    if (!SCALES[step] || !(box instanceof HTMLElement)) return;
    if (view.scrollLeft !== this.#scrolled[0] || view.scrollTop !== this.#scrolled[1]) {
      this.#aim = [
        (view.scrollLeft + view.clientWidth / 2 - box.offsetLeft) / box.offsetWidth,
        (view.scrollTop + view.clientHeight / 2 - box.offsetTop) / box.offsetHeight,
      ];
    }
    this.#step = step;
    this.#fit();
    view.scrollLeft = box.offsetLeft + this.#aim[0] * box.offsetWidth - view.clientWidth / 2;
    view.scrollTop = box.offsetTop + this.#aim[1] * box.offsetHeight - view.clientHeight / 2;
    this.#scrolled = [view.scrollLeft, view.scrollTop];
  }

  #fit() {
    const [box, image] = [this.#view.firstElementChild, this.#view.querySelector("img")];
    if (!(box instanceof HTMLElement) || !image) return;
    const scale = SCALES[this.#step];
    const ratio = Number(image.getAttribute("width")) / Number(image.getAttribute("height"));
    const width = Math.min(this.#view.offsetWidth, this.#view.offsetHeight * ratio) * scale;
    Object.assign(box.style, { inlineSize: `${width}px`, blockSize: `${width / ratio}px` });
    for (const source of box.querySelectorAll("source, img")) source.setAttribute("sizes", `${Math.ceil(width)}px`);
    const told = this.querySelector('[data-zoom="scale"]');
    if (told) told.textContent = `${scale}×`;
    // A button that is of no use now stays reachable, so that focus is not lost.
    const useful = { smaller: this.#step > 0, larger: this.#step < SCALES.length - 1 };
    for (const [name, is] of Object.entries(useful)) {
      this.querySelector(`[data-zoom="${name}"]`)?.setAttribute("aria-disabled", String(!is));
    }
  }
}

customElements.define("griya-zoom", GriyaZoom);
