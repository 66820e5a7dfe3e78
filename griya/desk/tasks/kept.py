"""How many tasks each person has, kept for as long as nothing happened that could change it, and a minute at most.

The number stands in the navigation of every page of the desk, and finding the tasks costs a statement or two for each
kind. Nearly everything that makes or ends a task leaves an event (docs/decisions/016-record.md): a count holds
while the record and the outbox stand where they stood. What no event tells, a window that comes near or a search that
found nothing, is seen a minute later. The list itself, and the count beside it, are always found anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

KEPT: Final = timedelta(minutes=1)
# More people than work at one desk; the count of somebody who is left out is found again.
MOST_PEOPLE: Final = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """Where things stand: the newest events by last number, sum and time, and how many letters were given up."""

    last: int
    total: int
    at: datetime | None
    given_up: int


@dataclass(frozen=True, slots=True)
class _Kept:
    mark: Mark
    until: datetime
    count: int


@dataclass(slots=True)
class TaskCounts:
    """The counts of one process, by account and role; safe for its threads."""

    _kept: dict[tuple[int, str], _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def count(self, who: tuple[int, str], mark: Mark, at: datetime, find: Callable[[], int]) -> int:
        """The number of tasks of `who`; `find` is asked where none is kept that still holds."""
        found = self._kept.get(who)
        if found is not None and found.mark == mark and at < found.until:
            return found.count
        # The mark was read before: whatever happens while this counts makes another mark.
        number = find()
        self.keep(who, mark, at, number)
        return number

    def keep(self, who: tuple[int, str], mark: Mark, at: datetime, number: int) -> None:
        """Keep what was found just now."""
        with self._lock:
            if len(self._kept) >= MOST_PEOPLE:
                self._kept.clear()
            self._kept[who] = _Kept(mark, at + KEPT, number)
