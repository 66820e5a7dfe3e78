"""A narrowed list out of the index: how many there are, one page of them, and what each further value would give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pyroaring import BitMap

from griya.catalog.queries.cards import PAGE_SIZE
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.index.slices import highest
from griya.catalog.queries.index.snapshot import LONG_FACETS, Snapshot
from griya.catalog.rules.asked import Asked, Order
from griya.catalog.rules.facets import Facet
from griya.core.words import Bilingual


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


class FacetValues(NamedTuple):
    """A facet with its values in the order they are shown; with none where no product has any of them."""

    facet: Facet
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of what was asked for, its products in order. A page behind the last one gives the last one."""

    asked: Asked
    total: int
    product_ids: tuple[int, ...]
    page: int
    size: int
    facets: tuple[FacetValues, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left."""
        return not self.total

    @property
    def page_count(self) -> int:
        """How many pages there are; an empty list still has one."""
        return max(1, -(-self.total // self.size))

    def values(self, facet: Facet) -> tuple[FacetValue, ...]:
        """The values of one facet."""
        return next((found.values for found in self.facets if found.facet is facet), ())

    def name(self, facet: Facet, slug: str) -> Bilingual:
        """What a chosen value is called."""
        every = (one for value in self.values(facet) for one in (value, *value.parts))
        return next((one.name for one in every if one.slug == slug), Bilingual(slug, slug))


@dataclass(frozen=True, slots=True)
class Found:
    """Products that a search found: the `ranked` ones in their order, then the `rest`, the newest first."""

    ranked: Sequence[int] = ()
    rest: Iterable[int] = ()


def find_listing(
    asked: Asked,
    *,
    found: Found | None = None,
    size: int = PAGE_SIZE,
    language: str = "id",
    snapshot: Snapshot | None = None,
) -> Listing:
    """What `asked` gives; of what a search `found` only, where there was one.

    `snapshot` is the one that `asked` was read with, so that both speak of the same moment. Its text is not looked at:
    that is the search's part. No statement but the one that asks whether the index is still current.
    """
    return list_from(snapshot or read_index(), asked, found=found, size=size, language=language)


def list_from(
    snapshot: Snapshot, asked: Asked, *, found: Found | None = None, size: int = PAGE_SIZE, language: str = "id"
) -> Listing:
    """The same out of a given snapshot, without any statement."""
    ranked = snapshot.rows_of(found.ranked) if found else []
    hits = BitMap(ranked) | BitMap(snapshot.rows_of(found.rest)) if found else None
    unions = _unions(snapshot, asked)
    rows = _all_of(snapshot, hits, unions)
    total = len(rows)
    page = min(asked.page, max(1, -(-total // size)))
    low = (page - 1) * size
    shown = _page(snapshot, rows, asked.order, low, low + size, language, ranked if found else None)
    return Listing(
        asked=asked,
        total=total,
        product_ids=tuple(snapshot.ids[row] for row in shown),
        page=page,
        size=size,
        facets=_facets(snapshot, asked, hits, unions, rows),
    )


def matching_ids(snapshot: Snapshot, asked: Asked, found: Found | None = None) -> list[int]:
    """The ids of all products of a list, whatever its page, in the order in which they were entered."""
    hits = BitMap(snapshot.rows_of([*found.ranked, *found.rest])) if found else None
    return sorted(snapshot.ids[row] for row in _all_of(snapshot, hits, _unions(snapshot, asked)))


def _unions(snapshot: Snapshot, asked: Asked) -> dict[Facet, BitMap]:
    """The products that have any of a facet's chosen values."""
    return {facet: BitMap.union(*(snapshot.set_of(facet, slug) for slug in slugs)) for facet, slugs in asked.chosen}


def _all_of(
    snapshot: Snapshot, hits: BitMap | None, unions: Mapping[Facet, BitMap], but: Facet | None = None
) -> BitMap:
    """The products of all facets together, without those of one facet where it is named; the smallest set first."""
    sets = [rows for facet, rows in unions.items() if facet is not but]
    if hits is not None:
        sets.append(hits)
    if not sets:
        return snapshot.public
    sets.sort(key=len)
    rows = sets[0]
    for other in sets[1:]:
        rows = rows & other
    return rows


def _page(
    snapshot: Snapshot, rows: BitMap, order: Order, low: int, high: int, language: str, ranked: Sequence[int] | None
) -> list[int]:
    if order is Order.CHEAPEST or order is Order.DEAREST:
        return snapshot.prices.page(rows, low, high, descending=order is Order.DEAREST)
    if order is Order.NAME:
        names = snapshot.names.get(language) or snapshot.names["id"]
        return names.page(rows, low, high)
    if order is Order.NEWEST:
        return highest(rows, low, high)
    first = snapshot.selected_rows if ranked is None else ranked
    front = [row for row in first if row in rows]
    shown = front[low:high]
    if len(shown) < high - low:
        if not front:
            rest = rows
        elif rows is snapshot.public and ranked is None:
            rest = snapshot.unselected
        else:
            rest = rows - BitMap(front)
        shown += highest(rest, max(low - len(front), 0), high - len(front))
    return shown


def _facets(
    snapshot: Snapshot,
    asked: Asked,
    hits: BitMap | None,
    unions: Mapping[Facet, BitMap],
    rows: BitMap,
) -> tuple[FacetValues, ...]:
    """Each facet's values, counted under everything that is chosen elsewhere."""
    chosen = dict(asked.chosen)
    sets, counts = snapshot.values, snapshot.counts
    count = rows.intersection_cardinality
    found = []
    for facet, terms in snapshot.shown.items():
        slugs = chosen.get(facet)
        if slugs is not None:
            values = _chosen_values(snapshot, facet, _all_of(snapshot, hits, unions, but=facet), slugs)
        elif rows is snapshot.public:
            values = tuple([_value((slug, name, counts[number], False, ())) for slug, name, number in terms])
        else:
            values = tuple([_value((slug, name, count(sets[number]), False, ())) for slug, name, number in terms])
            if facet in LONG_FACETS:
                values = _led_on_first(values)
        found.append(FacetValues(facet, values))
    return tuple(found)


def _value(fields: tuple[str, Bilingual, int, bool, tuple[FacetValue, ...]]) -> FacetValue:
    """A value without the cost of naming its fields: a list has some hundred and fifty."""
    return tuple.__new__(FacetValue, fields)


def _led_on_first(values: Sequence[FacetValue]) -> tuple[FacetValue, ...]:
    """A long list is read from its beginning: what is chosen, then what leads on, then what leads nowhere."""
    return tuple(sorted(values, key=lambda value: (not value.is_chosen, not value.total)))


def _chosen_values(snapshot: Snapshot, facet: Facet, base: BitMap, chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    """The values of a facet of which some are chosen: those too that no product has, and the parts of what is open."""
    terms = snapshot.terms.by_facet[facet]
    is_long = facet in LONG_FACETS
    opened = {term.parent or term.slug for term in terms if term.slug in chosen}
    found: list[FacetValue] = []
    parts: dict[str, list[FacetValue]] = {}
    for slug, name, parent in terms:
        number = snapshot.terms.numbers[facet, slug]
        is_chosen = slug in chosen
        if parent is not None and parent not in opened:
            continue
        if (is_long or parent is not None) and not snapshot.counts[number] and not is_chosen:
            continue
        value = FacetValue(slug, name, base.intersection_cardinality(snapshot.values[number]), is_chosen)
        if parent is None:
            found.append(value)
        else:
            parts.setdefault(parent, []).append(value)
    if is_long:
        return _led_on_first(found)
    return tuple(value._replace(parts=tuple(parts.get(value.slug, ()))) for value in found)
