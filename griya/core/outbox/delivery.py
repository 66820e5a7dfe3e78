"""Delivery: what is due is leased, handed over, and what became of it written down, each in its own transaction.

Several workers may do so at once, of one process or of many. A worker that is killed holds its message until the lease
ends; then another one sends it again with the same Message-ID, so that the recipient has one message.
"""

import secrets
import smtplib
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from enum import Enum, auto
from typing import Final

from sqlalchemy import select, update

from griya.core.clock import now
from griya.core.db import db
from griya.core.outbox.letters import IS_WAITING, OutboxMessage
from griya.core.outbox.transports import Interrupted, Returned, Transport, Unreachable, words_of
from griya.core.state import unrecorded_state_change
from griya.core.unit_of_work import command

# Waits after the first, second, … refusal; after the last one the message is shown to officers as failed.
BACK_OFF: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
# While no server answers at all nothing is given up, however long it lasts: the desk's alarm tells of it, and soon
# after a server answers everything is on its way.
CLOSED_WAIT: Final = timedelta(seconds=30)
# How long a message belongs to the worker that took it: longer than a server that answers nothing keeps it busy, short
# enough that what a killed worker held is soon another's. A copy sent beyond it is the same message to its recipient.
LEASE: Final = timedelta(seconds=45)
_LOTS: Final = 1000
_WHY: Final = "a letter goes out by itself; its row says when and how"


class End(Enum):
    """How an attempt ended."""

    TAKEN = auto()
    RETURNED = auto()
    REFUSED = auto()
    CLOSED = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended, why, and whether trying the next message is of any use now."""

    end: End
    error: str | None = None
    goes_on: bool = True


def send_due(transport: Transport, *, sender: str, sender_name: str, limit: int = 100) -> tuple[int, int]:
    """Deliver what is due, each message in its own transactions. Returns (sent, failed).

    Ends early when the way out is closed: a server that is down fails one message a run and not all of them.
    """
    sent = failed = 0
    for _ in range(limit):
        message = _claim()
        if message is None:
            break
        outcome = _attempt(transport, message, sender=sender, sender_name=sender_name)
        _record(message, outcome)
        is_taken = outcome.end is End.TAKEN
        sent, failed = sent + is_taken, failed + (not is_taken)
        if not outcome.goes_on:
            break
    return sent, failed


def _claim() -> OutboxMessage | None:
    """Lease the longest-due message to this worker, so that a second worker or a crash cannot send it twice at once."""
    moment = now()
    with command(), unrecorded_state_change(_WHY):
        due = (
            select(OutboxMessage.id)
            .where(IS_WAITING, OutboxMessage.next_try_at <= moment)
            .order_by(OutboxMessage.next_try_at, OutboxMessage.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return db.session.scalars(
            update(OutboxMessage)
            .where(OutboxMessage.id == due.scalar_subquery())
            .values(next_try_at=moment + LEASE, tries=OutboxMessage.tries + 1)
            .returning(OutboxMessage)
            .execution_options(synchronize_session=False, populate_existing=True)
        ).one_or_none()


def _attempt(transport: Transport, message: OutboxMessage, *, sender: str, sender_name: str) -> Outcome:
    """Deliver one message.

    Whatever is wrong with one message must not stop those behind it, so a message that cannot even be written counts as
    refused too (the email package raises IndexError and AttributeError for some malformed addresses).
    """
    try:
        transport.deliver(_as_email(message, sender=sender, sender_name=sender_name))
    except Unreachable as error:
        return Outcome(End.CLOSED, str(error)[:300], goes_on=False)
    except Interrupted as error:
        return Outcome(End.REFUSED, str(error)[:300], goes_on=False)
    except Returned as error:
        return Outcome(End.RETURNED, str(error)[:300])
    except (smtplib.SMTPException, MessageError, ValueError, IndexError, AttributeError) as error:
        return Outcome(End.REFUSED, words_of(error)[:300])
    return Outcome(End.TAKEN)


def _record(message: OutboxMessage, outcome: Outcome) -> None:
    """Write down how the attempt ended, unless the lease ran out and another worker is at it or has finished."""
    moment = now()
    changes: dict[str, object] = {"last_error": outcome.error}
    statement = update(OutboxMessage).where(OutboxMessage.id == message.id, OutboxMessage.sent_at.is_(None))
    if outcome.end is not End.TAKEN:
        statement = statement.where(OutboxMessage.tries == message.tries)
    match outcome.end:
        case End.TAKEN:
            changes |= {"sent_at": moment, "given_up_at": None, "bounced_at": None}
        case End.RETURNED:
            changes["bounced_at"] = moment
        case End.REFUSED if message.refusals >= len(BACK_OFF):
            changes |= {"given_up_at": moment, "refusals": message.refusals + 1}
        case End.REFUSED:
            wait = BACK_OFF[message.refusals]
            changes |= {"next_try_at": moment + _spread(wait), "refusals": message.refusals + 1}
        case End.CLOSED:
            changes["next_try_at"] = moment + _spread(CLOSED_WAIT)
    with command(), unrecorded_state_change(_WHY):
        db.session.execute(statement.values(changes).execution_options(synchronize_session=False))


def _spread(wait: timedelta) -> timedelta:
    """The wait and up to a quarter more, by lot, so that what failed together does not come back together."""
    return wait * (1 + secrets.randbelow(_LOTS) / (4 * _LOTS))


def _as_email(message: OutboxMessage, *, sender: str, sender_name: str) -> EmailMessage:
    """The message as MIME. Addresses are parsed as exactly one each, and the policy refuses line breaks in headers."""
    email = EmailMessage(policy=SMTP)
    email["Message-ID"] = message.message_id
    email["Date"] = format_datetime(message.created_at)
    email["From"] = Address(display_name=sender_name, addr_spec=parseaddr(sender)[1])
    email["To"] = Address(addr_spec=message.recipient)
    if message.reply_to:
        email["Reply-To"] = Address(addr_spec=message.reply_to)
    email["Subject"] = message.subject
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(message.body)
    return email
