// @ts-check
// Draws the picture of a screen's sizes anew while somebody types them. Without scripts a button does the same.

const WAIT_MS = 300;

class GriyaSizes extends HTMLElement {
  #timer = 0;
  #asked = 0;
  #changed = () => {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#draw(), WAIT_MS);
  };

  connectedCallback() {
    this.addEventListener("input", this.#changed);
    this.querySelector('button[value="lihat"]')?.remove();
  }

  disconnectedCallback() {
    window.clearTimeout(this.#timer);
    this.removeEventListener("input", this.#changed);
  }

  async #draw() {
    const place = this.querySelector('[data-sizes="picture"]');
    const asked = new URLSearchParams();
    for (const field of this.querySelectorAll("input, select")) {
      const isOff = field instanceof HTMLInputElement && field.type === "checkbox" && !field.checked;
      if ((field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && !isOff) asked.set(field.name, field.value);
    }
    const number = ++this.#asked;
    try {
      const answer = await fetch(`${this.dataset.picture}?${asked}`, { redirect: "error" });
      if (!answer.ok) return;
      const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (place && number === this.#asked) place.replaceChildren(...piece.body.childNodes);
    } catch {
      // The picture of before stays.
    }
  }
}

customElements.define("griya-sizes", GriyaSizes);
