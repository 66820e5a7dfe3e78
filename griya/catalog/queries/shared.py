"""What stands on the share picture of a product or a maker: as little as it takes to draw it, or to refuse to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from griya.catalog.models import Product
from griya.catalog.queries.cards import ProductCard, list_cards, list_cards_of_producer
from griya.catalog.queries.producers import ProducerPage
from griya.catalog.queries.public import from_public_products, is_listed
from griya.catalog.rules.filters import is_slug
from griya.core.db import db
from griya.registry.models import Producer, Region
from griya.registry.rules.regions import region_label

# As many of a maker's products are looked at for photos.
CARDS_SEEN = 8


@dataclass(frozen=True, slots=True)
class SharedProducer:
    """A maker as its share picture tells of it: never without its newest products."""

    name: str
    place: str
    count: int
    cards: Sequence[ProductCard]
    is_sample: bool


def shared_producer(page: ProducerPage) -> SharedProducer:
    """The same, from the page that was read already."""
    return SharedProducer(page.name, page.place, len(page.products), page.products[:CARDS_SEEN], page.is_sample)


def find_shared_product(slug: str) -> ProductCard | None:
    """The card of the public product at this address; one statement where there is none."""
    if not is_slug(slug):
        return None
    product_id = db.session.scalar(from_public_products(select(Product.id)).where(Product.slug == slug))
    return next(iter(list_cards([product_id])), None) if product_id else None


def find_shared_producer(slug: str) -> SharedProducer | None:
    """The listed maker at this address; one statement where there is none."""
    if not is_slug(slug):
        return None
    row = db.session.execute(
        select(Producer.id, Producer.name, Producer.outside_region, Producer.is_sample, Region.level, Region.name)
        .outerjoin(Region, Region.id == Producer.regency_id)
        .where(Producer.slug == slug, is_listed())
    ).one_or_none()
    if row is None:
        return None
    producer_id, name, outside, is_sample, level, place = row
    count = db.session.scalar(
        from_public_products(select(func.count(Product.id))).where(Product.producer_id == producer_id)
    )
    cards = list_cards_of_producer(producer_id, limit=CARDS_SEEN)
    return SharedProducer(name, region_label(level, place) if place else outside or "", count or 0, cards, is_sample)
