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

COMPONENTS = [path.stem for path in source.files("templates/components", "*.html")]
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


@pytest.fixture
def gallery(local_app: Flask) -> Opened:
    """The gallery, opened with all the checks of the page helper."""
    return PageClient(local_app.test_client()).get("/galeri")


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_has_a_piece_of_the_gallery(name: str) -> None:
    piece = source.ROOT / "templates" / "gallery" / f"_{name}.html"
    assert piece.is_file(), f"show templates/components/{name}.html in {source.name(piece)}"
    assert f'"components/{name}.html"' in piece.read_text(encoding="utf-8"), f"{source.name(piece)} does not use it"


def test_the_gallery_shows_every_piece(gallery: Opened) -> None:
    pieces = {path.stem.removeprefix("_") for path in source.files("templates/gallery", "_*.html")}
    assert {element.attrs["id"] for element in gallery.select("section.specimen")} == pieces


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
