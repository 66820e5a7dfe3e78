"""Who may write, and who may read, in the order in which they came.

SQLite lets whoever happens to ask in the right moment have a lock, and those who wait sleep up to a tenth of a second
between two questions: of eight writers one can be passed by a hundred others and give up, and under the rollback
journal, where a commit and a reader exclude each other, a reader among writers too. Here a lock is handed from one to
the next. It orders the threads of one process; other processes are left to SQLite.
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


class Door:
    """A readers-writer lock: any number inside, or one who is alone.

    Who wants to be alone shuts the door and waits until the room is empty; all who came in the meantime are let in
    together when it opens, before it can be shut again. So neither waits for more than one round of the other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._waiting: list[threading.Event] = []
        self._empty: threading.Event | None = None

    def enter(self, seconds: float) -> None:
        """Go in as soon as the door is open, after so long in any case: then the database itself decides."""
        with self._lock:
            if self._empty is None:
                self._inside += 1
                return
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(seconds):
            return
        with self._lock:
            if not called.is_set():
                self._waiting.remove(called)
                self._inside += 1

    def leave(self) -> None:
        """Go out again."""
        with self._lock:
            self._inside -= 1
            if not self._inside and self._empty is not None:
                self._empty.set()

    def shut(self, seconds: float) -> None:
        """Be alone, one at a time, after so long in any case: then the database itself decides."""
        with self._lock:
            self._empty = empty = threading.Event()
            if not self._inside:
                return
        empty.wait(seconds)

    def open(self) -> None:
        """Let all in who wait."""
        with self._lock:
            self._empty = None
            self._inside += len(self._waiting)
            for called in self._waiting:
                called.set()
            self._waiting.clear()
