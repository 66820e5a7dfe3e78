"""What imports brought in and nobody has decided about: products that are drafts still, by batch."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from griya.accounts.models import Event
from griya.catalog.models import Product, ProductState
from griya.catalog.rules.batches import PREFIX, code_of, reason_of
from griya.core.db import db


@dataclass(frozen=True, slots=True)
class Batch:
    """An import some of whose products wait to be handed in or put aside."""

    code: str
    waiting: int
    at: datetime


def list_waiting_batches() -> list[Batch]:
    """Imports with products that nobody handed in, the oldest first; one statement that starts from those products."""
    rows = db.session.execute(
        select(Event.reason, func.count(), func.min(Event.at))
        .join(Product, _made())
        .where(Product.state == ProductState.DRAFT, Event.reason.startswith(PREFIX))
        .group_by(Event.reason)
        .order_by(func.min(Event.at))
    )
    return [Batch(code_of(row[0] or ""), row[1], row[2]) for row in rows]


def came_with(code: str) -> ColumnElement[bool]:
    """Whether a product of the statement around came with this import."""
    return select(Event.id).where(_made(), Event.reason == reason_of(code)).correlate(Product).exists()


def _made() -> ColumnElement[bool]:
    return and_(Event.object_type == "product", Event.object_key == Product.code, Event.verb == "product.created")
