"""Units in words of both languages, and what happens to one that nobody reviewed."""

import tomllib

import pytest

from griya.catalog.rules.units import UNITS, unit_in_english, unit_in_indonesian
from griya.intake.rules import choices
from tests.house import source


def test_every_unit_of_the_sample_is_on_the_list() -> None:
    documents = (
        tomllib.loads(p.read_text(encoding="utf-8")) for p in source.files("griya/sample/data/producers", "*.toml")
    )
    used = {product["unit"] for document in documents for product in document["products"]}
    assert used, "no unit was read"
    assert used - set(UNITS) == set()


def test_every_unit_that_an_import_offers_or_writes_is_on_the_list() -> None:
    assert set(choices.UNITS) - set(UNITS) == set()
    for typed in ("bungkus", "kotak", "helai", "btl", "tpls", "ltr"):
        assert choices.unit(typed) in UNITS, typed


@pytest.mark.parametrize(
    ("unit", "count", "english"),
    [
        ("pak", 1, "pack"),
        ("pak", 12, "packs"),
        ("pak", 0, "packs"),
        ("dus", 2, "boxes"),
        ("kg", 5, "kg"),
        ("lusin", 3, "dozen"),
        ("Botol ", 2, "bottles"),
    ],
)
def test_a_unit_in_english_follows_its_number(unit: str, count: int, english: str) -> None:
    assert unit_in_english(unit, count) == english


def test_a_price_is_for_one() -> None:
    assert unit_in_english("ikat") == "bundle"


def test_indonesian_shows_the_standard_word_for_what_people_write() -> None:
    assert unit_in_indonesian("toples") == "stoples"
    assert unit_in_indonesian("pcs") == "pcs"


@pytest.mark.parametrize("typed", ["tandan", "Gelas besar", ""])
def test_an_unknown_unit_is_shown_as_typed_and_has_no_english(typed: str) -> None:
    assert unit_in_indonesian(typed) == typed
    assert unit_in_english(typed, 3) is None


def test_codes_are_found_as_they_are_written() -> None:
    for code, words in UNITS.items():
        assert code == code.strip().casefold()
        assert all(word == word.strip() and word for word in words), code
