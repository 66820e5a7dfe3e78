"""Products as cards of a list: what it is, who made it, where, how its price is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from griya.catalog.models import Category, PhotoRole, Product, ProductPhoto, ProductRevision
from griya.catalog.queries.photos import PHOTO_COLUMNS, Photo, Rendition, photo_of, renditions_of
from griya.catalog.queries.public import PLACE, SHELF, SPECIALTY, from_public_products
from griya.catalog.rules.units import unit_words
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import Producer
from griya.registry.rules.regions import region_label

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class Price:
    """How a price is told. `idr` is None exactly when `mode` is `tanya`."""

    mode: str
    idr: int | None
    unit: str

    def unit_for(self, count: int = 1) -> Bilingual:
        """The unit in words, as it stands after `count` or after a slash."""
        return unit_words(self.unit, count)


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A public product in a list. `place` is the kab/kota where it is made, "Kab. Sambas"."""

    product_id: int
    slug: str
    code: str
    name: Bilingual
    summary: Bilingual
    producer_name: str
    producer_slug: str
    place: str
    regency_slug: str | None
    category_name: Bilingual
    category_slug: str
    price: Price
    availability: str
    halal_status: str
    is_sample: bool
    photo: Photo | None
    # The shelf at the top, which is the category itself where it stands there.
    shelf_slug: str = ""


def list_cards(product_ids: Sequence[int]) -> list[ProductCard]:
    """The cards of these products in the given order, without those that are not public."""
    if not product_ids:
        return []
    rows = db.session.execute(_cards().where(Product.id.in_(product_ids)))
    by_id = {card.product_id: card for card in _finished(rows)}
    return [by_id[product_id] for product_id in dict.fromkeys(product_ids) if product_id in by_id]


def list_newest_cards(limit: int) -> list[ProductCard]:
    """The newest public products."""
    return _finished(db.session.execute(_newest(_cards()).limit(limit)))


def list_cards_of_producer(
    producer_id: int, *, but_product_id: int | None = None, limit: int | None = None
) -> list[ProductCard]:
    """Public products of one maker, newest first."""
    statement = _newest(_cards().where(Product.producer_id == producer_id)).limit(limit)
    if but_product_id is not None:
        statement = statement.where(Product.id != but_product_id)
    return _finished(db.session.execute(statement))


def list_specialties_made_elsewhere(regency_code: str, *, limit: int = PAGE_SIZE) -> list[ProductCard]:
    """Public specialities of a kab/kota that are made in another: Sambas songket is woven in Pontianak."""
    elsewhere = func.coalesce(PLACE.code, "") != regency_code
    statement = _newest(_cards().where(SPECIALTY.code == regency_code, elsewhere)).limit(limit)
    return _finished(db.session.execute(statement))


def _newest(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.order_by(Product.published_at.desc().nulls_last(), Product.id.desc())


def _cards() -> Select[*tuple[Any, ...]]:
    return from_public_products(
        select(
            Product.id,
            Product.slug,
            Product.code,
            ProductRevision.name_id,
            ProductRevision.name_en,
            ProductRevision.summary_id,
            ProductRevision.summary_en,
            Producer.name.label("producer_name"),
            Producer.slug.label("producer_slug"),
            PLACE.level.label("place_level"),
            PLACE.name.label("place_name"),
            PLACE.slug.label("place_slug"),
            Producer.outside_region,
            Category.name_id.label("category_name"),
            Category.name_en.label("category_name_en"),
            Category.slug.label("category_slug"),
            func.coalesce(SHELF.slug, Category.slug).label("shelf_slug"),
            ProductRevision.price_mode,
            ProductRevision.price_idr,
            ProductRevision.unit,
            Product.availability,
            ProductRevision.halal_status,
            Producer.is_sample,
            *PHOTO_COLUMNS,
        )
    ).outerjoin(ProductPhoto, and_(ProductPhoto.product_id == Product.id, ProductPhoto.role == PhotoRole.MAIN))


def _finished(found: Iterable[Row[*tuple[Any, ...]]]) -> list[ProductCard]:
    """The cards of these rows with their photos' files, which take one statement for all of them."""
    rows = list(found)
    renditions = renditions_of(rows)
    return [_card(row, renditions) for row in rows]


def _card(row: Row[*tuple[Any, ...]], renditions: dict[int, tuple[Rendition, ...]]) -> ProductCard:
    place = region_label(row.place_level, row.place_name) if row.place_name else row.outside_region or ""
    return ProductCard(
        product_id=row.id,
        slug=row.slug,
        code=row.code,
        name=Bilingual(row.name_id, row.name_en),
        summary=Bilingual(row.summary_id, row.summary_en),
        producer_name=row.producer_name,
        producer_slug=row.producer_slug,
        place=place,
        regency_slug=row.place_slug,
        category_name=Bilingual(row.category_name, row.category_name_en),
        category_slug=row.category_slug,
        price=Price(row.price_mode, row.price_idr, row.unit),
        availability=row.availability,
        halal_status=row.halal_status,
        is_sample=row.is_sample,
        photo=photo_of(row, renditions),
        shelf_slug=row.shelf_slug,
    )
