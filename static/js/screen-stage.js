// @ts-check
// Two layers that take turns. The next slide is laid out and its photo decoded on the one that nobody sees; then it comes
// up over the other, which stays opaque until it is covered, so that the picture never dips towards black or white.

const PATIENCE_MS = 6_000;
const PHOTOS = 2; // on a slide at most

/** @typedef {import("./screen-list.js").Slide} Slide */
/** @typedef {import("./screen-list.js").Medium} Medium */

export class Stage {
  #front;
  #back;
  #hold;
  /** @type {Map<Element, HTMLCanvasElement[]>} */ #canvases = new Map();
  /** What is laid out on the layer that nobody sees, and what is in the works there. */
  #ready = "";
  #turn = 0;

  /** @param {Element} host @param {(medium: Medium) => Promise<Blob>} hold */
  constructor(host, hold) {
    const [front, back] = host.querySelectorAll(".screen__layer");
    [this.#front, this.#back, this.#hold] = [front, back, hold];
    for (const layer of [front, back]) this.#canvases.set(layer, Array.from({ length: PHOTOS }, newCanvas));
  }

  /** @param {string} name */
  isReady(name) {
    return this.#ready === name;
  }

  /**
   * Lay a slide out on the hidden layer; false where another one was asked for meanwhile. Throws where a photo cannot be had.
   * @param {string} name
   * @param {Slide} slide
   */
  async prepare(name, slide) {
    if (this.#ready === name) return true;
    const turn = ++this.#turn;
    this.#ready = "";
    this.#settle();
    const content = document.createElement("template");
    content.innerHTML = slide.html;
    this.#back.replaceChildren(content.content);
    const places = [...this.#back.querySelectorAll("[data-photo]")];
    const canvases = this.#canvases.get(this.#back) ?? [];
    // A place has its size only while it is laid out, so the photo is fitted to it here and not by the server.
    await within(PATIENCE_MS, Promise.all(places.map((place, n) => this.#draw(place, canvases[n], slide.media[n], turn))));
    if (turn !== this.#turn) return false;
    this.#ready = name;
    return true;
  }

  /**
   * Bring the prepared slide up.
   * @param {number} fadeMs none for a cut
   */
  show(fadeMs) {
    [this.#front, this.#back] = [this.#back, this.#front];
    this.#ready = "";
    this.#turn += 1;
    this.#front.removeAttribute("data-waiting");
    if (!fadeMs || document.hidden) return this.#settle();
    this.#front.toggleAttribute("data-entering", true);
    const options = { duration: fadeMs, easing: "ease-in-out" };
    const leaving = this.#back;
    const settle = () => leaving === this.#back && this.#settle();
    this.#front.animate([{ opacity: 0 }, { opacity: 1 }], options).finished.then(settle, settle);
  }

  #settle() {
    for (const animation of this.#front.getAnimations()) animation.cancel();
    this.#front.removeAttribute("data-entering");
    this.#back.toggleAttribute("data-waiting", true);
  }

  /** @param {Element} place @param {HTMLCanvasElement} canvas @param {Medium} medium @param {number} turn */
  async #draw(place, canvas, medium, turn) {
    place.replaceChildren(canvas);
    canvas.setAttribute("aria-label", medium.alt);
    const blob = await this.#hold(medium);
    const box = place.getBoundingClientRect();
    const scale = Math.min(1, (devicePixelRatio * Math.max(box.width / medium.w, box.height / medium.h)) || 1);
    const [resizeWidth, resizeHeight] = [medium.w * scale, medium.h * scale].map((side) => Math.max(1, Math.round(side)));
    const bitmap = await createImageBitmap(blob, { resizeWidth, resizeHeight, resizeQuality: "medium" });
    if (turn !== this.#turn) return bitmap.close();
    [canvas.width, canvas.height] = [resizeWidth, resizeHeight];
    canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
  }
}

function newCanvas() {
  const canvas = document.createElement("canvas");
  canvas.className = "picture__image";
  canvas.setAttribute("role", "img");
  return canvas;
}

/**
 * The work's result; a decoder that never answers is a photo that cannot be shown.
 * @template T
 * @param {number} ms
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
function within(ms, work) {
  /** @type {number} */ let timer;
  const late = new Promise((_, reject) => {
    timer = window.setTimeout(() => reject(new Error("late")), ms);
  });
  return Promise.race([work, /** @type {Promise<never>} */ (late)]).finally(() => window.clearTimeout(timer));
}
