"""Products as the desk lists them: every state, public or not."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from griya.catalog.models import Category, Product, ProductRevision, ProductState
from griya.catalog.queries.cards import Price
from griya.catalog.queries.public import is_public
from griya.catalog.rules.filters import MAX_QUERY_LENGTH, search_words
from griya.core.db import db
from griya.core.filters import Choice, Words
from griya.core.paging import Page
from griya.core.text import slugify
from griya.registry.models import Producer, Region
from griya.registry.rules.regions import region_label

PAGE_SIZE = 50
# What the desk calls each state; the address of a filtered list uses the same words.
STATE_NAMES = {
    ProductState.DRAFT: "Draf",
    ProductState.SUBMITTED: "Diajukan",
    ProductState.IN_REVIEW: "Diperiksa",
    ProductState.CHANGES_REQUESTED: "Perlu perbaikan",
    ProductState.PUBLISHED: "Tayang",
    ProductState.WITHDRAWN: "Ditarik",
    ProductState.SUSPENDED: "Dihentikan",
    ProductState.ARCHIVED: "Diarsipkan",
}
STATES_BY_WORD = {slugify(name): state for state, name in STATE_NAMES.items()}
# What narrows the list, and the file of the list.
PRODUCT_FIELDS = (
    Words("q", "Nama, kode, IKM, atau tempat", MAX_QUERY_LENGTH),
    Choice("status", "Status", {word: STATE_NAMES[state] for word, state in STATES_BY_WORD.items()}, "Semua status"),
)


@dataclass(frozen=True, slots=True)
class DeskProduct:
    """One line of the desk's product list. `is_public` is what a visitor would find, `state` what was decided."""

    code: str
    slug: str
    name: str
    producer_name: str
    place: str
    category_name: str
    state: ProductState
    price: Price
    is_sample: bool
    is_public: bool


def page_of_products(*, text: str, state: ProductState | None, page: int, size: int = PAGE_SIZE) -> Page[DeskProduct]:
    """Products whose name, code, maker or place has all the words of `text`, by name."""
    wanted = [_has(word) for word in search_words(text)]
    if state is not None:
        wanted.append(Product.state == state)
    total = db.session.scalar(_from_products(select(func.count(Product.id))).where(*wanted)) or 0
    number = min(page, max(1, -(-total // size)))
    rows = db.session.execute(
        _from_products(
            select(
                Product.code,
                Product.slug,
                Product.state,
                is_public().label("is_public"),
                ProductRevision.name_id,
                ProductRevision.price_mode,
                ProductRevision.price_idr,
                ProductRevision.unit,
                Producer.name.label("producer_name"),
                Producer.is_sample,
                Producer.outside_region,
                Region.level.label("place_level"),
                Region.name.label("place_name"),
                Category.name_id.label("category_name"),
            )
        )
        .where(*wanted)
        .order_by(func.lower(ProductRevision.name_id), Product.id)
        .limit(size)
        .offset((number - 1) * size)
    )
    return Page([_product(row) for row in rows], number, size, total)


def count_products_by_state() -> dict[ProductState, int]:
    """How many products stand in each state; states without any are left out."""
    rows = db.session.execute(select(Product.state, func.count()).group_by(Product.state))
    return {ProductState(state): count for state, count in rows}


def _from_products(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Every product once, with its live revision or, where none is live, its newest."""
    newest = (
        select(func.max(ProductRevision.id))
        .where(ProductRevision.product_id == Product.id)
        .correlate(Product)
        .scalar_subquery()
    )
    return (
        statement.select_from(Product)
        .join(Producer, Producer.id == Product.producer_id)
        .join(Category, Category.id == Product.category_id)
        .join(ProductRevision, ProductRevision.id == func.coalesce(Product.live_revision_id, newest))
        .outerjoin(Region, Region.id == Producer.regency_id)
    )


def _has(word: str) -> ColumnElement[bool]:
    columns = (ProductRevision.name_id, Product.code, Producer.name, Region.name, Producer.outside_region)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _product(row: Any) -> DeskProduct:
    return DeskProduct(
        code=row.code,
        slug=row.slug,
        name=row.name_id,
        producer_name=row.producer_name,
        place=region_label(row.place_level, row.place_name) if row.place_name else row.outside_region or "",
        category_name=row.category_name,
        state=ProductState(row.state),
        price=Price(row.price_mode, row.price_idr, row.unit),
        is_sample=row.is_sample,
        is_public=bool(row.is_public),
    )
