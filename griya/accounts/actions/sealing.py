"""Seals over the record: what was sealed and is changed afterwards, past every trigger, no longer fits its seal."""

import logging
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from griya.accounts.models import Event, EventSeal
from griya.accounts.queries.seals import NOTHING, digest_of, events_between
from griya.core.clock import now
from griya.core.db import db

log = logging.getLogger(__name__)

# Old enough that no transaction that was open then is still to write an earlier number.
SETTLED_AFTER: Final = timedelta(minutes=10)
# At most so many events under one seal, so that what was changed is narrowed down to them.
LARGEST_SEAL: Final = 1000


def seal_events(*, at: datetime | None = None, most: int | None = None) -> int:
    """Seal what is settled and unsealed, and log each digest: a copy of the log elsewhere holds the chain to it.

    `most` is how many seals: whoever has a long record to catch up with commits each by itself, so that nobody waits.
    Returns how many events were sealed.
    """
    moment = at or now()
    last = db.session.scalars(select(EventSeal).order_by(EventSeal.id.desc()).limit(1)).first()
    since, before, sealed = (last.last_id, last.digest, 0) if last else (0, NOTHING, 0)
    while (most is None or most > 0) and (
        events := events_between(since, Event.at < moment - SETTLED_AFTER, most=LARGEST_SEAL)
    ):
        before = digest_of(before, events)
        first, since = events[0].id, events[-1].id
        db.session.add(EventSeal(at=moment, first_id=first, last_id=since, event_count=len(events), digest=before))
        db.session.flush()
        log.info("record sealed from %s to %s: %s", first, since, before)
        sealed += len(events)
        most = None if most is None else most - 1
    return sealed
