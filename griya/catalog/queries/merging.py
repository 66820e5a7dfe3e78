"""What two terms made one would change: how many products move, and where old addresses lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, func, null, select

from griya.catalog.models import Category, Material, Product, Technique, revision_material, revision_technique
from griya.catalog.models.vocabulary import TermAlias, VocabularyKind
from griya.catalog.queries.public import is_public
from griya.catalog.rules.filters import is_slug
from griya.core.db import db
from griya.core.text import fold
from griya.registry.models import Producer

Entry = Category | Material | Technique

MODELS: Final[dict[str, type[Category] | type[Material] | type[Technique]]] = {
    VocabularyKind.MATERIAL: Material,
    VocabularyKind.TECHNIQUE: Technique,
    VocabularyKind.CATEGORY: Category,
}
LINKS: Final[dict[str, Table]] = {
    VocabularyKind.MATERIAL: revision_material,
    VocabularyKind.TECHNIQUE: revision_technique,
}


@dataclass(frozen=True, slots=True)
class VocabularyRow:
    """A term as the desk lists it; `count` are the products whose shown content names it, public or not.

    `within` is the name of the shelf that a part belongs to.
    """

    kind: VocabularyKind
    slug: str
    name_id: str
    name_en: str
    count: int
    within: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a merge moves: products that name the one term, and those of them that name the other as well."""

    products: int
    both: int


@dataclass(frozen=True, slots=True)
class FacetChange:
    """What visitors read beside a value of a filter: how many public products it finds now, and would afterwards."""

    name: str
    now: int
    then: int


def list_vocabulary(kind: VocabularyKind) -> list[VocabularyRow]:
    """All terms of a list by name, shelves before their parts; one statement."""
    model: Any = MODELS[kind]
    if kind is VocabularyKind.CATEGORY:
        counted = select(Product.category_id.label("term_id"), func.count().label("count")).group_by(
            Product.category_id
        )
    else:
        column = _column(kind)
        counted = (
            select(column.label("term_id"), func.count(Product.id).label("count"))
            .join(Product, Product.live_revision_id == LINKS[kind].c.revision_id)
            .group_by(column)
        )
    counts = counted.subquery()
    parent = model.parent_id if kind is VocabularyKind.CATEGORY else null()
    rows = db.session.execute(
        select(
            model.id,
            model.slug,
            model.name_id,
            model.name_en,
            parent.label("parent"),
            func.coalesce(counts.c.count, 0).label("products"),
        )
        .outerjoin(counts, counts.c.term_id == model.id)
        .order_by(func.lower(model.name_id))
    ).all()
    if kind is VocabularyKind.CATEGORY:
        names = {row.id: row.name_id for row in rows if row.parent is None}
        rows = sorted(
            rows, key=lambda row: (names[row.parent or row.id].lower(), row.parent is not None, row.name_id.lower())
        )
    else:
        names = {}
    return [
        VocabularyRow(kind, row.slug, row.name_id, row.name_en, row.products, names.get(row.parent or 0, ""))
        for row in rows
    ]


def find_row(kind: VocabularyKind, slug: str) -> Entry | None:
    """The term of a slug."""
    model: Any = MODELS[kind]
    row: Entry | None = db.session.scalars(select(model).where(model.slug == slug)).one_or_none()
    return row


def count_parts(category_id: int) -> int:
    """How many parts a shelf has."""
    return db.session.scalar(select(func.count()).where(Category.parent_id == category_id)) or 0


def next_position(parent_id: int) -> int:
    """The place behind the last part of a shelf."""
    last = db.session.scalar(select(func.max(Category.position)).where(Category.parent_id == parent_id))
    return (last or 0) + 1


def impact_of(kind: VocabularyKind, source_id: int, target_id: int) -> Impact:
    """How many products a merge of the first into the second moves. A product stands on one shelf alone."""
    if kind is VocabularyKind.CATEGORY:
        return Impact(db.session.scalar(select(func.count()).where(Product.category_id == source_id)) or 0, 0)
    naming, target = _naming(kind, source_id), _naming(kind, target_id)
    row = db.session.execute(
        select(func.count(), func.count().filter(Product.live_revision_id.in_(target)))
        .select_from(Product)
        .where(Product.live_revision_id.in_(naming))
    ).one()
    return Impact(row[0], row[1])


def facet_changes(kind: VocabularyKind, source: Entry, target: Entry) -> tuple[FacetChange, FacetChange]:
    """What the filter of visitors counts for both terms now, and what it would count once they are one."""
    sources, targets = _public_of(kind, source.id), _public_of(kind, target.id)
    return (
        FacetChange(source.name_id, len(sources), 0),
        FacetChange(target.name_id, len(targets), len(sources | targets)),
    )


def _public_of(kind: VocabularyKind, term_id: int) -> set[int]:
    statement = select(Product.id).join(Producer, Producer.id == Product.producer_id).where(is_public())
    if kind is VocabularyKind.CATEGORY:
        within = select(Category.id).where((Category.id == term_id) | (Category.parent_id == term_id))
        return set(db.session.scalars(statement.where(Product.category_id.in_(within))))
    return set(db.session.scalars(statement.where(Product.live_revision_id.in_(_naming(kind, term_id)))))


def find_heir(kind: str, slug: str) -> str | None:
    """The slug of the term that took over an old one."""
    return find_heirs(kind, [slug]).get(slug)


def find_heirs(kind: str, slugs: Sequence[str]) -> dict[str, str]:
    """Old slugs of a list with the slugs of the terms that took them over; one statement, none for no slugs."""
    asked = [slug for slug in slugs if is_slug(slug)]
    if not asked:
        return {}
    model: Any = MODELS[kind]
    rows = db.session.execute(
        select(TermAlias.slug, model.slug)
        .join(model, TermAlias.term_id == model.id)
        .where(TermAlias.kind == kind, TermAlias.slug.in_(asked))
    )
    return dict(rows.all())


def aliases_of(kind: VocabularyKind) -> dict[str, int]:
    """Old slugs of a list, folded, with the ids of the terms they lead to."""
    rows = db.session.execute(select(TermAlias.slug, TermAlias.term_id).where(TermAlias.kind == kind))
    return {fold(slug): term_id for slug, term_id in rows}


def _naming(kind: VocabularyKind, term_id: int) -> Any:
    return select(LINKS[kind].c.revision_id).where(_column(kind) == term_id)


def _column(kind: VocabularyKind) -> Any:
    return LINKS[kind].c[f"{kind}_id"]
