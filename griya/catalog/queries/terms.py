"""Materials and techniques as pages: what is made of one or by it, who works with it, and where."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select

from griya.catalog.models import Material, Product, ProductRevision, Technique, revision_material, revision_technique
from griya.catalog.queries.cards import PAGE_SIZE, ProductCard
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.kept_cards import list_kept_cards
from griya.catalog.queries.producers import ProducerCard
from griya.catalog.queries.public import MAKER_PLACE, PLACE, from_public_products
from griya.catalog.rules.filters import is_slug
from griya.core.db import db
from griya.core.paging import Page
from griya.core.words import Bilingual
from griya.registry.models import Producer
from griya.registry.rules.regions import region_label

S = TypeVar("S", bound=Select[*tuple[Any, ...]])

MAKERS_SHOWN = 24


class TermKind(StrEnum):
    """Which of the two lists a term stands on."""

    MATERIAL = "material"
    TECHNIQUE = "technique"


class TermName(Bilingual):
    """The name of a material or technique that also knows its page."""

    slug: str

    def __new__(cls, indonesian: str, english: str | None = "", slug: str = "") -> "TermName":
        """The words in both languages, and the slug."""
        name = super().__new__(cls, indonesian, english)
        assert isinstance(name, cls)  # noqa: S101 - only for the type checker
        name.slug = slug
        return name


@dataclass(frozen=True, slots=True)
class TermPlace:
    """A kab/kota where something of this term is made, and how much."""

    slug: str
    label: Bilingual
    count: int


@dataclass(frozen=True, slots=True)
class Term:
    """A material or technique with how many public products name it."""

    kind: TermKind
    slug: str
    name: TermName
    count: int


@dataclass(frozen=True, slots=True)
class TermPage:
    """Everything the page of one tells. `producer_count` counts all makers, of whom the busiest are shown."""

    term: Term
    products: Page[ProductCard]
    producers: list[ProducerCard]
    producer_count: int
    places: list[TermPlace]


_LISTS: dict[TermKind, tuple[Any, Any, Any]] = {
    TermKind.MATERIAL: (Material, revision_material, revision_material.c.material_id),
    TermKind.TECHNIQUE: (Technique, revision_technique, revision_technique.c.technique_id),
}


def list_terms(kind: TermKind) -> list[Term]:
    """Every term of one list in the alphabet of its Indonesian names, counted over the public products."""
    model = _LISTS[kind][0]
    counted: dict[int, int] = dict(
        db.session.execute(_named(kind, select(model.id, func.count(Product.id.distinct()))).group_by(model.id)).all()
    )
    rows = db.session.execute(select(model.id, model.slug, model.name_id, model.name_en).order_by(model.name_id))
    return [Term(kind, row.slug, TermName(row.name_id, row.name_en, row.slug), counted.get(row.id, 0)) for row in rows]


def find_term(kind: TermKind, slug: str, page: int) -> TermPage | None:
    """The page of one term, whatever it holds in six statements; a page behind the last one gives the last one."""
    model = _LISTS[kind][0]
    row = db.session.execute(select(model).where(model.slug == slug)).scalar_one_or_none() if is_slug(slug) else None
    if row is None:
        return None
    total, makers = db.session.execute(
        _of(kind, row.id, select(func.count(Product.id), func.count(Producer.id.distinct())))
    ).one()
    number = min(page, max(1, -(-total // PAGE_SIZE)))
    ids = db.session.scalars(
        _of(kind, row.id, select(Product.id))
        .order_by(Product.published_at.desc().nulls_last(), Product.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return TermPage(
        term=Term(kind, row.slug, TermName(row.name_id, row.name_en, row.slug), total),
        products=Page(list_kept_cards(read_index(), ids), number, PAGE_SIZE, total),
        producers=_producers(kind, row.id),
        producer_count=makers,
        places=_places(kind, row.id),
    )


def list_terms_of_producer(slug: str) -> dict[str, tuple[TermName, ...]]:
    """What a maker's public products are made of and how, each once, by list, in two statements."""
    return {str(kind): _names(kind, Producer.slug == slug) for kind in TermKind}


def list_changes_of_terms(kind: TermKind, changed_at: ColumnElement[datetime]) -> list[tuple[TermName, datetime]]:
    """Terms that some public product names, each with the latest `changed_at` of those products."""
    model = _LISTS[kind][0]
    rows = db.session.execute(
        _named(kind, select(model.slug, model.name_id, model.name_en, func.max(changed_at).label("latest")))
        .group_by(model.id)
        .order_by(model.name_id)
    )
    return [(TermName(row.name_id, row.name_en, row.slug), row.latest) for row in rows]


def _names(kind: TermKind, condition: Any) -> tuple[TermName, ...]:
    model = _LISTS[kind][0]
    rows = db.session.execute(
        _named(kind, select(model.slug, model.name_id, model.name_en))
        .where(condition)
        .distinct()
        .order_by(model.name_id)
    )
    return tuple(TermName(row.name_id, row.name_en, row.slug) for row in rows)


def _named(kind: TermKind, statement: S) -> S:
    """Read from the public products, one row for each term that each of them names."""
    model, table, key = _LISTS[kind]
    return (
        from_public_products(statement)
        .join(table, table.c.revision_id == ProductRevision.id)
        .join(model, model.id == key)
    )


def _of(kind: TermKind, term_id: int, statement: S) -> S:
    """Read from the public products that name one term."""
    _, table, key = _LISTS[kind]
    return from_public_products(statement).join(table, table.c.revision_id == ProductRevision.id).where(key == term_id)


def _producers(kind: TermKind, term_id: int) -> list[ProducerCard]:
    count = func.count(Product.id)
    rows = db.session.execute(
        _of(
            kind,
            term_id,
            select(
                Producer.slug,
                Producer.name,
                Producer.outside_region,
                Producer.is_sample,
                MAKER_PLACE.level.label("place_level"),
                MAKER_PLACE.name.label("place_name"),
                count.label("product_count"),
            ),
        )
        .group_by(Producer.id, MAKER_PLACE.id)
        .order_by(count.desc(), Producer.name, Producer.id)
        .limit(MAKERS_SHOWN)
    )
    return [
        ProducerCard(
            slug=row.slug,
            name=row.name,
            place=region_label(row.place_level, row.place_name) if row.place_name else row.outside_region or "",
            product_count=row.product_count,
            is_sample=row.is_sample,
        )
        for row in rows
    ]


def _places(kind: TermKind, term_id: int) -> list[TermPlace]:
    rows = db.session.execute(
        _of(kind, term_id, select(PLACE.slug, PLACE.level, PLACE.name, func.count(Product.id).label("total")))
        .where(PLACE.slug.is_not(None))
        .group_by(PLACE.id)
        .order_by(PLACE.code)
    )
    return [TermPlace(row.slug, region_label(row.level, row.name), row.total) for row in rows]
