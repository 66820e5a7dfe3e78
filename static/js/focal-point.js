// @ts-check
// The focal point of a photo by a press on it. The two number fields say the same and are what is sent; with the mark
// in focus, arrow keys move it by one percent, with Shift by ten.

for (const frame of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-focal]"))) {
  const pick = frame.closest(".pick");
  const across = /** @type {HTMLInputElement | null} */ (pick?.querySelector("[data-focal-x]") ?? null);
  const down = /** @type {HTMLInputElement | null} */ (pick?.querySelector("[data-focal-y]") ?? null);
  if (!across || !down) continue;
  const mark = document.createElement("button");
  mark.type = "button";
  mark.className = "focal__mark";
  frame.append(mark);

  const show = () => {
    // The policy allows no style attribute in the page; a script may set the property itself.
    mark.style.setProperty("--focal-x", `${across.value}%`);
    mark.style.setProperty("--focal-y", `${down.value}%`);
    mark.setAttribute("aria-label", `Titik fokus: ${across.value}% dari kiri, ${down.value}% dari atas`);
  };

  /**
   * @param {number} x
   * @param {number} y
   */
  const put = (x, y) => {
    across.value = String(Math.round(Math.min(100, Math.max(0, x))));
    down.value = String(Math.round(Math.min(100, Math.max(0, y))));
    show();
    across.dispatchEvent(new Event("input", { bubbles: true }));
  };

  frame.addEventListener("click", (event) => {
    if (event.target === mark) return;
    const box = frame.getBoundingClientRect();
    put(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
    mark.focus();
  });
  mark.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (event.altKey || (!x && !y)) return;
    event.preventDefault();
    put(Number(across.value) + x * step, Number(down.value) + y * step);
  });
  across.addEventListener("change", show);
  down.addEventListener("change", show);
  show();
}
