"""The sample's pictures: added once, never to a real product, stopped and gone on with, and complete."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from griya.catalog.models import ProductPhoto
from griya.core import pictures
from griya.core.db import db
from griya.sample.illustrations import add_sample_pictures, list_illustrations
from tests.factories.catalog import make_product
from tests.factories.photos import make_jpeg, make_photo
from tests.factories.registry import make_producer


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """A folder with two pictures, of which the first shows two products, and one that does not exist."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(make_jpeg())
    (folder / "b.jpg").write_bytes(make_jpeg(colour=(20, 90, 40)))
    rows = (("a", ("satu", "dua", "tidak-ada")), ("hilang", ("satu",)), ("b", ("tiga", "asli")))
    text = "".join(
        f'[[pictures]]\nfile = "{name}.jpg"\nproducts = {list(slugs)}\nrole = "utama"\nfocal = [0.2, 0.8]\n'
        f'alt_id = "Gambar contoh {name}"\nalt_en = "Sample drawing {name}"\n'
        for name, slugs in rows
    )
    (folder / "index.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def products(context: Any) -> None:
    maker = make_producer("IKM Contoh", is_sample=True)
    for slug in ("satu", "dua", "tiga"):
        make_product(slug, producer=maker, slug=slug)
    make_product("asli", slug="asli")
    db.session.commit()


def alts() -> list[str]:
    return sorted(db.session.scalars(select(ProductPhoto.alt_id)))


def test_every_sample_product_gets_its_picture_once(products: None, drawn: Path, tmp_path: Path) -> None:
    media = tmp_path / "media"
    assert add_sample_pictures(media_folder=media, folder=drawn) == 3
    assert alts() == ["Gambar contoh a", "Gambar contoh a", "Gambar contoh b"]
    assert add_sample_pictures(media_folder=media, folder=drawn) == 0


def test_a_second_start_decodes_nothing(
    products: None, drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = tmp_path / "media"
    add_sample_pictures(media_folder=media, folder=drawn)
    made: list[bytes] = []
    monkeypatch.setattr(pictures, "render", lambda source, *_rest, **_more: made.append(source))
    add_sample_pictures(media_folder=media, folder=drawn)
    assert not made


def test_it_stops_when_it_is_told_and_goes_on_later(products: None, drawn: Path, tmp_path: Path) -> None:
    media = tmp_path / "media"
    asked = iter([False] * 40 + [True] * 1000)
    stopped = add_sample_pictures(media_folder=media, folder=drawn, is_stopped=lambda: True)
    assert stopped == 0 and alts() == []
    some = add_sample_pictures(media_folder=media, folder=drawn, is_stopped=lambda: next(asked))
    assert some + add_sample_pictures(media_folder=media, folder=drawn) == 3


def test_a_photo_of_ones_own_is_left_as_it_is(products: None, drawn: Path, tmp_path: Path, context: Any) -> None:
    from griya.catalog.queries.photos import find_product_by_slug

    product = find_product_by_slug("tiga")
    assert product is not None
    make_photo(product)
    db.session.commit()
    assert add_sample_pictures(media_folder=tmp_path / "media", folder=drawn) == 2


def test_without_an_index_there_is_nothing_to_do(app: Flask, tmp_path: Path) -> None:
    assert list_illustrations(tmp_path) == []
    with app.app_context():
        assert add_sample_pictures(media_folder=tmp_path, folder=tmp_path) == 0


def test_the_sample_s_own_index_names_files_and_words_that_are_there() -> None:
    folder = Path(__file__).resolve().parents[2] / "griya" / "sample" / "pictures"
    for illustration in list_illustrations():
        assert (folder / illustration.file).is_file(), illustration.file
        assert illustration.products and len(illustration.alt_id) >= 8 and len(illustration.alt_en) >= 8
