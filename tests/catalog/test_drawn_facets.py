"""Facets drawn once are, letter by letter, what their components draw."""

from typing import Any

import pytest
from flask import Flask

from griya.catalog.queries.index.shown import FacetValue, FacetValues, ShownValues
from griya.catalog.rules.facets import FACET_LABELS, Facet, FacetTerm
from griya.catalog.views.drawn_facets import DrawnFacets
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


def told(facet: Facet, values: tuple[FacetValue, ...], *, leads_first: bool = False) -> FacetValues:
    """The same values as a list tells them."""
    flat = [pair for value in values for pair in ((value, None), *((part, value.slug) for part in value.parts))]
    terms = [FacetTerm(value.slug, value.name, parent) for value, parent in flat]
    chosen = frozenset(value.slug for value, _ in flat if value.is_chosen)
    shown = ShownValues(facet, terms, range(len(terms)), chosen)
    return FacetValues(shown, [value.total for value, _ in flat], leads_first=leads_first)


@pytest.mark.parametrize("total", TOTALS)
@pytest.mark.parametrize("chosen", ["", "x"])
def test_a_value_is_what_its_component_draws(language: str, total: int, chosen: str) -> None:
    drawn, shown = DrawnFacets(component), values(total, chosen=chosen)
    expected = "".join(str(component("facet")("bahan", one.slug, one.name, one.total, one.is_chosen)) for one in shown)
    assert str(drawn.values("bahan", shown)) == expected
    assert str(drawn.values("bahan", shown)) == expected, "the second time it is not drawn any more"


def test_a_renamed_value_is_drawn_anew_even_where_its_indonesian_name_stays(language: str) -> None:
    drawn = DrawnFacets(component)
    before, after = drawn.values("bahan", values(5)), drawn.values("bahan", values(5, english="Cane"))
    assert ("Cane" in after) is (language == "en") and "Cane" not in before


@pytest.mark.parametrize("chosen", ["", "rotan", "bagian"])
@pytest.mark.parametrize("open_first", [0, 1])
def test_a_group_is_what_its_component_draws_around_any_numbers(language: str, chosen: str, open_first: int) -> None:
    drawn = DrawnFacets(component)
    for total in TOTALS:
        facets = [told(Facet.SHELF, values(total, chosen=chosen)), told(Facet.TECHNIQUE, ())]
        assert facets[0].values == values(total, chosen=chosen)
        label = translate(FACET_LABELS[Facet.SHELF])
        expected = component("facet_group")("rak", label, facets[0].values, is_open=bool(open_first))
        assert "".join(drawn.groups(FACET_LABELS, facets, open_first=open_first)) == str(expected)


def test_parts_stand_below_their_value_and_before_the_next_one(language: str) -> None:
    drawn, shown = DrawnFacets(component), values(3, chosen="bagian")
    for _ in range(2):
        found = str(drawn.values("bahan", shown))
        places = [found.index(f'value="{slug}"') for slug in ("rotan", "x")]
        parts = [
            found.index(text) for text in ('<div class="facet__parts">', 'value="bagian" checked', "</div>\n\n</div>")
        ]
        assert places + parts + [found.index('value="bambu"')] == sorted(
            [*places, *parts, found.index('value="bambu"')]
        )
    assert not drawn.values("bahan", ())


@pytest.mark.parametrize("leads_first", [False, True])
@pytest.mark.parametrize("chosen", [0, 2])
def test_totals_are_drawn_as_the_values_they_stand_for(language: str, leads_first: bool, chosen: int) -> None:
    drawn = DrawnFacets(component)
    label = translate(FACET_LABELS[Facet.MATERIAL])
    for renamed in (False, True):
        names = [Bilingual(f"Bahan {n}", NASTY if n % 2 else f"Material {n}{renamed}") for n in range(len(TOTALS))]
        for totals in (TOTALS, TOTALS[::-1], (0,) * len(TOTALS), (5, 0, 1, 0, 2, 0)):
            values = zip(names, totals, strict=True)
            made = tuple(FacetValue(f"bahan-{n}", *one, n < chosen) for n, one in enumerate(values))
            facet = told(Facet.MATERIAL, made, leads_first=leads_first)
            expected = component("facet_group")("bahan", label, facet.values, is_open=False)
            for _ in range(2):
                assert "".join(drawn.groups(FACET_LABELS, [facet], open_first=0)) == str(expected)
            found = [value.total for value in facet.values]
            rest = sorted(totals[chosen:], key=lambda total: not total) if leads_first else totals[chosen:]
            assert found == [*totals[:chosen], *rest]
    assert not drawn.groups(FACET_LABELS, [told(Facet.MATERIAL, ()), told(Facet.SHELF, ())], open_first=1)
