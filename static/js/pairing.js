// @ts-check
// A panel that waits to become a screen: it says how many pixels it has, asks for a code by itself, and looks every five
// seconds whether the code was typed. Without scripts a press and a refresh do the same.

const LOOK_MS = 5_000;

class GriyaPanel extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    const ratio = window.devicePixelRatio || 1;
    const known = {
      width: Math.round(window.screen.width * ratio),
      height: Math.round(window.screen.height * ratio),
      ratio: Math.round(ratio * 100),
    };
    for (const [name, value] of Object.entries(known)) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = String(value);
    }
    if (this.hasAttribute("data-begins")) form.requestSubmit();
  }
}

class GriyaWaiting extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    const found = window.isSecureContext && "serviceWorker" in navigator ? "secure" : "plain";
    this.querySelector(`[data-found="${found}"]`)?.removeAttribute("hidden");
    this.#timer = window.setInterval(() => void this.#look(), LOOK_MS);
  }

  disconnectedCallback() {
    window.clearInterval(this.#timer);
  }

  /** The page leads on once the code was typed, and to a new code once it is over: both are a redirect. */
  async #look() {
    try {
      const answer = await fetch(location.pathname, { method: "HEAD", redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect") location.reload();
    } catch {
      // The server is away for a moment; the code still counts.
    }
  }
}

customElements.define("griya-panel", GriyaPanel);
customElements.define("griya-waiting", GriyaWaiting);
