"""Facets drawn once by their components, and afterwards only with the numbers set in.

A list shows some hundred and fifty values in a dozen facets. They are the same on every page but for how many products
each has, and drawing them anew takes longer than everything else on the page. What was drawn belongs to the words it
was drawn of: a vocabulary that is read anew has other objects for its names, and is drawn anew.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from griya.catalog.queries.index.listing import FacetValue, FacetValues
from griya.catalog.queries.index.snapshot import ShownTerm
from griya.catalog.rules.facets import Facet
from griya.core.language import current, translate
from griya.core.text import number
from griya.core.words import Bilingual

# A number that no catalogue reaches, to find where the component puts it.
_COUNT: Final = 7_654_321_987
# Numbers below it are written without a point.
_GROUPED_FROM: Final = 1000
_MARK: Final = Markup("-rows-")
_IS_CHOSEN: Final[Callable[[FacetValue], bool]] = attrgetter("is_chosen")


class _Row(NamedTuple):
    """A value as it is drawn: with its number between `head` and `tail`, and whole for no product and for one."""

    name: Bilingual
    head: str
    tail: str
    few: tuple[str, str]


class DrawnFacets:
    """Facets in the page's language. `component` gives a macro by the name of its component, or that and its own."""

    def __init__(self, component: Callable[..., Any]) -> None:
        self._component = component
        # By language, parameter and whether it is chosen; then by slug.
        self._rows: dict[tuple[str, str, bool], dict[str, _Row]] = {}
        # By language, facet, whether it stands open and how many values are chosen: what is around the values.
        self._frames: dict[tuple[str, Facet, bool, int], tuple[str, str]] = {}
        # By language and facet: the terms of the index while none of them is chosen, and their rows.
        self._known_terms: dict[tuple[str, Facet], tuple[Sequence[ShownTerm], list[_Row]]] = {}
        self._around_parts: tuple[str, str] | None = None

    def groups(self, labels: Mapping[Facet, str], facets: Sequence[FacetValues], *, open_first: int) -> list[str]:
        """The component `facet_group` of each facet that has values, in the order of `labels`, in pieces of markup.

        The first stand open.
        """
        language = current()
        found: list[str] = []
        by_facet = {one.facet: one for one in facets}
        for place, (facet, label) in enumerate(labels.items()):
            shown = by_facet.get(facet)
            if shown is None or not (shown.values if shown.is_chosen else shown.terms):
                continue
            chosen, is_open = chosen_count(shown.values) if shown.is_chosen else 0, place < open_first
            drawn = self.values(facet.value, shown.values) if shown.is_chosen else self._totals(language, shown)
            frame = self._frames.get((language, facet, is_open, chosen))
            if frame is None:
                group = self._component("facet_group")(facet.value, translate(label), shown.values, is_open=is_open)
                head, _, tail = str(group).partition(drawn)
                frame = self._frames[language, facet, is_open, chosen] = head, tail
            found += frame[0], str(drawn), frame[1]
        return found

    def _totals(self, language: str, shown: FacetValues) -> str:
        """The values of a facet of which none is chosen, in a fraction of a microsecond each."""
        known = self._known_terms.get((language, shown.facet))
        if known is None or known[0] is not shown.terms:
            rows = [self._row(language, shown.facet.value, FacetValue(*term[:2], 0, False)) for term in shown.terms]
            known = self._known_terms[language, shown.facet] = shown.terms, rows
        drawn = [
            few[total]
            if total < 2
            else f"{head}{total}{tail}"
            if total < _GROUPED_FROM
            else f"{head}{number(total, language)}{tail}"
            for (_, head, tail, few), total in zip(known[1], shown.totals, strict=True)
        ]
        if shown.leads_first:
            on = [text for text, total in zip(drawn, shown.totals, strict=True) if total]
            drawn = on + [text for text, total in zip(drawn, shown.totals, strict=True) if not total]
        return "".join(drawn)

    def values(self, parameter: str, values: Sequence[FacetValue]) -> Markup:
        """The component `facet` of each of these values, with the parts of those that have some below them."""
        found, begin = [], 0
        for place, value in enumerate(values, start=1):
            if value.parts:
                head, tail = self._parts_frame()
                found += self._drawn(parameter, values[begin:place])
                found += head, *self._drawn(parameter, value.parts), tail
                begin = place
        found += self._drawn(parameter, values[begin:])
        return Markup("".join(found))  # noqa: S704 - drawn by a template, which escapes

    def _parts_frame(self) -> tuple[str, str]:
        """What the component puts around parts, whatever they are."""
        if self._around_parts is None:
            head, _, tail = str(self._component("facet_group", "facet_parts")(_MARK)).partition(_MARK)
            self._around_parts = head, tail
        return self._around_parts

    def _drawn(self, parameter: str, values: Sequence[FacetValue]) -> list[str]:
        language, found = current(), []
        for value in values:
            _, head, tail, few = self._row(language, parameter, value)
            found.append(few[value.total] if value.total < 2 else f"{head}{number(value.total, language)}{tail}")
        return found

    def _row(self, language: str, parameter: str, value: FacetValue) -> _Row:
        known = self._rows.setdefault((language, parameter, value.is_chosen), {})
        row = known.get(value.slug)
        if row is None or row.name is not value.name:
            row = known[value.slug] = self._draw(language, parameter, value)
        return row

    def _draw(self, language: str, parameter: str, value: FacetValue) -> _Row:
        facet = self._component("facet")
        none, one, many = (
            str(facet(parameter, value.slug, value.name, total, value.is_chosen)) for total in (0, 1, _COUNT)
        )
        head, _, tail = many.partition(number(_COUNT, language))
        return _Row(value.name, head, tail, (none, one))


def chosen_count(values: Sequence[FacetValue]) -> int:
    """How many of these values and of their parts are chosen."""
    parts = [part for value in values if value.parts for part in value.parts]
    return sum(map(_IS_CHOSEN, values)) + sum(map(_IS_CHOSEN, parts))
