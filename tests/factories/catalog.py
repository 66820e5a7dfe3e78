"""Builders for shelves and products."""

from itertools import count
from typing import Any

from sqlalchemy import select

from griya.catalog.actions import RevisionDraft, create_category, create_product, publish_product
from griya.catalog.models import Category, Product, ProductRevision
from griya.core.db import db
from griya.registry.models import Producer
from tests.factories.registry import make_producer

_numbers = count(1)


def make_category(slug: str = "makanan", name: str = "Makanan", parent: Category | None = None) -> Category:
    """The shelf with this slug, made when it is not there."""
    found = db.session.scalars(select(Category).where(Category.slug == slug)).one_or_none()
    return found or create_category(
        slug=slug, name_id=name, name_en=name, position=next(_numbers), parent_id=parent.id if parent else None
    )


def make_product(
    name: str = "Amplang Uji",
    *,
    producer: Producer | None = None,
    category: Category | None = None,
    is_published: bool = True,
    slug: str | None = None,
    price_mode: str = "tampil",
    price_idr: int | None = 25_000,
    unit: str = "pak",
    **revision: Any,
) -> Product:
    """A product with one revision, published unless told otherwise. Further names are fields of `RevisionDraft`."""
    number = next(_numbers)
    producer = producer or make_producer()
    shelf = {
        key: revision.pop(key)
        for key in ("availability", "showroom_shelf", "is_inquirable", "credentials")
        if key in revision
    }
    product = create_product(
        producer=producer,
        category_id=(category or make_category()).id,
        code=f"UJI-P{number:05d}",
        slug=slug or f"uji-produk-{number}",
        draft=RevisionDraft(
            name_id=name,
            unit=unit,
            price_mode=price_mode,
            price_idr=None if price_mode == "tanya" else price_idr,
            made_in_id=revision.pop("made_in_id", producer.regency_id),
            **revision,
        ),
        **shelf,
    )
    if is_published:
        publish_product(product=product, revision=newest_revision(product))
    return product


def newest_revision(product: Product) -> ProductRevision:
    """The newest revision of a product."""
    statement = select(ProductRevision).where(ProductRevision.product_id == product.id)
    return db.session.scalars(statement.order_by(ProductRevision.number.desc())).first() or ProductRevision()
