"""A narrowed list out of the index: how many there are, one page of them, and what each further value would give."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pyroaring import BitMap

from griya.catalog.queries.cards import PAGE_SIZE
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.index.shown import LONG_FACETS, FacetValue, FacetValues
from griya.catalog.queries.index.slices import highest
from griya.catalog.queries.index.snapshot import Snapshot
from griya.catalog.queries.index.tallies import FoundRows, Tally
from griya.catalog.rules.asked import Asked, Order
from griya.catalog.rules.facets import Facet
from griya.core.words import Bilingual


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of what was asked for, its products in order. A page behind the last one gives the last one."""

    asked: Asked
    total: int
    product_ids: tuple[int, ...]
    page: int
    size: int
    facets: tuple[FacetValues, ...]
    # What the values of all facets are called.
    names: Mapping[tuple[Facet, str], Bilingual]

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
        return self.names.get((facet, slug)) or Bilingual(slug, slug)


@dataclass(frozen=True, slots=True)
class Found:
    """Products that a search found, in its order.

    `is_remembered` says that the search will give the very same list again, so that what is made of it can be kept.
    """

    ranked: Sequence[int] = ()
    is_remembered: bool = False


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
    sets = _Sets(snapshot, asked, _found_rows(snapshot, found) if found else None)
    rows = sets.of_all()
    total = len(rows)
    page = min(asked.page, max(1, -(-total // size)))
    low = (page - 1) * size
    shown = _page(snapshot, rows, asked.order, low, low + size, language, sets.found)
    return Listing(
        asked=asked,
        total=total,
        product_ids=tuple([snapshot.ids[row] for row in shown]),
        page=page,
        size=size,
        facets=_facets(snapshot, sets, rows),
        names=snapshot.terms.names,
    )


def matching_ids(snapshot: Snapshot, asked: Asked, found: Found | None = None) -> list[int]:
    """The ids of all products of a list, whatever its page, in the order in which they were entered."""
    sets = _Sets(snapshot, asked, _found_rows(snapshot, found) if found else None)
    return sorted(snapshot.ids[row] for row in sets.of_all())


def _found_rows(snapshot: Snapshot, found: Found) -> FoundRows:
    known = snapshot.tallies.found(found.ranked)
    if known is None:
        ranked = array("I", dict.fromkeys(snapshot.rows_of(found.ranked)))
        rows = BitMap(ranked)
        known = FoundRows(found.ranked, ranked, rows, Tally(rows, snapshot.values))
        if found.is_remembered:
            snapshot.tallies.keep_found(known)
    return known


class _Sets:
    """The products of each facet that is chosen, and of the search."""

    def __init__(self, snapshot: Snapshot, asked: Asked, found: FoundRows | None) -> None:
        self._snapshot = snapshot
        self.found = found
        self.chosen = dict(asked.chosen)
        sets: list[tuple[Facet | None, BitMap]] = [
            (
                facet,
                snapshot.set_of(facet, slugs[0])
                if len(slugs) == 1
                else BitMap.union(*[snapshot.set_of(facet, slug) for slug in slugs]),
            )
            for facet, slugs in asked.chosen
        ]
        if found is not None:
            sets.append((None, found.rows))
        self._by_size = sorted(sets, key=lambda one: len(one[1]))
        self._together: dict[tuple[Facet | None, ...], BitMap] = {}

    def of_all(self, but: Facet | None = None) -> BitMap:
        """The products of all facets together, without those of one facet where it is named.

        The smallest set comes first, and what two of these questions begin with is put together once.
        """
        rows = self._snapshot.public
        known: tuple[Facet | None, ...] = ()
        for facet, those in self._by_size:
            if facet is but and but is not None:
                continue
            known = *known, facet
            if known not in self._together:
                self._together[known] = those if len(known) == 1 else rows & those
            rows = self._together[known]
        return rows

    def totals(self, rows: BitMap, numbers: Sequence[int], but: Facet | None = None) -> list[int]:
        """How many of `rows`, which are `of_all(but)`, have each of these values."""
        snapshot = self._snapshot
        if rows is snapshot.public:
            return [snapshot.counts[number] for number in numbers]
        chosen = tuple([one for one in self.chosen.items() if one[0] is not but])
        if self.found is None:
            return snapshot.tallies.of_chosen(chosen, rows, snapshot.values).totals(numbers)
        if not chosen:
            return self.found.tally.totals(numbers)
        return Tally(rows, snapshot.values).totals(numbers)


def _page(
    snapshot: Snapshot, rows: BitMap, order: Order, low: int, high: int, language: str, found: FoundRows | None
) -> list[int]:
    if order is Order.CHEAPEST or order is Order.DEAREST:
        return snapshot.prices.page(rows, low, high, descending=order is Order.DEAREST)
    if order is Order.NAME:
        names = snapshot.names.get(language) or snapshot.names["id"]
        return names.page(rows, low, high)
    if order is Order.NEWEST:
        return highest(rows, low, high)
    if found is not None:
        if rows is found.rows:
            return found.ranked[low:high].tolist()
        return list(islice((row for row in found.ranked if row in rows), low, high))
    front = [row for row in snapshot.selected_rows if row in rows]
    shown = front[low:high]
    if len(shown) < high - low:
        if not front:
            rest = rows
        elif rows is snapshot.public:
            rest = snapshot.unselected
        else:
            rest = rows - BitMap(front)
        shown += highest(rest, max(low - len(front), 0), high - len(front))
    return shown


def _facets(snapshot: Snapshot, sets: _Sets, rows: BitMap) -> tuple[FacetValues, ...]:
    """Each facet's values, counted under everything that is chosen elsewhere."""
    is_narrowed = rows is not snapshot.public
    found = []
    for facet, shown in snapshot.shown.items():
        chosen = sets.chosen.get(facet)
        if chosen:
            shown, narrowed = snapshot.shown_while(facet, chosen), sets.of_all(but=facet)
            totals = sets.totals(narrowed, shown.numbers, facet)
        else:
            totals = sets.totals(rows, shown.numbers)
        found.append(FacetValues(shown, totals, leads_first=is_narrowed and facet in LONG_FACETS))
    return tuple(found)
