"""A paired screen in a real browser: an emergency message, the night, its own sizes, and what it reports."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from sqlalchemy import delete

from griya.core import clock
from griya.core.db import db
from griya.showroom.models import Emergency, OpeningHours, ScreenDay, ScreenReport
from griya.showroom.rules.air import MINUTE_MS, OFFSET_MS
from griya.showroom.rules.profile import Profile, sizes_of
from griya.showroom.rules.programme import ms_of
from griya.showroom.views.devices import SECRET_COOKIE
from tests.factories.accounts import make_account
from tests.factories.showroom import make_screen
from tests.journeys.wall import NAMES, Wall, screen, turns, until

pytestmark = pytest.mark.browser

PROFILE = Profile(430, 300)


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    place = Wall(tmp_path_factory.mktemp("wall"))
    place.show()
    yield place
    place.stop()


@pytest.fixture(autouse=True)
def fair(wall: Wall) -> Iterator[None]:
    """Whatever becomes of a test, the next one has a server that answers and a wall without a message."""
    yield
    wall.weather.be("ok")
    with wall.showroom.writing():
        db.session.execute(delete(Emergency))


def send(wall: Wall, seconds: int) -> None:
    """A message that ends sooner than the desk would let it."""
    with wall.showroom.writing():
        now = clock.now()
        db.session.add(
            Emergency(
                message_id="Mohon keluar lewat pintu terdekat.",
                message_en="Please leave by the nearest exit.",
                starts_at=now,
                ends_at=now + timedelta(seconds=seconds),
                created_by_id=make_account().id,
            )
        )


def test_l22_an_emergency_waits_for_no_photo_and_ends_without_the_server(browser: Browser, wall: Wall) -> None:
    with screen(browser) as page:
        page.goto(f"{wall.weather.url}/layar/?ms=500&poll=300")
        until(page, "window.__layar && __layar.kind === 'slide'")
        wall.weather.be("500", only="/media/")
        wall.show([*NAMES[:2], "Lempok Durian"])
        until(page, "__layar.errors.includes('foto-500')")
        send(wall, 20)
        # All at once: the message is gone in a while, and a busy machine takes its time for each question.
        words, size, box = until(page, SEEN)
        assert words == "Mohon keluar lewat pintu terdekat."
        assert size >= 0.1 * 720 - 0.1
        assert box == [1280, 720]
        wall.weather.be("dead")
        until(page, "__layar.kind === 'slide'", 40)
        assert turns(page, 2)


# The message once nothing moves any more and nothing of the head stands over it.
SEEN = """(() => {
  const words = document.querySelector('.screen__layer:not([data-waiting]) .slide__notice');
  if (__layar.kind !== 'takeover' || !words || document.getAnimations().length) return null;
  const slide = words.closest('.slide');
  if (document.elementFromPoint(640, 20)?.closest('.slide') !== slide) return null;
  return [words.innerText, parseFloat(getComputedStyle(words).fontSize), [slide.offsetWidth, slide.offsetHeight]];
})()"""
# How many languages there are, how far the words are from the upper and the lower edge and from each other, and whether
# all lie within the screen, none of them broken in two.
PLACED = """(() => {
  const seen = [...document.querySelectorAll('.screen__layer:not([data-waiting]) .slide__notice')];
  if (__layar.kind !== 'takeover' || !seen.length || document.getAnimations().length) return null;
  const boxes = seen.map((one) => one.getBoundingClientRect());
  const unbroken = (one) => [...one.innerText.matchAll(/\\S+/g)].every(({ 0: word, index }) => {
    const part = document.createRange();
    part.setStart(one.firstChild, index);
    part.setEnd(one.firstChild, index + word.length);
    return part.getClientRects().length === 1;
  });
  const within = ({ top, bottom, right }) => top >= 0 && bottom <= innerHeight && right <= innerWidth;
  const whole = boxes.every(within) && seen.every(unbroken);
  const apart = boxes.at(-1).top - boxes[0].top - (seen.length - 1) * boxes[0].height;
  return [seen.length, boxes[0].top, innerHeight - boxes.at(-1).bottom, apart, whole];
})()"""
# What has the focus, and whether it is on top where it stands.
FOCUSED = """(() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  return [one.className, one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2))];
})()"""


@pytest.mark.parametrize(
    ("width", "height", "languages"),
    [(1920, 1080, 2), (1080, 1920, 1), (360, 800, 1)],
    ids=["lying", "upright", "phone"],
)
def test_l22_an_emergency_stands_in_the_middle_and_what_has_the_focus_is_seen_above_it(
    browser: Browser, wall: Wall, width: int, height: int, languages: int
) -> None:
    with wall.showroom.writing():
        made, secret = make_screen(f"Tengah {width}", profile=PROFILE)
        code = made.code
    address = f"/layar/{code}/" if languages == 2 else "/layar/"
    send(wall, 600)
    with screen(browser, viewport={"width": width, "height": height}) as page:
        page.context.add_cookies([{"name": SECRET_COOKIE, "value": secret, "domain": "127.0.0.1", "path": address}])
        page.goto(f"{wall.weather.url}{address}?ms=500&poll=300")
        said, above, below, apart, whole = until(page, PLACED)
        assert said == languages and whole
        assert abs(above - below) <= 0.01 * height and apart <= 0.1 * height
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == ["screen__control", True]


PAUSE = "document.querySelector('griya-screen').toggleAttribute('data-paused')"


def test_l22_a_pause_holds_no_emergency_and_goes_on_holding_once_it_has_ended(browser: Browser, wall: Wall) -> None:
    with screen(browser) as page:
        page.goto(f"{wall.weather.url}/layar/?ms=500&poll=300")
        until(page, "window.__layar && __layar.kind === 'slide'")
        assert page.evaluate(PAUSE)
        send(wall, 8)
        until(page, PLACED)
        n = page.evaluate("__layar.n")
        wall.weather.be("dead")
        until(page, f"__layar.kind === 'slide' && __layar.n > {n}")
        page.wait_for_timeout(1_500)
        assert page.evaluate("__layar.n") == n + 1, "the slide is held again"


def test_whoever_hammers_the_pause_breaks_nothing(browser: Browser, wall: Wall) -> None:
    with screen(browser) as page:  # which fails where a script throws
        page.goto(f"{wall.weather.url}/layar/?ms=500&poll=300")
        until(page, "window.__layar && __layar.n > 0")
        for _ in range(150):
            page.evaluate(PAUSE)
            page.wait_for_timeout(15)
        assert turns(page, 3)


# The size of the name that is to be seen; slides change while a locator looks for one.
NAME_PX = """parseFloat(getComputedStyle(
  document.querySelector('.screen__layer:not([data-waiting]) .slide__name')).fontSize)"""
GROUND = """getComputedStyle(document.querySelector('.screen__layer:not([data-waiting]) .slide')).backgroundColor"""


def test_a_paired_screen_has_its_own_sizes_reports_what_it_showed_and_is_black_at_night(
    browser: Browser, wall: Wall
) -> None:
    with wall.showroom.writing():
        made, secret = make_screen("Lobi", profile=PROFILE)
        code, place_id, screen_id = made.code, made.place_id, made.id
    with screen(browser, viewport={"width": 1920, "height": 1080}) as page:
        url = f"{wall.weather.url}/layar/{code}/"
        page.context.add_cookies(
            [{"name": SECRET_COOKIE, "value": secret, "domain": "127.0.0.1", "path": f"/layar/{code}/"}]
        )
        page.goto(f"{url}?ms=500&poll=300&lapor=600")
        until(page, "window.__layar && __layar.kind === 'slide'")
        assert page.evaluate(NAME_PX) >= sizes_of(PROFILE.surface).large - 0.1
        turns(page, 6)
        rev, heard, days = page.evaluate("__layar.rev"), _reported(wall, screen_id), _days(wall, code)
        for _ in range(200):
            if heard and heard[0].revision == rev and len(days) >= 2:
                break
            page.wait_for_timeout(100)
            heard, days = _reported(wall, screen_id), _days(wall, code)
        n = page.evaluate("__layar.n")
        assert heard[0].revision == rev and 0 < heard[0].count <= n and heard[0].error == ""
        shown = {row.product_code: (row.times, row.ms) for row in days}
        # The first slide was begun in the middle of its slot; no other one is much shorter than half a second.
        means = sorted(ms / times for times, ms in shown.values())
        assert means[0] > 0 and all(300 <= mean <= 5000 for mean in means[1:]), shown
        # The door closes: the hours of today are an hour that is over.
        minute = (ms_of(clock.now()) + OFFSET_MS) // MINUTE_MS % 1440
        with wall.showroom.writing():
            db.session.add(
                OpeningHours(place_id=place_id, days=127, opens=(minute - 120) % 1440, closes=(minute - 60) % 1440)
            )
        until(page, "__layar.kind === 'night'")
        until(page, f"{GROUND} === 'oklch(0 0 0)'")


def _reported(wall: Wall, screen_id: int) -> list[ScreenReport]:
    with wall.showroom.app.app_context():
        return db.session.query(ScreenReport).filter_by(screen_id=screen_id).all()


def _days(wall: Wall, code: str) -> list[ScreenDay]:
    with wall.showroom.app.app_context():
        return db.session.query(ScreenDay).filter_by(screen_code=code).all()
