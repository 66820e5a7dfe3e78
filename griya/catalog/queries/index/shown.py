"""What a facet shows: its values in their order, which stay while the catalogue does, and the products of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from griya.catalog.queries.index.terms import Terms, ValueNumber
from griya.catalog.rules.facets import Facet, FacetTerm
from griya.core.words import Bilingual

# Lists of words are long: what no product has at all is left out of them.
LONG_FACETS: Final = frozenset({Facet.MATERIAL, Facet.TECHNIQUE})


class FacetValue(NamedTuple):
    """A value as a visitor may tick it. `total` is what the list would hold if this were its facet's only value.

    `parts` are told only where the value or one of them is chosen.
    """

    slug: str
    name: Bilingual
    total: int
    is_chosen: bool
    parts: tuple["FacetValue", ...] = ()

    @property
    def is_idle(self) -> bool:
        """Whether ticking it would lead nowhere: it is shown, but cannot be chosen."""
        return not self.total and not self.is_chosen


@dataclass(frozen=True, slots=True, eq=False)
class ShownValues:
    """The values of a facet while these of them are `chosen`: each behind the one that contains it.

    `drawn` is what was drawn of them, by language.
    """

    facet: Facet
    terms: Sequence[FacetTerm] = ()
    numbers: Sequence[ValueNumber] = ()
    chosen: frozenset[str] = frozenset()
    drawn: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class FacetValues:
    """A facet with the total of each value it shows; without values where no product has any of them.

    A page is drawn of `shown` and `totals`; the values are made of them for whoever asks.
    """

    shown: ShownValues
    totals: Sequence[int] = ()
    # A long list is read from its beginning: what is chosen, then what leads on, then what leads nowhere.
    leads_first: bool = False

    @property
    def facet(self) -> Facet:
        """The facet."""
        return self.shown.facet

    @property
    def values(self) -> tuple[FacetValue, ...]:
        """The values, each with its parts."""
        chosen = self.shown.chosen
        values: list[FacetValue] = []
        parts: dict[str, list[FacetValue]] = {}
        for term, total in zip(self.shown.terms, self.totals, strict=True):
            value = FacetValue(term.slug, term.name, total, term.slug in chosen)
            (values if term.parent is None else parts.setdefault(term.parent, [])).append(value)
        if self.leads_first:
            values.sort(key=lambda value: (not value.is_chosen, value.is_idle))
        return tuple([one._replace(parts=tuple(parts[one.slug])) if one.slug in parts else one for one in values])


def shown_everywhere(terms: Terms, counts: Sequence[int]) -> dict[Facet, ShownValues]:
    """What each facet shows while nothing of it is chosen. `counts` are the products of each value, over all of them.

    What no product has is no property to ask for: a facet without any product is empty.
    """
    found = {}
    for facet, every in terms.by_facet.items():
        is_used = any(counts[terms.numbers[facet, term.slug]] for term in every)
        found[facet] = shown_while(terms, counts, facet, ()) if is_used else ShownValues(facet)
    return found


def shown_while(terms: Terms, counts: Sequence[int], facet: Facet, chosen: Collection[str]) -> ShownValues:
    """What a facet shows while these are chosen: those too that no product has, and the parts of what is open."""
    parents: Mapping[str, str | None] = terms.vocabulary[facet]
    is_long = facet in LONG_FACETS
    opened = {parents[slug] or slug for slug in chosen if slug in parents} if not is_long else ()
    shown: list[FacetTerm] = []
    for term in terms.tops(facet):
        if not is_long or counts[terms.numbers[facet, term.slug]] or term.slug in chosen:
            shown.append(term)
        if term.slug in opened:
            parts = terms.parts(facet, term.slug)
            shown += [one for one in parts if counts[terms.numbers[facet, one.slug]] or one.slug in chosen]
    if is_long:
        shown.sort(key=lambda term: term.slug not in chosen)
    numbers = [terms.numbers[facet, term.slug] for term in shown]
    return ShownValues(facet, shown, numbers, frozenset([term.slug for term in shown if term.slug in chosen]))
