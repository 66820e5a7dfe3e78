"""A size is translated whole or not at all."""

import tomllib

import pytest

from griya.catalog.rules.sizes import size_in_english
from tests.house import source


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("200 × 105 cm", "200 × 105 cm"),
        ("diameter 7,5 cm", "diameter 7.5 cm"),
        ("32 × 20 × 2,5 cm", "32 × 20 × 2.5 cm"),
        ("diameter 38, tinggi 60 cm", "diameter 38, height 60 cm"),
        ("kain 200 × 105, selendang 200 × 55 cm", "cloth 200 × 105, shawl 200 × 55 cm"),
        ("40 × 14 (terkecil)", "40 × 14 (smallest)"),
        ("S sampai XL", "S to XL"),
        ("M–XXL", "M–XXL"),
        ("lingkar 48–60 cm", "circumference 48–60 cm"),
        ("Mulai 30 × 60 cm", "from 30 × 60 cm"),
    ],
)
def test_a_size_in_english(typed: str, english: str) -> None:
    assert size_in_english(typed) == english


@pytest.mark.parametrize("typed", ["sebesar kepalan tangan", "tinggi 12 cm tanpa tutup", "muat laptop 14 inci"])
def test_a_size_with_an_unknown_word_is_left_as_it_is(typed: str) -> None:
    assert size_in_english(typed) is None


def test_a_comma_between_measures_stays_a_comma() -> None:
    assert size_in_english("panjang 20, lebar 10 cm") == "length 20, width 10 cm"
    assert size_in_english("40,60,90 cm") == "40,60,90 cm"


def test_a_point_for_thousands_becomes_a_comma_and_a_decimal_point_stays() -> None:
    assert size_in_english("panjang 1.500 mm") == "length 1,500 mm"
    assert size_in_english("7.5 cm") == "7.5 cm"


def test_every_size_of_the_sample_can_be_told_in_english() -> None:
    documents = (
        tomllib.loads(p.read_text(encoding="utf-8")) for p in source.files("griya/sample/data/producers", "*.toml")
    )
    sizes = [product["size_cm"] for document in documents for product in document["products"] if "size_cm" in product]
    assert len(sizes) > 40
    assert [size for size in sizes if size_in_english(size) is None] == []
