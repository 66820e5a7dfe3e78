"""Facets drawn once by their components, and afterwards only with the numbers set in.

A list shows some hundred and fifty values in a dozen facets. They are the same on every page but for how many products
each has, and drawing them anew takes longer than everything else on the page. What was drawn belongs to the words it
was drawn of: a vocabulary that is read anew has other objects for its names, and is drawn anew.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from griya.catalog.queries.index.shown import FacetValue, FacetValues, ShownValues
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
        self._around_parts: tuple[str, str] | None = None

    def groups(self, labels: Mapping[Facet, str], facets: Sequence[FacetValues], *, open_first: int) -> list[str]:
        """The component `facet_group` of each facet that has values, in the order of `labels`, in pieces of markup.

        The first stand open.
        """
        language = current()
        found: list[str] = []
        by_facet = {one.facet: one for one in facets}
        for place, (facet, label) in enumerate(labels.items()):
            one = by_facet.get(facet)
            if one is None or not one.totals:
                continue
            chosen, is_open = len(one.shown.chosen), place < open_first
            drawn = self._totals(language, one)
            frame = self._frames.get((language, facet, is_open, chosen))
            if frame is None:
                group = self._component("facet_group")(facet.value, translate(label), one.values, is_open=is_open)
                head, _, tail = str(group).partition(drawn)
                frame = self._frames[language, facet, is_open, chosen] = head, tail
            found += frame[0], drawn, frame[1]
        return found

    def _totals(self, language: str, one: FacetValues) -> str:
        """The values of a facet, in a fraction of a microsecond each."""
        rows: list[_Row] | None = one.shown.drawn.get(language)
        if rows is None:
            rows = one.shown.drawn[language] = self._rows_of(language, one.shown)
        drawn = [
            few[total]
            if total < 2
            else f"{head}{total}{tail}"
            if total < _GROUPED_FROM
            else f"{head}{number(total, language)}{tail}"
            for (_, head, tail, few), total in zip(rows, one.totals, strict=True)
        ]
        if one.leads_first:
            first, totals = len(one.shown.chosen), one.totals[len(one.shown.chosen) :]
            on = [text for text, total in zip(drawn[first:], totals, strict=True) if total]
            drawn = drawn[:first] + on + [text for text, total in zip(drawn[first:], totals, strict=True) if not total]
        return "".join(drawn)

    def _rows_of(self, language: str, shown: ShownValues) -> list[_Row]:
        """Each value as it is drawn, the first and the last part of one with what stands around its parts."""
        head, tail = self._parts_frame() if any(term.parent for term in shown.terms) else ("", "")
        found = []
        for term, before, after in zip(shown.terms, (None, *shown.terms), (*shown.terms[1:], None), strict=False):
            value = FacetValue(term.slug, term.name, 0, term.slug in shown.chosen)
            row = self._row(language, shown.facet.value, value)
            if term.parent:
                first = "" if before and before.parent else head
                last = "" if after and after.parent else tail
                none, one = (f"{first}{text}{last}" for text in row.few)
                row = row._replace(head=f"{first}{row.head}", tail=f"{row.tail}{last}", few=(none, one))
            found.append(row)
        return found

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
