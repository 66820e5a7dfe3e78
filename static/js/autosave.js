// @ts-check
// Saves a draft quietly when nobody has typed for a while, and tells when. It never hands in, proposes or publishes
// anything: that is done by the form's own buttons. What another person saved meanwhile is never written over: then this
// stops, says so, and the button “Simpan draf” shows both.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-autosave]"));
const WAIT = 1000 * Number(form?.dataset.autosave || 20);
let timer = 0;
// Counts what was typed, so that words that come while a save is on its way are not taken for saved.
let typed = 0;
let isStopped = !form || Boolean(form.querySelector(".both"));

/** @param {string} text @param {boolean} isAll */
function tell(text, isAll) {
  form?.dispatchEvent(new CustomEvent("griya:saved", { detail: { text, isAll } }));
}

/** @param {string} name @param {string} value */
function put(name, value) {
  const field = form?.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}

async function save() {
  if (!form || isStopped) return;
  const before = typed;
  const content = new FormData(form);
  content.set("do", "diam");
  /** @type {Response} */ let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: content, headers: { Accept: "application/json" } });
  } catch {
    // Without a network the words stay in the form; the next pause tries again.
    later();
    return;
  }
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) {
    isStopped = true;
    tell("Belum tersimpan otomatis. Simpan dengan tombol sebelum pergi.", false);
    return;
  }
  const told = await answer.json();
  if (answer.ok) {
    put("seen", told.seen);
    put("base", told.base);
  } else {
    isStopped = true;
  }
  tell(told.said, answer.ok && before === typed);
}

function later() {
  window.clearTimeout(timer);
  if (!isStopped) timer = window.setTimeout(save, WAIT);
}

form?.addEventListener("input", () => {
  typed += 1;
  later();
});
form?.addEventListener("submit", () => {
  isStopped = true;
  window.clearTimeout(timer);
});
