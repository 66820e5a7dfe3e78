"""An officer stops a producer and lists it again with the keyboard alone, and merges nothing by accident."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT, Site

pytestmark = pytest.mark.browser
EMAIL = "petugas-ikm@contoh.test"


@pytest.fixture(scope="session")
def officer(site: Site) -> str:
    """The password of an officer of this instance."""
    made = subprocess.run(
        [sys.executable, "-m", "griya", "--instance", str(site.instance), "account", "create", EMAIL, "--name", "Rina",
         "--role", "officer"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return made.stdout.strip().rpartition(" ")[2]


def go_to(page: Page, role: str, name: str, *, most: int = 80) -> None:
    """Press Tab until the focus stands on this."""
    wanted = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {role} “{name}”")


def sign_in(page: Page, officer: str) -> None:
    page.goto("/meja/masuk")
    page.locator('[name="email"]').fill(EMAIL)
    page.locator('[name="password"]').fill(officer)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/meja/$"))


def test_the_kecamatan_follow_the_kabupaten_and_the_villages_come_with_a_press(page: Page, officer: str) -> None:
    sign_in(page, officer)
    page.goto("/meja/ikm/baru")
    page.get_by_label("Nama usaha").fill("Belum selesai")
    page.get_by_label("Kabupaten atau kota").select_option(label="Kab. Sambas")
    district = page.get_by_label("Kecamatan", exact=True)
    assert district.locator("optgroup:not([hidden])").count() == 1
    assert district.locator("optgroup:not([hidden]) option").count() == 19
    district.select_option(label="Kec. Sambas")
    page.get_by_role("button", name="Tampilkan desa").click()
    village = page.get_by_label("Desa atau kelurahan")
    village.select_option(label="Desa Dalam Kaum")
    expect(page.get_by_label("Nama usaha")).to_have_value("Belum selesai")
    # Another kabupaten: what was chosen within the first one is no choice any more.
    page.get_by_label("Kabupaten atau kota").select_option(label="Kab. Ketapang")
    expect(district).to_have_value("")
    expect(village).to_have_value("")


def test_a_producer_is_stopped_and_listed_again_by_keyboard(page: Page, site: Site, officer: str) -> None:
    page.goto("/meja/masuk")
    go_to(page, "textbox", "E-mail")
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(officer)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/meja/$"))
    page.goto("/meja/ikm")
    go_to(page, "searchbox", "Nama, kode, NIB, atau telepon")
    page.keyboard.type("pucuk rebung")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-filter__count")).to_contain_text("1 IKM")
    go_to(page, "link", "Rumah Tenun Pucuk Rebung")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rumah Tenun Pucuk Rebung")
    public = page.get_by_role("link", name="Lihat halaman umumnya").get_attribute("href") or ""
    go_to(page, "link", "Tangguhkan")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("3 produk berhenti tampil")
    # Sent without a reason: the focus is on what has to be mended, and nothing has happened.
    go_to(page, "button", "Tangguhkan")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_contain_text("Pilih alasan.")
    assert page.request.get(public).status == 200
    go_to(page, "combobox", "Alasan")
    page.keyboard.type("Ada aduan")
    page.keyboard.press("Tab")
    page.keyboard.type("Label tidak sesuai isi")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Semua produknya sudah berhenti tampil")
    assert page.request.get(public).status == 404
    assert "Pucuk Rebung" not in page.request.get("/ikm.json").text()
    go_to(page, "link", "Pulihkan")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("3 produk tampil lagi")
    go_to(page, "combobox", "Alasan")
    page.keyboard.type("Masalahnya")
    page.keyboard.press("Tab")
    page.keyboard.type("Label sudah diganti")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Dipulihkan")
    assert page.request.get(public).status == 200
    history = page.get_by_role("group", name="Riwayat IKM ini")
    expect(history).to_contain_text("Label tidak sesuai isi")
    expect(history).to_contain_text("Label sudah diganti")
