"""Whole numbers of many rows as one bitmap per binary digit, so that any stretch of an ordered list is found at once.

To find the rows from place 10,000 on in the order of their numbers, the set is halved by its numbers' highest digit,
then the half that holds the place by the next digit, and so on: some dozen operations on sets, never a sort of all of
them (O'Neil and Quass, "Improved query performance with variant indexes", 1997).
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyroaring import BitMap

# A set this small is sorted instead.
_FEW: Final = 64


@dataclass(frozen=True, slots=True)
class Slices:
    """A number for each row in `known`; the others have none. Changes make a new object and share what is the same."""

    known: BitMap
    digits: tuple[BitMap, ...]
    numbers: "array[int]"

    def page(self, rows: BitMap, low: int, high: int, *, descending: bool = False) -> list[int]:
        """The rows at the places from `low` up to `high` of `rows` in the order of their numbers.

        Equal numbers stand with the highest row first; rows without a number stand behind all others, likewise.
        """
        known = rows & self.known
        count = len(known)
        found = self._page(known, low, min(high, count), len(self.digits) - 1, descending)
        if high > count:
            found += highest(rows - known, max(low - count, 0), high - count)
        return found

    def _page(self, rows: BitMap, low: int, high: int, digit: int, descending: bool) -> list[int]:
        if low >= high:
            return []
        if digit < 0:
            return highest(rows, low, high)
        count = len(rows)
        if count <= _FEW:
            sign = -1 if descending else 1
            return sorted(rows, key=lambda row: (sign * self.numbers[row], -row))[low:high]
        ones = rows & self.digits[digit]
        zeros = rows - ones
        first, second = (ones, zeros) if descending else (zeros, ones)
        middle = len(first)
        return [
            *self._page(first, low, min(high, middle), digit - 1, descending),
            *self._page(second, max(low - middle, 0), high - middle, digit - 1, descending),
        ]

    def changed(self, forget: BitMap, pairs: Sequence[tuple[int, int]], length: int) -> "Slices":
        """These numbers without those of the rows in `forget`, then with these (row, number); `length` rows in all."""
        numbers = array(self.numbers.typecode, self.numbers)
        numbers.extend([0] * (length - len(numbers)))
        for row, number in pairs:
            numbers[row] = number
        width = max(len(self.digits), *(number.bit_length() for _, number in pairs), 0)
        new = _digits(pairs, width)
        digits = (
            merged(self.digits[place] if place < len(self.digits) else BitMap(), forget, rows)
            for place, rows in enumerate(new)
        )
        return Slices(merged(self.known, forget, (row for row, _ in pairs)), tuple(digits), numbers)


def no_slices(typecode: str) -> Slices:
    """Slices of nothing, with room for numbers of this `array` type."""
    return Slices(BitMap(), (), array(typecode))


def highest(rows: BitMap, low: int, high: int) -> list[int]:
    """The rows at the places from `low` up to `high`, counted from the highest row down."""
    count = len(rows)
    high = min(high, count)
    return list(rows[count - high : count - low])[::-1] if low < high else []


def merged(rows: BitMap, forget: BitMap, added: Iterable[int]) -> BitMap:
    """`rows` without `forget` and with `added`: the same object where nothing changes."""
    new = BitMap(added)
    if rows.intersect(forget):
        return rows - forget | new
    return rows | new if new else rows


def _digits(pairs: Sequence[tuple[int, int]], width: int) -> "list[array[int]]":
    """The rows that have a 1 at each binary digit of their number, the lowest digit first."""
    found = [array("I") for _ in range(width)]
    appends = [rows.append for rows in found]
    for row, number in pairs:
        while number:
            lowest = number & -number
            appends[lowest.bit_length() - 1](row)
            number ^= lowest
    return found
