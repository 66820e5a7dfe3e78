"""The touch kiosk in a real browser: large enough for a finger, closed towards the web, home again when left alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import measures
from tests.journeys.showroom_site import LONG_MAKER, Showroom, names_of_every_length
from tests.journeys.watch import page_errors

pytestmark = pytest.mark.browser

SIZES = [(1080, 1920), (1280, 800)]
TOUCH, TEXT, CODE, GAP = 81, 28, 202, 12  # 20 mm, 4.8 mm capitals, 50 mm, 3 mm on 21.5 inches at 1920 dots


@pytest.fixture
def showroom(tmp_path: Path) -> Iterator[Showroom]:
    place = Showroom(tmp_path)
    place.show(names_of_every_length(), slots=("kios",), maker=LONG_MAKER)
    yield place
    place.stop()


@pytest.fixture
def kiosk(browser: Browser, showroom: Showroom) -> Iterator[Page]:
    """A portrait kiosk whose clock the test moves, on a product's page."""
    context = browser.new_context(viewport={"width": 1080, "height": 1920}, has_touch=True, base_url=showroom.url)
    page = context.new_page()
    faults = page_errors(page)
    page.on("console", lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None)
    page.clock.install()
    page.goto("/kios/")
    page.locator(".kiosk-tile").first.click()
    page.wait_for_url("**/kios/produk/**")
    yield page
    context.close()
    assert not [fault for fault in faults if "ERR_" not in fault]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_everything_on_the_kiosk_is_large_enough_and_nothing_is_cut_off(
    browser: Browser, showroom: Showroom, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=showroom.url)
    page = context.new_page()
    page.goto("/kios/")
    products = page.locator(".kiosk-tile").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
    assert len(products) == 11
    for path in ["/kios/", "/kios/?rak=", "/kios/?rak=semua", "/kios/?rak=tenun-busana", "/kios/?rak=x", *products]:
        page.goto(path)
        assert page.evaluate(measures.SMALL_TARGETS, [TOUCH, GAP]) == [], path
        sizes = page.evaluate(measures.TEXT_SIZES, ".kiosk")
        assert min(sizes.values()) >= TEXT, (path, sizes)
        assert page.evaluate(measures.OUTSIDE, ".kiosk") == [], path
        assert page.evaluate(measures.CONTRASTS, ".kiosk") >= 7, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        if "/produk/" in path:
            assert page.evaluate(measures.CODE_SIDE, ".qr-code") >= CODE, path
        bar = page.locator(".kiosk-bar").bounding_box()
        assert bar and round(bar["y"] + bar["height"]) == height, path
    context.close()


def test_a_minute_without_a_touch_brings_a_warning_and_then_the_home_page(kiosk: Page) -> None:
    dialog = kiosk.get_by_role("dialog", name="Masih di sini?")
    kiosk.clock.run_for(58_500)
    expect(dialog).to_be_hidden()
    kiosk.clock.run_for(2_500)
    expect(dialog).to_be_visible()
    assert kiosk.evaluate("document.activeElement.textContent.trim()") == "Saya masih di sini"
    kiosk.clock.run_for(16_000)
    kiosk.wait_for_url("**/kios/")


def test_whoever_says_so_stays(kiosk: Page) -> None:
    address = kiosk.url
    kiosk.clock.run_for(62_000)
    kiosk.get_by_role("button", name="Saya masih di sini").click()
    expect(kiosk.get_by_role("dialog")).to_be_hidden()
    assert kiosk.url == address, "the tap on the warning hit nothing underneath"
    kiosk.clock.run_for(55_000)
    expect(kiosk.get_by_role("dialog")).to_be_hidden()
    assert kiosk.url == address
    for _ in range(10):
        kiosk.touchscreen.tap(540, 500)
        kiosk.clock.run_for(30_000)
    assert kiosk.url == address


def test_the_home_page_is_never_interrupted(kiosk: Page) -> None:
    kiosk.goto("/kios/")
    for _ in range(10):
        kiosk.clock.run_for(60_000)
        expect(kiosk.get_by_role("dialog")).to_be_hidden()
    assert kiosk.url.endswith("/kios/")


def test_a_kiosk_without_its_server_keeps_the_page_it_has(kiosk: Page, showroom: Showroom) -> None:
    heading = kiosk.locator("h1").inner_text()
    showroom.stop()
    kiosk.clock.run_for(200_000)
    kiosk.wait_for_timeout(300)
    assert kiosk.locator("h1").inner_text() == heading
    showroom.start()
    kiosk.clock.run_for(100_000)
    kiosk.wait_for_url("**/kios/")


def test_two_fingers_do_not_zoom(kiosk: Page) -> None:
    session = kiosk.context.new_cdp_session(kiosk)

    def pinch() -> float:
        for kind, spread in [("touchStart", 40), *(("touchMove", 40 + 40 * n) for n in range(1, 8)), ("touchEnd", 0)]:
            points = [{"x": 540 - spread, "y": 900, "id": 0}, {"x": 540 + spread, "y": 900, "id": 1}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points if spread else []})
            kiosk.wait_for_timeout(30)
        kiosk.wait_for_timeout(200)
        return float(kiosk.evaluate("visualViewport.scale"))

    assert pinch() == 1
    kiosk.evaluate("document.documentElement.classList.remove('kiosk-root')")
    kiosk.wait_for_timeout(100)
    assert pinch() > 1.2, "the test itself would not notice a zoom"


def test_the_whole_way_can_be_gone_with_the_keyboard(kiosk: Page) -> None:
    kiosk.goto("/kios/")
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Enter")
    kiosk.wait_for_url("**/kios/produk/**")
    kiosk.locator(".kiosk-bar__link").first.focus()
    kiosk.keyboard.press("Enter")
    kiosk.wait_for_url("**/kios/?rak=tenun-busana")
