"""The newest products as a feed tells them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from griya.catalog.models import Category, Product, ProductRevision
from griya.catalog.queries.public import PLACE, SHELF, from_public_products
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import Producer
from griya.registry.rules.regions import region_label

ENTRIES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A product in the feed. `code` is what its id is made of: it outlives names and addresses."""

    code: str
    slug: str
    name: Bilingual
    summary: Bilingual
    producer_name: str
    place: str
    shelf_slug: str
    shelf_name: Bilingual
    is_sample: bool
    published_at: datetime
    changed_at: datetime


def list_feed_entries(limit: int = ENTRIES_SHOWN) -> list[FeedEntry]:
    """The newest public products, in one statement."""
    rows = db.session.execute(
        from_public_products(
            select(
                Product.code,
                Product.slug,
                Product.published_at,
                ProductRevision.created_at,
                ProductRevision.name_id,
                ProductRevision.name_en,
                ProductRevision.summary_id,
                ProductRevision.summary_en,
                Producer.name.label("producer_name"),
                Producer.outside_region,
                Producer.is_sample,
                PLACE.level.label("place_level"),
                PLACE.name.label("place_name"),
                func.coalesce(SHELF.slug, Category.slug).label("shelf_slug"),
                func.coalesce(SHELF.name_id, Category.name_id).label("shelf_name"),
                func.coalesce(SHELF.name_en, Category.name_en).label("shelf_name_en"),
            )
        )
        .where(Product.published_at.is_not(None))
        .order_by(Product.published_at.desc(), Product.id.desc())
        .limit(limit)
    )
    return [
        FeedEntry(
            code=row.code,
            slug=row.slug,
            name=Bilingual(row.name_id, row.name_en),
            summary=Bilingual(row.summary_id, row.summary_en),
            producer_name=row.producer_name,
            place=region_label(row.place_level, row.place_name) if row.place_name else row.outside_region or "",
            shelf_slug=row.shelf_slug,
            shelf_name=Bilingual(row.shelf_name, row.shelf_name_en),
            is_sample=row.is_sample,
            published_at=row.published_at,
            changed_at=max(row.published_at, row.created_at),
        )
        for row in rows
    ]
