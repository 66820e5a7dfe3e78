"""Pages of a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Way(NamedTuple):
    """A link to a page of a list. `is_behind_gap` says that pages are left out in front of it."""

    number: Any
    address: Any
    is_here: bool
    is_behind_gap: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`items` of page `number` (from 1) out of `total` rows, `size` rows a page."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def count(self) -> int:
        """How many pages there are; an empty list still has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """1-based position of the first row shown, 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """1-based position of the last row shown."""
        return (self.number - 1) * self.size + len(self.items)

    @property
    def ways(self) -> list[int]:
        """The numbers of the pages that this one leads to: the first, its neighbours and itself, the last."""
        near = (self.number - 1, self.number, self.number + 1)
        return sorted({1, self.count, *(number for number in near if 1 <= number <= self.count)})

    def ways_by(self, url: Callable[[int], str]) -> list[Way]:
        """The same as links; `url` gives the address of a page by its number."""
        numbers, here = self.ways, self.number
        return [
            Way(number, url(number), number == here, place > 0 and number > numbers[place - 1] + 1)
            for place, number in enumerate(numbers)
        ]


def page_number(raw: str | None) -> int:
    """A page number from a query string: anything that is no positive number of at most 6 digits means page 1."""
    return max(1, int(raw)) if raw and raw.isascii() and raw.isdecimal() and len(raw) <= 6 else 1
