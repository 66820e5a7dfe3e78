"""Facets drawn once by their components, and afterwards only with the numbers set in.

A list shows some hundred and fifty values in a dozen facets. They are the same on every page but for how many products
each has, and drawing them anew takes longer than everything else on the page. What was drawn belongs to the words it
was drawn of: a vocabulary that is read anew has other objects for its names, and is drawn anew.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from markupsafe import Markup

from griya.catalog.queries.index.listing import FacetValue, FacetValues
from griya.catalog.rules.facets import Facet
from griya.core.language import current, translate
from griya.core.text import number
from griya.core.words import Bilingual

# A number that no catalogue reaches, to find where the component puts it.
_COUNT: Final = 7_654_321_987
_IS_CHOSEN: Final[Callable[[FacetValue], bool]] = attrgetter("is_chosen")


@dataclass(slots=True)
class _Row:
    """A value as it is drawn: with its number between `head` and `tail`, and whole for no product and for one."""

    name: Bilingual
    head: str
    tail: str
    few: tuple[str, str]


class DrawnFacets:
    """Facets in the page's language. `component` gives the macro of a component by its name."""

    def __init__(self, component: Callable[[str], Any]) -> None:
        self._component = component
        # By language, parameter and whether it is chosen; then by slug.
        self._rows: dict[tuple[str, str, bool], dict[str, _Row]] = {}
        # By language, facet and whether it stands open: what is around the values where none of them is chosen.
        self._frames: dict[tuple[str, Facet, bool], tuple[str, str]] = {}

    def groups(self, labels: Mapping[Facet, str], facets: Sequence[FacetValues], *, open_first: int) -> Markup:
        """The component `facet_group` of each facet that has values, in the order of `labels`; the first stand open."""
        language, found = current(), []
        by_facet = dict(facets)
        for place, (facet, label) in enumerate(labels.items()):
            values = by_facet.get(facet)
            if not values:
                continue
            is_open = place < open_first
            if any(map(_IS_CHOSEN, values)) or chosen_count(values):
                found.append(self._group(facet, label, values, is_open=is_open))
                continue
            frame = self._frames.get((language, facet, is_open))
            rows = self.rows(facet.value, values)
            if frame is None:
                head, _, tail = self._group(facet, label, values, is_open=is_open).partition(rows)
                frame = self._frames[language, facet, is_open] = head, tail
            found += frame[0], rows, frame[1]
        return Markup("".join(found))  # noqa: S704 - drawn by a template, which escapes

    def _group(self, facet: Facet, label: str, values: Sequence[FacetValue], *, is_open: bool) -> str:
        return str(self._component("facet_group")(facet.value, translate(label), values, is_open=is_open))

    def rows(self, parameter: str, values: Sequence[FacetValue]) -> Markup:
        """The component `facet` of each of these values, without their parts."""
        language = current()
        drawn = self._known(language, parameter, is_chosen=False)
        found = []
        for value in values:
            slug, name, total, is_chosen, _ = value
            row = (self._known(language, parameter, is_chosen=True) if is_chosen else drawn).get(slug)
            if row is None or row.name is not name:
                row = self._draw(language, parameter, value)
            found.append(f"{row.head}{number(total, language)}{row.tail}" if total > 1 else row.few[total])
        return Markup("".join(found))  # noqa: S704 - drawn by a template, which escapes

    def _known(self, language: str, parameter: str, *, is_chosen: bool) -> dict[str, _Row]:
        return self._rows.setdefault((language, parameter, is_chosen), {})

    def _draw(self, language: str, parameter: str, value: FacetValue) -> _Row:
        facet = self._component("facet")
        none, one, many = (
            str(facet(parameter, value.slug, value.name, total, value.is_chosen)) for total in (0, 1, _COUNT)
        )
        head, _, tail = many.partition(number(_COUNT, language))
        row = _Row(value.name, head, tail, (none, one))
        self._known(language, parameter, is_chosen=value.is_chosen)[value.slug] = row
        return row


def chosen_count(values: Sequence[FacetValue]) -> int:
    """How many of these values and of their parts are chosen."""
    parts = [part for value in values if value.parts for part in value.parts]
    return sum(map(_IS_CHOSEN, values)) + sum(map(_IS_CHOSEN, parts))


def facet_runs(values: Sequence[FacetValue]) -> Iterator[tuple[Sequence[FacetValue], Sequence[FacetValue]]]:
    """The values in runs, each with the parts of its last one, which stand below it."""
    begin = 0
    for place, value in enumerate(values, start=1):
        if value.parts or place == len(values):
            yield values[begin:place], value.parts
            begin = place
