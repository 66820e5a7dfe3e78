"""Whole numbers of many rows as one bitmap per binary digit, so that any stretch of an ordered list is found at once.

To find the rows from place 10,000 on in the order of their numbers, the set is halved by its numbers' highest digit,
then the half that holds the place by the next digit, and so on: some dozen operations on sets, never a sort of all of
them (O'Neil and Quass, "Improved query performance with variant indexes", 1997).
"""

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final

from pyroaring import BitMap

# A set this small is sorted instead.
_FEW: Final = 64
# For each binary digit: whether each possible byte has a 1 there.
_HAS_DIGIT: Final = tuple(bytes(byte >> digit & 1 for byte in range(256)) for digit in range(8))


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

    def changed(self, forget: BitMap, rows: Sequence[int], numbers: Sequence[int], length: int) -> "Slices":
        """These numbers without those of the rows in `forget`, then with these; `length` rows in all."""
        kept = array(self.numbers.typecode, self.numbers)
        kept.extend([0] * (length - len(kept)))
        for row, number in zip(rows, numbers, strict=True):
            kept[row] = number
        width = max(len(self.digits), max(numbers, default=0).bit_length())
        have = [*self.digits, *(BitMap() for _ in range(width - len(self.digits)))]
        digits = tuple(
            merged(old, forget, new) for old, new in zip(have, _rows_by_digit(rows, numbers, width), strict=True)
        )
        return Slices(merged(self.known, forget, rows), digits, kept)


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
    if not rows:
        return new
    if rows.intersect(forget):
        return rows - forget | new
    return rows | new if new else rows


def _rows_by_digit(rows: Sequence[int], numbers: Sequence[int], width: int) -> Iterator["array[int]"]:
    """The rows that have a 1 at each binary digit of their number, the lowest digit first.

    The numbers' bytes lie one after the other, so that every eighth is the same byte of each number, and what a byte
    has at one digit is looked up for all of them at once. Asking each number for each digit takes ten times as long.
    """
    laid = array("Q", numbers)
    if sys.byteorder == "big":
        laid.byteswap()
    everything = laid.tobytes()
    for place in range(width):
        byte = everything[place // 8 :: 8]
        yield array("I", compress(rows, byte.translate(_HAS_DIGIT[place % 8])))
