"""What the sample loader needs to find again."""

from dataclasses import dataclass

from sqlalchemy import select

from griya.catalog.models import Product, ProductRevision
from griya.catalog.queries.photos import list_stored_photos
from griya.core.db import db
from griya.registry.models import Producer


@dataclass(frozen=True, slots=True)
class PhotoPlace:
    """A sample product with the roles and the Indonesian words of the photos that it has."""

    product: Product
    roles: frozenset[str]
    alts: frozenset[str]


def find_photo_place(slug: str) -> PhotoPlace | None:
    """The sample product with this slug; None where there is none, or it is a real one."""
    statement = select(Product).join(Producer, Producer.id == Product.producer_id)
    product = db.session.scalars(statement.where(Product.slug == slug, Producer.is_sample)).one_or_none()
    if product is None:
        return None
    photos = list_stored_photos(product.id)
    return PhotoPlace(product, frozenset(photo.role for photo in photos), frozenset(photo.alt_id for photo in photos))


def revision_of_product(product_id: int) -> ProductRevision:
    """The newest revision of a product."""
    return db.session.scalars(
        select(ProductRevision)
        .where(ProductRevision.product_id == product_id)
        .order_by(ProductRevision.number.desc())
        .limit(1)
    ).one()
