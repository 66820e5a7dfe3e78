"""Emergency messages: sent in one press with the moment of their end, and taken back in one press."""

from datetime import datetime

from sqlalchemy import select

from griya.accounts.actions import record_on
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import one_line
from griya.showroom.models import Emergency, ScreenGroup
from griya.showroom.rules.standing import emergency_faults


@state_change()
def send_emergency(
    *,
    message_id: str,
    message_en: str = "",
    ends_at: datetime,
    actor_id: int,
    group_code: str = "",
    at: datetime | None = None,
) -> Emergency:
    """Show a message on all screens, or on a group's, until `ends_at`.

    Raises:
        Refused: with every reason at once.
    """
    now = at or clock.now()
    words_id, words_en = one_line(message_id), one_line(message_en)
    group = db.session.scalar(select(ScreenGroup).where(ScreenGroup.code == group_code)) if group_code else None
    faults = emergency_faults(words_id, words_en, now, ends_at)
    if group_code and group is None:
        faults.append("Kelompok ini tidak dikenal.")
    if faults:
        raise Refused(faults)
    emergency = Emergency(
        message_id=words_id,
        message_en=words_en,
        group_id=group.id if group else None,
        starts_at=now,
        ends_at=ends_at,
        created_by_id=actor_id,
    )
    db.session.add(emergency)
    db.session.flush()
    record_on(
        row=emergency,
        done="sent",
        actor_id=actor_id,
        after={"message": words_id, "group": group.name if group else "semua layar", "ends_at": ends_at.isoformat()},
    )
    return emergency


@state_change()
def end_emergency(*, emergency: Emergency, actor_id: int, at: datetime | None = None) -> None:
    """Take a message from the screens before its end.

    Raises:
        Overtaken: when it is over already.
    """
    db.session.refresh(emergency, with_for_update=True)
    now = at or clock.now()
    if emergency.ended_at is not None or emergency.ends_at <= now:
        raise Overtaken("Pesan ini sudah berakhir.")
    emergency.ended_at, emergency.ended_by_id = now, actor_id
    db.session.flush()
    record_on(row=emergency, done="ended", actor_id=actor_id, before={"message": emergency.message_id})
