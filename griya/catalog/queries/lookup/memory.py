"""What a process remembers of answers while the catalogue does not change."""

from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Memory(Generic[V]):
    """Values by what was asked and by the state of the catalogue when they were found, up to `most` in size.

    The state is part of the key, so nothing old is ever taken for new; a change only makes room.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._state: Hashable = None
        self._kept: dict[Hashable, V] = {}

    def get(self, state: Hashable, asked: Hashable) -> V | None:
        """What was found in this state, or None."""
        return self._kept.get((state, asked))

    def put(self, state: Hashable, asked: Hashable, value: V, *, size: int = 1) -> None:
        """Remember a value; everything else is forgotten when there is no room for it or the state has changed."""
        if state != self._state or self._size + size > self._most:
            self.forget()
            self._state = state
        self._size += size
        self._kept[state, asked] = value

    def forget(self) -> None:
        """Begin anew, as a new process would."""
        self._kept = {}
        self._size = 0
