// @ts-check
// A card and the page of its product are one thing in two places: its picture goes from one to the other when the page
// changes, and back. Only a picture that is in sight on both pages moves; every other page changes at once. Where the
// browser knows no transitions between pages, or the visitor wants no motion, nothing of this happens.

const NAME = "product-picture";
/** @type {{ picture: HTMLElement, transition: ViewTransition } | null} */
let moving = null;

/** Whether the middle of an element can be seen. @param {Element | null | undefined} element */
function isInSight(element) {
  if (!element) return false;
  const box = element.getBoundingClientRect();
  return document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2).includes(element);
}

/** The picture of this page's own product, whichever of its photos is at hand. */
function ownPicture() {
  return [...document.querySelectorAll(".photo-gallery__frame, .product__picture > .motif")].find(isInSight);
}

/** The picture on the card that leads to `address`. @param {string} address */
function cardPicture(address) {
  const path = new URL(address).pathname;
  return [...document.querySelectorAll(".product-card__link")]
    .filter((link) => link instanceof HTMLAnchorElement && link.pathname === path)
    .map((link) => link.closest(".product-card")?.querySelector(".product-card__picture"))
    .find(isInSight);
}

function release() {
  moving?.picture.style.removeProperty("view-transition-name");
  moving = null;
}

/**
 * Name the picture that moves, or change the page at once if there is none.
 * @param {ViewTransition | null} transition
 * @param {NavigationActivation | null | undefined} activation
 * @param {boolean} isLeaving whether this is the page that goes
 */
function move(transition, activation, isLeaving) {
  // Whoever goes on before a picture has arrived starts the next transition while the last one still holds its name.
  release();
  if (!transition) return;
  // A change without motion is no fault, whoever decided so: this module, or a browser that was too busy.
  for (const outcome of [transition.ready, transition.updateCallbackDone, transition.finished]) outcome.catch(() => {});
  const { entry, from, navigationType } = activation ?? {};
  const other = (isLeaving ? entry : from)?.url;
  const isBack = navigationType === "traverse" && !!from && !!entry && entry.index < from.index;
  const found = !other ? [] : [cardPicture(other), ownPicture()];
  // Whoever goes forward leaves a card and arrives at a product; on the way back it is the other way round.
  const picture = isLeaving === isBack ? (found[1] ?? found[0]) : (found[0] ?? found[1]);
  if (!(picture instanceof HTMLElement)) {
    transition.skipTransition();
    return;
  }
  picture.style.viewTransitionName = NAME;
  moving = { picture, transition };
  const done = () => moving?.transition === transition && release();
  transition.finished.then(done, done);
}

addEventListener("pageswap", (event) => move(event.viewTransition, event.activation, true));
addEventListener("pagereveal", (event) => move(event.viewTransition, window.navigation?.activation, false));
