"""A wall screen in a real browser: it turns by the clock, outlives its server, and can be read from 3 m.

The page's clock is Playwright's, so that minutes pass at once; requests, parsing and layout are real.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from griya.showroom.rules.air import Kind, from_json, showing
from tests.journeys import measures
from tests.journeys.showroom_site import LONG_MAKER, Showroom
from tests.journeys.watch import page_errors

pytestmark = pytest.mark.browser

FIRST = ["Songket Sambas", "Bidai Jagoi", "Madu Tikung"]
SECOND = ["Tanjak Corak Insang", "Lempok Durian"]
# Soon, because what the showroom plays has a window around the moment at which it is made.
NOON = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30)
SIZES = [(1920, 1080), (1080, 1920), (1366, 768), (3840, 2160)]


@pytest.fixture
def showroom(tmp_path: Path) -> Iterator[Showroom]:
    place = Showroom(tmp_path)
    yield place
    place.stop()


def wall(browser: Browser, **options: object) -> BrowserContext:
    return browser.new_context(viewport={"width": 1920, "height": 1080}, **options)  # type: ignore[arg-type]


@pytest.fixture
def screen(browser: Browser, showroom: Showroom) -> Iterator[Page]:
    """A screen that plays the first list, one second into a slot; its clock stands still unless a test moves it."""
    showroom.show(FIRST)
    context = wall(browser, reduced_motion="reduce")
    page = context.new_page()
    faults = page_errors(page)
    page.clock.install(time=NOON)
    page.goto(f"{showroom.url}/layar/")
    page.clock.pause_at(NOON + timedelta(seconds=31))
    yield page
    context.close()
    assert not faults


def shown(page: Page) -> str:
    visible = page.locator("article.slide:visible")
    expect(visible).to_have_count(1)
    return visible.locator(".slide__name").inner_text()


def due(page: Page, names: list[str]) -> str:
    """The name that the server's rule has on the list which the page holds, at the page's clock."""
    told = page.locator("griya-screen").evaluate("(e) => [e.dataset.plan, Date.now()]")
    plan = from_json(json.loads(told[0]))
    now = showing(plan, int(told[1]))
    assert now.kind is Kind.SLIDE
    top = max(entry.layer for entry in plan.entries)
    return names[[entry.key for entry in plan.entries if entry.layer == top].index(now.key)]


def left_of_slide(page: Page) -> int:
    """Milliseconds until the slide that is due gives way."""
    told = page.locator("griya-screen").evaluate("(e) => [e.dataset.plan, Date.now()]")
    now = showing(from_json(json.loads(told[0])), int(told[1]))
    assert now.until
    return now.until - int(told[1])


def next_slot(page: Page) -> None:
    """Let the clock run for a slide's time, and a question to the server come back if one was asked."""
    page.clock.run_for(15_000)
    page.wait_for_timeout(150)


def test_slides_turn_with_the_clock_and_a_late_timer_does_not_put_them_off(screen: Page) -> None:
    assert shown(screen) == due(screen, FIRST)
    seen = []
    for _ in range(7):
        next_slot(screen)
        seen.append(shown(screen))
        assert seen[-1] == due(screen, FIRST)
    assert seen[:3] in ([FIRST[n:] + FIRST[:n] for n in range(3)])
    # The machine was busy for two and a half slots: the next slide is the one that is due, not the one that was next.
    screen.clock.fast_forward(37_500)
    screen.clock.run_for(100)
    assert shown(screen) == due(screen, FIRST)


def test_an_unchanged_list_is_a_304_without_a_body(screen: Page) -> None:
    answers: list[tuple[int, str]] = []
    screen.on("response", lambda response: answers.append((response.status, response.url)))
    for _ in range(6):
        next_slot(screen)
    statuses = [status for status, address in answers if address.endswith("/layar/")]
    assert len(statuses) >= 3
    assert not [address for _, address in answers[3:] if "/media/" in address], "no picture is asked for again"
    assert statuses[0] in {200, 304}, "the first answer may have come while the screen was being opened"
    assert set(statuses[1:]) == {304}, statuses


def test_the_loop_goes_on_without_a_server_and_takes_the_new_list_at_a_boundary(
    screen: Page, showroom: Showroom
) -> None:
    next_slot(screen)
    showroom.stop()
    for _ in range(8):
        screen.clock.run_for(15_000)
        screen.wait_for_timeout(50)
        assert shown(screen) == due(screen, FIRST)

    showroom.show(SECOND)
    showroom.start()
    answers: list[int] = []
    screen.on("response", lambda response: answers.append(response.status))
    while 200 not in answers:
        assert shown(screen) == due(screen, FIRST)
        screen.clock.run_for(1000)
        screen.wait_for_timeout(100)
    # The screen has the new list now and shows nothing of it before its slide is over.
    held = shown(screen)
    screen.clock.run_for(max(left_of_slide(screen) - 500, 0))
    assert shown(screen) == held
    # A slide of the new list that is half over is not begun: the old one stays until the next.
    screen.clock.run_for(1000)
    if shown(screen) == held:
        screen.clock.run_for(left_of_slide(screen) + 500)
    assert shown(screen) == due(screen, SECOND)
    assert [text.strip() for text in screen.locator(".slide__name").all_inner_texts()][:2] == SECOND


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500, "body": "rusak"},
        {"status": 200, "body": "bukan halaman"},
        {
            "status": 200,
            "body": '<griya-screen data-seconds="15" data-count="3" data-revision="x"><article>a</article>',
        },
        {"status": 200, "body": '<griya-screen data-seconds="0" data-count="1" data-revision="x"><article>a</article>'},
        {"status": 302, "headers": {"Location": "/meja/masuk"}},
    ],
)
def test_a_broken_answer_changes_nothing_on_the_screen(screen: Page, answer: dict[str, object]) -> None:
    screen.route("**/layar/", lambda route: route.fulfill(**answer))
    for _ in range(4):
        screen.clock.run_for(15_000)
        screen.wait_for_timeout(50)
        assert shown(screen) == due(screen, FIRST)
    screen.unroute("**/layar/")
    next_slot(screen)
    assert shown(screen) == due(screen, FIRST)


def test_a_server_that_never_answers_does_not_stop_the_loop(screen: Page) -> None:
    held: list[Route] = []
    screen.route("**/layar/", lambda route: held.append(route))
    for _ in range(4):
        screen.clock.run_for(15_000)
        assert shown(screen) == due(screen, FIRST)
    assert held


def test_the_old_slide_stays_opaque_while_the_new_one_comes(browser: Browser, showroom: Showroom) -> None:
    showroom.show(FIRST)
    context = wall(browser)
    page = context.new_page()
    page.clock.install(time=NOON)
    page.goto(f"{showroom.url}/layar/")
    page.evaluate("document.getAnimations().forEach((a) => a.finish())")
    page.clock.run_for(15_000)

    both = page.locator("article.slide:not([hidden])")
    expect(both).to_have_count(2)
    opacities = page.evaluate(
        "[...document.querySelectorAll('article.slide:not([hidden])')].map((e) => "
        "[e.hasAttribute('data-entering'), Number(getComputedStyle(e).opacity), getComputedStyle(e).zIndex])"
    )
    assert [opacity for entering, opacity, _ in opacities if not entering] == [1]
    assert [z for entering, _, z in opacities if entering] == ["1"]
    expect(both).to_have_count(1)
    context.close()


def test_reduced_motion_cuts(screen: Page) -> None:
    screen.clock.run_for(15_000)
    assert screen.evaluate("document.getAnimations().length") == 0
    assert shown(screen) == due(screen, FIRST)


def test_the_pause_holds_the_slide_and_letting_go_shows_the_one_that_is_due(screen: Page, showroom: Showroom) -> None:
    held = shown(screen)
    pause = screen.get_by_role("button", name="Jeda")
    assert pause.evaluate("(e) => getComputedStyle(e).opacity") == "0", "nothing of it is on the wall"
    screen.keyboard.press("Tab")
    expect(pause).to_be_focused()
    assert pause.evaluate("(e) => getComputedStyle(e).opacity") == "1"
    screen.keyboard.press("Enter")
    showroom.show(SECOND)
    for _ in range(4):
        next_slot(screen)
        assert shown(screen) == held
    screen.evaluate("document.activeElement.blur()")
    resume = screen.get_by_role("button", name="Lanjutkan")
    assert resume.evaluate("(e) => getComputedStyle(e).opacity") == "1", "who comes by sees that it stands still"
    resume.click()
    screen.clock.run_for(left_of_slide(screen) + 500)
    assert shown(screen) == due(screen, SECOND)


def test_a_touch_brings_the_pause_and_never_leaves_the_screen(screen: Page) -> None:
    link = screen.get_by_role("link", name="Buka situs Griya IKM")
    box = link.bounding_box()
    assert box
    address = screen.url
    screen.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(screen.get_by_role("button", name="Jeda")).to_be_focused()
    assert screen.url == address
    screen.keyboard.press("Tab")
    expect(link).to_be_focused()
    screen.keyboard.press("Enter")
    screen.wait_for_url(f"{address.removesuffix('layar/')}")


def test_without_scripts_the_server_turns_the_slides(browser: Browser, showroom: Showroom) -> None:
    showroom.show(FIRST)
    context = wall(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{showroom.url}/layar/")
    page.wait_for_url("**/layar/?n=")
    expect(page.locator("article.slide")).to_have_count(1)
    assert page.locator(".slide__name").inner_text() in FIRST
    context.close()


def names_of_every_length() -> list[str]:
    words = "selendang tenun ikat Sintang kebat pewarna alam akar mengkudu motif ruit dan gajah tenunan Ensaid Panjang"
    lengths = [5, 9, 22, 30, 31, 48, 49, 80, 120]
    return [(words * 2)[:length].strip().ljust(length, "n") for length in lengths] + ["w" * 120, "M" * 40]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_slide_can_be_read_and_nothing_is_cut_off(
    browser: Browser, showroom: Showroom, width: int, height: int
) -> None:
    showroom.show(names_of_every_length(), maker=LONG_MAKER)
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{showroom.url}/layar/")
    count = page.locator("article.slide").count()
    assert count == 12, "eleven products and the still"
    unit = min(width, height) / 100
    for number in range(count):
        page.evaluate(measures.SHOW_SLIDE, number)
        name = page.locator("article.slide:visible .slide__name").inner_text()
        assert page.evaluate(measures.OUTSIDE, ".slide:not([hidden])") == [], name
        sizes = page.evaluate(measures.TEXT_SIZES, ".screen")
        assert min(sizes.values()) >= 3.5 * unit - 0.1, (name, sizes)
        assert page.evaluate(measures.TEXT_SIZES, ".slide:not([hidden]) .slide__name").popitem()[1] >= 7.6 * unit - 0.1
        assert page.evaluate(measures.CONTRASTS, ".screen") >= 7, name
        code = page.evaluate(measures.CODE_SIDE, "article.slide:not([hidden]) .qr-code")
        assert code >= 240 / 1080 * min(width, height), (name, code)
    context.close()
