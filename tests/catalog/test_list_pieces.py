"""The pieces of a list, and whole pages of products and lists, are what their templates draw by themselves."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from griya.catalog.actions import load_vocabulary
from griya.catalog.linked_data import collection_facts, write_collection
from griya.catalog.models import Product
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.lists import find_list_page, page_of_everything, read_asked
from griya.catalog.queries.products import find_product
from griya.catalog.rules.asked import canonical_query
from griya.catalog.views import list_pieces, products
from griya.catalog.views.list_pieces import Chip
from griya.catalog.views.pieces import component
from griya.core import clock
from griya.core.db import db
from griya.core.language import current
from griya.core.paging import Page
from griya.core.share.page import as_json
from griya.core.stencils import drawn, plain
from griya.core.words import Bilingual
from griya.registry.actions import load_reference
from griya.sample.actions import load_sample
from griya.selection.actions import load_slots
from tests.conftest import rolled_back

LANGUAGES = ("id", "en")
NASTY = '<b>"position": 7654321987, &\' é'


def in_language(app: Flask, language: str) -> Any:
    return app.test_request_context("/produk?a=%3Cb%3E", environ_overrides={"griya.language": language})


@pytest.fixture(scope="module")
def sample(built_app: Flask, database: sa.Connection) -> Iterator[Flask]:
    """The sample catalogue."""
    with rolled_back(built_app, database) as app:
        with app.app_context():
            load_reference()
            load_vocabulary()
            load_slots()
            load_sample()
            db.session.commit()
        yield app


def address_of(number: int) -> str:
    return f"/produk?halaman={number}&q=%3C"


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(LANGUAGES), st.integers(1, 60), st.integers(0, 70_000), st.integers(1, 30))
def test_pages_and_sums_are_those_of_their_components(
    built_app: Flask, language: str, number: int, total: int, size: int
) -> None:
    number = min(number, max(1, -(-total // size)))
    page: Page[int] = Page(range(min(size, total)), number, size, total)
    with in_language(built_app, language):
        assert list_pieces.pagination(page, address_of) == component("pagination")(page, address_of)
        for order in ("terbaru", NASTY):
            assert list_pieces.list_summary(page, order) == component("list_summary")(page, order=order)


def test_a_page_says_where_it_leads(built_app: Flask) -> None:
    page: Page[int] = Page(range(10), 5, 10, 95)
    with in_language(built_app, "id"):
        found = str(list_pieces.pagination(page, address_of))
    assert [text in found for text in ('rel="prev"', 'rel="next"', 'aria-current="page">5<')] == [True] * 3
    assert found.count("pagination__gap") == 2 and found.count("halaman=4&amp;q=%3C") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chip_says_its_words_in_the_page_s_language(built_app: Flask, language: str) -> None:
    with in_language(built_app, language):
        chips = [Chip(Bilingual("Rotan", "Rattan"), "/a?b&c"), Chip(Bilingual(NASTY), "/d")]
        found = str(list_pieces.chip_list(chips))
    assert (">Rattan<" if language == "en" else ">Rotan<") in found
    assert "&lt;b&gt;" in found and 'href="/a?b&amp;c"' in found and "<b>" not in found
    assert ('<span lang="id">' in found) is (language == "en"), "words without a translation say their language"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_of_a_list_is_its_facts(sample: Flask, language: str) -> None:
    with in_language(sample, language):
        for number in (1, 3, 1):
            page = page_of_everything(number, size=7)
            for name, address in (("Produk", "http://localhost/produk?a=1&b=2"), (NASTY, f"http://localhost/{NASTY}")):
                expected = tuple(map(as_json, collection_facts(name, address, page, ())))
                assert write_collection(name, address, page) == expected


def queries(dice: random.Random) -> Iterator[dict[str, list[str]]]:
    """Lists as visitors ask for them, with words and without, and some that hold nothing."""
    vocabulary = read_index().vocabulary
    for _ in range(60):
        asked: dict[str, list[str]] = {}
        for facet in dice.sample(sorted(vocabulary), dice.choice((0, 1, 1, 2, 3))):
            if vocabulary[facet]:
                asked[facet.value] = dice.sample(
                    sorted(vocabulary[facet]), min(len(vocabulary[facet]), dice.choice((1, 2)))
                )
        if dice.random() < 0.4:
            asked["q"] = [dice.choice(("tenun", "anyamn", "kain sambas", "xqzq", "<b>&", "madu"))]
        if dice.random() < 0.2:
            asked["urut"] = [dice.choice(("termurah", "nama", "terbaru"))]
        if dice.random() < 0.3:
            asked["halaman"] = [str(dice.randrange(1, 5))]
        if dice.random() < 0.1:
            asked["rak"] = ["tidak-ada", "<i>"]
        if dice.random() < 0.1:
            asked["persis"] = ["1"]
        yield asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_list_filled_in_is_the_list_drawn(sample: Flask, language: str) -> None:
    filled = 0
    with in_language(sample, language):
        for query in queries(random.Random(f"lists {language}")):
            asked, snapshot = read_asked(query)
            found = find_list_page(asked, snapshot, language=current())
            parts = products._list_parts(found)
            if found.listing.is_empty or asked.unknown:
                assert "empty-state" in plain("catalog/product_index.html", *parts) or asked.unknown
                continue
            filled += 1
            for _ in range(2):
                told = drawn("catalog/product_index.html", *parts).decode()
                assert told == plain("catalog/product_index.html", *parts), canonical_query(asked)
    assert filled > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_product_filled_in_is_the_product_drawn(sample: Flask, language: str) -> None:
    with in_language(sample, language):
        slugs = db.session.scalars(sa.select(Product.slug).order_by(Product.id)).all()
        shown = [page for slug in slugs[::3] if (page := find_product(slug, today=clock.today()))]
        for page in shown:
            parts = products._product_parts(page, clock.today(), None)
            assert drawn("catalog/product_show.html", *parts).decode() == plain("catalog/product_show.html", *parts)
        assert len(shown) > 20
