"""The tile map in a real browser: every name in one piece at 320 px, every tint legible, in the dark too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from griya.core.db import db
from griya.registry.actions import load_reference
from griya.registry.models import Region
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.journeys import measures
from tests.journeys.showroom_site import Showroom

pytestmark = pytest.mark.browser

# Every tint, nothing at all, and one that is the most.
PRODUCTS = {"sambas": 1, "kota-singkawang": 3, "kota-pontianak": 8, "sintang": 5, "kayong-utara": 2}
# Words that stand on more than one line because the tile is too narrow for them.
BROKEN_WORDS = """() => [...document.querySelectorAll('.tile-map__name')].flatMap((name) => {
  const text = [...name.childNodes].findLast((node) => node.nodeType === Node.TEXT_NODE);
  return [...text.textContent.matchAll(/\\S+/g)].filter((word) => {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return range.getClientRects().length > 1;
  }).map((word) => word[0]);
})"""
SIZES = "() => [...document.querySelectorAll('.tile-map__tile')].map((tile) => tile.getBoundingClientRect().toJSON())"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Showroom]:
    place = Showroom(tmp_path_factory.mktemp("peta"))
    with place.writing():
        load_reference()
        for slug, count in PRODUCTS.items():
            region = db.session.scalars(select(Region).where(Region.slug == slug)).one()
            for number in range(count):
                make_product(f"Keripik {slug} {number}", producer=make_producer(region=region))
    yield place
    place.stop()


@pytest.fixture
def opened(browser: Browser, place: Showroom, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page as wide as the test says, in the colours the test says."""
    context = browser.new_context(base_url=place.url, **request.param)
    yield context.new_page()
    context.close()


def window(width: int, **more: object) -> dict[str, object]:
    return {"viewport": {"width": width, "height": 900}, **more}


@pytest.mark.parametrize("opened", [window(width) for width in (320, 360, 768, 1440)], indirect=True)
def test_tiles_are_equal_large_enough_to_touch_and_hold_their_names_in_one_piece(opened: Page) -> None:
    opened.goto("/wilayah/kota-singkawang")
    boxes = opened.evaluate(SIZES)
    assert len(boxes) == 14
    assert max(box["width"] for box in boxes) - min(box["width"] for box in boxes) < 1
    assert max(box["height"] for box in boxes) - min(box["height"] for box in boxes) < 1
    assert min(min(box["width"], box["height"]) for box in boxes) >= 44
    assert opened.evaluate(BROKEN_WORDS) == []
    assert opened.evaluate(measures.OUTSIDE, ".tile-map__chart") == []
    assert min(opened.evaluate(measures.TEXT_SIZES, ".tile-map").values()) >= 11


@pytest.mark.parametrize(
    "opened", [window(360, color_scheme="light"), window(1440, color_scheme="dark")], indirect=True
)
def test_ink_stands_on_every_tint_at_seven_to_one(opened: Page) -> None:
    opened.goto("/wilayah/kota-pontianak")
    for step in range(5):
        assert opened.locator(f".tile-map__tile--{step}").count() >= 1, "the products give every tint"
    assert opened.evaluate(measures.CONTRASTS, ".tile-map__chart") >= 7


@pytest.mark.parametrize("opened", [window(1440)], indirect=True)
def test_tiles_stand_where_the_regions_lie_and_are_walked_through_from_the_north(opened: Page) -> None:
    opened.goto("/")
    boxes = opened.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.tile-map__tile')].map((tile) =>"
        " [tile.getAttribute('href').split('/').pop(), tile.getBoundingClientRect().toJSON()]))"
    )
    assert next(iter(boxes)) == "sambas"
    assert list(boxes)[-1] == "melawi"
    assert boxes["kota-singkawang"]["right"] <= boxes["bengkayang"]["left"]
    assert boxes["sanggau"]["bottom"] <= boxes["sekadau"]["top"]
    assert boxes["sekadau"]["right"] <= boxes["sintang"]["left"]


@pytest.mark.parametrize("opened", [window(360, forced_colors="active")], indirect=True)
def test_with_the_visitors_own_few_colours_tiles_and_the_present_one_keep_a_line(opened: Page) -> None:
    opened.goto("/wilayah/sambas")
    tile = opened.locator(".tile-map__tile").nth(3)
    assert tile.evaluate("(e) => getComputedStyle(e).borderTopStyle + getComputedStyle(e).borderTopWidth") in {
        "solid1px", "dashed1px",
    }  # fmt: skip
    assert (
        opened.locator(".tile-map__tile[aria-current]").evaluate("(e) => getComputedStyle(e).outlineStyle") == "solid"
    )


@pytest.mark.parametrize("opened", [window(360, java_script_enabled=False), window(1440)], indirect=True)
def test_the_same_numbers_are_a_table_folded_on_a_phone_and_open_where_there_is_room(opened: Page) -> None:
    opened.goto("/")
    row = opened.locator(".tile-map tr").filter(has_text="Kota Pontianak")
    if opened.viewport_size == {"width": 360, "height": 900}:
        assert not row.is_visible()
        opened.locator(".tile-map__summary").click()
    assert row.is_visible()
    assert row.locator("td").first.inner_text() == "8"
