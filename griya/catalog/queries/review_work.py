"""Drafts of products on their way to the public, for the desk's list of tasks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from griya.catalog.models import Product
from griya.catalog.models.drafts import DraftState, ProductDraft
from griya.core.db import db
from griya.registry.models import Producer


@dataclass(frozen=True, slots=True)
class DraftOnItsWay:
    """A draft that was handed in. `writer_ids` are all who wrote a part of it: none of them approves it."""

    code: str
    name: str
    producer_name: str
    state: DraftState
    since: datetime
    writer_ids: tuple[int, ...]
    taken_by_id: int | None


def list_drafts_on_their_way() -> list[DraftOnItsWay]:
    """Everything handed in, in review, or sent back to be mended, the oldest first; one statement."""
    rows = db.session.execute(
        select(
            Product.code,
            ProductDraft.fields,
            Producer.name,
            ProductDraft.state,
            ProductDraft.submitted_at,
            ProductDraft.saved_at,
            ProductDraft.writer_ids,
            ProductDraft.taken_by_id,
        )
        .join(Product, Product.id == ProductDraft.product_id)
        .join(Producer, Producer.id == Product.producer_id)
        .where(ProductDraft.state != DraftState.WRITING)
        .order_by(ProductDraft.submitted_at, Product.id)
    )
    return [
        DraftOnItsWay(
            code=row.code,
            name=row.fields.get("name_id") or row.code,
            producer_name=row.name,
            state=DraftState(row.state),
            since=row.submitted_at or row.saved_at,
            writer_ids=tuple(row.writer_ids),
            taken_by_id=row.taken_by_id,
        )
        for row in rows
    ]
