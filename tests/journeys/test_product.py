"""A product from three answers to the public page, by two people with scripts on."""

import io
from collections.abc import Iterator
from secrets import token_hex

import pytest
from PIL import Image
from playwright.sync_api import Browser, Dialog, FilePayload, Page, expect

from tests.journeys.conftest import Site
from tests.journeys.steps import follow
from tests.journeys.test_curator import make_account_by_command
from tests.journeys.test_officer import sign_in

pytestmark = pytest.mark.browser

PAUSE_MS = 20_000


@pytest.fixture(scope="module")
def people(site: Site) -> tuple[Site, Site]:
    """An officer and a curator, as they sign in; new ones when a test that failed is tried again."""
    made = [
        make_account_by_command(site, f"{name.lower()}-{token_hex(3)}@contoh.test", name, role=role)
        for name, role in (("Oki", "officer"), ("Kiki", "curator"))
    ]
    oki, kiki = (Site(site.url, site.instance, who.email, who.password) for who in made)
    return oki, kiki


@pytest.fixture
def pages(browser: Browser, people: tuple[Site, Site]) -> Iterator[tuple[Page, Page]]:
    """The officer's page and the curator's."""
    contexts = [
        browser.new_context(viewport={"width": 1280, "height": 900}, locale="id-ID", base_url=who.url) for who in people
    ]
    oki, kiki = (context.new_page() for context in contexts)
    for page, who in zip((oki, kiki), people, strict=True):
        sign_in(page, who)
    yield oki, kiki
    for context in contexts:
        context.close()


def photo(colour: tuple[int, int, int], name: str) -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


DROP = """async ({ selector, files }) => {
  const carried = new DataTransfer();
  for (const { name, bytes } of files) {
    carried.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/jpeg' }));
  }
  const place = document.querySelector(selector);
  for (const kind of ['dragenter', 'dragover', 'drop']) {
    place.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


def drop(page: Page, *photos: FilePayload) -> None:
    """Drop them on the form, once its script says that it can be done: what is dropped earlier, nobody hears."""
    expect(page.locator("[data-drop-words]")).to_be_visible()
    files = [{"name": one["name"], "bytes": list(one["buffer"])} for one in photos]
    page.evaluate(DROP, {"selector": "form[data-drop]", "files": files})


def test_from_three_answers_to_the_public_page(pages: tuple[Page, Page]) -> None:
    oki, kiki = pages
    oki.goto("/meja/produk/baru?cari=dapur")
    oki.locator("main .plain-list a").first.click()
    oki.fill("#name", "Amplang Uji Perjalanan")
    oki.select_option("#category", "kerupuk-keripik")
    oki.click("text=Mulai draf >> nth=-1")
    expect(oki.locator("h1")).to_have_text("Ubah Amplang Uji Perjalanan")

    # Leaving with words that are not saved is asked back, and staying keeps them.
    oki.fill("#summary_id", "Kerupuk ikan yang gurih.")
    expect(oki.locator("[data-said]")).to_have_text("Belum disimpan")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    oki.once("dialog", stay)
    oki.evaluate("() => { location.href = '/meja/'; }")
    oki.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(oki.locator("#summary_id")).to_have_value("Kerupuk ikan yang gurih.")

    oki.select_option("#price_mode", "tampil")
    oki.fill("#price_idr", "25.000")
    oki.fill("#unit", "pak")
    oki.check("#materials input >> nth=0")
    oki.select_option("#made_in", index=1)
    oki.select_option("#halal_status", "belum")
    oki.select_option("#consent_kind", "whatsapp")
    oki.fill("#consent_on", "2026-11-20")
    oki.fill("#consent_from", "Bu Aminah")
    with oki.expect_navigation():
        oki.keyboard.press("Control+s")
    expect(oki.locator(".notice")).to_contain_text("Draf tersimpan.")
    code = oki.url.split("/")[-2]

    # Two photos dropped at once fill the bar and stand there; a press on one sets its focal point, keys move it.
    oki.click("main a:has-text('Foto (0)')")
    with oki.expect_navigation(timeout=60_000):
        drop(oki, photo((180, 60, 40), "a.jpg"), photo((40, 60, 180), "b.jpg"))
    expect(oki.locator(".notice")).to_contain_text("2 foto masuk")
    expect(oki.locator(".photo-pick")).to_have_count(2)
    first = oki.locator(".photo-pick").first
    first.locator(".focal").click(position={"x": 20, "y": 30})
    before = int(first.locator("[data-focal-x]").input_value())
    assert before < 40
    oki.keyboard.press("ArrowRight")
    oki.keyboard.press("Shift+ArrowRight")
    assert int(first.locator("[data-focal-x]").input_value()) == before + 11
    for n in range(2):
        words = oki.locator(".photo-pick").nth(n)
        words.get_by_label("Apa yang terlihat").fill("Amplang di piring putih")
        words.get_by_label("Yang sama dalam bahasa Inggris").fill("Crackers on a white plate")
    second = oki.locator(".photo-pick").nth(1).get_attribute("data-key")
    oki.locator(".photo-pick").nth(1).locator("button[data-step='-1']").click()
    with oki.expect_navigation():
        oki.click("button[value=simpan]")
    assert oki.locator(".photo-pick").first.get_attribute("data-key") == second

    oki.click("main a:has-text('Lihat perbedaan dan ajukan')")
    with oki.expect_navigation():
        oki.click("button:has-text('Ajukan untuk diperiksa')")
    kiki.goto("/meja/produk?draf=submitted")
    kiki.click("th a:has-text('Amplang Uji Perjalanan')")
    kiki.click("a:has-text('Periksa draf')")
    kiki.click("button:has-text('Ambil untuk diperiksa')")
    kiki.click("button:has-text('Setujui dan tayangkan')")
    kiki.click("a:has-text('Halaman publik')")
    expect(kiki.locator("h1")).to_have_text("Amplang Uji Perjalanan")
    expect(kiki.locator("main")).to_contain_text("Rp25.000")
    public = kiki.url

    # While the next version waits, the live page says what it said.
    oki.goto(f"/meja/produk/{code}/ubah")
    oki.fill("#summary_id", "Kerupuk udang yang gurih.")
    oki.select_option("#consent_kind", "telepon")
    oki.fill("#consent_on", "2026-11-21")
    oki.fill("#consent_from", "Bu Aminah")
    with oki.expect_navigation():
        oki.click("button[value=ajukan]")
    expect(oki.locator("del")).to_contain_text("ikan")
    expect(oki.locator("ins")).to_contain_text("udang")
    with oki.expect_navigation():
        oki.click("button:has-text('Ajukan untuk diperiksa')")
    kiki.goto(public)
    expect(kiki.locator("main")).to_contain_text("Kerupuk ikan yang gurih.")


def test_a_photo_that_cannot_be_used_is_told_and_the_page_stays(pages: tuple[Page, Page]) -> None:
    oki, _ = pages
    oki.goto("/meja/produk/baru?cari=madu")
    oki.locator("main .plain-list a").first.click()
    oki.fill("#name", "Madu Uji Foto")
    oki.select_option("#category", index=1)
    oki.click("text=Mulai draf >> nth=-1")
    oki.click("main a:has-text('Foto (0)')")
    broken: FilePayload = {"name": "rusak.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"x" * 900}
    drop(oki, broken)
    expect(oki.locator("[data-drop-said]")).to_contain_text("rusak.jpg", timeout=30_000)
    expect(oki.locator("[data-drop-going]")).to_be_hidden()
    assert oki.locator(".photo-pick").count() == 0


def test_a_pause_saves_what_was_typed_and_stops_when_somebody_else_saved(pages: tuple[Page, Page]) -> None:
    oki, kiki = pages
    oki.goto("/meja/produk/baru?cari=dapur")
    follow(oki.locator("main .plain-list a").first)
    oki.fill("#name", "Amplang Uji Jeda")
    oki.select_option("#category", "kerupuk-keripik")
    oki.clock.install()
    follow(oki.locator("text=Mulai draf >> nth=-1"))
    oki.fill("#summary_id", "Gurih.")
    oki.clock.run_for(PAUSE_MS - 1_000)
    expect(oki.locator("[data-said]")).to_have_text("Belum disimpan")
    oki.clock.run_for(2_000)
    expect(oki.locator("[data-said]")).to_contain_text("Tersimpan otomatis pukul")
    oki.goto(oki.url)  # nothing asks back: all of it is saved
    expect(oki.locator("#summary_id")).to_have_value("Gurih.")

    kiki.goto(oki.url)
    kiki.fill("#summary_id", "Gurih dan renyah.")
    with kiki.expect_navigation():
        kiki.keyboard.press("Control+s")
    oki.fill("#summary_id", "Gurih sekali.")
    oki.clock.run_for(PAUSE_MS + 1_000)
    expect(oki.locator("[data-said]")).to_contain_text("disimpan orang lain")
    with oki.expect_navigation():
        oki.keyboard.press("Control+s")
    expect(oki.locator("main")).to_contain_text("Gurih dan renyah.")
    expect(oki.locator("#summary_id")).to_have_value("Gurih sekali.")
