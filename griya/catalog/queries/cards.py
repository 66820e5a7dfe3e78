"""Products as cards of a list: what it is, who made it, where, how its price is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Integer, Row, Select, and_, bindparam, func, select

from griya.catalog.models import Category, PhotoRole, Product, ProductPhoto, ProductRevision
from griya.catalog.queries.photos import PHOTO_COLUMNS, Photo, photo_of
from griya.catalog.queries.public import PLACE, SHELF, SPECIALTY, from_public_products
from griya.catalog.rules.units import unit_words
from griya.core.db import db, fetch
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
    # What pages have drawn of it, by language: as long as a card is kept, so is this, and a changed one has none.
    drawn: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


def list_cards(product_ids: Sequence[int]) -> list[ProductCard]:
    """The cards of these products in the given order, without those that are not public; one statement."""
    wanted = list(dict.fromkeys(product_ids))
    if not wanted:
        return []
    if len(wanted) <= PAGE_SIZE:
        padded = wanted + wanted[-1:] * (PAGE_SIZE - len(wanted))
        rows = fetch(_CARDS_BY_ID, **dict(zip(_KEYS, padded, strict=True)))
    else:
        rows = list(db.session.execute(_CARDS_BY_IDS, {"keys": wanted}))
    by_id = {card.product_id: card for card in map(_card, rows)}
    return [by_id[product_id] for product_id in wanted if product_id in by_id]


def list_newest_cards(limit: int) -> list[ProductCard]:
    """The newest public products."""
    return _finished(fetch(_NEWEST_CARDS, limit=limit))


def list_cards_of_producer(
    producer_id: int, *, but_product_id: int | None = None, limit: int | None = None
) -> list[ProductCard]:
    """Public products of one maker, newest first."""
    rows = fetch(_CARDS_OF_PRODUCER, producer_id=producer_id, but_id=but_product_id or 0, limit=limit or _NO_LIMIT)
    return _finished(rows)


def list_specialties_made_elsewhere(regency_code: str, *, limit: int = PAGE_SIZE) -> list[ProductCard]:
    """Public specialities of a kab/kota that are made in another: Sambas songket is woven in Pontianak."""
    elsewhere = func.coalesce(PLACE.code, "") != regency_code
    statement = _newest(_cards().where(SPECIALTY.code == regency_code, elsewhere)).limit(limit)
    return _finished(db.session.execute(statement))


def _newest(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.order_by(Product.published_at.desc().nulls_last(), Product.id.desc())


def _cards(*, by_key: bool = False) -> Select[*tuple[Any, ...]]:
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
        ),
        by_key=by_key,
    ).outerjoin(ProductPhoto, and_(ProductPhoto.product_id == Product.id, ProductPhoto.role == PhotoRole.MAIN))


# As many parameters as a page has cards, so that the text of the statement is always the same.
_KEYS: Final = tuple(f"key_{number}" for number in range(PAGE_SIZE))
_CARDS_BY_ID: Final = _cards(by_key=True).where(Product.id.in_([bindparam(key, type_=Integer) for key in _KEYS]))
_CARDS_BY_IDS: Final = _cards(by_key=True).where(Product.id.in_(bindparam("keys", type_=Integer, expanding=True)))


def _finished(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[ProductCard]:
    return [_card(row) for row in rows]


def _card(row: Sequence[Any]) -> ProductCard:
    """The card of a row of `_cards`, by place: looking up thirty names takes longer than the rest."""
    (
        product_id, slug, code, name, name_en, summary, summary_en, producer_name, producer_slug, level, place,
        place_slug, outside, category_name, category_name_en, category_slug, shelf_slug, mode, idr, unit, availability,
        halal, is_sample, *photo,
    ) = row  # fmt: skip
    return ProductCard(
        product_id,
        slug,
        code,
        Bilingual(name, name_en),
        Bilingual(summary, summary_en),
        producer_name,
        producer_slug,
        region_label(level, place) if place else outside or "",
        place_slug,
        Bilingual(category_name, category_name_en),
        category_slug,
        Price(mode, idr, unit),
        availability,
        halal,
        is_sample,
        photo_of(photo),
        shelf_slug,
    )


_NO_LIMIT: Final = 1_000_000
_LIMIT: Final = bindparam("limit", type_=Integer)
_NEWEST_CARDS: Final = _newest(_cards()).limit(_LIMIT)
_CARDS_OF_PRODUCER: Final = _newest(
    _cards(by_key=True).where(
        Product.producer_id == bindparam("producer_id", type_=Integer),
        Product.id != bindparam("but_id", type_=Integer),
    )
).limit(_LIMIT)
