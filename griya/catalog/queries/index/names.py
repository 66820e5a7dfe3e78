"""The order of names as numbers, with room left between them so that a new name fits without moving the others."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# Numbers have this many binary digits; a hundred thousand names stand some forty thousand apart.
_DIGITS: Final = 32


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

    def number(self, name: str) -> int:
        """The number of a name that is known."""
        return self.numbers[bisect_left(self.keys, name_key(name))]

    def with_names(self, names: Iterable[str]) -> "NameOrder":
        """The order with further names, each in the middle between its neighbours.

        Raises:
            NoRoom: when two neighbours have no number between them.
        """
        keys, numbers = list(self.keys), list(self.numbers)
        for key in sorted({name_key(name) for name in names}):
            place = bisect_left(keys, key)
            if place < len(keys) and keys[place] == key:
                continue
            before = numbers[place - 1] if place else -1
            after = numbers[place] if place < len(numbers) else 1 << _DIGITS
            if after - before < 2:
                raise NoRoom
            keys.insert(place, key)
            numbers.insert(place, (before + after) // 2)
        return NameOrder(keys, numbers)


def number_names(names: Iterable[str]) -> NameOrder:
    """The order of these names, as far apart as can be."""
    keys = sorted({name_key(name) for name in names})
    step = (1 << _DIGITS) // (len(keys) + 1)
    return NameOrder(keys, range(step, step * (len(keys) + 1), step)[: len(keys)] if step else range(len(keys)))
