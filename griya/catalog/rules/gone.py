"""How long the address of a product that was taken down stays one that may come back."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from griya.catalog.models import ProductState
from griya.registry.models import Standing

CLOSED_AFTER: Final = timedelta(days=90)


# What the audit record says where a product, or its maker with all it makes, is taken off and shown again.
PRODUCT_OFF: Final = frozenset({"product.withdrawn", "product.suspended"})
PRODUCT_ON: Final = frozenset({"product.published"})
PRODUCER_OFF: Final = frozenset({f"producer.{Standing.SUSPENDED}", f"producer.{Standing.CLOSED}"})
PRODUCER_ON: Final = frozenset({f"producer.{Standing.LISTED}"})


def is_closed(state: str, *, off_since: datetime | None, at: datetime) -> bool:
    """Whether the address is gone for good: the product is archived, or has been off for 90 days or more.

    Nobody knows since when a product is off that no event names; it counts as one that may come back.
    """
    return state == ProductState.ARCHIVED or (off_since is not None and at - off_since >= CLOSED_AFTER)


def off_since(told: Iterable[tuple[str, datetime]], *, off: Collection[str], on: Collection[str]) -> datetime | None:
    """Since when something is off without a break, by what the audit record tells of it in its order; else None."""
    since: datetime | None = None
    for verb, at in told:
        if verb in on:
            since = None
        elif verb in off:
            since = since or at
    return since
