"""Every template with the longest texts, in a browser: rows L18 to L20 of docs/showroom.md.

What was reckoned by `griya/showroom/rules/fit.py` is looked at here: sizes, cut or overflowing text, contrast, codes.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from griya.catalog.models import Product
from griya.core.db import db
from griya.registry.models import Producer
from griya.showroom.rules.layout import ANY_SCREEN, look_of
from griya.showroom.rules.profile import Profile, sizes_of
from griya.showroom.views import screens
from griya.showroom.views.playing import Wall as Playing
from tests.journeys import measures
from tests.journeys.codes import read_codes
from tests.journeys.showroom_site import LONG_MAKER, names_of_every_length
from tests.journeys.wall import Wall, screen, until

pytestmark = pytest.mark.browser

BRIEF = ("Bidai", "Tikar Lampit Bulat", "Kopiah Resam", "Manik Kayaan Mendalam", "Insang", "Lempok Durian Asli")
SIZES = [(1920, 1080), (1080, 1920), (1366, 768), (3840, 2160)]
PROFILES = [
    Profile(650, 300),
    Profile(550, 300),
    Profile(430, 300),
    Profile(320, 200),
    Profile(550, 300, 1080, 1920),
    Profile(430, 300, 3840, 2160),
]
NEVER_CUT = 80
TEMPLATES = {"satu", "dua", "cerita"}


def names() -> list[str]:
    return [*names_of_every_length(), *BRIEF]


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    """All templates: a round that is long enough for two to share a slide, and a maker who has a story."""
    place = Wall(tmp_path_factory.mktemp("wall"))
    place.show(names(), maker=LONG_MAKER)
    with place.showroom.writing():
        for maker in db.session.query(Producer):
            maker.story_id = (
                "Tujuh keluarga di Sendoyan menjemur, mengayak, dan menggiling sendiri hasil kebun mereka semua."
            )
    yield place
    place.stop()


MEASURE = f"""async () => {{
  const [outside, sizes, contrast, side] =
    [{measures.OUTSIDE}, {measures.TEXT_SIZES}, {measures.CONTRASTS}, {measures.CODE_SIDE}];
  await document.fonts.ready;
  const list = await (await fetch(document.querySelector('griya-screen').dataset.list)).json();
  const layer = document.querySelector('.screen__layer:not([data-waiting])');
  return Object.entries(list.slides).filter(([key]) => key !== 'night').map(([key, slide]) => {{
    layer.innerHTML = slide.html;
    document.querySelector('h1').textContent = list.items.find((one) => one.id === key)?.title ?? '';
    const name = [...layer.querySelectorAll('.slide__name')];
    return {{
      key, outside: outside('.screen'), least: Math.min(...Object.values(sizes('.screen__player'))),
      name: Math.min(...name.map((e) => parseFloat(getComputedStyle(e).fontSize))), text: name.map((e) => e.innerText),
      contrast: contrast('.screen__player'), code: side('.screen__layer:not([data-waiting]) .qr-code'),
      template: layer.firstElementChild.className.match(/slide--([a-z]+)/)[1],
      facts: [...layer.querySelectorAll('.slide__facts p')].map((e) => e.innerText),
      overlaps: [...document.querySelectorAll(':is(.screen__head, .screen__layer:not([data-waiting]) '
        + ':is(.slide__code, .slide__name, .slide__facts, .slide__call, .slide__address))')]
        .map((e) => [e.className, e.getBoundingClientRect()]).flatMap(([one, a], n, all) => all.slice(n + 1)
        .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
          && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1).map(([other]) => one + ' on ' + other)),
    }};
  }});
}}"""


# The first slide of each template, by its name: the products on it.
ONE_OF_EACH = """async () => {
  const list = await (await fetch(document.querySelector('griya-screen').dataset.list)).json();
  window.each = {};
  for (const slide of Object.values(list.slides).filter((one) => one.products.length)) {
    each[slide.html.match(/slide--([a-z]+)/)[1]] ??= slide;
  }
  return Object.fromEntries(Object.entries(each).map(([name, slide]) => [name, slide.products]));
}"""
PUT_UP = "(name) => { document.querySelector('.screen__layer:not([data-waiting])').innerHTML = each[name].html; }"


def measured(browser: Browser, wall: Wall, width: int, height: int) -> list[dict[str, Any]]:
    with screen(browser, viewport={"width": width, "height": height}, reduced_motion="reduce") as page:
        page.goto(f"{wall.weather.url}/layar/?ms=600000&poll=600000")
        until(page, "window.__layar && __layar.n > 0")
        found: list[dict[str, Any]] = page.evaluate(MEASURE)
        return found


def check(found: list[dict[str, Any]], *, name_px: float, text_px: float, code_px: float) -> None:
    assert {one["template"] for one in found} >= TEMPLATES
    told = " ".join(" ".join(one["text"]) for one in found)
    assert not [name for name in names() if len(name) <= NEVER_CUT and name not in told and "www" not in name]
    faults = []
    for one in found:
        words = " ".join(one["facts"]).replace("…", "").split()
        most = 15 * (2 if one["template"] == "dua" else 1) + 1
        is_right = (
            not one["outside"]
            and not one["overlaps"]
            and one["name"] >= name_px - 0.1
            and one["least"] >= text_px - 0.1
            and one["contrast"] >= 7
            and one["code"] >= code_px - 0.5
            and len(words) <= most
        )
        faults += [] if is_right else [one]
    assert not faults, f"at least {name_px}, {text_px}, {code_px}: {faults}"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_l19_every_slide_is_legible_and_whole_on_a_screen_of_which_nobody_said_anything(
    browser: Browser, wall: Wall, width: int, height: int
) -> None:
    unit = min(width, height) / 100
    check(measured(browser, wall, width, height), name_px=7.6 * unit, text_px=3.5 * unit, code_px=240 / 10.8 * unit)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda one: one.surface.spec)
def test_l18_every_slide_is_legible_and_whole_on_a_screen_of_a_known_size(
    browser: Browser, wall: Wall, monkeypatch: pytest.MonkeyPatch, profile: Profile
) -> None:
    surface = profile.surface
    monkeypatch.setattr(screens, "_wall", lambda code: playing(surface.spec, look_of(surface)))
    sizes = sizes_of(surface)
    found = measured(browser, wall, surface.width_px, surface.height_px)
    check(found, name_px=sizes.large, text_px=sizes.text, code_px=sizes.code)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
def test_l20_the_code_of_a_slide_is_read_from_afar_and_leads_to_its_product(
    browser: Browser, wall: Wall, width: int, height: int
) -> None:
    with screen(browser, viewport={"width": width, "height": height}, reduced_motion="reduce") as page:
        page.goto(f"{wall.weather.url}/layar/?ms=600000&poll=600000")
        until(page, "window.__layar && __layar.n > 0")
        slides: dict[str, list[str]] = page.evaluate(ONE_OF_EACH)
        assert {*slides} >= TEMPLATES
        for template, codes in slides.items():
            page.evaluate(PUT_UP, template)
            with wall.showroom.app.app_context():
                slugs = db.session.scalars(db.select(Product.slug).where(Product.code.in_(codes)))
                addresses = {f"https://griya.contoh.test/produk/{slug}" for slug in slugs}
            assert {*read_codes(page.screenshot())} == addresses, template


def playing(spec: str, look: Any = ANY_SCREEN) -> Playing:
    return Playing(
        slot_code="layar",
        address="/layar/",
        list_address="/layar/daftar.json",
        worker_address="/layar/sw.js",
        size_address=f"/ukuran/{spec}.css",
        look=look,
    )
