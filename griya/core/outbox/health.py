"""How the outbox does: counts, and whether something has waited too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from griya.core.clock import now
from griya.core.db import db
from griya.core.outbox.letters import HAS_FAILED, IS_WAITING, OutboxMessage

# Somebody waits for an answer meanwhile, and a letter that leaves late without anybody knowing was never sent to them.
ALARM_AFTER: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Health:
    """Counts, and the oldest message still waiting. What was sent and came back counts as come back."""

    waiting: int
    sent: int
    given_up: int
    bounced: int
    # Failed or come back, and nobody has reached the recipient in another way yet.
    unreached: int
    oldest_waiting_at: datetime | None


def health() -> Health:
    """Counts of the outbox, in one statement."""
    has_bounced = OutboxMessage.bounced_at.is_not(None)
    is_stopped = OutboxMessage.stopped_at.is_not(None)
    row = db.session.execute(
        select(
            func.count().filter(IS_WAITING),
            func.count(OutboxMessage.sent_at).filter(~has_bounced),
            func.count(OutboxMessage.given_up_at).filter(~has_bounced, ~is_stopped),
            func.count(OutboxMessage.bounced_at),
            func.count().filter(HAS_FAILED, OutboxMessage.handled_at.is_(None)),
            func.min(OutboxMessage.created_at).filter(IS_WAITING),
        )
    ).one()
    return Health(
        waiting=row[0], sent=row[1], given_up=row[2], bounced=row[3], unreached=row[4], oldest_waiting_at=row[5]
    )


def waiting_since(at: datetime | None = None) -> datetime | None:
    """Since when the oldest message waits, when that is too long; one look at an index of what waits alone."""
    oldest = db.session.scalar(select(func.min(OutboxMessage.created_at)).where(IS_WAITING))
    return oldest if oldest is not None and (at or now()) - oldest > ALARM_AFTER else None
