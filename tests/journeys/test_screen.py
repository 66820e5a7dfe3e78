"""A wall screen in a real browser, in any weather: rows L2 to L30 of docs/showroom.md.

Slides stand for half a second here and the list is asked for thrice a second; the application allows it because it is
tested. What takes hours, and what is a number of milliseconds on a calm machine, is in `test_screen_soak.py`.
"""

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Page

from griya.catalog.actions import RevisionDraft, add_revision, publish_product, withdraw_product
from griya.catalog.models import Product, ProductPhoto, ProductRevision
from griya.core.db import db
from griya.showroom.rules.air import Kind, showing
from tests.journeys.wall import FAST_MS, KEPT, NAMES, Wall, follows, play, screen, turns, until

pytestmark = pytest.mark.browser

# Long enough for a list to come within one slide.
SLOW_MS = 4_000
BROKEN = ("500", "short", "bad-hash", "bad-json", "dead")
# What may be read on a screen besides its slides: the pause and the way out, which nobody sees on the wall.
CONTROLS = {"Jeda", "Lanjutkan", "Buka situs Griya IKM"}


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    """One showroom for all; a test that changes the weather or the list puts both right again."""
    place = Wall(tmp_path_factory.mktemp("wall"))
    place.show()
    yield place
    place.stop()


@pytest.fixture(scope="module")
def hung(browser: Browser, wall: Wall) -> Iterator[Page]:
    """The screen that most tests look at, one after the other: opening another one takes longer than a test."""
    with screen(browser) as page:
        play(page, wall)
        yield page


@pytest.fixture
def page(hung: Page, wall: Wall) -> Iterator[Page]:
    """A screen that has everything of its list."""
    rev = wall.told()["rev"]
    until(hung, f"__layar.rev === '{rev}' && __layar.error === ''")
    until(hung, KEPT)
    yield hung
    wall.weather.be("ok")
    hung.goto(hung.url)  # a screen waits for a while after a failure, unless it begins anew
    until(hung, "window.__layar && __layar.n > 0")


def code_of(wall: Wall, name: str) -> str:
    with wall.showroom.app.app_context():
        rows = db.session.query(Product).join(ProductRevision, ProductRevision.id == Product.live_revision_id)
        return str(rows.filter(ProductRevision.name_id == name).order_by(Product.id).all()[-1].code)


def test_l2_l11_slides_follow_the_rule_of_the_server_and_change_at_boundaries_alone(page: Page, wall: Wall) -> None:
    seen = turns(page, 9)
    assert follows(seen, wall.plan())
    due = [since for _, since, _ in seen]
    assert all((later - sooner) % FAST_MS == 0 for sooner, later in pairwise(due))
    assert len({key for _, _, key in seen}) == len(NAMES)


def test_l3_whatever_the_server_does_nothing_but_slides_is_to_be_seen(page: Page, wall: Wall) -> None:
    slides = " ".join(page.evaluate(SLIDE_TEXTS).split())
    for mode in BROKEN:
        wall.weather.be(mode)
        began, heard = page.evaluate("[__layar.n, __layar.errors.length]")
        until(page, f"__layar.n > {began + 2}")
        lines = page.evaluate("document.body.innerText").split("\n")
        strange = [line for line in lines if line.strip() and line.strip() not in CONTROLS | {"Griya IKM"}]
        assert not [line for line in strange if " ".join(line.split()) not in slides], mode
        assert page.evaluate("getComputedStyle(document.querySelector('.slide')).cursor") == "none"
        until(page, f"__layar.errors.length > {heard} && __layar.error.startsWith('daftar')")
    assert follows(turns(page, 2), wall.plan())


# The texts of all slides of the list that the screen keeps, with the titles above them.
SLIDE_TEXTS = """(async () => {
  const list = await (await (await caches.open('griya-daftar')).match('/layar/daftar.json')).json();
  const read = (html) => { const e = document.createElement('div'); e.innerHTML = html; return e.innerText; };
  return [...Object.values(list.slides).map((one) => read(one.html)), ...list.items.map((one) => one.title)].join(' ');
})()"""


@pytest.mark.parametrize("mode", ["dead", "hang"])
def test_l4_the_first_slide_comes_from_what_is_kept_before_the_server_is_asked(
    page: Page, wall: Wall, mode: str
) -> None:
    wall.weather.be(mode)
    page.goto(page.url)
    until(page, "window.__layar && __layar.n > 0 && __layar.kind === 'slide'")
    if mode == "hang":
        assert page.evaluate("__layar.errors.length") == 0, "nobody has given the server up yet"
    assert page.evaluate("[...document.querySelectorAll('canvas')].some((e) => e.width > 300)"), "with its photo"
    assert follows(turns(page, 3), wall.plan())


def test_l5_the_first_slide_waits_for_its_own_photo_alone(browser: Browser, wall: Wall) -> None:
    told = wall.told()
    with screen(browser) as page:
        others = {one["address"] for slide in told["slides"].values() for one in slide["media"]}
        page.goto(f"{wall.weather.url}/layar/?ms=600000")  # whichever is first stays for the test
        until(page, "window.__layar && __layar.n > 0")
        first = page.evaluate("__layar.slide")
    others -= {one["address"] for one in told["slides"][first]["media"]}
    with screen(browser) as page:
        held = []
        page.route(
            "**/media/**", lambda route: held.append(route) if _path(route.request.url) in others else route.continue_()
        )
        page.goto(f"{wall.weather.url}/layar/?ms=600000")
        until(page, "window.__layar && __layar.n > 0")
        assert page.evaluate("__layar.slide") == first
        assert not page.evaluate(KEPT.replace("navigator.serviceWorker.controller", "true")), "not all of it is there"


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_l10_l12_a_broken_update_is_harmless_and_only_what_changed_is_fetched(page: Page, wall: Wall) -> None:
    before = page.evaluate("__layar.rev")
    new = "Lempok Durian"
    for mode, code in (("500", "foto-500"), ("short", "foto-panjang"), ("bad-hash", "foto-sidik")):
        wall.weather.be(mode, only="/media/")
        wall.show([*NAMES[:3], f"{new} {mode}"])
        wall.weather.asked.clear()
        until(page, f"__layar.errors.includes('{code}')")
        assert page.evaluate("[__layar.rev, __layar.pending, __layar.error]") == [before, "", code]
        old = page.evaluate("__layar.n")
        until(page, f"__layar.n > {old + 2}")
        assert page.evaluate("__layar.rev") == before, "the old list goes on"
    wall.weather.be("ok")
    page.goto(page.url)  # a screen waits for a while after a failure, unless it begins anew
    rev = wall.told()["rev"]
    until(page, f"__layar.rev === '{rev}'")
    assert follows(turns(page, 2), wall.plan())
    until(page, "__layar.error === ''")
    wall.weather.asked.clear()
    wall.show([*NAMES[:3], "Kopiah Resam"])
    rev = wall.told()["rev"]
    until(page, f"__layar.rev === '{rev}'")
    fetched = [path for path in wall.weather.asked if "/media/" in path]
    assert len(fetched) == 4, "four new products have four new photos"
    with wall.showroom.writing():
        photos = db.session.query(ProductPhoto).join(Product, Product.id == ProductPhoto.product_id)
        photos.filter(Product.code == code_of(wall, "Kopiah Resam")).one().alt_id = "Kopiah dari resam"
    wall.weather.asked.clear()
    rev = wall.told()["rev"]
    until(page, f"__layar.rev === '{rev}'")
    assert not [path for path in wall.weather.asked if "/media/" in path], "words alone fetch no photo"


def test_l9_l11_an_edit_arrives_without_a_jump(page: Page, wall: Wall) -> None:
    """A price changes: the order keeps its place, so that every slide is due when it would have been."""
    with wall.showroom.writing():
        product = db.session.query(Product).filter_by(code=code_of(wall, NAMES[0])).one()
        draft = RevisionDraft(name_id=NAMES[0], unit="pak", price_mode="tampil", price_idr=98_765)
        publish_product(product=product, revision=add_revision(product=product, draft=draft))
    rev = wall.told()["rev"]
    until(page, f"__layar.rev === '{rev}'")
    seen = turns(page, 5)
    assert follows(seen, wall.plan())
    assert len({since % FAST_MS for _, since, _ in page.evaluate("__layar.swaps")}) == 1
    assert "98.765" in page.evaluate(SLIDE_TEXTS)


def test_l11_a_slide_stays_for_its_time_though_its_words_have_changed(browser: Browser, wall: Wall) -> None:
    long = 12_000
    with screen(browser) as page:
        play(page, wall, ms=long)
        began = page.evaluate("__layar.n")
        until(page, f"__layar.n > {began}", 30)
        on = code, n, since = page.evaluate("[__layar.slide, __layar.n, __layar.swaps.at(-1)[1]]")
        with wall.showroom.writing():
            product = db.session.query(Product).filter_by(code=code).one()
            name = db.session.get_one(ProductRevision, product.live_revision_id).name_id
            draft = RevisionDraft(name_id=name, unit="pak", price_mode="tampil", price_idr=87_654)
            publish_product(product=product, revision=add_revision(product=product, draft=draft))
        rev = wall.told()["rev"]
        until(page, f"__layar.pending === '{rev}'")
        assert page.evaluate("[__layar.slide, __layar.n, __layar.swaps.at(-1)[1]]") == on
        until(page, f"__layar.rev === '{rev}'", 30)
        assert page.evaluate("__layar.n") == n + 1
        assert page.evaluate("__layar.swaps.at(-1)[1]") == since + long


def test_l27_what_is_taken_off_leaves_without_a_gap(page: Page, wall: Wall) -> None:
    gone = page.evaluate("__layar.slide")
    with wall.showroom.writing():
        withdraw_product(product=db.session.query(Product).filter_by(code=gone).one(), reason="Uji.")
    rev = wall.told()["rev"]
    until(page, f"__layar.rev === '{rev}'")
    until(page, f"__layar.slide !== '{gone}'")
    assert gone not in {key for _, _, key in turns(page, 6)}
    assert page.evaluate("__layar.kind") == "slide"
    wall.show()


def test_l27_what_was_due_next_is_not_shown_once_more(browser: Browser, wall: Wall) -> None:
    """The boundary at which the list without it comes is the one at which it was due."""
    with screen(browser) as page:
        play(page, wall, ms=SLOW_MS)
        turns(page, 1)
        gone = showing(wall.plan(SLOW_MS), page.evaluate("__layar.now") + SLOW_MS).key
        with wall.showroom.writing():
            withdraw_product(product=db.session.query(Product).filter_by(code=gone).one(), reason="Uji.")
        rev = wall.told()["rev"]
        until(page, f"__layar.pending === '{rev}' || __layar.rev === '{rev}'")
        (before, _, first), (after, _, second) = turns(page, 2)
        assert gone not in {first, second}
        assert after - before <= 1.5 * SLOW_MS, "no gap"
    wall.show()


def test_l13_an_unchanged_list_costs_a_304_and_no_file(page: Page, wall: Wall) -> None:
    turns(page, 2)
    wall.weather.asked.clear()
    wall.weather.sent.clear()
    turns(page, 6)
    # A page that was just opened has its worker looked for by the browser itself.
    assert sorted(set(wall.weather.asked) - {"GET /layar/sw.js"}) == ["GET /layar/daftar.json"]
    assert not wall.weather.sent["/layar/daftar.json"], "no answer has a body"


def test_l8_two_screens_show_the_same_without_talking(browser: Browser, page: Page, wall: Wall) -> None:
    with screen(browser) as other:
        play(other, wall)
        theirs = {since: key for _, since, key in turns(other, 6)}
        ours = {since: key for _, since, key in page.evaluate("__layar.swaps")}
        both = set(ours) & set(theirs)
        assert len(both) >= 3
        assert [ours[since] for since in both] == [theirs[since] for since in both]


@pytest.mark.parametrize("hours", [3, -5 * 365 * 24])
def test_l23_a_wrong_clock_shows_what_a_right_one_does(browser: Browser, wall: Wall, hours: int) -> None:
    with screen(browser) as page:
        page.add_init_script(f"{{ const now = Date.now; Date.now = () => now() + {hours} * 3_600_000; }}")
        play(page, wall)
        assert follows(turns(page, 3), wall.plan())
        wrong = page.evaluate("__layar.now - Date.now()") / 3_600_000
        assert wrong == pytest.approx(-hours, abs=1 / 3600), "right to a second"
        known = page.evaluate("JSON.parse(localStorage.getItem('griya-jam')).last")
        wall.weather.be("dead")
        page.goto(page.url)
        until(page, "window.__layar && __layar.n > 0")
        assert page.evaluate("__layar.now") >= known, "never before a moment that was known"
        assert follows(turns(page, 2), wall.plan())
    wall.weather.be("ok")


def test_l17_nothing_moves_where_nothing_shall(browser: Browser, wall: Wall) -> None:
    moving = "document.getAnimations().length"
    with screen(browser, reduced_motion="reduce") as page:
        play(page, wall)
        began = page.evaluate("__layar.n")
        while page.evaluate("__layar.n") < began + 2:
            assert page.evaluate(moving) == 0
        page.emulate_media(reduced_motion="no-preference")
        until(page, f"{moving} > 0")  # elsewhere it fades
        page.evaluate("document.querySelector('griya-screen').toggleAttribute('data-quiet', true)")
        turns(page, 1)
        began = page.evaluate("__layar.n")
        while page.evaluate("__layar.n") < began + 2:
            assert page.evaluate(moving) == 0


def test_l24_a_new_version_comes_from_what_is_kept_and_begins_once(page: Page, wall: Wall) -> None:
    config, extensions = wall.showroom.app.config, wall.showroom.app.extensions
    version = config["STATIC_VERSION"]

    def deploy(name: str) -> None:
        extensions["griya.showroom.shells"].clear()
        config["STATIC_ADDRESSES"].clear()
        config["STATIC_VERSION"] = name

    own = "document.querySelector('griya-screen').dataset.shell"
    first = page.evaluate(own)
    deploy("versi-baru")
    second = wall.told()["shell"]["id"]
    assert second != first
    until(page, f"{own} === '{second}'")
    until(page, "window.__layar && __layar.n > 1")
    assert page.evaluate("performance.getEntriesByType('navigation')[0].workerStart") > 0, "the worker answered"
    deploy("versi-lagi")
    third = wall.told()["shell"]["id"]
    pointed = "(async () => (await (await (await caches.open('griya-kulit')).match('/layar/')).text()))()"
    until(page, f"(async () => (await {pointed}) === 'griya-kulit /layar/ {third}')()")
    turns(page, 4)
    assert page.evaluate(own) == second, "not twice within ten minutes"
    page.evaluate("localStorage.setItem('griya-muat', String(Date.now() - 601_000))")
    until(page, f"{own} === '{third}'")
    until(page, "window.__layar && __layar.n > 0")
    shells = "(async () => (await caches.keys()).filter((one) => one.startsWith('griya-kulit /')).length)()"
    until(page, f"(async () => (await {shells}) === 1)()")
    deploy(version)


def test_l25_the_screen_is_kept_awake_again_after_it_was_hidden(browser: Browser, wall: Wall) -> None:
    with screen(browser) as page:
        page.add_init_script(
            "window.asked = 0; navigator.wakeLock.request = async () => ({ released: (asked += 1) < 2 });"
        )
        play(page, wall)
        assert page.evaluate("asked") == 1
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        until(page, "asked === 2")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert page.evaluate("asked") == 2, "a lock that holds is not asked for again"


def clear_once_it_remembers(page: Page, count: int) -> None:
    """Take away what is kept when all its photos are in memory, though few of them were shown: the slides are held."""
    until(page, "window.__layar && __layar.kind === 'slide'")
    page.evaluate("document.querySelector('griya-screen').setAttribute('data-paused', '')")
    until(page, f"__layar.held >= {count}")
    until(page, KEPT)
    page.evaluate("(async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))))()")
    page.evaluate("document.querySelector('griya-screen').removeAttribute('data-paused')")


def test_l30_what_is_cleared_under_a_running_screen_comes_back(page: Page, wall: Wall) -> None:
    count = len({one["sha"] for slide in wall.told()["slides"].values() for one in slide["media"]})
    page.goto(page.url)
    clear_once_it_remembers(page, count)
    wall.weather.asked.clear()
    assert follows(turns(page, 5), wall.plan())
    until(page, KEPT)
    until(page, f"(async () => (await (await caches.open('griya-media')).keys()).length >= {len(NAMES)} )()")
    assert count and not [path for path in wall.weather.asked if "/media/" in path], "memory had them"
    wall.weather.be("dead")
    page.goto(page.url)
    clear_once_it_remembers(page, count)
    # Without a server and without what was kept: a whole round from memory.
    plan = wall.plan()
    first = int(turns(page, 1)[0][1])
    due = {showing(plan, first + n * FAST_MS).key for n in range(len(plan.entries))}
    seen = turns(page, 2 * len(due))
    assert follows(seen, plan) and {key for _, _, key in seen} == due


def test_the_pause_holds_the_slide_and_letting_go_shows_the_one_that_is_due(page: Page, wall: Wall) -> None:
    pause = page.get_by_role("button", name="Jeda")
    assert pause.evaluate("(e) => getComputedStyle(e).opacity") == "0", "nothing of it is on the wall"
    page.keyboard.press("Tab")
    assert pause.evaluate("(e) => e === document.activeElement && getComputedStyle(e).opacity") == "1"
    page.keyboard.press("Enter")
    held = page.evaluate("[__layar.n, __layar.slide]")
    page.wait_for_timeout(FAST_MS * 3)
    assert page.evaluate("[__layar.n, __layar.slide]") == held
    page.get_by_role("button", name="Lanjutkan").click()
    until(page, f"__layar.n > {held[0]}")
    assert follows(turns(page, 2), wall.plan())


def test_a_touch_brings_the_pause_and_never_leaves_the_screen(page: Page) -> None:
    link = page.get_by_role("link", name="Buka situs Griya IKM")
    box = link.bounding_box()
    assert box
    address = page.url
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.get_by_role("button", name="Jeda").evaluate("(e) => e === document.activeElement")
    assert page.url == address


def test_l26_an_empty_list_is_the_still_and_never_black(browser: Browser, tmp_path: Path) -> None:
    empty = Wall(tmp_path)
    try:
        assert showing(empty.plan(), 1).kind is Kind.STILL
        with screen(browser) as page:
            play(page, empty)
            assert page.evaluate("__layar.kind") == "still"
            assert "Dibuat di Kalimantan Barat" in page.locator(".slide:visible").inner_text()
            assert page.locator(".slide:visible svg.qr-code").count() == 1
    finally:
        empty.stop()


def test_l15_the_picture_never_darkens_while_a_slide_comes(browser: Browser, wall: Wall) -> None:
    """The old slide stays whole underneath. If both faded, as a control does here, the ground would show."""
    with screen(browser) as page:
        play(page, wall, ms=4000)
        page.evaluate(HELD_FADE)
        ends = [light(page, 0), light(page, 1)]
        assert all(light(page, part) >= 0.95 * min(ends) for part in (0.25, 0.5, 0.75))
        page.evaluate(
            "(() => { for (const e of document.querySelectorAll('html, body, .screen')) e.style.background = 'black';"
            " document.querySelector('.screen__layer:not([data-entering])').style.opacity = 0.5; })()"
        )
        assert light(page, 0.5) < 0.95 * min(ends), "the control darkens"


# Waits for a change, stops it where it is, and lets no other one begin.
HELD_FADE = """new Promise((done) => { const look = () => {
  const [fade] = document.getAnimations();
  if (!fade) return requestAnimationFrame(look);
  fade.pause();
  document.querySelector('griya-screen').toggleAttribute('data-paused', true);
  done(true);
}; look(); })"""


def light(page: Page, part: float) -> float:
    """The mean light of the screen after this part of a change."""
    page.evaluate(f"(() => {{ const [a] = document.getAnimations(); a.currentTime = {part} * 599; }})()")
    return float(ImageStat.Stat(Image.open(io.BytesIO(page.screenshot())).convert("L")).mean[0])


def test_l14_slides_leave_nothing_behind(browser: Browser, wall: Wall) -> None:
    """A day's slides are in `make soak`; these are enough to see a node or a listener that each slide would leave."""
    with screen(browser) as page:
        play(page, wall, ms=100, poll=60_000)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")

        def left() -> tuple[float, float]:
            session.send("HeapProfiler.collectGarbage")
            told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
            return told["Nodes"], told["JSEventListeners"]

        def grown(slides: int) -> tuple[float, float]:
            turns(page, len(NAMES))
            before = left()
            turns(page, slides)
            after = left()
            return after[0] - before[0], after[1] - before[1]

        def leaks() -> bool:
            """What a busy browser has not collected yet is gone the next time; what leaks is there each time."""
            tries = [grown(40) for _ in range(2)]
            return min(nodes for nodes, _ in tries) >= 40 or min(listeners for _, listeners in tries) >= 5

        assert not leaks()
        page.evaluate(LEAK)
        assert leaks(), "a planted leak is seen"


# Every slide leaves a node that something still holds, and a listener on it.
LEAK = """(() => { window.held = []; new MutationObserver(() => { const e = document.createElement('p');
  e.textContent = 'x'; held.push(e); e.addEventListener('click', () => held); })
  .observe(document.querySelector('griya-screen'), { attributes: true, attributeFilter: ['data-drift'] }); })()"""


def test_l7_a_busy_page_is_late_and_never_drifts(browser: Browser, wall: Wall) -> None:
    """Another script takes 120 of every 300 ms. A chain of timers, the control, adds its delays up."""
    with screen(browser) as page:
        play(page, wall, ms=250, poll=60_000)
        page.evaluate(
            "setInterval(() => { const end = performance.now() + 120; while (performance.now() < end); }, 300);"
            "window.chain = []; { const first = performance.now(); let n = 0; const next = () => {"
            " chain.push(performance.now() - first - 250 * n++); setTimeout(next, 250); }; next(); }"
        )
        seen = turns(page, 16)
        late = [shown - due for shown, due, _ in seen]
        chain = page.evaluate("chain")
        grown = median(late[-5:]) - median(late[:5])
        assert follows(seen, wall.plan(250))
        assert median(chain[-5:]) - median(chain[:5]) > max(2 * abs(grown), 200), (late, chain)
