"""Pages of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


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


def page_number(raw: str | None) -> int:
    """A page number from a query string: anything that is no positive number of at most 6 digits means page 1."""
    return max(1, int(raw)) if raw and raw.isascii() and raw.isdecimal() and len(raw) <= 6 else 1
