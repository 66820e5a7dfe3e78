"""Products as the desk lists them: every state, public or not, narrowed, sorted, with what each lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from griya.catalog.models import Category, Product, ProductPhoto, ProductRevision, ProductState
from griya.catalog.models.drafts import DraftState, ProductDraft
from griya.catalog.queries.batches import came_with
from griya.catalog.queries.cards import Price
from griya.catalog.queries.drafts import Lists
from griya.catalog.queries.fitness import find_lacks, find_lapsing
from griya.catalog.queries.photos import PHOTO_COLUMNS, Photo, photo_of
from griya.catalog.queries.public import is_public
from griya.catalog.queries.revisions import NEWEST_REVISION_ID
from griya.catalog.rules.bulk import Present
from griya.catalog.rules.completeness import REQUIREMENT_OF, Fitness, Purpose, Requirement, fitness
from griya.catalog.rules.filters import search_words
from griya.core.db import db
from griya.core.paging import Page
from griya.registry.models import Producer, Region
from griya.registry.rules.regions import region_label

PAGE_SIZE = 50
# How many rows are read by one statement where all of them are wanted.
_AT_ONCE = 500
_SHELF = aliased(Category, name="upper_shelf")


class Order(StrEnum):
    """In which order the list stands; the value is the word in its address."""

    NAME = "nama"
    NEWEST = "baru"
    SAVED = "disimpan"
    PRICE = "harga"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by. `lacks` is a purpose or one requirement, `draft` a state of drafts or `ada`.

    `batch` is the code of an import.
    """

    text: str = ""
    state: str = ""
    shelf: str = ""
    region: str = ""
    lacks: str = ""
    has_no_photo: bool = False
    is_lapsing: bool = False
    draft: str = ""
    batch: str = ""
    order: Order = Order.NAME


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
    draft_state: DraftState | None
    price: Price
    photo: Photo | None
    fitness: tuple[Fitness, ...]
    lapses_on: date | None
    saved_at: datetime | None
    is_sample: bool
    is_public: bool
    availability: str
    is_inquirable: bool
    showroom_shelf: str | None


def page_of_products(asked: Asked, lists: Lists, *, on: date, page: int) -> Page[DeskProduct]:
    """The products that are asked for. What is computed is asked of every product that all else lets through."""
    statement = _narrowed(select(Product.id), asked).order_by(*_order(asked.order), Product.id)
    if asked.lacks or asked.is_lapsing:
        ids = _computed(list(db.session.scalars(statement)), asked, lists, on)
        total = len(ids)
        number = _page_in(page, total)
        ids = ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    else:
        total = db.session.scalar(_narrowed(select(func.count(Product.id)), asked)) or 0
        number = _page_in(page, total)
        ids = list(db.session.scalars(statement.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)))
    return Page(_rows(ids, lists, on), number, PAGE_SIZE, total)


def list_all_products(asked: Asked, lists: Lists, *, on: date) -> list[DeskProduct]:
    """Every product that is asked for, in the order of the list, for those who take the whole list away."""
    ids = list(db.session.scalars(_narrowed(select(Product.id), asked).order_by(*_order(asked.order), Product.id)))
    ids = _computed(ids, asked, lists, on)
    return [row for start in range(0, len(ids), _AT_ONCE) for row in _rows(ids[start : start + _AT_ONCE], lists, on)]


def count_products(asked: Asked, lists: Lists, *, on: date) -> int:
    """How many are asked for."""
    return page_of_products(asked, lists, on=on, page=1).total


def _page_in(page: int, total: int) -> int:
    return min(page, max(1, -(-total // PAGE_SIZE)))


def _computed(ids: list[int], asked: Asked, lists: Lists, on: date) -> list[int]:
    if asked.is_lapsing:
        lapsing = find_lapsing(ids, on=on)
        ids = [key for key in ids if key in lapsing]
    if asked.lacks:
        lacks = find_lacks(ids, lists, on=on)
        ids = [key for key in ids if _lacks_that(lacks[key], asked.lacks)]
    return ids


def _lacks_that(lacks: Sequence[Requirement], wanted: str) -> bool:
    if wanted in REQUIREMENT_OF:
        return any(row.key == wanted for row in lacks)
    return any(wanted in row.purposes for row in lacks)


def _narrowed(statement: Select[*tuple[Any, ...]], asked: Asked) -> Select[*tuple[Any, ...]]:
    wanted: list[ColumnElement[bool]] = [_has(word) for word in search_words(asked.text)]
    if asked.state:
        wanted.append(Product.state == asked.state)
    if asked.shelf:
        wanted.append(or_(Category.slug == asked.shelf, _SHELF.slug == asked.shelf))
    if asked.region:
        wanted.append(Region.slug == asked.region)
    if asked.batch:
        wanted.append(came_with(asked.batch))
    if asked.has_no_photo:
        no_photo = ~select(ProductPhoto.id).where(ProductPhoto.product_id == Product.id).exists()
        wanted.append(and_(no_photo, ProductDraft.photos.is_(None)))
    if asked.draft:
        wanted.append(ProductDraft.state == asked.draft if asked.draft in set(DraftState) else _has_draft())
    return _from_products(statement).where(*wanted)


def _has_draft() -> ColumnElement[bool]:
    return ProductDraft.product_id.is_not(None)


def _name() -> ColumnElement[str]:
    return func.coalesce(ProductRevision.name_id, ProductDraft.fields["name_id"].as_string(), "")


def _order(order: Order) -> tuple[Any, ...]:
    name = func.lower(_name())
    return {
        Order.NAME: (name,),
        Order.NEWEST: (Product.created_at.desc(),),
        Order.SAVED: (func.coalesce(ProductDraft.saved_at, Product.created_at).desc(),),
        Order.PRICE: (ProductRevision.price_idr.asc().nulls_last(), name),
    }[order]


def _from_products(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Every product once, with its live revision or, where none is live, its newest, if it has any; and its draft."""
    return (
        statement.select_from(Product)
        .join(Producer, Producer.id == Product.producer_id)
        .join(Category, Category.id == Product.category_id)
        .outerjoin(_SHELF, _SHELF.id == Category.parent_id)
        .outerjoin(ProductRevision, ProductRevision.id == func.coalesce(Product.live_revision_id, NEWEST_REVISION_ID))
        .outerjoin(ProductDraft, ProductDraft.product_id == Product.id)
        .outerjoin(Region, Region.id == Producer.regency_id)
    )


def _has(word: str) -> ColumnElement[bool]:
    columns = (_name(), Product.code, Producer.name, Region.name, Producer.outside_region)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _rows(ids: Sequence[int], lists: Lists, on: date) -> list[DeskProduct]:
    lacks, lapsing = find_lacks(ids, lists, on=on), find_lapsing(ids, on=on)
    first_photo = (
        select(ProductPhoto.id)
        .where(ProductPhoto.product_id == Product.id)
        .order_by(ProductPhoto.role != "utama", ProductPhoto.position)
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )
    statement = _from_products(
        select(
            Product,
            is_public().label("is_public"),
            _name().label("name"),
            ProductRevision.price_mode,
            ProductRevision.price_idr,
            ProductRevision.unit,
            ProductDraft.state.label("draft_state"),
            ProductDraft.saved_at,
            Producer.name.label("producer_name"),
            Producer.is_sample,
            Producer.outside_region,
            Region.level.label("place_level"),
            Region.name.label("place_name"),
            Category.name_id.label("category_name"),
            *PHOTO_COLUMNS,
        )
    ).outerjoin(ProductPhoto, ProductPhoto.id == first_photo)
    found = {row.Product.id: row for row in db.session.execute(statement.where(Product.id.in_(ids)))}
    return [_product(found[key], lacks[key], lapsing.get(key)) for key in ids]


def _product(row: Any, lacks: Sequence[Requirement], lapses_on: date | None) -> DeskProduct:
    product: Product = row.Product
    return DeskProduct(
        code=product.code,
        slug=product.slug,
        name=row.name,
        producer_name=row.producer_name,
        place=str(region_label(row.place_level, row.place_name)) if row.place_name else row.outside_region or "",
        category_name=row.category_name,
        state=ProductState(product.state),
        draft_state=DraftState(row.draft_state) if row.draft_state else None,
        price=Price(row.price_mode or "tanya", row.price_idr, row.unit or ""),
        photo=photo_of(row[-len(PHOTO_COLUMNS) :]),
        fitness=fitness(lacks),
        lapses_on=lapses_on,
        saved_at=row.saved_at,
        is_sample=row.is_sample,
        is_public=bool(row.is_public),
        availability=product.availability,
        is_inquirable=product.is_inquirable,
        showroom_shelf=product.showroom_shelf,
    )


def presents_of(codes: Sequence[str]) -> list[Present]:
    """What can be changed at once of these products, by name."""
    rows = db.session.execute(
        _from_products(select(Product, _name().label("name")))
        .where(Product.code.in_(codes))
        .order_by(func.lower(_name()), Product.id)
    )
    return [
        Present(
            code=row.Product.code,
            name=row.name,
            state=row.Product.state,
            availability=row.Product.availability,
            is_inquirable=row.Product.is_inquirable,
            showroom_shelf=row.Product.showroom_shelf,
        )
        for row in rows
    ]


def purposes_and_requirements() -> dict[str, str]:
    """What the list can be narrowed by of what is missing: the purposes first, then each requirement."""
    names = {Purpose.SHOW: "tayang", Purpose.FEATURE: "unggulan", Purpose.EXPORT: "ekspor", Purpose.PRINT: "cetak"}
    return {str(purpose): f"Belum siap {name}" for purpose, name in names.items()} | {
        row.key: f"Tanpa: {row.what[0].lower()}{row.what[1:]}" for row in REQUIREMENT_OF.values()
    }
