"""The photos of a product in a real browser: thumbnails, arrows, the layer for a closer look, and no script at all."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from griya.catalog.rules.photos import PHOTO_ROLE_LABELS
from tests.factories.catalog import make_product
from tests.factories.photos import make_jpeg, make_photo
from tests.journeys import measures
from tests.journeys.showroom_site import Showroom
from tests.journeys.watch import page_errors

pytestmark = pytest.mark.browser

ALTS = {
    "utama": "Lempok durian dalam kemasan daun",
    "skala": "Lempok di samping telapak tangan",
    "detail": "Serat lempok dilihat dari dekat",
}
# A column of facts that is longer than the photos and the story beside it.
FACTS: dict[str, Any] = {
    "net_weight_g": 250,
    "size_text": "18 × 6 × 4 cm",
    "moq": 12,
    "capacity_per_month": 400,
    "lead_time_days": 3,
    "shelf_life_days": 60,
    "showroom_shelf": "A1",
    "summary_id": "Daging durian matang dimasak berjam-jam sampai liat. " * 3,
}
WINDOWS = {"phone": (360, 800), "tablet": (768, 1024), "laptop": (1440, 900)}
SHIFTS = """() => { window.shifts = 0; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shifts += one.value;
}).observe({ type: 'layout-shift', buffered: true }); }"""
MIDDLE = """() => { const view = document.querySelector('[data-zoom=view]'), box = view.firstElementChild;
  return [(view.scrollLeft + view.clientWidth / 2) / box.offsetWidth,
          (view.scrollTop + view.clientHeight / 2) / box.offsetHeight];
}"""
AT_HAND = """() => { const strip = document.querySelector('[data-photos=strip]');
  const { left } = strip.getBoundingClientRect();
  return [...strip.querySelectorAll('img')].find((i) => Math.abs(i.getBoundingClientRect().left - left) < 2)?.alt;
}"""
TAKEN_AWAY = """() => { const gallery = document.querySelector('griya-photos');
  const file = gallery.querySelector('[data-photos=file]');
  const thumb = gallery.querySelectorAll('[data-photos=thumb]')[1];
  const wasHidden = file.hidden;
  gallery.remove();
  thumb.click();
  return wasHidden && !file.hidden && !thumb.hasAttribute('aria-current');
}"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Showroom]:
    place = Showroom(tmp_path_factory.mktemp("foto"))
    folder = Path(place.app.config["MEDIA_FOLDER"])
    with place.writing():
        many, one = make_product("Lempok", slug="tiga", **FACTS), make_product("Dodol", slug="satu")
        make_product("Bidai", slug="tanpa")
        for number, (role, alt) in enumerate(ALTS.items()):
            source = make_jpeg((1200, 900), (40 + 70 * number, 90, 60))
            focal = (0.9, 0.1) if role == "skala" else (0.5, 0.5)
            make_photo(many, role=role, source=source, alt_id=alt, media_folder=folder, focal=focal)
        six = make_product("Amplang", slug="enam")
        for number, role in enumerate(PHOTO_ROLE_LABELS):
            make_photo(six, role=role, source=make_jpeg((400, 300), (30 * number, 90, 60)), media_folder=folder)
        make_photo(one, source=make_jpeg((900, 1200)), media_folder=folder)
    yield place
    place.stop()


@pytest.fixture(params=WINDOWS.values(), ids=list(WINDOWS))
def page(request: pytest.FixtureRequest, browser: Browser, place: Showroom) -> Iterator[Page]:
    """A page that fails at the end if the console complained."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=place.url)
    page = context.new_page()
    faults = page_errors(page)
    page.on("console", lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None)
    yield page
    context.close()
    assert not faults


def at_hand(page: Page) -> str:
    """The words of the photo that stands in the row now, by where it stands."""
    return str(page.evaluate(AT_HAND))


def test_thumbnails_and_arrows_turn_the_photos_and_say_which_is_at_hand(page: Page) -> None:
    page.goto("/produk/tiga")
    thumbs = page.locator(".photo-gallery__way")
    roles = [" ".join(words.split(",")[0].split()) for words in thumbs.all_inner_texts()]
    assert roles == ["Foto utama", "Perbandingan ukuran", "Dari dekat"]
    assert thumbs.first.is_visible() and at_hand(page) == ALTS["utama"]
    thumbs.nth(2).click()
    assert at_hand(page) == ALTS["detail"]
    expect(thumbs.nth(2)).to_have_attribute("aria-current", "true")
    page.keyboard.press("ArrowLeft")
    assert at_hand(page) == ALTS["skala"]
    expect(thumbs.nth(1)).to_be_focused()
    page.locator("[data-photos=strip]").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    assert at_hand(page) == ALTS["utama"]
    assert page.locator(".photo-gallery__way[aria-current]").count() == 1
    assert "#" not in page.url, "turning photos leaves no trail of addresses"


def test_a_row_that_is_swiped_moves_the_mark(page: Page) -> None:
    page.goto("/produk/tiga")
    page.evaluate("() => { const s = document.querySelector('[data-photos=strip]'); s.scrollLeft = s.clientWidth; }")
    expect(page.locator(".photo-gallery__way").nth(1)).to_have_attribute("aria-current", "true")


def test_the_layer_enlarges_pans_turns_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/produk/tiga")
    page.get_by_role("button", name="Perbesar foto").focus()
    page.keyboard.press("Enter")
    layer, image = page.get_by_role("dialog", name="Foto Lempok"), page.locator("[data-zoom=view] img")
    expect(layer).to_be_visible()
    expect(image).to_have_attribute("alt", ALTS["utama"])
    page.keyboard.press("ArrowRight")
    expect(image).to_have_attribute("alt", ALTS["skala"])
    assert "Perbandingan ukuran" in page.locator("[data-photos=told]").inner_text()
    assert page.evaluate(measures.OUTSIDE, ".photo-gallery__layer") == []
    whole = image.bounding_box()
    for _ in range(5):  # one step more than there is
        layer.get_by_role("button", name="Perbesar").click(force=True)
    assert page.locator("[data-zoom=scale]").inner_text() == "4×"
    expect(layer.get_by_role("button", name="Perbesar")).to_have_attribute("aria-disabled", "true")
    large = image.bounding_box()
    assert whole and large and large["width"] == pytest.approx(4 * whole["width"], rel=0.01)
    x, y = page.evaluate(MIDDLE)
    assert x > 0.6 and y < 0.4, "what must stay in sight, right and above, is in sight"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(MIDDLE)[0] < x
    expect(image).to_have_attribute("alt", ALTS["skala"])
    for _ in range(5):
        layer.get_by_role("button", name="Perkecil").click(force=True)
    assert image.bounding_box() == whole
    layer.get_by_role("button", name="Berikutnya").click()
    expect(image).to_have_attribute("alt", ALTS["detail"])
    expect(layer.get_by_role("button", name="Berikutnya")).to_be_focused()
    page.keyboard.press("Escape")
    expect(layer).to_be_hidden()
    expect(page.get_by_role("button", name="Perbesar foto")).to_be_focused()
    assert at_hand(page) == ALTS["detail"]


def test_what_is_touched_opens_the_layer_too_and_tutup_closes_it(page: Page) -> None:
    page.goto("/produk/tiga")
    page.locator(".photo-gallery__frame").first.click()
    page.get_by_role("button", name="Tutup").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Perbesar foto")).to_be_focused()


def test_one_photo_has_no_thumbnails_and_still_a_layer(page: Page) -> None:
    page.goto("/produk/satu")
    assert page.locator(".photo-gallery__way").count() == 0
    page.get_by_role("button", name="Perbesar foto").click()
    image = page.locator("[data-zoom=view] img").bounding_box()
    assert image and image["height"] > image["width"], "a tall photo is whole in the layer"
    assert image["height"] <= page.viewport_size["height"]  # type: ignore[index]
    assert page.get_by_role("button", name="Berikutnya").count() == 0


def test_no_photo_is_the_woven_pattern_with_its_caption(page: Page) -> None:
    page.goto("/produk/tanpa")
    assert page.locator("griya-photos").count() == 0
    expect(page.locator(".motif__caption")).to_have_text("Foto belum ada")


@pytest.mark.parametrize("slug", ["enam", "tiga", "satu", "tanpa"])
def test_nothing_moves_while_a_product_arrives_and_nothing_sticks_out(page: Page, slug: str) -> None:
    page.goto(f"/produk/{slug}")
    page.evaluate(SHIFTS)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shifts") <= 0.01
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    for part in (".product__aside", ".product__story"):
        assert page.evaluate(measures.OUTSIDE, part) == []


def test_facts_follow_the_button_to_ask_and_the_story_the_photos(page: Page) -> None:
    page.goto("/produk/tiga")
    boxes = {name: page.locator(f".product__{name}").bounding_box() for name in ("head", "facts", "story")}
    picture = page.locator(".photo-gallery").bounding_box()
    head, facts, story = (boxes[name] for name in ("head", "facts", "story"))
    assert head and facts and picture and story
    assert 0 <= facts["y"] - head["y"] - head["height"] <= 40
    if page.viewport_size["width"] >= 832:  # type: ignore[index]
        assert 0 <= story["y"] - picture["y"] - picture["height"] <= 40


def test_a_gallery_that_is_taken_away_listens_no_more_and_leaves_links_behind(page: Page) -> None:
    page.goto("/produk/tiga")
    assert page.evaluate(TAKEN_AWAY)


def test_without_a_script_the_row_scrolls_thumbnails_lead_there_and_the_file_opens(
    browser: Browser, place: Showroom
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, base_url=place.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/produk/tiga")
    assert page.locator("button[data-photos=zoom]").is_hidden()
    page.locator(".photo-gallery__way").nth(1).click()
    second = page.locator("#foto-2")
    box = second.bounding_box()
    assert box and 0 <= box["x"] <= 20
    second.get_by_role("link", name="Perbesar foto: Perbandingan ukuran").click()
    page.wait_for_url("**/media/*.jpg")
    context.close()
