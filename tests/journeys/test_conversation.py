"""One inquiry from its first page to its last, each person in a browser of their own; the maker's has no scripts."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Site, opened
from tests.journeys.steps import follow
from tests.journeys.test_buyer import buy
from tests.journeys.test_curator import make_account_by_command
from tests.journeys.test_officer import sign_in
from tests.journeys.test_sheet import PAGE

pytestmark = pytest.mark.browser
# A folder for pictures of every page on the way, for whoever wants to look at them.
PICTURES = os.environ.get("GRIYA_PICTURES", "")
WORDS = "Bisa dikirim lewat Entikong, dua minggu sesudah uang muka."


def look(page: Page, name: str) -> None:
    """No page on the way is wider than its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    if PICTURES:
        width = page.evaluate("innerWidth")
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.fixture(scope="module")
def account(site: Site) -> Site:
    """The instance, and an officer's way in."""
    made = make_account_by_command(site, "percakapan@contoh.test", "Ratna Petugas", role="officer")
    return replace(site, email=made.email, password=made.password)


@pytest.fixture
def officer(browser: Browser, account: Site) -> Iterator[Page]:
    """An officer at a laptop, signed in."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="id-ID", base_url=account.url)
    for page in opened(context, account):
        sign_in(page, account)
        yield page


@pytest.fixture
def maker(browser: Browser, site: Site) -> Iterator[Page]:
    """A maker's phone, without scripts."""
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, locale="id-ID", java_script_enabled=False, base_url=site.url
    )
    yield from opened(context, site)


def step(thread: Locator, name: str) -> Locator:
    """A step of a thread, opened."""
    deed = thread.locator("details.thread__deed").filter(has=thread.page.locator("summary", has_text=name))
    if deed.get_attribute("open") is None:
        deed.locator("summary").click()
    return deed


def link_for_the_maker(officer: Page, reference: str, maker_name: str) -> str:
    officer.goto("/meja/permintaan")
    follow(officer.get_by_role("link", name=reference))
    look(officer, "petugas-1-permintaan")
    thread = officer.locator("section.thread").filter(has=officer.get_by_role("heading", name=maker_name))
    deed = step(thread, "Teruskan kepada pengrajin")
    deed.get_by_label("Lewat").select_option(label="WhatsApp")
    follow(deed.get_by_role("button", name="Buat tautan"))
    look(officer, "petugas-2-tautan")
    found = re.search(r"/jawab/[\w.-]+", officer.locator(".notice .desk-page__message").inner_text())
    assert found
    return found[0]


def test_from_a_buyers_question_to_an_outcome(page: Page, officer: Page, maker: Page) -> None:
    reference = buy(page)
    status = page.url
    look(page, "pembeli-1-diterima")

    address = link_for_the_maker(officer, reference, "Rumah Tenun Pucuk Rebung")
    maker.goto(address)
    look(maker, "pengrajin-1-permintaan")
    line = maker.locator("fieldset.answer-line").first
    line.get_by_label("Bisa", exact=True).check()
    line.get_by_label(re.compile("^Harga")).fill("seratus")
    maker.get_by_label(re.compile(r"^Pesan \(")).fill(WORDS)
    follow(maker.get_by_role("button", name="Kirim jawaban"))
    look(maker, "pengrajin-2-keliru")
    expect(maker.get_by_role("alert")).to_be_visible()
    expect(maker.get_by_label(re.compile(r"^Pesan \("))).to_have_value(WORDS)
    line.get_by_label(re.compile("^Harga")).fill("85.000")
    line.get_by_label(re.compile("^Waktu produksi")).fill("14")
    follow(maker.get_by_role("button", name="Kirim jawaban"))
    look(maker, "pengrajin-3-terkirim")
    expect(maker.get_by_role("status")).to_be_visible()
    expect(maker.get_by_role("button", name="Tidak bisa")).to_have_count(0)  # nothing is left to answer with one tap

    page.goto(status)
    look(page, "pembeli-2-jawaban")
    read = page.locator("main").inner_text()
    assert "Rp85.000" in read
    assert WORDS in read
    assert "14 hari" in read

    for language in ("", "/en"):
        page.goto(status.replace("/permintaan/", f"{language}/permintaan/") + "/cetak")
        look(page, f"pembeli-3-kertas{language.replace('/', '-')}")
        expect(page.locator("main svg.qr-code")).to_have_count(1)
        expect(page.locator("main")).to_contain_text(re.compile("Rp85[.,]000"))
        paper = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(PAGE.findall(paper)) == 1

    officer.goto(f"/meja/permintaan/{reference}")
    thread = officer.locator("section.thread").filter(has=officer.get_by_role("heading", name="Rumah Tenun"))
    expect(thread).to_contain_text(WORDS)
    look(officer, "petugas-3-jawaban")
    deed = step(thread, "Selesaikan")
    deed.get_by_label("Hasil", exact=True).select_option(label="Berhasil")
    deed.get_by_label(re.compile("^Nilai")).fill("4.250.000")
    follow(deed.get_by_role("button", name="Selesaikan"))
    look(officer, "petugas-4-selesai")
    expect(thread).to_contain_text("Rp4.250.000")
    maker.goto(address)
    look(maker, "pengrajin-4-selesai")
    expect(maker.get_by_role("button", name="Kirim jawaban")).to_have_count(0)
