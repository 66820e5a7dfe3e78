"""Reading for the desk's own pages: the outbox, and how many inquiries came in."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, select

from griya.accounts.models import Event
from griya.core.clock import WIB, today
from griya.core.db import db
from griya.core.outbox import HAS_FAILED, IS_WAITING, OutboxMessage
from griya.core.paging import Page
from griya.desk.rules import MessageState, message_state
from griya.desk.tasks.kept import Mark
from griya.inquiry.models import Inquiry
from griya.registry.models import Producer, ProducerContact
from griya.registry.rules.phones import parse_phone, whatsapp_url
from griya.registry.rules.unreadable import Unreadable

PAGE_SIZE = 50
# A mail server that is wrong for a day fails everything; so many tell that.
MOST_FAILED = 100
_COLUMNS: Final = (
    OutboxMessage.id,
    OutboxMessage.recipient,
    OutboxMessage.subject,
    OutboxMessage.cause,
    OutboxMessage.created_at,
    OutboxMessage.next_try_at,
    OutboxMessage.sent_at,
    OutboxMessage.given_up_at,
    OutboxMessage.bounced_at,
    OutboxMessage.stopped_at,
    OutboxMessage.handled_at,
    OutboxMessage.handled_note,
    OutboxMessage.erased_at,
    OutboxMessage.tries,
    OutboxMessage.last_error,
    OutboxMessage.message_id,
)


# Events may become visible out of their order, while others are still being written; so many are looked at.
_NEWEST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message of the outbox. Its text is not here: a list has no need of it."""

    id: int
    recipient: str
    subject: str
    cause: str
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None
    given_up_at: datetime | None
    bounced_at: datetime | None
    stopped_at: datetime | None
    handled_at: datetime | None
    handled_note: str
    erased_at: datetime | None
    tries: int
    last_error: str | None
    message_id: str
    state: MessageState

    @property
    def inquiry_reference(self) -> str | None:
        """The inquiry that the message follows from, if it follows from one."""
        return inquiry_reference_of(self.cause)


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A message that was given up or came back."""

    id: int
    recipient: str
    subject: str
    failed_at: datetime
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


@dataclass(frozen=True, slots=True)
class OtherWay:
    """How a recipient may be reached without e-mail."""

    name: str
    number: str
    whatsapp_url: str | None


def list_failed_messages() -> list[FailedMessage]:
    """Messages that failed and whose recipient nobody has reached, the latest first; `MOST_FAILED` at the most."""
    failed_at = func.coalesce(OutboxMessage.bounced_at, OutboxMessage.given_up_at)
    rows = db.session.execute(
        select(OutboxMessage.id, OutboxMessage.recipient, OutboxMessage.subject, OutboxMessage.cause)
        .add_columns(OutboxMessage.bounced_at, OutboxMessage.given_up_at)
        .where(HAS_FAILED, OutboxMessage.handled_at.is_(None), OutboxMessage.erased_at.is_(None))
        .order_by(failed_at.desc(), OutboxMessage.id.desc())
        .limit(MOST_FAILED)
    )
    return [
        FailedMessage(
            row.id, row.recipient, row.subject, row.bounced_at or row.given_up_at, inquiry_reference_of(row.cause)
        )
        for row in rows
    ]


def inquiry_reference_of(cause: str) -> str | None:
    """The inquiry that a cause names, if it names one."""
    kind, _, key = cause.partition(":")
    return key.partition(":")[0] if kind == "inquiry" else None


def page_of_messages(state: MessageState | None, number: int) -> Page[MessageRow]:
    """Messages, newest first, or only those in one state; of what still waits the oldest is first."""
    wanted = [] if state is None else [_in_state(state)]
    total = db.session.scalar(select(func.count()).select_from(OutboxMessage).where(*wanted)) or 0
    number = min(number, max(1, -(-total // PAGE_SIZE)))
    is_queue = state in {MessageState.WAITING, MessageState.RETRYING}
    order = (
        (OutboxMessage.created_at, OutboxMessage.id)
        if is_queue
        else (OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    )
    rows = db.session.execute(
        _messages().where(*wanted).order_by(*order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    )
    return Page([_message(row) for row in rows], number, PAGE_SIZE, total)


def find_message(message_id: int) -> MessageRow | None:
    """One message."""
    row = db.session.execute(_messages().where(OutboxMessage.id == message_id)).one_or_none()
    return None if row is None else _message(row)


def other_ways(message: MessageRow) -> list[OtherWay]:
    """The telephone numbers of whoever the message is for: a maker's, or the buyer's of its inquiry."""
    numbers: list[tuple[str, str]] = []
    address = ProducerContact.value
    makers = (
        select(ProducerContact.producer_id)
        .where(ProducerContact.channel == "email", func.lower(address) == message.recipient.casefold())
        .scalar_subquery()
    )
    for name, number in db.session.execute(
        select(Producer.name, address)
        .join(ProducerContact, ProducerContact.producer_id == Producer.id)
        .where(ProducerContact.producer_id.in_(makers), ProducerContact.channel != "email")
        .order_by(Producer.name, ProducerContact.channel.desc(), ProducerContact.id)
    ):
        numbers.append((name, number))
    if (reference := message.inquiry_reference) is not None:
        buyer = db.session.execute(
            select(Inquiry.name, Inquiry.phone).where(
                Inquiry.reference == reference, func.lower(Inquiry.email) == message.recipient.casefold()
            )
        ).one_or_none()
        if buyer is not None and buyer.phone:
            numbers.append((buyer.name, buyer.phone))
    return list(dict.fromkeys(_way(name, number) for name, number in numbers))


def _way(name: str, number: str) -> OtherWay:
    try:
        phone = parse_phone(number)
    except Unreadable:
        return OtherWay(name, number, None)
    return OtherWay(name, phone.display, whatsapp_url(phone))


def _messages() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS)


def _message(row: Any) -> MessageRow:
    return MessageRow(
        **row._mapping,
        state=message_state(
            sent_at=row.sent_at,
            given_up_at=row.given_up_at,
            bounced_at=row.bounced_at,
            stopped_at=row.stopped_at,
            last_error=row.last_error,
        ),
    )


def _in_state(state: MessageState) -> ColumnElement[bool]:
    """The same decision as `rules.message_state`, for the database; a test compares the two."""
    has_bounced = OutboxMessage.bounced_at.is_not(None)
    if state is MessageState.BOUNCED:
        return has_bounced
    if state is MessageState.SENT:
        return and_(OutboxMessage.sent_at.is_not(None), ~has_bounced)
    was_stopped = OutboxMessage.stopped_at.is_not(None)
    if state is MessageState.STOPPED:
        return and_(was_stopped, OutboxMessage.sent_at.is_(None), ~has_bounced)
    if state is MessageState.GIVEN_UP:
        return and_(OutboxMessage.given_up_at.is_not(None), ~has_bounced, ~was_stopped)
    failed_before = OutboxMessage.last_error.is_not(None)
    return and_(IS_WAITING, failed_before if state is MessageState.RETRYING else ~failed_before)
