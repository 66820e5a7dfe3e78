"""One product with everything its page tells, and what became of an address that no longer shows one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, func, literal, select, union_all

from griya.accounts.models import Event
from griya.catalog.models import (
    Category,
    Material,
    Product,
    ProductRevision,
    ProductSlug,
    ProductState,
    Technique,
    revision_material,
    revision_technique,
)
from griya.catalog.queries.cards import Price, ProductCard, list_cards_of_producer
from griya.catalog.queries.credentials import Badge, list_badges_of_product
from griya.catalog.queries.links import ShopLink, list_shop_links
from griya.catalog.queries.photos import Photo, list_photos
from griya.catalog.queries.public import MADE_IN, PLACE, SHELF, SPECIALTY, from_public_products
from griya.catalog.queries.terms import TermName
from griya.catalog.rules.filters import is_slug
from griya.catalog.rules.gone import is_closed
from griya.catalog.rules.halal import HalalStatement, halal_statement
from griya.catalog.rules.sizes import size_in_english
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import Producer, Standing
from griya.registry.rules.regions import region_label

OTHERS_SHOWN = 4
# What the audit record says of a product that is off but may come back.
_TAKEN_DOWN = {ProductState.WITHDRAWN: "product.withdrawn", ProductState.SUSPENDED: "product.suspended"}


class Place(NamedTuple):
    """A kab/kota as it is named, and its page where it has one."""

    label: str
    slug: str | None


@dataclass(frozen=True, slots=True)
class ProductPage:
    """What the public page of a product tells. Weights in grams, volumes in millilitres."""

    product_id: int
    slug: str
    code: str
    name: Bilingual
    summary: Bilingual
    description: Bilingual
    producer_name: str
    producer_slug: str
    made_in: Place
    # The finer place where it is made, without its kab/kota: "Desa Sekida". Empty where only the kab/kota is known.
    made_in_detail: str
    specialty_of: Place | None
    category: tuple[str, Bilingual]
    shelf: tuple[str, Bilingual] | None
    price: Price
    price_as_of: date | None
    availability: str
    is_inquirable: bool
    net_weight_g: int | None
    net_volume_ml: int | None
    size_text: Bilingual | None
    moq: int | None
    capacity_per_month: int | None
    lead_time_days: int | None
    shelf_life_days: int | None
    showroom_shelf: str | None
    halal: HalalStatement
    materials: tuple[TermName, ...]
    techniques: tuple[TermName, ...]
    photos: tuple[Photo, ...]
    badges: tuple[Badge, ...]
    links: tuple[ShopLink, ...]
    others: tuple[ProductCard, ...]
    is_sample: bool
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class GoneProduct:
    """A product that was public once. It is told without its name; its maker only while the maker is listed.

    `is_closed` says that the address will show nothing again.
    """

    is_archived: bool
    is_closed: bool
    producer_name: str | None
    producer_slug: str | None
    others: tuple[ProductCard, ...]


def find_product(slug: str, *, today: date) -> ProductPage | None:
    """The public product at this address, in at most eight statements whatever it holds."""
    if not is_slug(slug):
        return None
    row = db.session.execute(
        from_public_products(
            select(
                Product,
                ProductRevision,
                Producer.name.label("producer_name"),
                Producer.slug.label("producer_slug"),
                Producer.outside_region,
                Producer.is_sample,
                Category.slug.label("category_slug"),
                Category.name_id.label("category_name"),
                Category.name_en.label("category_name_en"),
                SHELF.slug.label("shelf_slug"),
                SHELF.name_id.label("shelf_name"),
                SHELF.name_en.label("shelf_name_en"),
                MADE_IN.level.label("made_in_level"),
                MADE_IN.name.label("made_in_name"),
                PLACE.level.label("place_level"),
                PLACE.name.label("place_name"),
                PLACE.slug.label("place_slug"),
                SPECIALTY.level.label("specialty_level"),
                SPECIALTY.name.label("specialty_name"),
                SPECIALTY.slug.label("specialty_slug"),
            )
        ).where(Product.slug == slug)
    ).one_or_none()
    return _page(row, today) if row else None


def find_moved_slug(slug: str) -> str | None:
    """Where a product that once had this slug is public now."""
    if not is_slug(slug):
        return None
    moved = select(ProductSlug.product_id).where(ProductSlug.slug == slug)
    return db.session.scalar(from_public_products(select(Product.slug)).where(Product.id.in_(moved)))


def find_gone_product(slug: str, *, at: datetime) -> GoneProduct | None:
    """The product that was public at this address, now or under an old name, and is not any more at `at`."""
    if not is_slug(slug):
        return None
    moved = select(ProductSlug.product_id).where(ProductSlug.slug == slug)
    row = db.session.execute(
        select(Product.code, Product.state, Product.producer_id, Producer.name, Producer.slug, Producer.standing)
        .join(Producer, Producer.id == Product.producer_id)
        .where((Product.slug == slug) | Product.id.in_(moved), Product.published_at.is_not(None))
    ).first()
    if row is None:
        return None
    is_archived = row.state == ProductState.ARCHIVED
    closed = is_closed(row.state, off_since=_off_since(row.code) if row.state in _TAKEN_DOWN else None, at=at)
    if row.standing != Standing.LISTED:
        return GoneProduct(is_archived, closed, None, None, ())
    others = tuple(list_cards_of_producer(row.producer_id, limit=OTHERS_SHOWN))
    return GoneProduct(is_archived, closed, row.name, row.slug, others)


def _off_since(code: str) -> datetime | None:
    """When a product was last taken down, by the audit record, which is never changed."""
    return db.session.scalar(
        select(func.max(Event.at)).where(
            Event.object_type == "product", Event.object_key == code, Event.verb.in_(_TAKEN_DOWN.values())
        )
    )


def _page(row: Row[*tuple[Any, ...]], today: date) -> ProductPage:
    product: Product = row.Product
    revision: ProductRevision = row.ProductRevision
    badges = list_badges_of_product(product.id, product.producer_id, today=today)
    terms = _terms(revision.id)
    has_certificate = any(badge.is_halal for badge in badges)
    return ProductPage(
        product_id=product.id,
        slug=product.slug,
        code=product.code,
        name=Bilingual(revision.name_id, revision.name_en),
        summary=Bilingual(revision.summary_id, revision.summary_en),
        description=Bilingual(revision.description_id, revision.description_en),
        producer_name=row.producer_name,
        producer_slug=row.producer_slug,
        made_in=_made_in(row),
        made_in_detail=_made_in_detail(row),
        specialty_of=_specialty(row),
        category=(row.category_slug, Bilingual(row.category_name, row.category_name_en)),
        shelf=(row.shelf_slug, Bilingual(row.shelf_name, row.shelf_name_en)) if row.shelf_slug else None,
        price=Price(revision.price_mode, revision.price_idr, revision.unit),
        price_as_of=revision.price_as_of,
        availability=product.availability,
        is_inquirable=product.is_inquirable,
        net_weight_g=revision.net_weight_g,
        net_volume_ml=revision.net_volume_ml,
        size_text=Bilingual(revision.size_text, size_in_english(revision.size_text)) if revision.size_text else None,
        moq=revision.moq,
        capacity_per_month=revision.capacity_per_month,
        lead_time_days=revision.lead_time_days,
        shelf_life_days=revision.shelf_life_days,
        showroom_shelf=product.showroom_shelf,
        halal=halal_statement(
            revision.halal_status,
            Bilingual(revision.halal_note or "", revision.halal_note_en),
            has_checked_certificate=has_certificate,
        ),
        materials=tuple(name for kind, name in terms if kind == "material"),
        techniques=tuple(name for kind, name in terms if kind == "technique"),
        photos=list_photos(product.id),
        badges=badges,
        links=list_shop_links(product.producer_id, product_id=product.id, today=today),
        others=tuple(list_cards_of_producer(product.producer_id, but_product_id=product.id, limit=OTHERS_SHOWN)),
        is_sample=row.is_sample,
        published_at=product.published_at,
    )


def _made_in(row: Row[*tuple[Any, ...]]) -> Place:
    if row.place_name:
        return Place(region_label(row.place_level, row.place_name), row.place_slug)
    return Place(row.outside_region or "", None)


def _made_in_detail(row: Row[*tuple[Any, ...]]) -> str:
    if row.made_in_level in {"district", "urban_village", "village"}:
        return region_label(row.made_in_level, row.made_in_name)
    return ""


def _specialty(row: Row[*tuple[Any, ...]]) -> Place | None:
    if not row.specialty_name:
        return None
    return Place(region_label(row.specialty_level, row.specialty_name), row.specialty_slug)


def _terms(revision_id: int) -> list[tuple[str, TermName]]:
    """Materials and techniques by kind, in one statement."""
    materials = (
        select(
            literal("material").label("kind"),
            Material.name_id.label("name"),
            Material.name_en,
            Material.slug,
            Material.id.label("place"),
        )
        .join(revision_material, revision_material.c.material_id == Material.id)
        .where(revision_material.c.revision_id == revision_id)
    )
    techniques = (
        select(literal("technique"), Technique.name_id, Technique.name_en, Technique.slug, Technique.id)
        .join(revision_technique, revision_technique.c.technique_id == Technique.id)
        .where(revision_technique.c.revision_id == revision_id)
    )
    rows = db.session.execute(union_all(materials, techniques).order_by("kind", "place"))
    return [(kind, TermName(name, english, slug)) for kind, name, english, slug, _ in rows]
