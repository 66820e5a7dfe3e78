"""Live counts and dated statements."""

from datetime import date
from typing import Any

from griya.registry.actions import load_reference
from griya.stats.queries import count_catalogue, find_statement
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer


def test_the_catalogue_is_counted_as_it_is(context: Any) -> None:
    maker = make_producer()
    make_product(producer=maker)
    make_product(producer=maker)
    make_product(is_published=False)
    counts = count_catalogue()
    assert (counts.products, counts.producers, counts.regencies) == (2, 1, 1)


def test_the_statement_of_2019_keeps_its_date_its_source_and_its_figures(context: Any) -> None:
    load_reference()
    statement = find_statement("statement_2019")
    assert statement is not None
    assert statement.as_of == date(2019, 5, 2)
    assert {figure.key: figure.value for figure in statement.figures} == {
        "ikm": 5815, "kabupaten_kota": 14, "kecamatan": 174, "kelurahan": 99, "desa": 2031, "ovop_awards": 9,
    }  # fmt: skip
    assert sum(figure.value for figure in statement.breakdown) == 9
    assert statement.source_title


def test_the_statement_of_2019_is_told_in_english_too(context: Any) -> None:
    load_reference()
    statement = find_statement("statement_2019")
    assert statement is not None
    assert statement.title.en.startswith("Small and medium industries of West Kalimantan")
    assert statement.source_title.en.startswith("Statement of the provincial government")
    labels = {figure.key: figure.label.en for figure in statement.figures + statement.breakdown}
    assert labels["kabupaten_kota"] == "Regencies and cities"
    assert labels["ovop_stars_3"] == "OVOP three stars (of five)"
    assert all(labels.values())


def test_an_unknown_statement_is_none(context: Any) -> None:
    assert find_statement("tidak-ada") is None
