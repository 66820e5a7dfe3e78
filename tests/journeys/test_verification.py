"""An officer follows a claim in a real browser, until everybody sees its badge: a document is handed in and opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.core.private.papers import PDF
from tests.core.test_pictures import quarters, saved
from tests.journeys.conftest import Site, opened
from tests.journeys.test_curator import make_account_by_command

pytestmark = pytest.mark.browser

MAKER, NUMBER = "GX-028", "2076171919191-29"


@pytest.fixture
def officers_page(browser: Browser, site: Site) -> Iterator[Page]:
    """A browser that may download; it fails at the end if the console complained."""
    yield from opened(browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True), site)


def test_claim_document_checked_and_the_badge_is_public(site: Site, officers_page: Page, tmp_path: Path) -> None:
    officer = make_account_by_command(site, "izin@griya.test", "Rahmi Petugas", role="officer")
    (tmp_path / "SPP-IRT.pdf").write_bytes(PDF)
    (tmp_path / "foto.jpg").write_bytes(saved(quarters(), "JPEG"))
    page = officers_page
    page.goto(f"{site.url}/meja/masuk")
    page.fill("#email", officer.email)
    page.fill("#password", officer.password)
    page.click("main button[type=submit]")
    page.click("nav >> text=Izin")
    page.click("text=Catat klaim baru")
    page.fill("#q", "lidah buaya")
    page.click("main >> text=Cari")
    page.click(f'main a[href*="ikm={MAKER}"]')
    page.click('main a[href*="jenis=pirt"]')
    page.fill("#number", f"P-IRT No. {NUMBER}")
    page.click("text=Simpan klaim")
    expect(page.locator("h1")).to_contain_text("P-IRT")
    address = page.url

    page.click("text=Ambil")
    expect(page.locator("main")).to_contain_text("Sedang Anda pegang")
    for name in ("SPP-IRT.pdf", "foto.jpg"):
        page.set_input_files("#file", tmp_path / name)
        page.click("text=Unggah salinan")
    expect(page.locator("#dokumen ~ .table__box tbody tr")).to_have_count(2)

    with page.expect_download() as download:
        page.click("button:has-text('Unduh')")
    assert download.value.suggested_filename == "SPP-IRT.pdf"
    assert Path(download.value.path()).read_bytes() == PDF
    with page.expect_popup() as popup:
        page.click("button:has-text('Buka')")
    popup.value.wait_for_load_state()
    assert popup.value.evaluate("document.images.length === 1 && document.images[0].naturalWidth") == 600
    popup.value.close()

    page.goto(address)
    expect(page.locator("#riwayat ~ .table__box")).to_contain_text("Dokumen dibuka")
    assert not is_public(page, site)
    page.goto(address)
    page.click("button:has-text('Dokumen sudah dilihat')")
    expect(page.locator(".version__state")).to_contain_text("Dokumen dilihat")
    assert not is_public(page, site)
    page.goto(address)
    page.select_option("#cek-method", "situs")
    page.click("button:has-text('Sudah dicek di penerbit')")
    expect(page.locator(".version__state")).to_contain_text("Dicek di penerbit")
    assert is_public(page, site)


def is_public(page: Page, site: Site) -> bool:
    """Whether a visitor reads the number on a product of this maker."""
    page.goto(f"{site.url}/ikm/dapur-lidah-buaya-tepi-siantan")
    return NUMBER in page.content()
