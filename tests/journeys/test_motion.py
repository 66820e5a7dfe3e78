"""From list to product and back in a real browser: what is fetched ahead, and which picture moves."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.factories.catalog import make_category, make_product
from tests.factories.photos import make_jpeg, make_photo
from tests.factories.registry import make_producer, make_region
from tests.journeys.showroom_site import Showroom

pytestmark = pytest.mark.browser

# Notes what became of the transition to this page before the site's own script hears of it.
LISTEN = """addEventListener('pagereveal', (event) => {
  sessionStorage.moved = event.viewTransition ? 'waiting' : '[]';
  event.viewTransition?.ready.then(
    () => { sessionStorage.moved = JSON.stringify(document.getAnimations().map((a) => a.effect.pseudoElement)); },
    () => { sessionStorage.moved = '[]'; });
});"""
PICTURE = "::view-transition-group(product-picture)"
# Notes which picture this page sends on its way; it must listen after the site's own script.
LISTEN_TO_LEAVING = """() => addEventListener('pageswap', () => {
  sessionStorage.left = document.querySelector('[style*=view-transition-name]')?.className ?? '';
});"""
# Goes on to another product before the picture has arrived.
HURRY = """addEventListener('pagereveal', (event) => event.viewTransition?.ready.then(() => {
  if (location.pathname.endsWith('/lempok')) document.querySelector('.product-card__link[href$="/dodol"]').click();
}));"""
# Cards and the product's own picture are in sight together.
TALL: ViewportSize = {"width": 1280, "height": 2400}
HOVER_MS = 1500


class Ahead:
    """Notes the addresses that the server was asked for ahead of a visit."""

    def __init__(self, place: Showroom) -> None:
        self.paths: list[str] = []
        app, inner = place.app, place.app.wsgi_app

        def listening(environ, start_response):
            if "prefetch" in environ.get("HTTP_SEC_PURPOSE", ""):
                self.paths.append(environ["PATH_INFO"])
            return inner(environ, start_response)

        app.wsgi_app = listening  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Showroom]:
    place = Showroom(tmp_path_factory.mktemp("gerak"))
    folder = Path(place.app.config["MEDIA_FOLDER"])
    with place.writing():
        shelf, maker = make_category("makanan", "Makanan"), make_producer("Dapur Seroja", region=make_region())
        for number, name in enumerate(("Lempok", "Dodol", "Amplang")):
            product = make_product(name, slug=name.lower(), category=shelf, producer=maker)
            if name != "Amplang":
                make_photo(product, source=make_jpeg((900, 600), (90 * number, 90, 60)), media_folder=folder)
    yield place
    place.stop()


@pytest.fixture(scope="module")
def ahead(place: Showroom) -> Ahead:
    return Ahead(place)


@pytest.fixture
def context(browser: Browser, place: Showroom) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=TALL, base_url=place.url)
    context.add_init_script(LISTEN)
    yield context
    context.close()


def moved(page: Page) -> list[str]:
    """What the browser moves on the way to the page that is shown now."""
    page.wait_for_load_state()
    told = until(page, "() => sessionStorage.moved === 'waiting' ? null : sessionStorage.moved")
    return list(json.loads(told))


def until(page: Page, expression: str) -> str:
    """What the expression says once it says something; Playwright's own wait would need a laxer policy."""
    for _ in range(100):
        said = page.evaluate(expression)
        if said:
            return str(said)
        page.wait_for_timeout(50)
    raise AssertionError(f"{expression} said nothing")


def follow(page: Page, name: str) -> list[str]:
    page.evaluate("sessionStorage.removeItem('moved')")
    page.get_by_role("link", name=name, exact=True).first.click()
    return moved(page)


@pytest.mark.parametrize("name", ["Lempok", "Amplang"], ids=["photo", "pattern"])
def test_the_picture_of_a_card_becomes_that_of_the_product_and_comes_back(context: BrowserContext, name: str) -> None:
    page = context.new_page()
    page.goto("/produk")
    assert PICTURE in follow(page, name)
    for turn in (page.go_back, page.go_forward):
        page.evaluate("sessionStorage.removeItem('moved')")
        turn()
        assert PICTURE in moved(page), turn
    until(page, "() => !document.getAnimations().length")
    until(page, "() => [...document.querySelectorAll('*')].every((e) => !e.style?.viewTransitionName)")


def test_from_product_to_product_the_card_moves_and_on_the_way_back_it_is_met_again(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/produk/lempok")
    page.evaluate(LISTEN_TO_LEAVING)
    assert PICTURE in follow(page, "Dodol")
    assert page.evaluate("sessionStorage.left") == "product-card__picture"
    page.evaluate(LISTEN_TO_LEAVING)
    page.evaluate("sessionStorage.removeItem('moved')")
    page.go_back()
    assert PICTURE in moved(page)
    assert page.evaluate("sessionStorage.left") == "photo-gallery__frame"


def test_who_goes_on_in_a_hurry_sees_one_picture_move_at_a_time(browser: Browser, place: Showroom) -> None:
    context = browser.new_context(viewport=TALL, base_url=place.url)
    context.add_init_script(LISTEN + HURRY)
    page = context.new_page()
    page.goto("/produk")
    page.get_by_role("link", name="Lempok", exact=True).click()
    page.wait_for_url("**/produk/dodol")
    assert PICTURE in moved(page)
    context.close()


def test_a_page_that_shows_no_picture_of_the_same_product_changes_at_once(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/produk")
    assert follow(page, "Tentang Griya") == []
    page.goto("/produk/lempok")
    assert follow(page, "Data pribadi") == []


def test_the_desk_and_the_kiosk_take_no_part(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/produk")
    assert follow(page, "Masuk untuk petugas") == []
    page.goto("/kios")
    page.evaluate("sessionStorage.removeItem('moved')")
    page.locator("a[href^='/kios']").first.click()
    assert moved(page) == []


def test_whoever_wants_no_motion_gets_none(browser: Browser, place: Showroom) -> None:
    context = browser.new_context(base_url=place.url, reduced_motion="reduce")
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto("/produk")
    assert follow(page, "Lempok") == []
    context.close()


def test_chromium_takes_the_rules_and_fetches_what_is_pointed_at(
    context: BrowserContext, place: Showroom, ahead: Ahead
) -> None:
    page, told, complaints = context.new_page(), list[dict[str, str]](), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    preload = context.new_cdp_session(page)
    preload.on("Preload.ruleSetUpdated", lambda event: told.append(event["ruleSet"]))
    preload.send("Preload.enable")
    page.goto("/produk")
    page.wait_for_load_state("networkidle")
    assert told and "errorType" not in told[-1], told
    assert told[-1]["url"].endswith("/speculation-rules.json")
    del ahead.paths[:]
    page.get_by_role("link", name="Daftar permintaan").first.hover()
    page.wait_for_timeout(HOVER_MS)
    assert ahead.paths == [], "nothing of an inquiry is fetched ahead"
    page.get_by_role("link", name="Lempok", exact=True).hover()
    page.wait_for_timeout(HOVER_MS)
    assert ahead.paths == ["/produk/lempok"]
    assert not complaints
