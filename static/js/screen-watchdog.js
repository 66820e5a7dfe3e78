// @ts-check
// The last help of a screen: where no slide has come for three times its own time, the page begins anew from what is kept,
// once. It stands outside of the player and only counts its slides, so that what stops the one does not stop the other.
// A fault alone is no reason, and neither is a slide that somebody holds; without a kept copy the present picture stays.

import { mayBeginAnew } from "./screen-device.js";

const LOOK_MS = 15_000;
const LEAST_MS = 60_000;
const MOST_MS = 600_000;
const SLOTS = 3;
const TRIED = "griya-macet";

const host = document.querySelector("griya-screen");
const asked = new URLSearchParams(host?.hasAttribute("data-tested") ? location.search : "");
const leastMs = Number(asked.get("jaga")) || LEAST_MS;
const lookMs = Math.min(LOOK_MS, leastMs / 4);
let seen = 0;
let isOwed = false;
let moved = performance.now();
let looked = moved;

/** @typedef {{ rev: string, changes: number, slotMs: number, isOwed: boolean }} Told what the player says of itself */
const SILENT = { rev: "-", changes: 0, slotMs: 0, isOwed: true }; // its script did not even begin

function look() {
  const now = performance.now();
  const told = /** @type {Told} */ (Reflect.get(window, "__layar") ?? SILENT);
  // A device that slept, a page that nobody sees, a list that has not come yet: nothing is to be expected of them.
  const isExcused = now - looked > 4 * lookMs || document.hidden || host?.hasAttribute("data-paused") || !told.rev;
  looked = now;
  if (told.changes > 1 && told.changes !== seen) forget();
  // A picture that is alone on its list may stand for ever. What was due and did not come is owed until another one comes.
  isOwed = told.isOwed || (isOwed && told.changes === seen);
  if (isExcused || !isOwed || told.changes !== seen) [seen, moved] = [told.changes, now];
  else if (now - moved > Math.max(leastMs, Math.min(SLOTS * told.slotMs, MOST_MS))) beginAnew();
}

function beginAnew() {
  moved = performance.now();
  if (!navigator.serviceWorker?.controller) return;
  try {
    if (sessionStorage.getItem(TRIED) || !mayBeginAnew()) return;
    sessionStorage.setItem(TRIED, "1");
  } catch {
    return;
  }
  location.reload();
}

/** Slides come again: the next time it may help once more. */
function forget() {
  try {
    sessionStorage.removeItem(TRIED);
  } catch {
    // What cannot be forgotten was never noted.
  }
}

window.setInterval(look, lookMs);
