"""A buyer from Kuching: from the home page to a reference, by hand and by keyboard, with and without scripts."""

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.steps import follow

pytestmark = pytest.mark.browser
REFERENCE = re.compile(r"GI-[0-9A-Z]{4}-[0-9A-Z]{4}")
# Every journey's buyer is somebody else: the sixth inquiry of one number within a day is held for a person to look at.
NUMBERS = itertools.count(6000)


def ask_for(page: Page, address: str, quantity: int) -> None:
    page.goto(address)
    page.get_by_role("link", name=re.compile("tanya", re.IGNORECASE)).first.click()
    page.get_by_label(re.compile("jumlah", re.IGNORECASE)).first.fill(str(quantity))
    page.locator("main form[method=post] button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/permintaan"))


def fill_in(page: Page, message: str = "") -> None:
    page.locator('[name="name"]').fill("Pembeli dari Kuching")
    page.locator('[name="phone"]').fill(f"+60 12-345 {next(NUMBERS)}")
    if message:
        page.locator('[name="message"]').fill(message)
    page.locator("main input[type=checkbox][required]").first.check()


def send(page: Page) -> None:
    page.locator('main form[action="/permintaan"] button[type=submit]').last.click()


def buy(page: Page) -> str:
    """Products of two makers on one list, sent once. Returns the reference."""
    ask_for(page, "/produk/kopiah-tenun-sambas", 50)
    ask_for(page, "/produk/amplang-tenggiri-ketapang", 100)
    fill_in(page, "Untuk toko kami di Kuching.")
    send(page)
    found = REFERENCE.search(page.locator("main").inner_text())
    assert found, page.locator("main").inner_text()
    return found[0]


def test_a_buyer_asks_two_makers_and_sees_a_reference(page: Page) -> None:
    reference = buy(page)
    address = page.url
    page.reload()
    assert reference in page.locator("main").inner_text()
    page.go_back()
    page.goto(address)
    assert reference in page.locator("main").inner_text()


def test_a_buyer_without_scripts_gets_just_as_far(scriptless: Page) -> None:
    assert REFERENCE.fullmatch(buy(scriptless))


def test_going_back_and_sending_again_gives_the_same_reference(scriptless: Page) -> None:
    first = buy(scriptless)
    scriptless.go_back()
    send(scriptless)
    found = REFERENCE.search(scriptless.locator("main").inner_text())
    assert found
    assert found[0] == first


def test_a_mistake_keeps_what_was_typed_and_says_where_it_is(page: Page) -> None:
    page.goto("/permintaan")
    page.locator('[name="name"]').fill("Sari")
    page.locator('[name="phone"]').fill("12")
    page.locator('[name="message"]').fill("Apakah ada keripik?")
    page.locator("main input[type=checkbox][required]").first.check()
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator('[name="message"]')).to_have_value("Apakah ada keripik?")
    expect(page.locator('[name="phone"]')).to_have_attribute("aria-invalid", "true")


def test_a_buyer_finds_a_songket_its_maker_and_place_from_the_search_box(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox").first.fill("songket")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cari\?q=songket"))
    follow(page.locator("main article a").first)
    text = page.locator("main").inner_text()
    assert "songket" in text.lower()
    assert "Kab." in text or "Kota" in text or "Kabupaten" in text


def test_every_step_can_be_done_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/produk/kopiah-tenun-sambas")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#isi")
    ask = page.get_by_role("link", name=re.compile("tanya", re.IGNORECASE)).first
    for _ in range(60):
        if ask.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    assert ask.evaluate("e => getComputedStyle(e).outlineStyle !== 'none'"), "focus is not visible"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/permintaan/tambah/kopiah-tenun-sambas"))


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/produk",
        "/produk/kopiah-tenun-sambas",
        "/ikm/rumah-tenun-pucuk-rebung",
        "/wilayah/sambas",
        "/rak/makanan",
        "/terseleksi",
        "/permintaan",
        "/cari?q=zzzz",
    ],
)
def test_no_page_scrolls_sideways(page: Page, address: str, site: Site) -> None:
    page.goto(site.url + address)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
