"""What was read or worked out and holds as long as the catalogue stays at one revision."""

from collections.abc import Collection, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by their keys, up to `most` in size, that hold at one revision of the catalogue.

    It belongs to the snapshot of that revision. The next one gets an empty one, or a copy without the products that
    changed, so whoever is still busy with the old one puts nothing old into the new.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._values: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """What is kept under a key."""
        return self._values.get(key)

    def put(self, key: K, value: V, *, size: int = 1) -> None:
        """Keep a value; when there is no room all others go, which is rare and costs one reading of each."""
        if key not in self._values:
            if self._size + size > self._most:
                self.empty()
            self._size += size
        self._values[key] = value

    def empty(self) -> None:
        """Begin anew, as a new process would."""
        self._values = {}
        self._size = 0

    def without(self, keys: Collection[K]) -> "Kept[K, V]":
        """The same for the next revision, of values that are all of size 1."""
        kept: Kept[K, V] = Kept(self._most)
        kept._values = dict(self._values)
        for key in keys:
            kept._values.pop(key, None)
        kept._size = len(kept._values)
        return kept
