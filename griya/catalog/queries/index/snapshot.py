"""The index at one revision of the catalogue: never changed once made, so that any thread may read it."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple

from pyroaring import BitMap

from griya.catalog.queries.cards import ProductCard
from griya.catalog.queries.index.facts import Dated, Facts, Group, GroupNumber, UnknownKey
from griya.catalog.queries.index.kept import Kept
from griya.catalog.queries.index.names import NameOrder, name_key, number_names
from griya.catalog.queries.index.selected import NOTHING_SELECTED, Selected
from griya.catalog.queries.index.shown import ShownValues, shown_everywhere, shown_while
from griya.catalog.queries.index.slices import Slices, merged, no_slices
from griya.catalog.queries.index.tallies import Tallies
from griya.catalog.queries.index.terms import Terms, ValueNumber
from griya.catalog.rules.asked import Vocabulary
from griya.catalog.rules.facets import YES, Facet

LANGUAGES: Final = ("id", "en")
# Cards that a process keeps, three kilobytes each with what was drawn of them in one language.
MOST_CARDS: Final = 10_000
NO_ROW: Final = 0xFFFF_FFFF  # a row that no set ever holds


class CannotFollow(Exception):
    """The changes do not fit behind what is there: everything has to be read again."""


class Revision(NamedTuple):
    """The newest recorded change; the stamp tells a number that was rolled back and given again."""

    number: int
    stamp: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Which public products have which value.

    A product is a row; rows are in the order in which products first became public, so that the newest is the highest.
    Withdrawn ones keep their row and are in no set.
    """

    revision: Revision
    today: date
    terms: Terms
    # By row: the product, and a hash of when it first became public, which tells that this was changed.
    ids: "array[int]"
    published: "array[int]"
    last: Dated
    # By product.
    rows: "array[int]"
    public: BitMap
    values: tuple[BitMap, ...]
    counts: tuple[int, ...]
    prices: Slices
    names: Mapping[str, Slices]
    name_orders: Mapping[str, NameOrder]
    stale: Mapping[date, BitMap]
    # Cards that were read at this revision or before, of products that have not changed since.
    cards: Kept[int, ProductCard]
    # By facet, each value that is shown while none of them is chosen.
    shown: Mapping[Facet, ShownValues]
    selected: Selected = NOTHING_SELECTED
    selected_rows: tuple[int, ...] = ()
    unselected: BitMap = BitMap()  # noqa: RUF009 - read, never changed, like every set here
    # What was counted in this very snapshot: each new one begins with none.
    tallies: Tallies = field(default_factory=Tallies, init=False, repr=False, compare=False)

    @property
    def vocabulary(self) -> Vocabulary:
        """What `parse_asked` has to know."""
        return self.terms.vocabulary

    def row_of(self, product_id: int) -> int:
        """The row of a product; `NO_ROW` for one that never was public."""
        return self.rows[product_id] if 0 <= product_id < len(self.rows) else NO_ROW

    def rows_of(self, product_ids: Iterable[int]) -> list[int]:
        """The rows of the public ones of these products, in the same order."""
        public, rows, length = self.public, self.rows, len(self.rows)
        found = (rows[key] for key in product_ids if 0 <= key < length)
        return [row for row in found if row in public]

    def set_of(self, facet: Facet, slug: str) -> BitMap:
        """The public products with this value; none for a value that is not known."""
        number = self.terms.numbers.get((facet, slug))
        return BitMap() if number is None else self.values[number]

    def count(self, facet: Facet, slug: str) -> int:
        """How many public products have this value."""
        number = self.terms.numbers.get((facet, slug))
        return 0 if number is None else self.counts[number]

    def shown_while(self, facet: Facet, chosen: tuple[str, ...]) -> ShownValues:
        """The values that a facet shows while these are chosen, once found and then kept."""
        return self.tallies.shown(facet, chosen, lambda: shown_while(self.terms, self.counts, facet, chosen))

    def with_selected(self, selected: Selected) -> "Snapshot":
        """The same products with another selection."""
        rows = tuple(dict.fromkeys(self.rows_of(selected.product_ids)))
        chosen = BitMap(rows)
        number = self.terms.numbers[Facet.SELECTED, YES]
        values = (*self.values[:number], chosen, *self.values[number + 1 :])
        counts = tuple(map(len, values))
        return replace(
            self,
            values=values,
            counts=counts,
            shown=shown_everywhere(self.terms, counts),
            selected=selected,
            selected_rows=rows,
            unselected=self.public - chosen,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of some products, or of all: when they became public, their facts, their materials and so on."""

    dates: Sequence[Dated]
    facts: Iterable[Facts]
    groups: Sequence[Group]
    links: Iterable[tuple[Mapping[int, ValueNumber], Sequence[tuple[int, int]]]]


def make_snapshot(revision: Revision, today: date, terms: Terms, reading: Reading) -> Snapshot:
    """The index of everything."""
    nothing = Snapshot(
        revision=revision,
        today=today,
        terms=terms,
        ids=array("i"),
        published=array("q"),
        last=(0, None),
        rows=array("I"),
        public=BitMap(),
        values=tuple(BitMap() for _ in range(terms.count)),
        counts=(0,) * terms.count,
        prices=no_slices("q"),
        names=dict.fromkeys(LANGUAGES, no_slices("I")),
        name_orders={},
        stale={},
        cards=Kept(MOST_CARDS),
        shown={},
    )
    return _grown(nothing, reading.dates, reading, BitMap())


def follow(
    snapshot: Snapshot, revision: Revision, today: date, product_ids: Collection[int], reading: Reading
) -> Snapshot:
    """The index after these products changed: forget what was known of them, then learn what is so now.

    Raises:
        CannotFollow: when a product first became public before one that is here already.
        NoRoom: when the order of names has to be numbered anew.
    """
    forgotten = BitMap(row for key in product_ids if (row := snapshot.row_of(key)) != NO_ROW)
    start = replace(snapshot, revision=revision, today=today, cards=snapshot.cards.without(product_ids))
    return _grown(start, _new_dates(snapshot, reading.dates), reading, forgotten)


def _new_dates(snapshot: Snapshot, dates: Sequence[Dated]) -> list[Dated]:
    """Those that need a row of their own: behind all others, or they do not fit."""
    last_id, last = snapshot.last
    new: list[Dated] = []
    for product_id, published in dates:
        row = snapshot.row_of(product_id)
        if row != NO_ROW and snapshot.published[row] == hash(published):
            continue
        if published is None or not (last is None or (published, product_id) > (last, last_id)):
            raise CannotFollow
        new.append((product_id, published))
    return new


class _Collected:
    """Facts sorted by what they are needed for.

    What another session committed while this one was reading may be seen in part; it is left for the next time, since
    its change has a higher number.
    """

    def __init__(self, terms: Terms, rows: Sequence[int], reading: Reading) -> None:
        self.placed = array("I")
        self.priced, self.prices = array("I"), array("q")
        self.names: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        self.stale: dict[date, list[int]] = {}
        by_group: defaultdict[GroupNumber, list[int]] = defaultdict(list)
        names_id, names_en = self.names["id"].append, self.names["en"].append
        for product_id, groups, price, name_id, name_en, stale_on in reading.facts:
            row = rows[product_id] if product_id < len(rows) else NO_ROW
            if row == NO_ROW:
                continue
            self.placed.append(row)
            for group in groups:
                by_group[group].append(row)
            if price is not None:
                self.priced.append(row)
                self.prices.append(price)
            names_id(name := name_key(name_id))
            names_en(name if name_en == name_id else name_key(name_en))
            if stale_on is not None:
                self.stale.setdefault(stale_on, []).append(row)
        self.holders = [array("I") for _ in range(terms.count)]
        for group, members in by_group.items():
            for number in reading.groups[group]:
                self.holders[number].extend(members)
        placed, appends = BitMap(self.placed), [holder.append for holder in self.holders]
        known = len(rows)
        for numbers, pairs in reading.links:
            for product_id, key in pairs:
                if product_id < known and (row := rows[product_id]) in placed:
                    if key not in numbers:
                        raise UnknownKey
                    appends[numbers[key]](row)


def _grown(start: Snapshot, dates: Sequence[Dated], reading: Reading, forgotten: BitMap) -> Snapshot:
    """`start` without what is `forgotten`, with a row for each of the dates, and with what was read."""
    ids, published, rows = array("i", start.ids), array("q", start.published), array("I", start.rows)
    first = len(ids)
    ids.extend(product_id for product_id, _ in dates)
    published.extend(hash(at) for _, at in dates)
    room = max((product_id for product_id, _ in dates), default=-1) + 1 - len(rows)
    rows.extend([NO_ROW] * max(room, 0))
    for row in range(first, len(ids)):
        rows[ids[row]] = row
    found = _Collected(start.terms, rows, reading)
    orders = {language: _name_order(start, language, names) for language, names in found.names.items()}
    grown = replace(
        start,
        ids=ids,
        published=published,
        last=dates[-1] if dates else start.last,
        rows=rows,
        public=merged(start.public, forgotten, found.placed),
        values=tuple(merged(old, forgotten, new) for old, new in zip(start.values, found.holders, strict=True)),
        prices=start.prices.changed(forgotten, found.priced, found.prices, len(ids)),
        names={
            language: start.names[language].changed(
                forgotten, found.placed, order.numbers_of(found.names[language]), len(ids)
            )
            for language, order in orders.items()
        },
        name_orders=orders,
        stale=_stale(start.stale, forgotten, found.stale),
    )
    return grown.with_selected(start.selected)


def _name_order(start: Snapshot, language: str, names: Sequence[str]) -> NameOrder:
    known = start.name_orders.get(language)
    return number_names(names) if known is None else known.with_names(names)


def _stale(start: Mapping[date, BitMap], forgotten: BitMap, new: Mapping[date, Sequence[int]]) -> dict[date, BitMap]:
    days = {day: merged(start.get(day, BitMap()), forgotten, new.get(day, ())) for day in {*start, *new}}
    return {day: rows for day, rows in days.items() if rows}
