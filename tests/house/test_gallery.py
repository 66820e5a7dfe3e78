"""Component, style and gallery are one set: a piece of the gallery for every component, a template for every style."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.app import create_app
from griya.config import Settings
from griya.core.db import db
from tests.conftest import IsolatedClient
from tests.house import source
from tests.page import Opened, PageClient
from tests.spoken import indonesian_words

COMPONENTS = [path.stem for path in source.files("templates/components", "*.html")]
# What a piece of the gallery holds at the least, by selectors inside it. Photos come with the sample catalogue.
STATES = {
    "badge": (".badge__number", ".badge .ovop-stars"),
    "bar_chart": ("a.bar-chart__label", "span.bar-chart__label", '.bar-chart__bar[width="0.0"]'),
    "button": (
        ".button:not(.button--quiet)", ".button--quiet", ".button--wide", "a.button", "button.button[disabled]",
        ".is-hover .button", ".is-focus .button", ".is-hover .button--quiet", ".is-focus .button--quiet",
    ),
    "chip": (".chip--current", ".chip__remove", ".is-hover .chip", ".is-focus .chip"),
    "desk_filter": (
        ".desk-filter__active .chip", ".desk-filter__more[open]", ".desk-filter__more:not([open])",
        ".desk-filter__radio[checked]", "[aria-invalid] + .desk-filter__fault", ".desk-filter__count strong",
        "input[type=date]", "input[type=hidden]",
    ),
    "desk_head": (".desk-head__back a + a", ".desk-head__actions .button"),
    "dialog": ("[popover]", ".dialog:not([popover])"),
    "empty_state": (".empty-state__actions a",),
    "error_summary": (".error-summary__list a",),
    "facet": (
        ".facet__box[checked]", ".facet__box:not([checked]):not([disabled])", ".facet__box[disabled]",
        ".is-focus .facet__box",
    ),
    "facet_group": (
        ".facet-group[open]", ".facet-group:not([open])", ".facet__parts .facet__box[checked]",
        ".facet-group__chosen", ".facet__parts .facet__box[disabled]", ".facet__value:nth-of-type(30)",
    ),
    "field": (
        ".field__hint", ".field__error", ".field__optional", "input.field__input[disabled]", "textarea", "select",
        ".field__box", ".field--checkbox.field--error", ".is-focus .field__input",
    ),
    "history": (".history__object", ".history__sentence a", ".history__reason", ".history__table td"),
    "maker_card": (".sample-mark", ".is-hover .maker-card", ".is-focus .maker-card"),
    "maker_story": (".sample-mark",),
    "notice": (".notice--info", ".notice--good", ".notice--warning"),
    "office_contact": ("[href^='mailto:']", "[href*='/permintaan']"),
    "pagination": (
        "li:first-child > [aria-current]", "li:last-child > [aria-current]",
        ".pagination__gap + li + li > [aria-current]", "[rel=prev]", "[rel=next]", ".is-focus .pagination__link",
    ),
    "price": (".price__ask", ".price__from", ".price__amount"),
    "product_card": (
        ".motif--empty", ".product-card__reason", ".product-card__mark", ".sample-mark", ".price__ask",
        ".is-hover .product-card", ".is-focus .product-card",
    ),
    "shop_links": (".is-hover .shop-links__link", ".is-focus .shop-links__link"),
    "skeleton": (".skeleton__picture", ".skeleton__line"),
    "table": (".table__caption", "tbody tr:nth-child(12)", ".table__box ~ .table__box ~ .table__box"),
    "task_list": (".task-list__entry--late", ".task-list__due time", ".task-list__link"),
    "tile": (".tile--plain", ".tile__motif", ".is-hover .tile", ".is-focus .tile"),
    "tile_map": (".tile-map__numbers",),
    "timeline": ("time", ".timeline__text"),
    "toast": (".toast--good", ".toast--error"),
}  # fmt: skip
BLOCKS = [path.stem for path in source.files("static/css/components", "*.css")]


@pytest.fixture
def local_app(settings: Settings, database: sa.Connection, tmp_path: Path) -> Iterator[Flask]:
    """The application as a developer runs it, on the migrated and empty test database."""
    app = create_app(replace(settings, is_local=True, instance=tmp_path))
    app.testing = True
    app.test_client_class = IsolatedClient
    engines = db._app_engines[app]
    own = engines[None]
    engines[None] = database  # type: ignore[assignment]
    yield app
    engines[None] = own
    own.dispose()


@pytest.fixture(params=["/galeri", "/en/galeri"])
def gallery(local_app: Flask, request: pytest.FixtureRequest) -> Opened:
    """The gallery in each language, opened with all the checks of the page helper."""
    return PageClient(local_app.test_client()).get(request.param)


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_has_a_piece_of_the_gallery(name: str) -> None:
    piece = source.ROOT / "templates" / "gallery" / f"_{name}.html"
    assert piece.is_file(), f"show templates/components/{name}.html in {source.name(piece)}"
    assert f'"components/{name}.html"' in piece.read_text(encoding="utf-8"), f"{source.name(piece)} does not use it"


def test_the_gallery_shows_every_piece(gallery: Opened) -> None:
    pieces = {path.stem.removeprefix("_") for path in source.files("templates/gallery", "_*.html")}
    assert {element.attrs["id"] for element in gallery.select("section.specimen")} == pieces


def test_the_gallery_shows_what_can_take_several_forms_in_each_of_them(gallery: Opened) -> None:
    missing = [
        f"{piece}: {selector}"
        for piece, selectors in STATES.items()
        for selector in selectors
        if not gallery.select(f"#{piece} {selector}")
    ]
    assert not missing, f"show these in templates/gallery: {missing}"


def test_the_galleries_of_both_languages_lead_to_each_other(gallery: Opened) -> None:
    (way,) = gallery.select("main a[hreflang]")
    assert {way.attrs["href"], way.attrs["hreflang"]} in ({"/galeri", "id"}, {"/en/galeri", "en"})
    assert way.attrs["hreflang"] != gallery.select("html")[0].attrs["lang"]


def test_the_components_speak_english_on_an_english_page(local_app: Flask) -> None:
    opened = PageClient(local_app.test_client()).get("/en/galeri")
    assert opened.select("html")[0].attrs["lang"] == "en"
    found = indonesian_words(opened.html)
    assert not found, f"say these by _() or mark them: {sorted(set(found))}"


def test_the_gallery_is_open_to_no_search_engine_and_linked_from_nowhere(gallery: Opened) -> None:
    assert 'content="noindex"' in gallery.html
    for path in source.files("templates", "*.html"):
        assert "component_index" not in path.read_text(encoding="utf-8"), f"{source.name(path)} links to the gallery"


def test_a_production_site_has_no_gallery(page: PageClient) -> None:
    page.get("/galeri", expect=404)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_of_style_is_used_by_a_template(block: str) -> None:
    used = re.compile(rf"[\s\"'{{}}]{block}(?:-list)?(?:__[a-z0-9-]+|--[a-z0-9-]+)?[\s\"'{{]")
    assert any(used.search(path.read_text(encoding="utf-8")) for path in source.files("templates", "*.html")), (
        f"static/css/components/{block}.css styles nothing: no template has class {block}"
    )
