"""Materials and techniques as pages: what is made of one or by it, who works with it, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal, select, union_all

from griya.catalog.models import Material, Product, ProductRevision, Technique, revision_material, revision_technique
from griya.catalog.queries.cards import ProductCard
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.index.shown import FacetValue
from griya.catalog.queries.index.snapshot import Snapshot
from griya.catalog.queries.lists import page_beside
from griya.catalog.queries.producers import ProducerCard
from griya.catalog.queries.public import from_public_products, is_public
from griya.catalog.rules.facets import Facet, FacetTerm
from griya.core.db import db, fetch
from griya.core.paging import Page
from griya.core.words import Bilingual
from griya.registry.models import Producer, Region
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
    places: tuple[FacetValue, ...]


_FACETS: Final = {TermKind.MATERIAL: Facet.MATERIAL, TermKind.TECHNIQUE: Facet.TECHNIQUE}
_LISTS: dict[TermKind, tuple[Any, Any, Any]] = {
    TermKind.MATERIAL: (Material, revision_material, revision_material.c.material_id),
    TermKind.TECHNIQUE: (Technique, revision_technique, revision_technique.c.technique_id),
}


def list_terms(kind: TermKind) -> list[Term]:
    """Every term of one list in the alphabet of its Indonesian names, named and counted by the index."""
    snapshot = read_index()
    return [_term(snapshot, kind, term) for term in snapshot.terms.by_facet[_FACETS[kind]]]


def find_term(kind: TermKind, slug: str, page: int) -> TermPage | None:
    """The page of one term: the index, its cards and its makers, in four statements whatever it holds.

    A page behind the last one gives the last one.
    """
    snapshot, facet = read_index(), _FACETS[kind]
    known = next((term for term in snapshot.terms.by_facet[facet] if term.slug == slug), None)
    if known is None:
        return None
    products, places = page_beside(facet, slug, page, other=Facet.PLACE, snapshot=snapshot)
    producers, count = _producers(kind, slug)
    return TermPage(_term(snapshot, kind, known), products, producers, count, places)


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


def _term(snapshot: Snapshot, kind: TermKind, term: FacetTerm) -> Term:
    name = TermName(str(term.name), term.name.en, term.slug)
    return Term(kind, term.slug, name, snapshot.count(_FACETS[kind], term.slug))


def _producers(kind: TermKind, slug: str) -> tuple[list[ProducerCard], int]:
    """The makers with most public products of this term, and how many makers there are, without the joins of cards."""
    model, table, key = _LISTS[kind]
    named = (
        select(Product.producer_id, func.count(Product.id).label("product_count"))
        .join(Producer, Producer.id == Product.producer_id)
        .join(table, table.c.revision_id == Product.live_revision_id)
        .join(model, model.id == key)
        .where(model.slug == slug, is_public())
        .group_by(Product.producer_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Producer.slug,
            Producer.name,
            Producer.outside_region,
            Producer.is_sample,
            Region.level.label("place_level"),
            Region.name.label("place_name"),
            named.c.product_count,
        )
        .join(named, named.c.producer_id == Producer.id)
        .outerjoin(Region, Region.id == Producer.regency_id)
        .order_by(named.c.product_count.desc(), Producer.name, Producer.id)
        .limit(MAKERS_SHOWN)
    )
    cards = [
        ProducerCard(
            slug=row.slug,
            name=row.name,
            place=region_label(row.place_level, row.place_name) if row.place_name else row.outside_region or "",
            product_count=row.product_count,
            is_sample=row.is_sample,
        )
        for row in rows
    ]
    return cards, db.session.scalar(select(func.count()).select_from(named)) or 0


def read_terms(revision_id: int) -> Sequence[Any]:
    """The materials and techniques of one revision, as rows."""
    return fetch(_TERMS, revision_id=revision_id)


def _words(kind: str, model: type[Material] | type[Technique], table: Any, key: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(kind).label("kind"), model.name_id.label("name"), model.name_en, model.slug, model.id.label("place")
        )
        .join(table, key == model.id)
        .where(table.c.revision_id == bindparam("revision_id", type_=Integer))
    )


# Materials and techniques by kind.
_TERMS: Final = union_all(
    _words("material", Material, revision_material, revision_material.c.material_id),
    _words("technique", Technique, revision_technique, revision_technique.c.technique_id),
).order_by("kind", "place")
