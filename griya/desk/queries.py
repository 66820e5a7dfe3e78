"""Reading for the desk's own pages: the outbox, and how many inquiries came in."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from griya.accounts.models import Event
from griya.core.clock import WIB, today
from griya.core.db import db
from griya.core.outbox import OutboxMessage
from griya.core.paging import Page
from griya.desk.rules import MessageState, message_state
from griya.desk.tasks.kept import Mark
from griya.inquiry.models import Inquiry

PAGE_SIZE = 50
# A mail server that is wrong for a day fails everything; so many tell that.
MOST_FAILED = 100


# Events may become visible out of their order, while others are still being written; so many are looked at.
_NEWEST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message of the outbox. Its text is not here: a list has no need of it."""

    recipient: str
    subject: str
    cause: str
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None
    tries: int
    last_error: str | None
    state: MessageState

    @property
    def inquiry_reference(self) -> str | None:
        """The inquiry that the message follows from, if it follows from one."""
        kind, _, key = self.cause.partition(":")
        return key.partition(":")[0] if kind == "inquiry" else None


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A message that was given up."""

    recipient: str
    subject: str
    given_up_at: datetime
    inquiry_reference: str | None


@dataclass(frozen=True, slots=True)
class InquiryCounts:
    """Inquiries in all and of today, which is West Kalimantan's day."""

    total: int
    today: int


def read_mark() -> Mark:
    """Where the record and the outbox stand now; one statement over the newest events."""
    newest = select(Event.id, Event.at).order_by(Event.id.desc()).limit(_NEWEST_EVENTS).subquery()
    given_up = (
        select(func.count()).select_from(OutboxMessage).where(OutboxMessage.given_up_at.is_not(None)).scalar_subquery()
    )
    row = db.session.execute(
        select(func.max(newest.c.id), func.sum(newest.c.id), func.max(newest.c.at), given_up)
    ).one()
    return Mark(row[0] or 0, int(row[1] or 0), row[2], row[3])


def count_inquiries() -> InquiryCounts:
    """How many inquiries came in, in one statement."""
    midnight = datetime.combine(today(), time(), WIB)
    row = db.session.execute(select(func.count(), func.count().filter(Inquiry.received_at >= midnight))).one()
    return InquiryCounts(total=row[0], today=row[1])


def list_failed_messages() -> list[FailedMessage]:
    """Messages that were given up, the latest first; `MOST_FAILED` at the most."""
    rows = db.session.execute(
        select(OutboxMessage.recipient, OutboxMessage.subject, OutboxMessage.given_up_at, OutboxMessage.cause)
        .where(OutboxMessage.given_up_at.is_not(None))
        .order_by(OutboxMessage.given_up_at.desc(), OutboxMessage.id.desc())
        .limit(MOST_FAILED)
    )
    found = []
    for row in rows:
        kind, _, key = row.cause.partition(":")
        found.append(FailedMessage(row.recipient, row.subject, row.given_up_at, key if kind == "inquiry" else None))
    return found


def page_of_messages(state: MessageState | None, number: int) -> Page[MessageRow]:
    """Messages, newest first, or only those in one state."""
    wanted = [] if state is None else [_in_state(state)]
    total = db.session.scalar(select(func.count()).select_from(OutboxMessage).where(*wanted)) or 0
    number = min(number, max(1, -(-total // PAGE_SIZE)))
    rows = db.session.execute(
        select(
            OutboxMessage.recipient,
            OutboxMessage.subject,
            OutboxMessage.cause,
            OutboxMessage.created_at,
            OutboxMessage.next_try_at,
            OutboxMessage.sent_at,
            OutboxMessage.given_up_at,
            OutboxMessage.tries,
            OutboxMessage.last_error,
        )
        .where(*wanted)
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page([_message(row) for row in rows], number, PAGE_SIZE, total)


def _message(row: Any) -> MessageRow:
    return MessageRow(
        recipient=row.recipient,
        subject=row.subject,
        cause=row.cause,
        created_at=row.created_at,
        next_try_at=row.next_try_at,
        sent_at=row.sent_at,
        tries=row.tries,
        last_error=row.last_error,
        state=message_state(sent_at=row.sent_at, given_up_at=row.given_up_at, last_error=row.last_error),
    )


def _in_state(state: MessageState) -> ColumnElement[bool]:
    """The same decision as `rules.message_state`, for the database; a test compares the two."""
    if state is MessageState.SENT:
        return OutboxMessage.sent_at.is_not(None)
    if state is MessageState.GIVEN_UP:
        return OutboxMessage.given_up_at.is_not(None)
    waiting = and_(OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None))
    failed_before = OutboxMessage.last_error.is_not(None)
    return and_(waiting, failed_before if state is MessageState.RETRYING else ~failed_before)
