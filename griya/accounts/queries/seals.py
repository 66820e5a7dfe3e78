"""Whether the record still is what was sealed, and how a seal is computed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, func, select, text

from griya.accounts.models import Event, EventSeal
from griya.core.db import db

# What the first seal stands on.
NOTHING: Final = "0" * 64
_TRIGGERS: Final = frozenset(
    f"tr_{table}_no_{verb}" for table in ("event", "event_seal") for verb in ("update", "delete")
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A seal that does not fit its events: between which numbers something was changed, taken out or put in."""

    first_id: int
    last_id: int


def seal_state() -> tuple[int, int, str]:
    """How many events there are, how many of them are sealed, and the newest digest."""
    events = db.session.scalar(select(func.count()).select_from(Event)) or 0
    sealed = db.session.scalar(select(func.coalesce(func.sum(EventSeal.event_count), 0))) or 0
    digest = db.session.scalar(select(EventSeal.digest).order_by(EventSeal.id.desc()).limit(1))
    return events, sealed, digest or ""


def missing_triggers() -> list[str]:
    """The triggers that keep the record and are not there any more."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    names = text(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'" if is_sqlite else "SELECT tgname FROM pg_trigger"
    )
    return sorted(_TRIGGERS - set(db.session.scalars(names)))


def list_broken_seals(newest: int | None = None) -> Iterator[Broken]:
    """Read the whole record again and compare, or what the newest seals cover; a million events take minutes."""
    seals = list(db.session.scalars(select(EventSeal).order_by(EventSeal.id)))
    start = 0 if newest is None else max(0, len(seals) - newest)
    before, since = (seals[start - 1].digest, seals[start - 1].last_id) if start else (NOTHING, 0)
    for seal in seals[start:]:
        events = events_between(since, Event.id <= seal.last_id)
        if len(events) != seal.event_count or digest_of(before, events) != seal.digest:
            yield Broken(seal.first_id, seal.last_id)
        before, since = seal.digest, seal.last_id


def events_between(since: int, *wanted: Any, most: int | None = None) -> Sequence[Row[Any]]:
    """Events behind a number in the order of their numbers, as plain rows."""
    statement = select(*Event.__table__.columns).where(Event.id > since, *wanted).order_by(Event.id)
    return db.session.execute(statement if most is None else statement.limit(most)).all()


def digest_of(before: str, events: Sequence[Row[Any]]) -> str:
    """The chain: the seal before, then each event's own digest.

    An event has a digest of its own so that when a person's data is erased from an event, its digest is kept in its
    place and the seals go on to fit.
    """
    chain = hashlib.sha256(before.encode())
    for event in events:
        chain.update(bytes.fromhex(event.erased_digest or event_digest(event)))
    return chain.hexdigest()


def event_digest(event: Row[Any]) -> str:
    """The digest of one event as it stands."""
    return hashlib.sha256(_canonical(event).encode()).hexdigest()


def _canonical(event: Row[Any]) -> str:
    values = dict(event._mapping)
    values.pop("erased_digest")
    moment: datetime = values["at"]
    values["at"] = moment.isoformat(timespec="microseconds")
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
