"""Rounds with how many of their reviews are open and closed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from griya.core.db import db
from griya.curation.models import CurationReview, CurationRound


@dataclass(frozen=True, slots=True)
class Round:
    """A round as the desk lists it."""

    code: str
    name: str
    created_at: datetime
    closes_at: datetime
    open: int
    closed: int


def list_rounds() -> list[Round]:
    """Every round, the one that closes last first."""
    review = CurationReview
    rows = db.session.execute(
        select(
            CurationRound,
            func.count(review.id).filter(review.closed_at.is_(None)),
            func.count(review.id).filter(review.closed_at.is_not(None)),
        )
        .outerjoin(review, review.round_id == CurationRound.id)
        .group_by(CurationRound.id)
        .order_by(CurationRound.closes_at.desc(), CurationRound.id.desc())
    )
    return [Round(one.code, one.name, one.created_at, one.closes_at, is_open, closed) for one, is_open, closed in rows]


def find_round(code: str) -> Round | None:
    """The round with this code."""
    return next((one for one in list_rounds() if one.code == code), None)
