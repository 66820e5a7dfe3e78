"""A curator keeps the search's words with the keyboard alone, without scripts, on a tablet's width."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Site, opened
from tests.journeys.test_officer import sign_in

pytestmark = pytest.mark.browser

TABLET = {"width": 768, "height": 1024}
LIST = "/meja/kata-cari"
MOST_TABS = 200


@pytest.fixture
def tablet(browser: Browser, site: Site) -> Iterator[Page]:
    """A tablet whose browser runs no JavaScript."""
    context = browser.new_context(viewport=TABLET, locale="id-ID", java_script_enabled=False, base_url=site.url)  # type: ignore[arg-type]
    yield from opened(context, site)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached by Tab on {page.url}")


def write(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_a_word_is_tried_added_switched_off_and_removed_by_keyboard(tablet: Page, site: Site) -> None:
    sign_in(tablet, site)
    tablet.goto(LIST)
    write(tablet, "#t-coba", "kain idulfitri")
    tablet.keyboard.press("Enter")
    expect(tablet.locator("main")).to_contain_text("Tidak dikenal")
    tab_to(tablet, 'main table a[href*="kata=idulfitri"]')
    tablet.keyboard.press("Enter")
    expect(tablet).to_have_url(re.compile(r"/meja/kata-cari/baru\?kata=idulfitri$"))
    expect(tablet.locator("#word")).to_have_value("idulfitri")
    tab_to(tablet, "#kind")
    tablet.keyboard.press("ArrowDown")  # Istilah daerah
    write(tablet, "#meaning", "songkte")
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_role("alert").last).to_contain_text("Belum ada produk dengan “songkte”")
    write(tablet, "#meaning", "songket")
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_role("status")).to_contain_text("Tersimpan. Berlaku mulai pencarian berikutnya.")
    word = tablet.url.partition("?")[0]

    tab_to(tablet, 'main a[href*="coba=idulfitri"]')
    tablet.keyboard.press("Enter")
    expect(tablet.locator("main")).to_contain_text("Dikenal dari daftar ini")
    tablet.goto("/cari?q=idulfitri")
    expect(tablet.locator("main")).to_contain_text("Songket")

    tablet.goto(word)
    tab_to(tablet, "#saklar-reason")
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_role("alert")).to_contain_text("Tulis alasannya.")
    write(tablet, "#saklar-reason", "hanya untuk Idulfitri")
    tablet.keyboard.press("Enter")
    expect(tablet.locator(".desk-head__help")).to_contain_text("Dimatikan")
    tablet.goto("/cari?q=idulfitri")
    expect(tablet.locator("main")).not_to_contain_text("Songket")

    tablet.goto(word)
    write(tablet, "#hapus-reason", "percobaan selesai")
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_role("status")).to_contain_text("Kata itu sudah dihapus.")
    tab_to(tablet, f'main a[href="{LIST}/riwayat"]')
    tablet.keyboard.press("Enter")
    expect(tablet.locator("main tbody tr").first).to_contain_text("percobaan selesai")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pages_are_clean_to_axe_and_no_wider_than_a_tablet(browser: Browser, site: Site, scheme: str) -> None:
    context = browser.new_context(
        viewport=TABLET,  # type: ignore[arg-type]
        base_url=site.url,
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{LIST}?q=kripik")
    word = page.locator("main tbody th a").first.get_attribute("href")
    assert word
    for path in (LIST, f"{LIST}?coba=anyamn+rotn+murah", f"{LIST}/baru", word, f"{LIST}/riwayat"):
        page.goto(path)
        violations = Axe().run(page).response["violations"]
        assert not violations, (path, [(v["id"], [n["target"] for n in v["nodes"]]) for v in violations])
        assert page.evaluate("document.documentElement.scrollWidth") <= TABLET["width"], path
    page.goto(f"{LIST}/baru")
    page.locator("main button[type=submit]").click()
    assert not Axe().run(page).response["violations"], "with what is to be mended"
    context.close()
