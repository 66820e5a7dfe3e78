"""What two terms made one would change: how many products move, and where old addresses lead."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, func, select

from griya.catalog.models import Material, Product, Technique, revision_material, revision_technique
from griya.catalog.models.vocabulary import TermAlias
from griya.catalog.queries.terms import TermKind
from griya.catalog.rules.filters import is_slug
from griya.core.db import db

MODELS: Final[dict[TermKind, type[Material] | type[Technique]]] = {
    TermKind.MATERIAL: Material,
    TermKind.TECHNIQUE: Technique,
}
LINKS: Final[dict[TermKind, Table]] = {
    TermKind.MATERIAL: revision_material,
    TermKind.TECHNIQUE: revision_technique,
}


@dataclass(frozen=True, slots=True)
class VocabularyRow:
    """A term as the desk lists it; `count` are the products whose shown content names it, public or not."""

    kind: TermKind
    slug: str
    name_id: str
    name_en: str
    count: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a merge moves: products that name the one term, and those of them that name the other as well."""

    products: int
    both: int


def list_vocabulary(kind: TermKind) -> list[VocabularyRow]:
    """All terms of a list by name; one statement."""
    model, column = MODELS[kind], _column(kind)
    counts = (
        select(column.label("term_id"), func.count(Product.id).label("count"))
        .join(Product, Product.live_revision_id == LINKS[kind].c.revision_id)
        .group_by(column)
        .subquery()
    )
    rows = db.session.execute(
        select(model.slug, model.name_id, model.name_en, func.coalesce(counts.c.count, 0).label("products"))
        .outerjoin(counts, counts.c.term_id == model.id)
        .order_by(func.lower(model.name_id))
    )
    return [VocabularyRow(kind, row.slug, row.name_id, row.name_en, row.products) for row in rows]


def find_row(kind: TermKind, slug: str) -> Material | Technique | None:
    """The term of a slug."""
    model: Any = MODELS[kind]
    row: Material | Technique | None = db.session.scalars(select(model).where(model.slug == slug)).one_or_none()
    return row


def impact_of(kind: TermKind, source_id: int, target_id: int) -> Impact:
    """How many products a merge of the first into the second moves."""

    def naming(term_id: int) -> Any:
        links = LINKS[kind]
        return select(links.c.revision_id).where(_column(kind) == term_id)

    row = db.session.execute(
        select(func.count(), func.count().filter(Product.live_revision_id.in_(naming(target_id))))
        .select_from(Product)
        .where(Product.live_revision_id.in_(naming(source_id)))
    ).one()
    return Impact(row[0], row[1])


def find_heir(kind: TermKind, slug: str) -> str | None:
    """The slug of the term that took over an old one."""
    if not is_slug(slug):
        return None
    model = MODELS[kind]
    return db.session.scalar(
        select(model.slug)
        .join(TermAlias, TermAlias.term_id == model.id)
        .where(TermAlias.kind == kind, TermAlias.slug == slug)
    )


def _column(kind: TermKind) -> Any:
    return LINKS[kind].c[f"{kind}_id"]
