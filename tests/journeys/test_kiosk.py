"""The touch kiosk in a real browser: large enough for a finger, closed towards the web, home again when left alone."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.journeys import measures
from tests.journeys.codes import read_codes
from tests.journeys.kiosk_place import PANELS, PORTRAIT, panel, sizes, unexpected, watched
from tests.journeys.showroom_site import LONG_MAKER, Showroom, names_of_every_length
from tests.journeys.steps import follow

pytestmark = pytest.mark.browser

NAMES = names_of_every_length()
SHOWN = (
    "/kios/", "/kios/?rak=", "/kios/?rak=tenun-busana", "/kios/?rak=x", "/kios/cari", "/kios/cari?q=kain",
    "/kios/cari?q=ikat&cari=", "/kios/cari?q=zzzzqq&cari=", "/kios/daftar", "/kios/putar", "/kios/tak-tersimpan",
    "/kios/en/", "/kios/besar/", "/kios/besar/cari?q=", "/kios/en/besar/?rak=tenun-busana",
)  # fmt: skip

FULLEST = ("/kios/", "/kios/besar/cari?q=", "/kios/en/besar/?rak=tenun-busana")


@pytest.fixture(scope="module")
def showroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Showroom]:
    place = Showroom(tmp_path_factory.mktemp("kios"))
    place.show(NAMES, slots=("kios",), maker=LONG_MAKER)
    yield place
    place.stop()


@pytest.fixture
def kiosk(browser: Browser, showroom: Showroom) -> Iterator[Page]:
    """A portrait kiosk whose clock the test moves, on a product's page."""
    with panel(browser, showroom) as context:
        page, faults = watched(context)
        page.clock.install()
        page.goto("/kios/")
        page.locator(".kiosk-tile").first.click()
        page.wait_for_url("**/kios/produk/**")
        yield page
    assert not unexpected(faults)


def longest(showroom: Showroom) -> tuple[str, str]:
    """The page of the product with the longest name, and a list with it and another one."""
    client = showroom.app.test_client()
    addresses = re.findall(r'class="kiosk-tile" href="([^"]+)"', client.get("/kios/").get_data(as_text=True))
    pages = [client.get(address).get_data(as_text=True) for address in addresses]
    codes = [re.findall(r'data-code="([^"]+)"', page)[0] for page in pages]
    names = [len(re.findall(r'data-name="([^"]+)"', page)[0]) for page in pages]
    place = names.index(max(names))
    return addresses[place], f"/kios/daftar?isi={codes[place]}.{codes[place - 1]}"


@pytest.mark.parametrize("name", list(PANELS))
def test_k7_k8_k9_everything_is_large_enough_within_reach_and_whole(
    browser: Browser, showroom: Showroom, name: str
) -> None:
    surface = PANELS[name]
    wanted = sizes(surface)
    product, listed = longest(showroom)
    with panel(browser, showroom, surface) as context:
        page = context.new_page()
        big = product.replace("/kios/", "/kios/besar/")
        # All pages on the usual panel and on the tightest one; on the others those that have the least room.
        shown = SHOWN if name in {"21.5 portrait", "10.1 landscape"} else FULLEST
        for path in (*shown, product, big, listed):
            page.goto(path)
            is_large = "/besar/" in path
            assert page.evaluate(measures.SMALL_TARGETS, [wanted.key - 0.5, 3 * wanted.mm - 0.5]) == [], path
            texts = page.evaluate(measures.TEXT_SIZES, ".kiosk")
            assert min(texts.values()) >= (wanted.large if is_large else wanted.text) - 0.1, (path, texts)
            assert page.evaluate(measures.OUTSIDE, ".kiosk") == [], path
            assert page.evaluate(measures.CONTRASTS, ".kiosk") >= 7, path
            assert page.evaluate("document.documentElement.scrollWidth") <= surface.width_px, path
            if page.locator(".qr-code").count():
                assert page.evaluate(measures.CODE_SIDE, ".qr-code") >= wanted.code - 0.5, path
            if surface.height_px > surface.width_px:
                assert page.evaluate(measures.OUT_OF_REACH) == [], path
            bar = page.locator(".kiosk-bar").bounding_box()
            if "putar" not in path:
                assert bar and round(bar["y"] + bar["height"]) == surface.height_px, path


@pytest.mark.parametrize("name", list(PANELS))
def test_k14_the_field_and_all_keys_are_seen_at_once_and_nothing_is_remembered(
    browser: Browser, showroom: Showroom, name: str
) -> None:
    with panel(browser, showroom, PANELS[name]) as context:
        page = context.new_page()
        page.goto("/kios/cari?q=")
        field, bar = page.locator(".kiosk-keys__field"), page.locator(".kiosk-bar").bounding_box()
        boxes = [key.bounding_box() for key in page.locator(".kiosk-keys__board button").all()]
        line = field.bounding_box()
        assert line and bar and len(boxes) == 27 and line["y"] >= 0
        for box in boxes:
            assert box and box["y"] >= line["y"] + line["height"] and box["y"] + box["height"] <= bar["y"]
        for letter in "IKAT":
            page.get_by_role("button", name=letter, exact=True).click()
        page.get_by_role("button", name="Spasi").click()
        page.get_by_role("button", name="Spasi").click()
        page.get_by_role("button", name="T", exact=True).click()
        page.get_by_role("button", name="Hapus").click()
        assert field.input_value() == "ikat "
        assert field.get_attribute("autocomplete") == "off" and field.get_attribute("inputmode") == "none"
        page.locator(".kiosk-keys__key--go").click()
        page.wait_for_url("**/kios/cari?q=ikat+&cari=")
        expect(page.locator(".kiosk-tile").first).to_be_visible()
        page.goto("/kios/cari?q=")
        assert field.input_value() == ""


def test_k10_two_fingers_do_not_zoom_and_the_browsers_own_gestures_are_off(kiosk: Page) -> None:
    session = kiosk.context.new_cdp_session(kiosk)

    def pinch() -> float:
        for kind, spread in [("touchStart", 40), *(("touchMove", 40 + 40 * n) for n in range(1, 8)), ("touchEnd", 0)]:
            points = [{"x": 540 - spread, "y": 900, "id": 0}, {"x": 540 + spread, "y": 900, "id": 1}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points if spread else []})
            kiosk.wait_for_timeout(30)
        kiosk.wait_for_timeout(200)
        return float(kiosk.evaluate("visualViewport.scale"))

    assert pinch() == 1
    refused = (
        "(name) => !document.querySelector('main').dispatchEvent(new Event(name, { bubbles: true, cancelable: true }))"
    )
    assert [kiosk.evaluate(refused, name) for name in ("contextmenu", "dragstart", "auxclick")] == [True] * 3
    kiosk.mouse.move(100, 900)
    kiosk.mouse.down()
    kiosk.mouse.move(900, 1300)
    kiosk.mouse.up()
    assert kiosk.evaluate("getSelection().toString()") == ""
    style = "getComputedStyle(document.documentElement)"
    assert kiosk.evaluate(f"[{style}.overscrollBehaviorX, {style}.overscrollBehaviorY]") == ["none", "none"]
    # What others use in its place lets two fingers zoom: the test would notice.
    kiosk.evaluate("document.documentElement.style.touchAction = 'manipulation'")
    kiosk.wait_for_timeout(100)
    assert pinch() > 1.2


def test_k15_the_code_of_a_product_is_read_by_a_telephone(kiosk: Page) -> None:
    kiosk.goto("/kios/")
    follow(kiosk.locator(".kiosk-tile").first)
    code = kiosk.locator(".qr-code").first
    code.scroll_into_view_if_needed()
    (address,) = read_codes(code.screenshot(), times=2)
    assert address == f"https://griya.contoh.test/produk/{kiosk.url.rpartition('/')[2]}"
    assert address.removeprefix("https://") in kiosk.locator("main").inner_text(), "for who has no camera"


def test_k18_the_whole_way_can_be_gone_with_the_keyboard_and_is_told(kiosk: Page) -> None:
    kiosk.goto("/kios/")
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Enter")
    kiosk.wait_for_url("**/kios/produk/**")
    for _ in range(9):
        kiosk.keyboard.press("Tab")
        if "Kembali" in kiosk.evaluate("document.activeElement.textContent"):
            break
    kiosk.keyboard.press("Enter")
    kiosk.wait_for_url("**/kios/?rak=tenun-busana")
    kiosk.locator(".kiosk-bar__link").first.focus()
    kiosk.clock.run_for(62_000)
    dialog = kiosk.get_by_role("dialog", name="Masih di sini?")
    expect(dialog).to_be_visible()
    for _ in range(3):
        kiosk.keyboard.press("Tab")
        assert kiosk.evaluate(
            "document.activeElement.closest('dialog') !== null || document.activeElement === document.body"
        )
    assert kiosk.locator("[data-idle=spoken]").get_attribute("role") == "status"
    said = []
    for _ in range(11):
        said.append(kiosk.locator("[data-idle=spoken]").inner_text())
        kiosk.clock.run_for(1000)
    assert set(said) == {"15 detik lagi", "10 detik lagi", "5 detik lagi"} or set(said) == {
        "15 detik lagi", "10 detik lagi"
    }  # fmt: skip
    kiosk.get_by_role("button", name="Saya masih di sini").focus()
    kiosk.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert "kiosk-bar__link" in kiosk.evaluate("document.activeElement.className"), "the focus is given back"


def test_k22_whoever_hammers_gets_one_page_and_no_harm(kiosk: Page) -> None:
    asked: list[str] = []
    kiosk.goto("/kios/")
    tile = kiosk.locator(".kiosk-tile").first
    wanted = tile.get_attribute("href") or ""
    box = tile.bounding_box()
    kiosk.on("request", lambda request: asked.append(request.url) if wanted in request.url else None)
    session, glass = kiosk.context.new_cdp_session(kiosk), kiosk.locator("html")
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def touch(fingers: int) -> None:
        at = [{"x": x + 25 * number, "y": y, "id": number} for number in range(fingers)]
        session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def tap(times: int) -> int:
        """How many taps were answered: Chromium never answers a touch under which its page goes away."""
        answered = 0
        for _ in range(times):
            with suppress(Error):  # A tap has a time limit; a bare touch would wait for ever.
                glass.tap(position={"x": x, "y": y}, force=True, scroll="none", timeout=1000)
                answered += 1
        return answered

    touch(5)
    touch(10)
    assert tap(100) >= 95
    kiosk.wait_for_url(f"**{wanted}")
    expect(kiosk.locator("h1")).to_be_visible()
    assert len({*asked}) == 1 and len(kiosk.context.pages) == 1
    assert len(asked) <= 2, f"asked {len(asked)} times"
    kiosk.goto("/kios/cari?q=")
    key = kiosk.get_by_role("button", name="A", exact=True).bounding_box()
    assert key
    x, y = key["x"] + 20, key["y"] + 20
    assert tap(110) > 100, "more letters than the field takes"
    assert len(kiosk.locator(".kiosk-keys__field").input_value()) <= 100
    assert kiosk.evaluate("visualViewport.scale") == 1 and kiosk.url.endswith("/kios/cari?q=")


def test_k19_what_attracts_turns_without_motion_where_none_is_wanted(browser: Browser, showroom: Showroom) -> None:
    moving = {}
    for wish in ("no-preference", "reduce"):
        with panel(browser, showroom, PORTRAIT, reduced_motion=wish) as context:
            page, faults = watched(context)
            page.clock.install()
            page.goto("/kios/putar")
            page.evaluate(
                "window.seen = 0; const look = () => { requestAnimationFrame(look);"
                " window.seen = Math.max(window.seen, document.getAnimations().length); }; look()"
            )
            first = page.locator("article:not([hidden])").last.get_attribute("data-key")
            for _ in range(5):
                page.clock.run_for(10_000)
            assert page.locator("article:not([hidden])").last.get_attribute("data-key") != first
            page.clock.run_for(1000)
            moving[wish] = page.evaluate("window.seen")
            assert not unexpected(faults)
            page.locator("article:not([hidden]) a").last.click()
            page.wait_for_url("**/kios/produk/**")
    assert moving["reduce"] == 0 and moving["no-preference"] > 0


@pytest.mark.parametrize("path", ["/kios/", "/kios/putar"])
def test_k20_without_scripts_one_browses_searches_and_comes_home(
    browser: Browser, showroom: Showroom, path: str
) -> None:
    with panel(browser, showroom, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(path)
        page.locator(".kiosk-tile, article:not([hidden]) .kiosk-slide__link").first.click()
        page.wait_for_url("**/kios/produk/**")
        refresh = "document.querySelector('noscript meta')"
        assert page.locator("noscript meta[http-equiv=refresh]").get_attribute("content") == "75; url=/kios/", refresh
        page.get_by_role("link", name="Cari", exact=True).click()
        page.get_by_role("link", name="Ketik nama atau bahan").click()
        for letter in "BID":
            page.get_by_role("button", name=letter, exact=True).click()
        assert page.locator(".kiosk-keys__field").input_value() == "bid"
        page.locator(".kiosk-keys__key--go").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hasil untuk “bid”")
        follow(page.get_by_role("link", name="English"))
        assert "/kios/en/cari?" in page.url
