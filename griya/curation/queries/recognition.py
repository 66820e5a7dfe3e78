"""Which results hold at a moment: what the public may see, what selections ask, and which are about to lapse."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, select

from griya.core.clock import WIB
from griya.core.db import db, fetch
from griya.curation.models import CurationReview, CurationVerdict, Result
from griya.curation.queries.products import ReviewedProduct, list_products
from griya.curation.rules import LAPSE_SOON, Standing, standing

MOST_CODE: Final = 12


@dataclass(frozen=True, slots=True)
class Distinction:
    """A result that holds: "Terseleksi 2026" until a moment."""

    product_id: int
    year: int
    valid_from: datetime
    valid_until: datetime
    certificate_code: str
    review_code: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the certificate says, and whether it still holds."""

    code: str
    number: str
    product: ReviewedProduct
    valid_from: datetime
    valid_until: datetime
    standing: Standing

    @property
    def last_day(self) -> datetime:
        """A moment of the last day on which it holds."""
        return self.valid_until - timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class LatestResult:
    """The newest result of a product, for those who choose."""

    result: Result
    decided_at: datetime
    valid_until: datetime | None
    review_code: str

    def holds_through(self, start: datetime, end: datetime) -> bool:
        """Whether it is a selected result that holds during the whole of [start, end)."""
        return self.valid_until is not None and self.decided_at <= start and end <= self.valid_until

    def holds_at(self, at: datetime) -> bool:
        """Whether it is a selected result that holds at a moment."""
        return self.valid_until is not None and self.decided_at <= at < self.valid_until


def list_distinctions(product_ids: Collection[int], at: datetime) -> dict[int, Distinction]:
    """What holds at a moment for these products; one statement."""
    return {
        row.product_id: _distinction(row)
        for row in _rows(_holding(at).where(CurationReview.product_id.in_(product_ids)))
    }


def list_distinctions_of(product_id: int) -> list[Distinction]:
    """All that held, holds or will hold for one product. Every page asks, so the statement is prepared once."""
    return [_distinction(row) for row in fetch(_OF_ONE, product_id=product_id)]


def list_latest(product_ids: Iterable[int]) -> dict[int, LatestResult]:
    """The result that a product stands with: the one that holds longest, else the newest; one statement."""
    keys = list(product_ids)
    if not keys:
        return {}
    rows = db.session.execute(
        _WITH_REVIEW.where(_is_newest(), CurationReview.product_id.in_(keys)).order_by(CurationVerdict.decided_at)
    )
    found: dict[int, LatestResult] = {}
    for row in rows:
        one = LatestResult(Result(row.result), row.decided_at, row.valid_until, row.review_code)
        before = found.get(row.product_id)
        if before is None or not (before.valid_until and not one.valid_until and before.valid_until > one.decided_at):
            found[row.product_id] = one
    return found


def find_certificate(code: str, at: datetime) -> Certificate | None:
    """The certificate with this code, whether it holds or not."""
    row = db.session.execute(
        _WITH_REVIEW.add_columns(_is_newest().label("is_newest")).where(
            CurationVerdict.certificate_code == code[:MOST_CODE]
        )
    ).one_or_none()
    if row is None or len(code) > MOST_CODE:
        return None
    return Certificate(
        code=code,
        number=f"{row.id:04d}/TS/{row.decided_at.year}",
        product=list_products([row.product_id])[row.product_id],
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        standing=standing(row.valid_from, row.valid_until, at, is_newest=bool(row.is_newest)),
    )


@dataclass(frozen=True, slots=True)
class Lapsing:
    """A result that ends soon and that no later one follows."""

    product: ReviewedProduct
    distinction: Distinction
    has_open_review: bool


def list_lapsing(at: datetime, within: timedelta = LAPSE_SOON) -> list[Lapsing]:
    """Results that end within this time, the first to end first; nothing of what was put forward is left out."""
    rows = _rows(_holding(at).where(CurationVerdict.valid_until <= at + within).order_by(CurationVerdict.valid_until))
    latest = list_latest(row.product_id for row in rows)
    still = [row for row in rows if (latest[row.product_id].valid_until or at) <= row.valid_until]
    products = list_products(row.product_id for row in still)
    open_ones = set(
        db.session.scalars(
            select(CurationReview.product_id).where(
                CurationReview.closed_at.is_(None), CurationReview.product_id.in_(list(products))
            )
        )
    )
    return [Lapsing(products[row.product_id], _distinction(row), row.product_id in open_ones) for row in still]


def holds_for(product_id: Any, at: datetime) -> ColumnElement[bool]:
    """Whether the product of the statement around has a selected result that holds at a moment."""
    return (
        _selected_of(product_id)
        .where(_is_newest(), CurationVerdict.valid_from <= at, CurationVerdict.valid_until > at)
        .exists()
    )


def was_selected_before(product_id: Any, moment: Any) -> ColumnElement[bool]:
    """Whether the product of the statement around had been found worthy by a moment, whatever became of it."""
    return _selected_of(product_id).where(CurationVerdict.valid_from <= moment).exists()


def _selected_of(product_id: Any) -> Select[int]:
    return (
        select(CurationVerdict.id)
        .join(CurationReview, CurationReview.id == CurationVerdict.review_id)
        .where(CurationReview.product_id == product_id, CurationVerdict.result == Result.SELECTED)
    )


def _is_newest() -> ColumnElement[bool]:
    """Whether a verdict is the last word on its review."""
    other = CurationVerdict.__table__.alias("later")
    return CurationVerdict.number == (
        select(func.max(other.c.number)).where(other.c.review_id == CurationVerdict.review_id).scalar_subquery()
    )


def _holding(at: datetime) -> Any:
    return _WITH_REVIEW.where(
        and_(CurationVerdict.result == Result.SELECTED, _is_newest()),
        CurationVerdict.valid_from <= at,
        CurationVerdict.valid_until > at,
    )


def _rows(statement: Any) -> list[Any]:
    return list(db.session.execute(statement).all())


def _distinction(row: Any) -> Distinction:
    return Distinction(
        product_id=row.product_id,
        year=row.decided_at.astimezone(WIB).year,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        certificate_code=row.certificate_code,
        review_code=row.review_code,
    )


_WITH_REVIEW: Final = select(
    CurationVerdict.id,
    CurationVerdict.result,
    CurationVerdict.decided_at,
    CurationVerdict.valid_from,
    CurationVerdict.valid_until,
    CurationVerdict.certificate_code,
    CurationReview.product_id,
    CurationReview.code.label("review_code"),
).join(CurationReview, CurationReview.id == CurationVerdict.review_id)
_OF_ONE: Final = _WITH_REVIEW.where(
    CurationVerdict.result == Result.SELECTED,
    _is_newest(),
    CurationReview.product_id == bindparam("product_id", type_=Integer),
)
