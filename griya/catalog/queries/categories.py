"""Shelves and their parts, with how many public products stand on each."""

from dataclasses import dataclass, replace

from sqlalchemy import func, select

from griya.catalog.models import Category, Product
from griya.catalog.queries.filters import conditions
from griya.catalog.queries.public import from_public_products
from griya.catalog.rules.filters import Filters
from griya.core.db import db
from griya.core.words import Bilingual


@dataclass(frozen=True, slots=True)
class ShelfPart:
    """A part of a shelf."""

    slug: str
    name: Bilingual
    count: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf with its parts. `count` is of the shelf and all its parts."""

    slug: str
    name: Bilingual
    count: int
    parts: tuple[ShelfPart, ...]


def list_shelves(filters: Filters = Filters()) -> list[Shelf]:  # noqa: B008 - a frozen value
    """All shelves in their order, counted under `filters` without the shelf filter itself; two statements."""
    return count_shelves(list_uncounted_shelves(), filters)


def list_uncounted_shelves() -> list[Shelf]:
    """The tree alone, every count 0; one statement."""
    rows = list(
        db.session.execute(
            select(Category.id, Category.slug, Category.name_id, Category.name_en, Category.parent_id).order_by(
                Category.position, Category.id
            )
        )
    )
    return [
        Shelf(
            slug=row.slug,
            name=Bilingual(row.name_id, row.name_en),
            count=0,
            parts=tuple(
                ShelfPart(part.slug, Bilingual(part.name_id, part.name_en), 0)
                for part in rows
                if part.parent_id == row.id
            ),
        )
        for row in rows
        if row.parent_id is None
    ]


def count_shelves(shelves: list[Shelf], filters: Filters) -> list[Shelf]:
    """The same shelves with what each would hold if it were chosen; one statement."""
    rows = db.session.execute(
        from_public_products(select(Category.slug, func.count(Product.id)))
        .where(*conditions(filters, without="shelves"))
        .group_by(Category.slug)
    )
    counts: dict[str, int] = dict(rows.all())
    counted = []
    for shelf in shelves:
        parts = tuple(replace(part, count=counts.get(part.slug, 0)) for part in shelf.parts)
        count = counts.get(shelf.slug, 0) + sum(part.count for part in parts)
        counted.append(replace(shelf, count=count, parts=parts))
    return counted
