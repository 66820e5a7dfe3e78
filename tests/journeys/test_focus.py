"""Where the keyboard is: every kind of link, button and field shows it itself, at 3:1 or more, and nothing covers it.

What is compared are pictures of the same place with and without the focus, so that it does not matter how the focus is
drawn, only that it can be seen.
"""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Site
from tests.journeys.test_officer import sign_in

pytestmark = pytest.mark.browser

PRODUCT = "songket-sambas-pucuk-rebung-sepasang"
SELECTION = "/terseleksi/terseleksi-bulan-ini"
PAGES = (
    "/", "/produk", f"/produk/{PRODUCT}", "/wilayah/sambas", SELECTION, "/permintaan", f"/permintaan/tambah/{PRODUCT}",
    "/cari?q=zzzz", "/galeri", "/kios/", "/kios/?rak=semua", f"/kios/produk/{PRODUCT}", "/layar/", "/layar/?n=1",
    "/meja/", "/meja/produk",
)  # fmt: skip
WAYS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced-colours": {"forced_colors": "active"},
}
LEAST_CONTRAST = 3.0
# A mark that is no ring is at least a line of 4 px along the shorter side (the first draft of WCAG 2.4.13).
LEAST_LINE = 4
# A ring lies up to 6 px outside of what it marks; what is further away marks something else.
AROUND = 6

# One of each kind of thing that Tab reaches: same element, same classes, same ground.
KINDS = """() => {
  const kinds = new Map();
  const reached = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  for (const [number, element] of [...document.querySelectorAll('*')].entries()) {
    if (!element.matches(reached) || element.tabIndex < 0 || element.disabled || !element.checkVisibility()) continue;
    const place = element.closest('footer, header, nav, main')?.className ?? '';
    const type = element.getAttribute('type') ?? '';
    const kind = [element.localName, type, element.className, element.hasAttribute('aria-current'), place].join(' ');
    if (!kinds.has(kind)) kinds.set(kind, number);
  }
  return [...kinds];
}"""
FOCUS = """(number) => {
  const element = document.querySelectorAll('*')[number];
  element.focus();
  element.scrollIntoView({ block: 'center', inline: 'nearest' });
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
}"""
# Whether something else is in front of the middle of what has the focus; the middle of its first line for a long link.
COVERED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const x = box.x + box.width / 2, y = box.y + box.height / 2;
  const top = document.elementFromPoint(x, y);
  const label = element.innerText?.trim().slice(0, 40) || element.name || element.id;
  const labels = [...element.labels ?? []];
  const free = top && (element.contains(top) || top.contains(element) || labels.includes(top));
  return [`${element.localName} ${label}`, free ? '' : `${top?.localName}.${top?.className} at ${Math.round(y)}`];
}"""


class Box(NamedTuple):
    """A place in the window, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float


@pytest.fixture(params=list(WAYS.values()), ids=list(WAYS))
def keyboard(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """A page of an officer who is signed in, in the colours of the day, of the night, and of who chose their own."""
    context = browser.new_context(
        base_url=site.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce", **request.param
    )
    page = context.new_page()
    sign_in(page, site)
    yield page
    context.close()


def luminances(picture: Image.Image) -> list[float]:
    """Relative luminance (WCAG) of each pixel."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (n / 255 for n in range(256))]
    pixels = picture.convert("RGB").tobytes()
    return [
        0.2126 * linear[pixels[at]] + 0.7152 * linear[pixels[at + 1]] + 0.0722 * linear[pixels[at + 2]]
        for at in range(0, len(pixels), 3)
    ]


def seen_pixels(with_focus: Image.Image, without: Image.Image) -> int:
    """How many pixels the focus changes by the least contrast or more."""
    changed = ImageChops.difference(with_focus.convert("RGB"), without.convert("RGB")).getbbox()
    if not changed:
        return 0
    pairs = zip(luminances(with_focus.crop(changed)), luminances(without.crop(changed)), strict=True)
    return sum((max(a, b) + 0.05) / (min(a, b) + 0.05) >= LEAST_CONTRAST for a, b in pairs)


def picture(page: Page, box: Box) -> Image.Image:
    size = page.viewport_size
    assert size
    left, top = max(0.0, box.x - AROUND), max(0.0, box.y - AROUND)
    right, bottom = min(size["width"], box.x + box.width + AROUND), min(size["height"], box.y + box.height + AROUND)
    taken = page.screenshot(clip={"x": left, "y": top, "width": right - left, "height": bottom - top})
    return Image.open(io.BytesIO(taken))


def unmarked(page: Page, path: str, known: set[str]) -> list[str]:
    """The kinds of this page that show the focus too little; `known` ones were looked at on an earlier page."""
    found = []
    page.goto(path)
    page.keyboard.press("Tab")
    for kind, number in page.evaluate(KINDS):
        if kind in known:
            continue
        known.add(kind)
        box = Box(**page.evaluate(FOCUS, number))
        marked = picture(page, box)
        page.evaluate("document.activeElement.blur()")
        pixels, least = seen_pixels(marked, picture(page, box)), LEAST_LINE * min(box.width, box.height)
        if pixels < least:
            found.append(f"{path}: {kind.strip()}: {pixels} pixels, {least:.0f} wanted")
    return found


def test_whatever_has_the_focus_shows_it_itself(keyboard: Page) -> None:
    known: set[str] = set()
    found = [line for path in PAGES for line in unmarked(keyboard, path, known)]
    assert len(known) > 40, "the pages hold many kinds of links, buttons and fields"
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1280, 720)])
@pytest.mark.parametrize("path", ["/produk", "/permintaan"])
def test_nothing_lies_over_what_has_the_focus(browser: Browser, site: Site, path: str, width: int, height: int) -> None:
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    reached: list[tuple[str, str]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        step = page.evaluate(COVERED)
        if step is None:
            break
        reached.append(step)
    context.close()
    assert 10 < len(reached) < 400, "Tab goes through the page and leaves it"
    assert not [f"{element} under {cover}" for element, cover in reached if cover]
