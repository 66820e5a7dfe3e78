// @ts-check
// Has the kiosk keep a copy of itself (`static/js/kiosk-worker.js`): asks the worker now and then whether there is a newer
// one, and once the server answers again opens the page that could not be shown.

const CHECK_MS = 60_000;
const UPDATE_MS = 3_600_000;
const RETRY_MS = 5_000;

const workers = location.pathname.startsWith("/kios/") ? navigator.serviceWorker : undefined;

/** @param {unknown} message */
async function tell(message) {
  const registration = await workers?.ready;
  registration?.active?.postMessage(message);
}

async function begin() {
  if (!workers) return;
  workers.addEventListener("message", ({ data }) => {
    if (data?.arrived === location.href) location.replace(location.href);
    if (data?.revision) document.documentElement.toggleAttribute("data-kiosk-new", true);
  });
  workers.startMessages();
  try {
    const registration = await workers.register("/kios/sw.js", { scope: "/kios/", type: "module", updateViaCache: "none" });
    window.setInterval(() => registration.update().catch(() => {}), UPDATE_MS);
  } catch {
    return; // no secure context, or no server yet: the kiosk works, with a server
  }
  await tell({ check: true });
  window.setInterval(() => tell({ check: true }), CHECK_MS);
  void navigator.storage?.persist?.();
}

/** Ask for this very page again and again, until it is there. */
export function fetchThisPage() {
  const ask = () => tell({ fetch: location.href });
  void ask();
  window.setInterval(ask, RETRY_MS);
}

void begin();
if (document.querySelector('griya-idle[data-here="away"]') && !location.pathname.endsWith("/tak-tersimpan")) fetchThisPage();
