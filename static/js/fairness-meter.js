// @ts-check
// The fairness meter while somebody chooses: when products are ticked, taken out or made a reserve, the server writes it
// anew for what is chosen now. Without this script it is as fresh as the last save.

const WAIT_MS = 200;
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.curation"));
let timer = 0;
/** @type {AbortController | null} */ let asking = null;

function chosen() {
  const picks = [.../** @type {NodeListOf<HTMLElement>} */ (form?.querySelectorAll(".pick") ?? [])]
    .filter((pick) => !pick.querySelector("input[name^='cadangan-']:checked"))
    .map((pick) => pick.dataset.key);
  const ticked = [.../** @type {NodeListOf<HTMLInputElement>} */ (form?.querySelectorAll("input[name=calon]:checked") ?? [])];
  return [...picks, ...ticked.map((box) => box.value)];
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const address = new URL(form?.dataset.meter ?? "", location.href);
  address.searchParams.set("produk", chosen().join(","));
  try {
    const answer = await fetch(address, { signal: asking.signal, redirect: "error" });
    if (!answer.ok) return;
    const piece = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".meter");
    const old = document.querySelector(".meter");
    if (!piece || !old) return;
    const isOpen = old.querySelector("details")?.open ?? false;
    // The summary stays the same element, so that a screen reader hears what changed in it.
    const said = old.querySelector(".meter__summary");
    const news = piece.querySelector(".meter__summary");
    if (said && news) {
      said.replaceChildren(...news.childNodes);
      news.replaceWith(said);
    }
    old.replaceChildren(...piece.childNodes);
    const table = old.querySelector("details");
    if (table) table.open = isOpen;
  } catch {
    // The network is away or more was chosen: the next save writes the meter anyway.
  }
}

document.addEventListener("griya:chosen", () => {
  clearTimeout(timer);
  timer = window.setTimeout(ask, WAIT_MS);
});
