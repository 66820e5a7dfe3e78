// @ts-check
// Ordering chosen products without a visit to the server for each step: buttons, Alt with an arrow, a typed place, or
// dragging. Everything here only rearranges the form; saving is the form's own button, as without this script.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.curation"));

/** @param {string} text */
function say(text) {
  const place = form?.querySelector("[data-said]");
  if (place) place.textContent = text;
}

/** @param {Element | null} element */
const picks = (element) => [.../** @type {NodeListOf<HTMLElement>} */ (element?.querySelectorAll(".pick") ?? [])];

/** @param {HTMLElement} pick */
const isPinned = (pick) => Boolean(pick.querySelector("input[name^='sematkan-']:checked"));

/** @param {HTMLElement} pick */
const nameOf = (pick) => pick.querySelector(".pick__name")?.firstChild?.textContent?.trim() ?? "";

let isChanged = false;

function changed() {
  isChanged = true;
  document.dispatchEvent(new CustomEvent("griya:chosen"));
}

/**
 * Put a product at a place of its list; others that are pinned keep theirs, as `griya/core/order.py` has it.
 * @param {HTMLElement} pick
 * @param {number} place counted from 1
 */
function move(pick, place) {
  const list = pick.parentElement;
  const order = picks(list);
  const here = order.indexOf(pick);
  const fixed = new Map(order.map((one, at) => [at, one]).filter(([, one]) => one !== pick && isPinned(one)));
  let there = Math.min(Math.max(place, 1), order.length) - 1;
  const step = there > here ? 1 : -1;
  while (fixed.has(there) && order[there + step]) there += step;
  while (fixed.has(there)) there -= step;
  if (!list || there === here) return write(list);
  const flow = order.filter((one) => one !== pick && ![...fixed.values()].includes(one))[Symbol.iterator]();
  const next = order.map((_, at) => fixed.get(at) ?? (at === there ? pick : flow.next().value));
  list.append(.../** @type {HTMLElement[]} */ (next));
  write(list);
  pick.dataset.moved = "";
  setTimeout(() => delete pick.dataset.moved, 900);
  say(`${nameOf(pick)}: posisi ${there + 1} dari ${order.length}, belum disimpan`);
  changed();
}

/** @param {Element | null} list */
function write(list) {
  picks(list).forEach((pick, at) => {
    const field = pick.querySelector(".pick__number");
    if (field instanceof HTMLInputElement) field.value = String(at + 1);
  });
}

/** @param {HTMLElement} pick */
const placeOf = (pick) => picks(pick.parentElement).indexOf(pick) + 1;

form?.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[data-step]") : null;
  const pick = button?.closest(".pick");
  if (!(button instanceof HTMLElement) || !(pick instanceof HTMLElement)) return;
  event.preventDefault();
  move(pick, placeOf(pick) + Number(button.dataset.step));
  button.focus();
});

form?.addEventListener("keydown", (event) => {
  const at = event.target instanceof HTMLElement ? event.target : null;
  const pick = at?.closest(".pick");
  if (!at || !(pick instanceof HTMLElement)) return;
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    move(pick, placeOf(pick) + (event.key === "ArrowUp" ? -1 : 1));
    at.focus();
  } else if (event.key === "Enter" && at.matches(".pick__number")) {
    event.preventDefault();
    move(pick, Number(/** @type {HTMLInputElement} */ (at).value) || placeOf(pick));
    at.focus();
  }
});

form?.addEventListener("input", () => {
  isChanged = true;
  say("Belum disimpan");
});
form?.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement)) return;
  const pick = field.closest(".pick");
  if (field.matches(".pick__number") && pick instanceof HTMLElement) move(pick, Number(field.value) || placeOf(pick));
  else if (field.matches(".candidate__tick, input[name^='cadangan-']")) changed();
});

// Dragging is an extra: everything above does the same.
/** @type {HTMLElement | null} */ let dragged = null;
for (const pick of picks(form)) {
  const picture = pick.querySelector(".pick__picture");
  picture?.setAttribute("draggable", "true");
  picture?.addEventListener("dragstart", () => {
    dragged = pick;
    pick.dataset.dragged = "";
  });
  picture?.addEventListener("dragend", () => {
    dragged = null;
    delete pick.dataset.dragged;
  });
  pick.addEventListener("dragover", (event) => {
    if (dragged && dragged.parentElement === pick.parentElement) event.preventDefault();
  });
  pick.addEventListener("drop", (event) => {
    event.preventDefault();
    if (dragged && dragged !== pick) move(dragged, placeOf(pick));
  });
}

// Nothing that was typed is lost by a slip.
form?.addEventListener("submit", () => {
  isChanged = false;
});
window.addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});
