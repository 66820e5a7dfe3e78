"""Scripts that measure a page in the browser: what sticks out, how large text is, how well it stands on its ground."""

# Elements with text of their own below `root`; hidden ones and what is only spoken are left out.
_TEXTS = """
const texts = (root) => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility({ checkOpacity: true })) continue;
    if (element.closest('.visually-hidden, script, noscript, dialog:not([open])')) continue;
    found.push(element);
  }
  return [...new Set(found)];
};
"""

# Texts that leave the window, their own box's width, or the box they belong to; and boxes that would have to scroll.
OUTSIDE = (
    "(root) => {"
    + _TEXTS
    + """
  const out = [];
  for (const element of texts(root)) {
    const box = element.getBoundingClientRect();
    const name = element.className || element.tagName;
    if (box.left < -1 || box.right > innerWidth + 1) out.push([name, 'x', box.left, box.right]);
    if (document.querySelector('.screen') && (box.top < -1 || box.bottom > innerHeight + 1)) {
      out.push([name, 'y', box.top, box.bottom]);
    }
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline') {
      out.push([name, 'wide', element.scrollWidth, element.clientWidth]);
    }
    let room = element.closest('.slide__story, .slide__panel, .kiosk-tile, .kiosk-bar__item');
    if (room && getComputedStyle(room).display === 'contents') room = element.closest('.slide__part');
    if (room && room !== element) {
      const around = room.getBoundingClientRect();
      const [over, under] = [around.top - box.top, box.bottom - around.bottom];
      if (over > 1 || under > 1) out.push([name, 'room', over, under]);
    }
  }
  for (const box of document.querySelectorAll('.slide:not([hidden]) :is(.slide__story, .slide__panel, .slide__part)')) {
    if (box.scrollHeight > box.clientHeight + 1) out.push([box.className, 'tall', box.scrollHeight, box.clientHeight]);
  }
  return out;
}"""
)

TEXT_SIZES = (
    "(root) => {" + _TEXTS + " return Object.fromEntries(texts(root).map((e) => "
    "[e.className || e.tagName, parseFloat(getComputedStyle(e).fontSize)])); }"
)

# The least contrast (WCAG 2.2) of any text with the nearest ground that is painted behind it.
CONTRASTS = (
    "(root) => {"
    + _TEXTS
    + """
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const light = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    if (alpha < 255) return null;
    const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  let least = 21;
  for (const element of texts(root)) {
    let ground = null;
    for (let e = element; e && ground === null; e = e.parentElement) {
      ground = light(getComputedStyle(e).backgroundColor);
    }
    const ink = light(getComputedStyle(element).color);
    const [high, low] = [ink, ground ?? 1].sort((a, b) => b - a);
    least = Math.min(least, (high + 0.05) / (low + 0.05));
  }
  return least;
}"""
)

# The side of a QR code without its quiet zone of 4 modules, in CSS pixels; the smallest of those that match.
CODE_SIDE = """(selector) => Math.min(...[...document.querySelectorAll(selector)].map((svg) => {
  const size = svg.viewBox.baseVal.width;
  const box = svg.getBoundingClientRect();
  return Math.min(box.width, box.height) * (size - 8) / size;
}))"""

# Links and buttons smaller than `least` in either direction, or nearer than `gap` to another one.
SMALL_TARGETS = """([least, gap]) => {
  const boxes = [...document.querySelectorAll('a, button, input, select, [role=button]')]
    .filter((e) => e.checkVisibility() && !e.closest('dialog:not([open])'))
    .map((e) => [e.className, e.getBoundingClientRect()]);
  const small = boxes.filter(([, b]) => b.width < least || b.height < least).map(([c, b]) => [c, b.width, b.height]);
  const close = [];
  for (const [i, [one, a]] of boxes.entries()) {
    for (const [other, b] of boxes.slice(i + 1)) {
      if (one.startsWith('kiosk-bar') !== other.startsWith('kiosk-bar')) continue;
      const across = Math.max(a.left - b.right, b.left - a.right);
      const down = Math.max(a.top - b.bottom, b.top - a.bottom);
      if (Math.max(across, down) < gap) close.push([one, other, across, down]);
    }
  }
  return [...small, ...close];
}"""

# Controls of a portrait kiosk that no scrolling brings into the lower 60 % of the panel, where everybody reaches them.
OUT_OF_REACH = """() => [...document.querySelectorAll('a, button, input, select, [role=button]')]
  .filter((e) => e.checkVisibility() && !e.closest('.kiosk-bar'))
  .map((e) => [e.className, e.getBoundingClientRect()])
  .filter(([, box]) => box.top + scrollY < 0.4 * innerHeight - 1 && box.bottom < 0.7 * innerHeight)
  .map(([name, box]) => [name, box.top + scrollY])"""
