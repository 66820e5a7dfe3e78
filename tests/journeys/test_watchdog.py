"""A screen whose slides have stopped helps itself once (`static/js/screen-watchdog.js`), and only then."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.wall import FAST_MS, KEPT, Wall, screen, until

pytestmark = pytest.mark.browser

# How long no slide may come before the page begins anew; without this parameter a minute, or three slides.
GUARD_MS = 4_000
# No slide can be laid out any more, and each of them says so: the player is alive, and what is on the wall stays.
STUCK = """void (Element.prototype.replaceChildren = function () {
  if (this.matches('.screen__layer')) throw new Error('planted');
})"""


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    place = Wall(tmp_path_factory.mktemp("watchdog"))
    place.show()
    yield place
    place.stop()


@contextmanager
def guarded(browser: Browser, wall: Wall) -> Iterator[tuple[Page, list[str]]]:
    """A screen that has everything kept, and how often its page began."""
    begun: list[str] = []
    with screen(browser) as page:
        page.goto(f"{wall.weather.url}/layar/?ms={FAST_MS}&poll=300&jaga={GUARD_MS}")
        until(page, KEPT)
        until(page, "__layar.n > 0 && __layar.error === ''")
        page.on("domcontentloaded", lambda one: begun.append(one.url))
        try:
            yield page, begun
        finally:
            wall.weather.be("ok")


def test_a_screen_without_progress_begins_anew_from_what_is_kept(browser: Browser, wall: Wall) -> None:
    with guarded(browser, wall) as (page, begun):
        wall.weather.be("dead")
        page.evaluate(STUCK)
        until(page, "__layar.errors.includes('gambar')")
        page.evaluate("void (window.isStuck = true)")
        until(page, "!window.isStuck && window.__layar && __layar.changes > 2")
        assert len(begun) == 1


def test_it_tries_once(browser: Browser, wall: Wall) -> None:
    with guarded(browser, wall) as (page, begun):
        page.add_init_script(f"addEventListener('DOMContentLoaded', () => setTimeout(() => {{ {STUCK} }}, 1000))")
        page.evaluate(STUCK)
        for _ in range(300):
            page.wait_for_timeout(100)
            if begun:
                break
        page.wait_for_timeout(4 * GUARD_MS)
        assert len(begun) == 1


@pytest.mark.parametrize("why", ["held", "nothing kept"])
def test_it_leaves_a_slide_that_is_held_and_a_page_that_could_not_come_back(
    browser: Browser, wall: Wall, why: str
) -> None:
    with guarded(browser, wall) as (page, begun):
        if why == "nothing kept":
            page.evaluate("Object.defineProperty(navigator.serviceWorker, 'controller', { value: null })")
        page.evaluate(STUCK)
        until(page, "__layar.isOwed")
        if why == "held":  # while another slide is owed: without that nothing would be expected anyway
            page.evaluate("document.querySelector('griya-screen').toggleAttribute('data-paused', true)")
        shown = page.evaluate("__layar.changes")
        page.wait_for_timeout(3 * GUARD_MS)
        assert page.evaluate("__layar.changes") <= shown + 1
        assert not begun
