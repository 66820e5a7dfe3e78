// @ts-check
// The button that holds the slides of a screen (WCAG 2.2.2). Nobody sees it on the wall until somebody wants it: a key or
// a touch brings it, and it stays in sight as long as the slides stand still.

class GriyaPause extends HTMLElement {
  /** @type {HTMLButtonElement | null} */
  #button = null;
  #press = () => this.#toggle();
  #reveal = () => this.#button?.focus();

  connectedCallback() {
    this.#button = this.querySelector("button");
    this.#button?.addEventListener("click", this.#press);
    document.addEventListener("click", this.#reveal);
    this.hidden = false;
  }

  disconnectedCallback() {
    this.#button?.removeEventListener("click", this.#press);
    document.removeEventListener("click", this.#reveal);
  }

  #toggle() {
    const paused = this.toggleAttribute("data-paused");
    document.querySelector("griya-screen")?.toggleAttribute("data-paused", paused);
  }
}

customElements.define("griya-pause", GriyaPause);
