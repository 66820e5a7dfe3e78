// @ts-check
// What the player asks of the device it runs on: to stay awake, and to remember.

const RELOAD_MS = 600_000;
const RELOADED = "griya-muat";

/** @type {WakeLockSentinel | null} */ let lock = null;

/** Keep the panel from dimming; a lock is lost whenever the page is hidden, so it is asked for again. */
export async function keepAwake() {
  if (document.hidden || (lock && !lock.released)) return;
  try {
    lock = (await navigator.wakeLock?.request("screen")) ?? null;
  } catch {
    // Not every device has one to give; its own settings keep it awake then.
  }
}

/** Ask the browser not to clear what the screen keeps. */
export async function keepStored() {
  try {
    await navigator.storage?.persist?.();
  } catch {
    // What is cleared is fetched again.
  }
}

/**
 * What outlives the page; null where it shall not, or cannot.
 * @param {boolean} isKept
 */
export function localStore(isKept) {
  try {
    return isKept ? localStorage : null;
  } catch {
    return null;
  }
}

/**
 * Whether the page may begin anew by itself: not twice within ten minutes, whatever asks for it. Who asks and is told yes
 * is expected to do it.
 */
export function mayBeginAnew() {
  try {
    const last = Number(localStorage.getItem(RELOADED));
    if (last && Math.abs(Date.now() - last) < RELOAD_MS) return false;
    localStorage.setItem(RELOADED, String(Date.now()));
    return true;
  } catch {
    // Without a memory of the last time, the page's own age says whether it is long enough ago.
    return performance.now() >= RELOAD_MS;
  }
}

/**
 * Whether nothing may move: the visitor's wish on a desk, the desk's wish for a wall, which has no visitor of its own.
 * @param {Element} host
 */
export const isStill = (host) =>
  host.hasAttribute("data-quiet") || matchMedia("(prefers-reduced-motion: reduce)").matches;
