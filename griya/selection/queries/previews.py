"""Links to a preview: which ones are live, and what a token opens."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from griya.accounts.models import Account
from griya.core.db import db
from griya.core.preview import Viewing
from griya.selection.models import PreviewLink, Selection, SelectionVersion, Slot


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One live link in the desk's list."""

    id: int
    key: str
    at: datetime
    title: str
    slug: str | None
    number: int | None
    created_at: datetime
    created_by: str
    expires_at: datetime


def find_preview(key: str, at: datetime) -> Viewing | None:
    """What a link with this key opens at a moment; nothing once it has expired or was revoked. One statement."""
    row = db.session.execute(
        select(
            PreviewLink.at,
            PreviewLink.expires_at,
            PreviewLink.version_id,
            Slot.code,
            Selection.slug,
            Selection.title_id,
        )
        .outerjoin(SelectionVersion, SelectionVersion.id == PreviewLink.version_id)
        .outerjoin(Selection, Selection.id == SelectionVersion.selection_id)
        .outerjoin(Slot, Slot.id == SelectionVersion.slot_id)
        .where(PreviewLink.key == key, PreviewLink.revoked_at.is_(None), PreviewLink.expires_at > at)
    ).one_or_none()
    return None if row is None else Viewing(row[0], row[1], row[2], row[3], row[4], row[5] or "")


def list_previews(at: datetime) -> list[PreviewRow]:
    """Links that open something now, the newest first."""
    rows = db.session.execute(
        select(
            PreviewLink.id,
            PreviewLink.key,
            PreviewLink.at,
            Selection.title_id,
            Selection.slug,
            SelectionVersion.number,
            PreviewLink.created_at,
            Account.name,
            PreviewLink.expires_at,
        )
        .outerjoin(SelectionVersion, SelectionVersion.id == PreviewLink.version_id)
        .outerjoin(Selection, Selection.id == SelectionVersion.selection_id)
        .outerjoin(Account, Account.id == PreviewLink.created_by_id)
        .where(PreviewLink.revoked_at.is_(None), PreviewLink.expires_at > at)
        .order_by(PreviewLink.created_at.desc(), PreviewLink.id.desc())
    )
    return [
        PreviewRow(row[0], row[1], row[2], row[3] or "", row[4], row[5], row[6], row[7] or "–", row[8]) for row in rows
    ]
