"""A year of curation in figures that may be published: sums, with what would point at single makers held back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from griya.core.clock import WIB
from griya.core.db import db
from griya.core.words import Bilingual
from griya.curation.models import (
    AppealOutcome,
    CurationAppeal,
    CurationReview,
    CurationVerdict,
    Result,
    VerdictKind,
)
from griya.curation.queries.products import list_products
from griya.curation.rules.figures import held_back, median_days
from griya.registry.models import Region
from griya.registry.rules.regions import region_label


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """A kab/kota: how many products were put forward (None: fewer than three), and how many became selected."""

    code: str
    label: Bilingual
    put_forward: int | None
    selected: int


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A year. None stands where fewer than three would be told; `results` is None where any of its parts would."""

    year: int
    put_forward: int
    decided: int
    selected: int
    results: dict[Result, int] | None
    median_days: int | None
    appeals: int | None
    granted: int | None
    regions: Sequence[RegionFigures]


def list_years(at: datetime) -> list[int]:
    """The years, newest first, since the first product was put forward."""
    first = db.session.scalar(select(func.min(CurationReview.opened_at)))
    return list(range(_year_of(at), _year_of(first) - 1, -1)) if first else []


def find_year(year: int, at: datetime) -> YearFigures:
    """The year's figures until `at`: put forward and decided in the days of the year, West Kalimantan's time."""
    start, end = datetime(year, 1, 1, tzinfo=WIB), min(datetime(year + 1, 1, 1, tzinfo=WIB), at)
    opened = db.session.execute(
        select(CurationReview.product_id).where(
            CurationReview.opened_at >= start, CurationReview.opened_at < end, CurationReview.withdrawn_at.is_(None)
        )
    ).all()
    decided = db.session.execute(
        select(CurationReview.opened_at, CurationVerdict.decided_at, CurationVerdict.result)
        .join(CurationReview, CurationReview.id == CurationVerdict.review_id)
        .where(
            CurationVerdict.kind == VerdictKind.DECISION,
            CurationVerdict.decided_at >= start,
            CurationVerdict.decided_at < end,
        )
    ).all()
    selected = set(
        db.session.scalars(
            select(CurationReview.product_id)
            .join(CurationVerdict, CurationReview.id == CurationVerdict.review_id)
            .where(
                CurationVerdict.result == Result.SELECTED,
                CurationVerdict.decided_at >= start,
                CurationVerdict.decided_at < end,
            )
        )
    )
    counts = Counter(Result(row.result) for row in decided)
    appeals = _appeals(start, end)
    return YearFigures(
        year=year,
        put_forward=len(opened),
        decided=len(decided),
        selected=len(selected),
        results=None if any(held_back(counts[one]) for one in counts) else dict(counts),
        median_days=median_days([row.decided_at - row.opened_at for row in decided]),
        appeals=None if held_back(appeals.total()) else appeals.total(),
        granted=None if held_back(appeals.total()) else appeals[AppealOutcome.GRANTED],
        regions=_regions([row.product_id for row in opened], selected),
    )


def _appeals(start: datetime, end: datetime) -> Counter[str]:
    """Appeals that were filed in the year, by outcome; the open ones under an empty word."""
    rows = db.session.scalars(
        select(func.coalesce(CurationAppeal.outcome, "")).where(
            CurationAppeal.filed_at >= start, CurationAppeal.filed_at < end
        )
    )
    return Counter(rows)


def _regions(opened: Sequence[int], selected: set[int]) -> list[RegionFigures]:
    products = list_products([*opened, *selected])
    forward = Counter(products[key].region for key in opened)
    chosen = Counter(products[key].region for key in selected)
    rows = db.session.execute(
        select(Region.code, Region.level, Region.name)
        .where(or_(Region.level == "regency", Region.level == "city"), Region.slug.is_not(None))
        .order_by(Region.code)
    )
    return [
        RegionFigures(
            code=code,
            label=region_label(level, name),
            put_forward=None if held_back(forward[code]) else forward[code],
            selected=chosen[code],
        )
        for code, level, name in rows
    ]


def _year_of(moment: datetime) -> int:
    return moment.astimezone(WIB).year
