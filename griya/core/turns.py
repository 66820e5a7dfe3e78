"""Whose turn it is to write: one at a time, in the order in which they came.

SQLite lets whoever happens to ask in the right moment have its write lock, and those who wait sleep up to a tenth of a
second between two questions: of eight writers one can be passed by a hundred others and give up. Here a turn is handed
from one to the next. It orders the threads of one process; other processes are left to SQLite.
"""

import threading
from collections import deque


class Turns:
    """A lock whose waiters are served first come, first served, each with a patience of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False

    def take(self, seconds: float) -> bool:
        """Wait for a turn, at most so long. Returns whether the caller has it now, and must give it back."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(seconds):
            return True
        with self._lock:
            if called.is_set():  # between the end of the patience and this line
                return True
            self._waiting.remove(called)
            return False

    def give_back(self) -> None:
        """End the turn: whoever has waited longest has it now."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
