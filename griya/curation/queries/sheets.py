"""The curators' sheets of reviews, with who filled them in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from griya.accounts.models import Account
from griya.core.db import db
from griya.curation.models import Conflict, CurationSheet
from griya.curation.rules.scoring import GateAnswer, Sheet


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet with its curator. One without a seat belongs to somebody who is excluded or has given the seat back."""

    sheet_id: int
    review_id: int
    curator_id: int
    curator: str
    seat: int | None
    conflict: Conflict
    conflict_note: str
    sheet: Sheet
    note: str
    declared_at: datetime
    submitted_at: datetime | None
    released_at: datetime | None
    row_version: int

    @property
    def is_submitted(self) -> bool:
        """Whether it counts."""
        return self.submitted_at is not None


def read_sheets(review_ids: Collection[int]) -> dict[int, list[FilledSheet]]:
    """The sheets of these reviews, by seat; one statement."""
    if not review_ids:
        return {}
    found: dict[int, list[FilledSheet]] = {}
    rows = db.session.execute(
        select(CurationSheet, Account.name)
        .join(Account, Account.id == CurationSheet.curator_id)
        .where(CurationSheet.review_id.in_(review_ids))
        .order_by(CurationSheet.review_id, CurationSheet.seat.is_(None), CurationSheet.seat, CurationSheet.id)
    )
    for one, name in rows:
        found.setdefault(one.review_id, []).append(
            FilledSheet(
                sheet_id=one.id,
                review_id=one.review_id,
                curator_id=one.curator_id,
                curator=name,
                seat=one.seat,
                conflict=Conflict(one.conflict),
                conflict_note=one.conflict_note,
                sheet=read_sheet(one),
                note=one.note,
                declared_at=one.declared_at,
                submitted_at=one.submitted_at,
                released_at=one.released_at,
                row_version=one.row_version,
            )
        )
    return found


def read_sheet(row: CurationSheet) -> Sheet:
    """What a stored sheet says."""
    gates = {
        code: GateAnswer(bool(said["is_passed"]), said.get("note", "")) for code, said in (row.gates or {}).items()
    }
    return Sheet(dict(row.scores or {}), gates)
