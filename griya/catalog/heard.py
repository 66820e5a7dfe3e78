"""What is being looked for, counted in this process's memory until the server's worker takes it.

The request that asks writes nothing and waits for nobody. What is counted when a process is killed is lost: a few
minutes of counts, which nobody is owed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Final

from griya.catalog.rules.heard import Heard, hearable

# Beyond so many different queries between two takings nobody reads them any more: somebody is playing with the search.
MOST_QUERIES: Final = 2000


@dataclass(slots=True)
class Counter:
    """Counts by day and query; one for the process, safe for its threads."""

    _lock: Lock = field(default_factory=Lock)
    _asked: defaultdict[tuple[date, str], int] = field(default_factory=lambda: defaultdict(int))
    _found: dict[tuple[date, str], int] = field(default_factory=dict)
    _opened: defaultdict[tuple[date, str], int] = field(default_factory=lambda: defaultdict(int))

    def note(self, text: str, found: int, on: date) -> None:
        """Count one search; what could be somebody's address or number is not even kept in memory."""
        query = hearable(text)
        if not query:
            return
        key = (on, query)
        with self._lock:
            if key in self._found or len(self._found) < MOST_QUERIES:
                self._asked[key] += 1
                self._found[key] = found

    def note_opened(self, text: str, on: date) -> None:
        """Count that a result of this search was opened."""
        query = hearable(text)
        if not query:
            return
        with self._lock:
            if (on, query) in self._opened or len(self._opened) < MOST_QUERIES:
                self._opened[on, query] += 1

    def take(self) -> list[Heard]:
        """Everything that was counted; the count begins again.

        What was opened may have been asked for before the last taking, or in another process: then `asked` is 0.
        """
        with self._lock:
            taken = [
                Heard(key[0], key[1], self._asked.get(key, 0), self._found.get(key, 1), self._opened.get(key, 0))
                for key in {**self._found, **self._opened}
            ]
            self._asked.clear()
            self._found.clear()
            self._opened.clear()
        return taken

    def give_back(self, heard: list[Heard]) -> None:
        """Count again what could not be written down or is not yet asked often enough."""
        with self._lock:
            for one in heard:
                key = (one.day, one.query)
                if one.asked:
                    self._asked[key] += one.asked
                    self._found.setdefault(key, one.found)
                if one.opened:
                    self._opened[key] += one.opened


counter: Final = Counter()
