"""Facets drawn once are, letter by letter, what their components draw."""

from typing import Any

import pytest
from flask import Flask

from griya.catalog.queries.index.listing import FacetValue, FacetValues
from griya.catalog.rules.facets import FACET_LABELS, Facet
from griya.catalog.views.drawn_facets import DrawnFacets, facet_runs
from griya.catalog.views.pieces import component
from griya.core.language import translate
from griya.core.words import Bilingual

NASTY = "<b>{0}</b> & %s \"7\" 'x'"
TOTALS = (0, 1, 2, 999, 1_000, 1_234_567)


@pytest.fixture(params=["id", "en"])
def language(built_app: Flask, request: pytest.FixtureRequest) -> Any:
    with built_app.test_request_context("/", environ_overrides={"griya.language": request.param}):
        yield request.param


def values(total: int, *, chosen: str = "", english: str = "Rattan") -> tuple[FacetValue, ...]:
    names = {"rotan": Bilingual("Rotan", english), "x": Bilingual(NASTY), "bambu": Bilingual("Bambu", NASTY)}
    part = FacetValue("bagian", Bilingual("Bagian", "Part"), total, chosen == "bagian")
    return tuple(
        FacetValue(slug, name, total, slug == chosen, (part,) if chosen == "bagian" and slug == "x" else ())
        for slug, name in names.items()
    )


@pytest.mark.parametrize("total", TOTALS)
@pytest.mark.parametrize("chosen", ["", "x"])
def test_a_value_is_what_its_component_draws(language: str, total: int, chosen: str) -> None:
    drawn, shown = DrawnFacets(component), values(total, chosen=chosen)
    expected = "".join(str(component("facet")("bahan", one.slug, one.name, one.total, one.is_chosen)) for one in shown)
    assert str(drawn.rows("bahan", shown)) == expected
    assert str(drawn.rows("bahan", shown)) == expected, "the second time it is not drawn any more"


def test_a_renamed_value_is_drawn_anew_even_where_its_indonesian_name_stays(language: str) -> None:
    drawn = DrawnFacets(component)
    before, after = drawn.rows("bahan", values(5)), drawn.rows("bahan", values(5, english="Cane"))
    assert ("Cane" in after) is (language == "en") and "Cane" not in before


@pytest.mark.parametrize("chosen", ["", "rotan", "bagian"])
def test_a_group_is_what_its_component_draws_around_any_numbers(language: str, chosen: str) -> None:
    drawn = DrawnFacets(component)
    for total in TOTALS:
        facets = [FacetValues(Facet.MATERIAL, values(total, chosen=chosen)), FacetValues(Facet.TECHNIQUE, ())]
        label = translate(FACET_LABELS[Facet.MATERIAL])
        expected = component("facet_group")("bahan", label, facets[0].values, is_open=False)
        assert str(drawn.groups(FACET_LABELS, facets, open_first=0)) == str(expected)


def test_values_run_up_to_the_one_whose_parts_stand_below_it() -> None:
    runs = list(facet_runs(values(3, chosen="bagian")))
    assert [([one.slug for one in run], [one.slug for one in parts]) for run, parts in runs] == [
        (["rotan", "x"], ["bagian"]),
        (["bambu"], []),
    ]
    assert not list(facet_runs(()))
