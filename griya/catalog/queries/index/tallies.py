"""How many products of a set have each value, counted when it is asked for and kept where the set comes back.

A list shows some hundred and forty values with their numbers, and each number is the size of an intersection. The lists
that are opened most are narrowed by some values, or are what a search found: visitors see their next page, and go on
from there by one value more or less, which most of the numbers do not notice. What was counted of those sets stays with
the snapshot it was counted in; a search that is narrowed as well is counted each time.
"""

from array import array
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

from pyroaring import BitMap

from griya.catalog.queries.index.kept import Kept
from griya.catalog.queries.index.shown import ShownValues
from griya.catalog.rules.facets import Facet

# Tallies of what is chosen, some 20 kilobytes each, where every value was asked for.
MOST_TALLIES: Final = 500
# Rows of searches, of four bytes in their order and of some two in the set.
MOST_FOUND_ROWS: Final = 2_000_000

Chosen: TypeAlias = tuple[tuple[Facet, tuple[str, ...]], ...]


class Tally(dict[int, int]):
    """How many of `rows` have the value of each number, counted at the first look."""

    def __init__(self, rows: BitMap, values: Sequence[BitMap]) -> None:
        super().__init__()
        self._count, self._values = rows.intersection_cardinality, values

    def __missing__(self, number: int) -> int:
        found: int = self._count(self._values[number])
        self[number] = found
        return found

    def totals(self, numbers: Sequence[int]) -> list[int]:
        """The counts of these values: all from what is known, or all in one go."""
        if numbers and numbers[0] in self and numbers[-1] in self:
            return [self[number] for number in numbers]
        count, values = self._count, self._values
        counted = [count(values[number]) for number in numbers]
        self.update(zip(numbers, counted, strict=True))
        return counted


class FoundRows(NamedTuple):
    """What a search found, as rows: in its order, as a set, and counted. `of` is the list of ids they were made of."""

    of: Sequence[int]
    ranked: "array[int]"
    rows: BitMap
    tally: Tally


class Tallies:
    """What is kept of the sets of one snapshot that come back."""

    def __init__(self) -> None:
        self._chosen: Kept[Chosen, Tally] = Kept(MOST_TALLIES)
        self._found: Kept[int, FoundRows] = Kept(MOST_FOUND_ROWS)
        self._shown: Kept[tuple[Facet, tuple[str, ...]], ShownValues] = Kept(MOST_TALLIES)

    def of_chosen(self, chosen: Chosen, rows: BitMap, values: Sequence[BitMap]) -> Tally:
        """The tally of `rows`, which are those that these values of each facet give."""
        tally = self._chosen.get(chosen)
        if tally is None:
            tally = Tally(rows, values)
            self._chosen.put(chosen, tally)
        return tally

    def found(self, ids: Sequence[int]) -> FoundRows | None:
        """The rows of this very list of ids, which a search remembers and nobody changes."""
        known = self._found.get(id(ids))
        return known if known is not None and known.of is ids else None

    def keep_found(self, found: FoundRows) -> None:
        """Keep the rows of a list of ids, and with them the list, so that its number is no other one's."""
        self._found.put(id(found.of), found, size=100 + len(found.ranked))

    def shown(self, facet: Facet, chosen: tuple[str, ...], find: Callable[[], ShownValues]) -> ShownValues:
        """What the facet shows while these are chosen, as `find` once found it."""
        known = self._shown.get((facet, chosen))
        if known is None:
            known = find()
            self._shown.put((facet, chosen), known)
        return known

    def empty(self) -> None:
        """Begin anew, as a new process would."""
        self._chosen.empty()
        self._found.empty()
        self._shown.empty()
