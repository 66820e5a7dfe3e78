// @ts-check
// The kiosk's own keys, which type without a visit to the server; and the search among the products that the kiosk holds,
// for when no server answers.

import { fetchThisPage } from "./kiosk-copy.js";

const ERASE = "hapus";

class GriyaKeys extends HTMLElement {
  /** @param {Event} event */
  #press = (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-key]") : null;
    const field = this.querySelector("input");
    if (!(button instanceof HTMLButtonElement) || !field) return;
    event.preventDefault();
    const key = button.dataset.key ?? "";
    if (key === ERASE) field.value = field.value.slice(0, -1);
    else if (field.value.length < field.maxLength && (key !== " " || /\S$/.test(field.value))) field.value += key;
    const said = this.querySelector('[data-keys="said"]');
    if (said) said.textContent = field.value;
  };

  connectedCallback() {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
  }
}

/** @param {string} text */
const wordsOf = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

class GriyaHeld extends HTMLElement {
  connectedCallback() {
    const text = (new URLSearchParams(location.search).get("q") ?? "").trim();
    if (!text) return;
    const heading = document.querySelector("h1");
    if (heading) heading.textContent = this.dataset.title?.replace("#", text) ?? text;
    const again = document.querySelector("a[data-kiosk-again]");
    if (again instanceof HTMLAnchorElement) again.search = new URLSearchParams({ q: text }).toString();
    this.#look(wordsOf(text));
    fetchThisPage();
  }

  /** @param {string[]} wanted */
  #look(wanted) {
    const kept = this.querySelector("template")?.content.cloneNode(true);
    if (!(kept instanceof DocumentFragment)) return;
    const items = [...kept.querySelectorAll("li")];
    for (const item of items) {
      const words = wordsOf(item.dataset.words ?? "");
      if (!wanted.every((one) => words.some((word) => word.startsWith(one)))) item.remove();
    }
    const said = this.querySelector('[data-held="said"]');
    const near = this.dataset.near?.replace("#", String(items.length)) ?? "";
    const isFound = kept.querySelector("li") !== null;
    if (said) said.textContent = isFound ? near : `${near} ${this.dataset.none ?? ""}`;
    if (isFound) this.append(kept);
  }
}

customElements.define("griya-keys", GriyaKeys);
customElements.define("griya-held", GriyaHeld);
