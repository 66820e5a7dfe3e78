// @ts-check
// Suggestions under the search box while somebody types (the ARIA pattern "editable combobox with list autocomplete").
// The server writes the list; this fetches it, moves through it and says which option is meant. Without it, Enter leads to
// the page of results as before.

const WAIT_MS = 120;
const SHORTEST = 2;

class SiteSearch extends HTMLElement {
  /** @type {HTMLInputElement} */ #input;
  /** @type {HTMLElement} */ #box;
  #chosen = -1;
  #timer = 0;
  #ending = new AbortController();
  /** @type {AbortController | null} */ #asking = null;

  connectedCallback() {
    const input = this.querySelector("input[type=search]");
    if (!(input instanceof HTMLInputElement) || !this.dataset.url) return;
    this.#input = input;
    this.#box = document.createElement("div");
    this.#box.className = "suggestions";
    this.#box.hidden = true;
    this.append(this.#box);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", autocomplete: "off" })) {
      input.setAttribute(name, value);
    }
    input.setAttribute("aria-expanded", "false");
    const { signal } = this.#ending;
    input.addEventListener("input", () => this.#later(), { signal });
    input.addEventListener("keydown", (event) => this.#key(event), { signal });
    input.addEventListener("blur", () => this.#close(), { signal });
    // A press on an option must not take the focus from the box before it is a click.
    this.#box.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
  }

  disconnectedCallback() {
    this.#ending.abort();
    this.#asking?.abort();
    clearTimeout(this.#timer);
    this.#box?.remove();
  }

  get #options() {
    return [.../** @type {NodeListOf<HTMLAnchorElement>} */ (this.#box.querySelectorAll("a[role=option]"))];
  }

  #later() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (this.#input.value.trim().length < SHORTEST) this.#close();
    else this.#timer = setTimeout(() => this.#ask(), WAIT_MS);
  }

  async #ask() {
    this.#asking = new AbortController();
    const typed = this.#input.value;
    try {
      const answer = await fetch(`${this.dataset.url}?q=${encodeURIComponent(typed.slice(0, 100))}`, {
        signal: this.#asking.signal,
      });
      if (!answer.ok || typed !== this.#input.value) return;
      const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.#box.replaceChildren(...piece.body.childNodes);
      this.#open();
    } catch {
      this.#close(); // the network is away, or more was typed: the page of results is still there
    }
  }

  #open() {
    this.#box.hidden = false;
    this.#choose(-1);
    const any = this.#options.length > 0;
    this.#input.setAttribute("aria-expanded", String(any));
    if (any) this.#input.setAttribute("aria-controls", "cari-saran");
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#box.hidden = true;
    this.#box.replaceChildren();
    this.#choose(-1);
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-controls");
  }

  /** @param {number} place */
  #choose(place) {
    this.#chosen = place;
    this.#options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = this.#options[place];
    if (!option) return this.#input.removeAttribute("aria-activedescendant");
    this.#input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#options.length;
    if (event.key === "Escape" && !this.#box.hidden) this.#close();
    else if (!count) return;
    else if (event.key === "ArrowDown") this.#choose(this.#chosen + 1 < count ? this.#chosen + 1 : -1);
    else if (event.key === "ArrowUp") this.#choose(this.#chosen < 0 ? count - 1 : this.#chosen - 1);
    else if (event.key === "Enter" && this.#chosen >= 0) this.#options[this.#chosen]?.click();
    else return;
    event.preventDefault();
  }
}

customElements.define("griya-search", SiteSearch);
