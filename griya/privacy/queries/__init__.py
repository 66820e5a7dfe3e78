"""Reading for privacy: terms in force, sweeps done, requests and how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from griya.core.db import db
from griya.core.paging import Page
from griya.inquiry.models import Inquiry
from griya.inquiry.models.privacy import PrivacyRequest, RetentionPolicy, RetentionSweep
from griya.privacy.rules import TERMS, Kind, Term

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class TermNow:
    """A term as it is in force; `row_version` is 0 where the desk never touched it."""

    term: Term
    days: int
    basis: str
    row_version: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked. `contact` is empty once it was answered."""

    code: str
    kind: str
    reference: str
    contact: str
    note: str
    proof: str
    channel: str
    asked_at: datetime
    due_at: datetime
    done_at: datetime | None
    outcome: str
    reason: str
    row_version: int


def terms_now() -> dict[Kind, TermNow]:
    """Every term: what the desk decided, and what the program does where nobody did."""
    rows = {row.kind: row for row in db.session.scalars(select(RetentionPolicy))}
    return {
        kind: TermNow(term, row.days, row.basis, row.row_version)
        if (row := rows.get(kind))
        else TermNow(term, term.days, "", 0)
        for kind, term in TERMS.items()
    }


def list_sweeps(limit: int = 10) -> Sequence[RetentionSweep]:
    """The newest sweeps."""
    return db.session.scalars(select(RetentionSweep).order_by(RetentionSweep.id.desc()).limit(limit)).all()


def page_of_requests(number: int) -> Page[Asked]:
    """Requests: the open ones first, in the order in which they are due; the answered ones after them."""
    total = db.session.scalar(select(func.count()).select_from(PrivacyRequest)) or 0
    number = min(number, max(1, -(-total // PAGE_SIZE)))
    rows = db.session.execute(
        _requests()
        .order_by(PrivacyRequest.done_at.is_not(None), PrivacyRequest.done_at.desc(), PrivacyRequest.due_at)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page([_asked(*row) for row in rows], number, PAGE_SIZE, total)


def open_requests(limit: int = 50) -> list[Asked]:
    """What still has to be answered, the most urgent first."""
    rows = db.session.execute(
        _requests().where(PrivacyRequest.done_at.is_(None)).order_by(PrivacyRequest.due_at).limit(limit)
    )
    return [_asked(*row) for row in rows]


def find_request(code: str) -> Asked | None:
    """One request."""
    row = db.session.execute(_requests().where(PrivacyRequest.code == code)).one_or_none()
    return None if row is None else _asked(*row)


def list_erased() -> Sequence[str]:
    """The references of the inquiries whose person was erased."""
    return db.session.scalars(
        select(Inquiry.reference).where(Inquiry.erased_at.is_not(None)).order_by(Inquiry.erased_at, Inquiry.id)
    ).all()


def _requests() -> Select[*tuple[Any, ...]]:
    return select(PrivacyRequest, Inquiry.reference).outerjoin(Inquiry, Inquiry.id == PrivacyRequest.inquiry_id)


def _asked(row: PrivacyRequest, reference: str | None) -> Asked:
    return Asked(
        code=row.code,
        kind=row.kind,
        reference=reference or "",
        contact=row.email or row.phone or "",
        note=row.note,
        proof=row.proof,
        channel=row.channel,
        asked_at=row.asked_at,
        due_at=row.due_at,
        done_at=row.done_at,
        outcome=row.outcome or "",
        reason=row.reason,
        row_version=row.row_version,
    )
