// @ts-check
// The visitor's list: as long as the visit it is in this tab alone, and the next one begins with none. Without scripts each
// product leads to a list of its own.

const KEPT = "kios-daftar";
const MOST = 12;

/** @typedef {{ code: string, name: string }} Line */

/** @returns {Line[]} */
function listed() {
  try {
    const lines = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(lines) ? lines : [];
  } catch {
    return [];
  }
}

/** @param {Line[]} lines */
function keep(lines) {
  if (lines.length) sessionStorage.setItem(KEPT, JSON.stringify(lines));
  else sessionStorage.removeItem(KEPT);
  showCount();
}

/** @param {string} base the list's address without what is on it */
const addressOf = (base) => {
  const codes = listed().map((line) => line.code);
  return codes.length ? `${base}?isi=${codes.join(".")}` : base;
};

function showCount() {
  const link = document.querySelector("a[data-kiosk-list]");
  if (!(link instanceof HTMLAnchorElement)) return;
  link.href = addressOf(link.pathname);
  const count = link.querySelector("[data-kiosk-count]");
  if (count) count.textContent = listed().length ? `(${listed().length})` : "";
}

class GriyaKioskChoice extends HTMLElement {
  /** @param {Event} event */
  #press = (event) => {
    if (this.#isSettled) return; // the link leads to the list
    event.preventDefault();
    keep([...listed(), { code: this.dataset.code ?? "", name: this.dataset.name ?? "" }]);
    this.#show();
  };

  get #isSettled() {
    const lines = listed();
    return lines.length >= MOST || lines.some((line) => line.code === this.dataset.code);
  }

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.#show();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
  }

  #show() {
    const link = this.querySelector("a");
    if (!link || !this.#isSettled) return;
    const isListed = listed().some((line) => line.code === this.dataset.code);
    link.textContent = (isListed ? this.dataset.added : this.dataset.full) ?? "";
    link.href = addressOf(link.pathname);
    link.toggleAttribute("data-listed", isListed);
  }
}

class GriyaKioskList extends HTMLElement {
  connectedCallback() {
    const codes = (this.dataset.codes ?? "").split(".").filter(Boolean);
    const isAsked = new URLSearchParams(location.search).has("isi");
    if (isAsked && !this.hasAttribute("data-asked")) return this.#showKept();
    const names = new Map(listed().map((line) => [line.code, line.name]));
    keep(codes.map((code) => ({ code, name: names.get(code) ?? "" })));
  }

  /** The page that the worker holds has no list: the names are here, the code for all of them is not. */
  #showKept() {
    const said = document.createElement("p");
    said.className = "kiosk__lead";
    said.textContent = this.dataset.away ?? "";
    const list = document.createElement("ul");
    list.className = "kiosk-lines";
    for (const line of listed()) {
      const item = list.appendChild(document.createElement("li"));
      item.className = "kiosk-lines__item";
      item.textContent = line.name;
    }
    this.replaceChildren(said, list);
  }
}

customElements.define("griya-kiosk-choice", GriyaKioskChoice);
customElements.define("griya-kiosk-list", GriyaKioskList);
showCount();
