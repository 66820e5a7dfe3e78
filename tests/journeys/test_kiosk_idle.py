"""A kiosk that is left alone: a warning, home, nothing left of the visitor; and nobody who is there is thrown out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.kiosk_place import panel, unexpected, watched
from tests.journeys.showroom_site import Showroom

pytestmark = pytest.mark.browser

LIST = "/kios/?rak=tenun-busana"


@pytest.fixture(scope="module")
def showroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Showroom]:
    place = Showroom(tmp_path_factory.mktemp("kios"))
    place.show(["Bidai rotan", "Songket Sambas"], slots=("kios",))
    yield place
    place.stop()


@pytest.fixture
def kiosk(browser: Browser, showroom: Showroom) -> Iterator[Page]:
    """A kiosk whose clock the test moves."""
    with panel(browser, showroom) as context:
        page, faults = watched(context)
        page.clock.install()
        page.goto("/kios/")
        yield page
    assert not unexpected(faults)


def is_warning(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('dialog').open"))


def go_back(page: Page) -> None:
    """As the browser's own button does; asked later, because the page that is asked goes away."""
    page.evaluate("void setTimeout(() => history.back(), 0)")
    page.clock.run_for(1)


@pytest.mark.parametrize(
    ("kept", "path", "idle", "warning"),
    [
        ("", LIST, 60, 15),
        ("", "product", 90, 20),
        (".30", LIST, 30, 15),
        (".300", LIST, 300, 15),
        (".29", LIST, 60, 15),
        (".301", LIST, 60, 15),
        (".1e2", LIST, 60, 15),
    ],
)
def test_k1_the_warning_and_the_way_home_come_when_they_should(
    kiosk: Page, showroom: Showroom, kept: str, path: str, idle: int, warning: int
) -> None:
    kiosk.context.clear_cookies()
    if kept:
        address = f"{showroom.url}/kios/"
        kiosk.context.add_cookies([{"name": "griya-kios", "value": f"lobi.215-1080x1920-60{kept}", "url": address}])
    if path == "product":
        kiosk.locator(".kiosk-tile").first.click()
        kiosk.wait_for_url("**/kios/produk/**")
    else:
        kiosk.goto(path)
    address = kiosk.url
    kiosk.clock.run_for((idle - 1) * 1000)
    assert not is_warning(kiosk)
    kiosk.clock.run_for(1500)
    assert is_warning(kiosk)
    assert kiosk.evaluate("document.activeElement.textContent.trim()") == "Saya masih di sini"
    kiosk.clock.run_for((warning - 3) * 1000)
    assert kiosk.url == address and is_warning(kiosk)
    kiosk.clock.run_for(3000)
    kiosk.wait_for_url("**/kios/")


def test_k1_whoever_says_so_stays(kiosk: Page) -> None:
    kiosk.goto(LIST)
    address = kiosk.url
    kiosk.clock.run_for(62_000)
    kiosk.get_by_role("button", name="Saya masih di sini").click()
    assert not is_warning(kiosk)
    kiosk.clock.run_for(55_000)
    assert not is_warning(kiosk) and kiosk.url == address, "the tap on the warning hit nothing underneath"


SIGNS = {
    "touch": "window.dispatchEvent(new PointerEvent('pointerdown'))",
    "scroll": "window.dispatchEvent(new Event('scroll'))",
    "key": "window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }))",
    "input": "window.dispatchEvent(new Event('input'))",
    "media": "''",
}


@pytest.mark.parametrize("sign", list(SIGNS))
def test_k2_whoever_is_there_is_never_thrown_out(kiosk: Page, sign: str) -> None:
    kiosk.goto(LIST)
    if sign == "media":
        kiosk.evaluate(
            "const film = document.body.appendChild(document.createElement('video'));"
            "Object.defineProperty(film, 'paused', { value: false, configurable: true })"
        )
    for _ in range(10):
        kiosk.clock.run_for(30_000)
        kiosk.evaluate(SIGNS[sign])
        assert not is_warning(kiosk)
    kiosk.evaluate("document.querySelector('video')?.remove()")
    kiosk.clock.run_for(62_000)
    assert is_warning(kiosk), "without a sign the warning comes"


@pytest.mark.parametrize("path", ["/kios/", "/kios/putar"])
def test_k3_home_and_what_attracts_are_never_interrupted(kiosk: Page, path: str) -> None:
    kiosk.goto(path)
    kiosk.clock.run_for(59_000)
    assert not is_warning(kiosk) and kiosk.url.endswith(path)
    kiosk.clock.run_for(2_000)
    kiosk.wait_for_url("**/kios/putar")
    kiosk.wait_for_load_state()
    for _ in range(10):
        kiosk.clock.run_for(50_000)
        assert not is_warning(kiosk)
    assert kiosk.url.endswith("/kios/putar")


def test_k4_k16_after_the_reset_nothing_is_left_of_the_visitor(kiosk: Page) -> None:
    kiosk.get_by_role("link", name="Teks besar").click()
    kiosk.wait_for_url("**/kios/besar/")
    kiosk.get_by_role("link", name="English").click()
    kiosk.wait_for_url("**/kios/en/besar/")
    kiosk.locator(".kiosk-tile").first.click()
    kiosk.wait_for_url("**/kios/en/besar/produk/**")
    product = kiosk.url
    kiosk.get_by_role("link", name="Put on the list").click()
    expect(kiosk.locator("[data-kiosk-count]")).to_have_text("(1)")
    kiosk.get_by_role("link", name="Search", exact=True).click()
    kiosk.get_by_role("link", name="Type a name or a material").click()
    kiosk.get_by_role("button", name="K", exact=True).click()
    kiosk.wait_for_function("document.querySelector('input').value === 'k'")
    kiosk.clock.run_for(80_000)
    kiosk.wait_for_url("**/kios/")
    kiosk.wait_for_load_state()
    assert kiosk.evaluate("[sessionStorage.length, localStorage.length, scrollY, visualViewport.scale]") == [0, 0, 0, 1]
    assert kiosk.evaluate("document.documentElement.lang + document.documentElement.className") == "idkiosk-root"
    assert [cookie["name"] for cookie in kiosk.context.cookies()] == ["griya-kios"]
    assert kiosk.locator("[data-kiosk-count]").inner_text() == ""
    go_back(kiosk)
    kiosk.wait_for_url("about:blank")  # where this browser began: none of the visitor's pages lies behind home
    assert product != kiosk.url


def test_k4_the_test_notices_where_the_way_back_stays_open(browser: Browser, showroom: Showroom) -> None:
    with panel(browser, showroom) as context:
        page, _ = watched(context)
        page.route("**/kiosk-ways.js", lambda route: route.abort())
        page.clock.install()
        page.goto("/kios/")
        page.get_by_role("link", name="Rak", exact=True).click()
        page.wait_for_url("**/kios/?rak=")
        page.locator(".kiosk-tile").first.click()
        page.wait_for_url("**/kios/?rak=tenun-busana")
        page.clock.run_for(80_000)
        page.wait_for_url("**/kios/")
        go_back(page)
        page.wait_for_url("**/kios/?rak=")


def test_a_kiosk_without_its_server_and_without_a_copy_keeps_the_page_it_has(kiosk: Page, showroom: Showroom) -> None:
    kiosk.goto(LIST)
    heading = kiosk.locator("h1").inner_text()
    showroom.stop()
    kiosk.locator(".kiosk-tile").first.click()
    expect(kiosk.locator(".kiosk-note")).to_have_text("Kios sedang tanpa sambungan. Coba lagi sebentar lagi.")
    kiosk.clock.run_for(200_000)
    assert kiosk.locator("h1").inner_text() == heading
    showroom.start()
    kiosk.clock.run_for(100_000)
    kiosk.wait_for_url("**/kios/")
