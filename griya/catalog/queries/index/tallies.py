"""How many products of a set have each value, counted when it is asked for and kept where the set comes back.

A list shows some hundred and forty values with their numbers, and each number is the size of an intersection. The lists
that are opened most are narrowed by one value, or are what a search found: visitors see their next page, and go on from
there. What was counted of those sets stays with the snapshot it was counted in, for each value of the vocabulary at
most once; a combination of several filters is counted each time.
"""

from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

from pyroaring import BitMap

from griya.catalog.queries.index.kept import Kept

# Tallies of single values and searches: some 20 kilobytes each, where every value was asked for.
MOST_TALLIES: Final = 500
# Rows of searches, of four bytes in their order and of some two in the set.
MOST_FOUND_ROWS: Final = 2_000_000


class Tally(dict[int, int]):
    """How many of `rows` have the value of each number, counted at the first look."""

    def __init__(self, rows: BitMap, values: Sequence[BitMap]) -> None:
        super().__init__()
        self._count, self._values = rows.intersection_cardinality, values

    def __missing__(self, number: int) -> int:
        found: int = self._count(self._values[number])
        self[number] = found
        return found


class FoundRows(NamedTuple):
    """What a search found, as rows: in its order, as a set, and counted. `of` is the list of ids they were made of."""

    of: Sequence[int]
    ranked: "array[int]"
    rows: BitMap
    tally: Tally


class Tallies:
    """What is kept of the sets of one snapshot that come back."""

    def __init__(self) -> None:
        self._values: Kept[int, Tally] = Kept(MOST_TALLIES)
        self._found: Kept[int, FoundRows] = Kept(MOST_FOUND_ROWS)

    def of_value(self, number: int, rows: BitMap, values: Sequence[BitMap]) -> Tally:
        """The tally of `rows`, which are those that have the value of this number."""
        tally = self._values.get(number)
        if tally is None:
            tally = Tally(rows, values)
            self._values.put(number, tally)
        return tally

    def found(self, ids: Sequence[int]) -> FoundRows | None:
        """The rows of this very list of ids, which a search remembers and nobody changes."""
        known = self._found.get(id(ids))
        return known if known is not None and known.of is ids else None

    def keep_found(self, found: FoundRows) -> None:
        """Keep the rows of a list of ids, and with them the list, so that its number is no other one's."""
        self._found.put(id(found.of), found, size=100 + len(found.ranked))

    def empty(self) -> None:
        """Begin anew, as a new process would."""
        self._values.empty()
        self._found.empty()
