"""Figures: live counts of the catalogue, and dated statements. The two are never mixed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from griya.catalog.models import Product
from griya.catalog.queries.public import PLACE, from_public_products
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import ReferenceSource, Statement, StatementFigure

# A figure with this prefix breaks another one down and must not be read as one of its own.
_PART_PREFIX = "ovop_stars_"


@dataclass(frozen=True, slots=True)
class CatalogueCounts:
    """What the public catalogue holds now."""

    products: int
    producers: int
    regencies: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a statement and what it counts."""

    key: str
    label: Bilingual
    value: int


@dataclass(frozen=True, slots=True)
class DatedStatement:
    """Figures as somebody stated them on a day. `breakdown` are parts of one of the `figures`."""

    title: Bilingual
    as_of: date
    source_title: Bilingual
    figures: tuple[Figure, ...]
    breakdown: tuple[Figure, ...]


def count_catalogue() -> CatalogueCounts:
    """Public products, their makers, and the kab/kota they are made in, in one statement."""
    row = db.session.execute(
        from_public_products(
            select(
                func.count(Product.id), func.count(Product.producer_id.distinct()), func.count(PLACE.code.distinct())
            )
        )
    ).one()
    return CatalogueCounts(*row)


def find_statement(key: str) -> DatedStatement | None:
    """A statement with its figures in their order, in one statement of the other kind."""
    rows = list(
        db.session.execute(
            select(
                Statement.title,
                Statement.title_en,
                Statement.as_of,
                ReferenceSource.title.label("source_title"),
                ReferenceSource.title_en.label("source_title_en"),
                StatementFigure.key,
                StatementFigure.label,
                StatementFigure.label_en,
                StatementFigure.value,
            )
            .join(ReferenceSource, ReferenceSource.id == Statement.source_id)
            .join(StatementFigure, StatementFigure.statement_id == Statement.id)
            .where(Statement.key == key)
            .order_by(StatementFigure.position)
        )
    )
    if not rows:
        return None
    figures = [Figure(row.key, Bilingual(row.label, row.label_en), row.value) for row in rows]
    return DatedStatement(
        title=Bilingual(rows[0].title, rows[0].title_en),
        as_of=rows[0].as_of,
        source_title=Bilingual(rows[0].source_title, rows[0].source_title_en),
        figures=tuple(figure for figure in figures if not figure.key.startswith(_PART_PREFIX)),
        breakdown=tuple(figure for figure in figures if figure.key.startswith(_PART_PREFIX)),
    )
