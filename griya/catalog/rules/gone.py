"""How long the address of a product that was taken down stays one that may come back."""

from datetime import datetime, timedelta
from typing import Final

from griya.catalog.models import ProductState

CLOSED_AFTER: Final = timedelta(days=90)


def is_closed(state: str, *, off_since: datetime | None, at: datetime) -> bool:
    """Whether the address is gone for good: the product is archived, or was taken down 90 days ago or more.

    Nobody knows since when a product is off that no event names; it counts as one that may come back.
    """
    return state == ProductState.ARCHIVED or (off_since is not None and at - off_since >= CLOSED_AFTER)
