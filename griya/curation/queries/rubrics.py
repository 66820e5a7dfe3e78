"""Versions of the rubric: which is in force at a moment, and what a draft would have made of past reviews."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from griya.accounts.models import Account
from griya.core.db import db
from griya.curation.models import CurationReview, CurationRubric, CurationVerdict, Result, VerdictKind
from griya.curation.queries.products import ReviewedProduct, list_products
from griya.curation.queries.sheets import read_sheets
from griya.curation.rules.rubric import Rubric, from_content
from griya.curation.rules.scoring import conclude, is_usable


@dataclass(frozen=True, slots=True)
class RubricVersion:
    """A version with who wrote and approved it. It is in force in [valid_from, until); `until` is open for the last."""

    rubric_id: int
    number: int
    rubric: Rubric
    note: str
    author_id: int | None
    author: str
    approver: str
    created_at: datetime
    approved_at: datetime | None
    valid_from: datetime | None
    until: datetime | None
    row_version: int
    uses: int

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.approved_at is None

    def is_in_force(self, at: datetime) -> bool:
        """Whether reviews that begin at this moment follow it."""
        return self.valid_from is not None and self.valid_from <= at and (self.until is None or at < self.until)


def list_rubrics() -> list[RubricVersion]:
    """Every version, the newest first; two statements."""
    author, approver = aliased(Account), aliased(Account)
    rows = db.session.execute(
        select(CurationRubric, author.name, approver.name)
        .outerjoin(author, author.id == CurationRubric.created_by_id)
        .outerjoin(approver, approver.id == CurationRubric.approved_by_id)
        .order_by(CurationRubric.number.desc())
    ).all()
    uses: dict[int, int] = dict(
        db.session.execute(select(CurationReview.rubric_id, func.count()).group_by(CurationReview.rubric_id)).all()
    )
    starts = sorted(row[0].valid_from for row in rows if row[0].valid_from)
    return [
        RubricVersion(
            rubric_id=one.id,
            number=one.number,
            rubric=from_content(one.content),
            note=one.note,
            author_id=one.created_by_id,
            author=author_name or "Griya",
            approver=approver_name or one.approved_note or "",
            created_at=one.created_at,
            approved_at=one.approved_at,
            valid_from=one.valid_from,
            until=next((start for start in starts if one.valid_from and start > one.valid_from), None),
            row_version=one.row_version,
            uses=uses.get(one.id, 0),
        )
        for one, author_name, approver_name in rows
    ]


def rubric_in_force(at: datetime) -> RubricVersion | None:
    """The version that reviews follow which begin at this moment."""
    return next((one for one in list_rubrics() if one.is_in_force(at)), None)


def find_rubric_row(number: int) -> CurationRubric | None:
    """The version itself, for an action to change."""
    return db.session.scalars(select(CurationRubric).where(CurationRubric.number == number)).one_or_none()


@dataclass(frozen=True, slots=True)
class Tried:
    """A past review under another rubric: what it came to, and what it would have come to."""

    code: str
    product: ReviewedProduct
    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rubric would have made of past reviews. `unknown` could not be reckoned: nobody scored what is new."""

    tried: Sequence[Tried]
    unknown: int

    @property
    def changed(self) -> list[Tried]:
        """The ones whose result would be another."""
        return [one for one in self.tried if one.before is not one.after]

    def count(self, result: Result, *, is_after: bool) -> int:
        """How many reviews have this result, as it was or as it would have been."""
        return Counter(one.after if is_after else one.before for one in self.tried)[result]


def try_rubric(rubric: Rubric) -> Trial:
    """Reckon every decided review anew under this rubric, from the sheets that were handed in."""
    rows = db.session.execute(
        select(CurationReview.id, CurationReview.code, CurationReview.product_id, CurationVerdict.computed)
        .join(CurationVerdict, CurationVerdict.review_id == CurationReview.id)
        .where(CurationVerdict.kind == VerdictKind.DECISION)
        .order_by(CurationReview.id.desc())
    ).all()
    products = list_products(row.product_id for row in rows)
    sheets = read_sheets([row.id for row in rows])
    tried, unknown = [], 0
    for row in rows:
        product, given = products[row.product_id], [one.sheet for one in sheets.get(row.id, ()) if one.is_submitted]
        if not given or not row.computed or not all(is_usable(rubric, one, is_food=product.is_food) for one in given):
            unknown += 1
            continue
        after = conclude(rubric, given, is_food=product.is_food).result
        tried.append(Tried(row.code, product, Result(row.computed), after))
    return Trial(tried, unknown)
