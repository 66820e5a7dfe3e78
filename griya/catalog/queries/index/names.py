"""The order of names as numbers, with room left between them so that a new name fits without moving the others."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# Neighbours stand this far apart at first: some ten names fit into one gap before all are numbered anew.
_STEP: Final = 1 << 10


class NoRoom(Exception):
    """No number is left between two names: all have to be numbered anew."""


def name_key(name: str) -> str:
    """What names are ordered by: their letters, whatever their case."""
    return name.casefold()


@dataclass(frozen=True, slots=True)
class NameOrder:
    """Different names in their order, each with its number."""

    keys: Sequence[str]
    numbers: Sequence[int]

    def numbers_of(self, keys: Sequence[str]) -> list[int]:
        """The numbers of names that are known, by their keys."""
        if len(keys) < len(self.keys) // 8:
            return [self.numbers[bisect_left(self.keys, key)] for key in keys]
        by_key = dict(zip(self.keys, self.numbers, strict=True))
        return [by_key[key] for key in keys]

    def with_names(self, new: Iterable[str]) -> "NameOrder":
        """The order with further names, by their keys, each in the middle between its neighbours.

        Raises:
            NoRoom: when two neighbours have no number between them.
        """
        keys, numbers = list(self.keys), list(self.numbers)
        for key in sorted(set(new)):
            place = bisect_left(keys, key)
            if place < len(keys) and keys[place] == key:
                continue
            before = numbers[place - 1] if place else 0
            after = numbers[place] if place < len(numbers) else before + 2 * _STEP
            if after - before < 2:
                raise NoRoom
            keys.insert(place, key)
            numbers.insert(place, (before + after) // 2)
        return NameOrder(keys, numbers)


def number_names(names: Iterable[str]) -> NameOrder:
    """The order of these names, by their keys, evenly apart."""
    keys = sorted(set(names))
    return NameOrder(keys, range(_STEP, _STEP * (len(keys) + 1), _STEP))
