"""Emergency messages as the desk sees them: those that stand now, and what was said before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from griya.accounts.models import Account
from griya.core.db import db
from griya.showroom.models import Emergency, ScreenGroup

MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A message: its words, where it stands or stood, who sent it, and how it ended."""

    number: int
    message_id: str
    message_en: str
    group_name: str
    starts_at: datetime
    ends_at: datetime
    sent_by: str
    ended_at: datetime | None
    ended_by: str

    def is_live(self, at: datetime) -> bool:
        """Whether it stands on screens at the moment."""
        return self.ended_at is None and at < self.ends_at


def list_live(at: datetime) -> list[Told]:
    """The messages that stand now, the newest first: that is the one which is seen."""
    return _told(_wanted().where(Emergency.ended_at.is_(None), Emergency.ends_at > at))


def list_told() -> list[Told]:
    """The latest messages, the newest first."""
    return _told(_wanted().limit(MOST_TOLD))


def find_emergency(number: int) -> Emergency | None:
    """The row of a message."""
    return db.session.get(Emergency, number)


def _wanted() -> Any:
    sender, ender = aliased(Account), aliased(Account)
    return (
        select(Emergency, ScreenGroup.name, sender.name, ender.name)
        .join(sender, sender.id == Emergency.created_by_id)
        .outerjoin(ender, ender.id == Emergency.ended_by_id)
        .outerjoin(ScreenGroup, ScreenGroup.id == Emergency.group_id)
        .order_by(Emergency.starts_at.desc(), Emergency.id.desc())
    )


def _told(wanted: Any) -> list[Told]:
    return [
        Told(
            row.id, row.message_id, row.message_en, group or "", row.starts_at, row.ends_at, sender, row.ended_at,
            ender or "",
        )
        for row, group, sender, ender in db.session.execute(wanted)
    ]  # fmt: skip
