"""Letters twice as large and lines further apart in a window of 320 px: nothing sticks out, nothing is cut off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Site
from tests.journeys.test_officer import sign_in

pytestmark = pytest.mark.browser

PRODUCT = "songket-sambas-pucuk-rebung-sepasang"  # its name has 101 letters
PAGES = (
    "/", "/produk", f"/produk/{PRODUCT}", "/rak/makanan", "/wilayah/kota-pontianak", "/terseleksi",
    "/terseleksi/terseleksi-bulan-ini", "/permintaan", f"/permintaan/tambah/{PRODUCT}", "/cari?q=kopi", "/cari?q=zzzz",
    "/tentang", "/privasi", "/aksesibilitas", "/tidak-ada", "/galeri",
    "/meja/", "/meja/produk", "/meja/permintaan", "/meja/pesan", "/meja/pilihan/kalender",
)  # fmt: skip

# What a reader sets who needs it (WCAG 1.4.12).
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
}"""
# Boxes beyond the window, unless they lie in one that scrolls; words beyond their own box; boxes that cut
# off a part of their words. What is only spoken is left out.
LOST = """() => {
  const out = [];
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > innerWidth) out.push(['page', document.scrollingElement.scrollWidth]);
  for (const e of document.querySelectorAll('body *')) {
    if (!e.checkVisibility() || e.closest('.visually-hidden, .skip-link, .table__box, .month__box, svg')) continue;
    const style = getComputedStyle(e), box = e.getBoundingClientRect(), name = `${e.localName}.${e.className}`;
    const words = e.innerText?.trim().slice(0, 30);
    const [over, under] = [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight];
    if (box.width && (box.right > width + 1 || box.left < -1)) out.push([name, 'beyond the window', box.right, words]);
    if (!words || !e.clientWidth) continue;
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY);
    if (hides && (over > 2 || under > 2)) out.push([name, 'cut off', over, under, words]);
    const hasText = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim());
    if (hasText && style.display !== 'inline' && over > 2) out.push([name, 'words too wide', over, words]);
  }
  return out;
}"""


@pytest.fixture(scope="module")
def reader(browser: Browser, site: Site) -> Iterator[Page]:
    """The narrowest window of all, an officer's."""
    context = browser.new_context(base_url=site.url, viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, site)
    yield page
    context.close()


@pytest.mark.parametrize(("letters", "spaced"), [(16, False), (16, True), (32, False), (32, True)])
def test_every_page_can_be_read_in_a_narrow_window(reader: Page, letters: int, spaced: bool) -> None:
    # The browser's own setting, as a reader makes it: media queries follow it.
    session = reader.context.new_cdp_session(reader)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": letters, "fixed": letters}})
    lost: dict[str, list[object]] = {}
    for path in PAGES:
        reader.goto(path)
        assert reader.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{letters}px"
        if spaced:
            reader.evaluate(SPACING)
        found = reader.evaluate(LOST)
        if found:
            lost[path] = found[:5]
    session.detach()
    assert not lost, "\n".join(f"{path}: {found}" for path, found in lost.items())
