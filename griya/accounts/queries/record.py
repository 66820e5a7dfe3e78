"""Reading the record: one object's history, the whole of it backwards and narrowed, and all of that for a file.

Whatever the size of the record, a page costs one statement that walks an index backwards from a number: there is one
for who, what, and which kind of object, and a day is turned into the numbers of its first and last event. Free words
are the exception: they are looked for in the text of each event on the way; docs/operations.md says what that costs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select

from griya.accounts.models import Account, Event
from griya.accounts.rules.telling import Told, tell, verbs_saying
from griya.core.clock import WIB
from griya.core.db import db

PAGE_SIZE: Final = 50
HISTORY_SIZE: Final = 30
# The numbers of events follow their moments but for transactions that overlapped; so many may stand out of their order.
_SLACK: Final = 1000
_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the record is asked for. Empty means everything."""

    words: tuple[str, ...] = ()
    actor_id: int | None = None
    by_nobody: bool = False
    verb: str = ""
    object_type: str = ""
    object_key: str = ""
    since: date | None = None
    until: date | None = None
    # The kinds of objects whose events are not shown to who asks.
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Events from the newest back, and the number before which the next ones lie; None at the end."""

    events: Sequence[Told]
    before: int | None


def stretch_of_events(asked: Asked, *, before: int | None = None, size: int = PAGE_SIZE) -> Stretch:
    """The newest events that were asked for, or those before a number."""
    rows = db.session.execute(_statement(asked, before).limit(size + 1)).all()
    shown = [_told(row) for row in rows[:size]]
    return Stretch(shown, shown[-1].number if len(rows) > size else None)


def every_event(asked: Asked, *, most: int) -> Iterator[Told]:
    """The same in batches, `most` at the most."""
    before: int | None = None
    while most > 0:
        stretch = stretch_of_events(asked, before=before, size=min(_BATCH, most))
        yield from stretch.events
        most -= len(stretch.events)
        before = stretch.before
        if before is None:
            return


def list_history(object_type: str, object_key: str, *, size: int = HISTORY_SIZE) -> list[Told]:
    """What happened to one object, the newest first."""
    return list(stretch_of_events(Asked(object_type=object_type, object_key=object_key), size=size).events)


def list_actors() -> list[tuple[int, str]]:
    """Whoever has an account, by name: what may be chosen as who did it."""
    rows = db.session.execute(select(Account.id, Account.name).order_by(func.lower(Account.name), Account.id))
    return [(row.id, row.name) for row in rows]


def _statement(asked: Asked, before: int | None) -> Select[*tuple[Any, ...]]:
    wanted: list[ColumnElement[bool]] = [] if before is None else [Event.id < before]
    if asked.actor_id is not None:
        wanted.append(Event.actor_id == asked.actor_id)
    if asked.by_nobody:
        wanted.append(Event.actor_id.is_(None))
    if asked.verb:
        wanted.append(Event.verb == asked.verb)
    if asked.object_type:
        wanted.append(Event.object_type == asked.object_type)
    if asked.object_key:
        wanted.append(Event.object_key == asked.object_key)
    if asked.hidden:
        wanted.append(Event.object_type.not_in(sorted(asked.hidden)))
    wanted += _in_days(asked)
    wanted += [_says(word) for word in asked.words]
    return (
        select(Event, Account.name, Account.code)
        .outerjoin(Account, Account.id == Event.actor_id)
        .where(*wanted)
        .order_by(Event.id.desc())
    )


def _in_days(asked: Asked) -> list[ColumnElement[bool]]:
    """Days are West Kalimantan's. Their first and last events bound the numbers, so that the walk stops there."""
    wanted: list[ColumnElement[bool]] = []
    if asked.since is not None:
        start = datetime.combine(asked.since, time(), WIB)
        first = db.session.scalar(select(Event.id).where(Event.at >= start).order_by(Event.at, Event.id).limit(1))
        wanted += [Event.at >= start, Event.id >= (0 if first is None else first - _SLACK)]
    if asked.until is not None:
        end = datetime.combine(asked.until + timedelta(days=1), time(), WIB)
        newest_first = (Event.at.desc(), Event.id.desc())
        last = db.session.scalar(select(Event.id).where(Event.at < end).order_by(*newest_first).limit(1))
        wanted += [Event.at < end, Event.id <= (0 if last is None else last + _SLACK)]
    return wanted


def _says(word: str) -> ColumnElement[bool]:
    columns: list[Any] = [Event.object_key, Event.reason, Event.acting_for, Account.name]
    columns += [cast(Event.before, Text), cast(Event.after, Text)]
    found: list[ColumnElement[bool]] = [column.icontains(word, autoescape=True) for column in columns]
    return or_(*found, Event.verb.in_(verbs_saying(word)))


def _told(row: Any) -> Told:
    event = row.Event
    return tell(
        number=event.id,
        at=event.at,
        actor=row.name,
        actor_code=row.code,
        acting_for=event.acting_for,
        verb=event.verb,
        object_type=event.object_type,
        object_key=event.object_key,
        reason_code=event.reason_code,
        reason=event.reason,
        before=event.before,
        after=event.after,
        request_id=event.request_id,
    )
