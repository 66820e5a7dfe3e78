"""Products that a buyer may ask about, with what an inquiry pins and prints."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from griya.catalog.models import Product, ProductRevision
from griya.catalog.queries.cards import Price
from griya.catalog.queries.public import PLACE, from_public_products
from griya.catalog.rules.filters import is_slug
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import ContactChannel, Producer, ProducerContact
from griya.registry.rules.regions import region_label


@dataclass(frozen=True, slots=True)
class InquirableProduct:
    """A public product one may ask about now. `producer_email` is for sending, whether public or not; never show it."""

    product_id: int
    revision_id: int
    producer_id: int
    producer_name: str
    producer_slug: str
    producer_email: str | None
    name: Bilingual
    slug: str
    price: Price
    place: Bilingual
    moq: int | None
    is_sample: bool


def find_slugs(codes: Sequence[str]) -> dict[str, str]:
    """The slugs of the products of these codes, by code, in their order; a code that no product has is left out."""
    if not codes:
        return {}
    rows = db.session.execute(select(Product.code, Product.slug).where(Product.code.in_(codes)))
    slugs = {row.code: row.slug for row in rows}
    return {code: slugs[code] for code in codes if code in slugs}


def find_inquirable(slugs: Sequence[str]) -> dict[str, InquirableProduct]:
    """The products of these slugs that are public and may be asked about, by slug, in the order of `slugs`."""
    wanted = [slug for slug in dict.fromkeys(slugs) if is_slug(slug)]
    if not wanted:
        return {}
    email = (
        select(ProducerContact.value)
        .where(ProducerContact.producer_id == Producer.id, ProducerContact.channel == ContactChannel.EMAIL)
        .order_by(ProducerContact.id)
        .limit(1)
        .correlate(Producer)
        .scalar_subquery()
    )
    rows = db.session.execute(
        from_public_products(
            select(
                Product.id,
                Product.slug,
                ProductRevision.id.label("revision_id"),
                Producer.id.label("producer_id"),
                Producer.name.label("producer_name"),
                Producer.slug.label("producer_slug"),
                email.label("producer_email"),
                ProductRevision.name_id,
                ProductRevision.name_en,
                ProductRevision.unit,
                ProductRevision.price_mode,
                ProductRevision.price_idr,
                ProductRevision.moq,
                PLACE.level.label("place_level"),
                PLACE.name.label("place_name"),
                Producer.outside_region,
                Producer.is_sample,
            )
        ).where(Product.slug.in_(wanted), Product.is_inquirable)
    )
    found = {
        row.slug: InquirableProduct(
            product_id=row.id,
            revision_id=row.revision_id,
            producer_id=row.producer_id,
            producer_name=row.producer_name,
            producer_slug=row.producer_slug,
            producer_email=row.producer_email,
            name=Bilingual(row.name_id, row.name_en),
            slug=row.slug,
            price=Price(row.price_mode, row.price_idr, row.unit),
            place=region_label(row.place_level, row.place_name)
            if row.place_name
            else Bilingual(row.outside_region or ""),
            moq=row.moq,
            is_sample=row.is_sample,
        )
        for row in rows
    }
    return {slug: found[slug] for slug in wanted if slug in found}
