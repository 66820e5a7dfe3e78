"""What was read of single products and need not be read again before one of them changes."""

from collections.abc import Collection
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """Values by product, up to `most` of them, that hold at one revision of the catalogue.

    It belongs to the snapshot of that revision. The next one gets a copy without the products that changed, so whoever
    is still busy with the old one puts nothing old into the new.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[int, V] = {}

    def get(self, product_id: int) -> V | None:
        """What is kept of a product."""
        return self._values.get(product_id)

    def put(self, product_id: int, value: V) -> None:
        """Keep a value; when there is no room all others go, which is rare and costs one reading of each."""
        if len(self._values) >= self._most and product_id not in self._values:
            self._values = {}
        self._values[product_id] = value

    def empty(self) -> None:
        """Begin anew, as a new process would."""
        self._values = {}

    def without(self, product_ids: Collection[int]) -> "Kept[V]":
        """The same for the next revision."""
        kept: Kept[V] = Kept(self._most)
        kept._values = dict(self._values)
        for product_id in product_ids:
            kept._values.pop(product_id, None)
        return kept
