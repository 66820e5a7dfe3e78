"""The outbox: a message is written in the transaction of its cause and delivered later, with retry and back-off.

One message exists per (cause, template, recipient), whatever crashes. A copy that a mail server may have got twice
carries the same Message-ID, so that it is the same message.
"""

import os
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, and_, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from griya.core.clock import now
from griya.core.db import Base, UtcDateTime, db
from griya.core.state import STATE, unrecorded_state_change
from griya.core.unit_of_work import command

# Waits after the first, second, … failure; after the last one the message is shown to officers as failed.
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
# How long a message belongs to the worker that took it: longer than a server that answers nothing keeps it busy, short
# enough that what a killed worker held is soon another's. A copy sent beyond it is the same message to its recipient.
LEASE = timedelta(seconds=45)
_WHY = "a letter goes out by itself; its row says when and how"
TIMEOUT_SECONDS = 10
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class OutboxMessage(Base):
    """A message to one recipient. Its state follows from its times: sent, given up, or waiting until `next_try_at`."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("cause", "template", "recipient"),
        CheckConstraint("tries >= 0", name="tries_not_negative"),
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="sent_or_given_up"),
        Index(None, "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(String(60))
    template: Mapped[str] = mapped_column(String(40))
    template_version: Mapped[int]
    recipient: Mapped[str] = mapped_column(String(254))
    reply_to: Mapped[str | None] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(300))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    given_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    # The recipient's server sent it back after it had been taken.
    bounced_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    # Somebody reached the recipient another way; the note says how, the record says who.
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    handled_note: Mapped[str] = mapped_column(String(160), default="", server_default="")


@dataclass(frozen=True, slots=True)
class Letter:
    """What to write to whom; `cause` names the row it follows from, such as `inquiry:GI-1234-5678`."""

    cause: str
    template: str
    template_version: int
    recipient: str
    subject: str
    body: str
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How the outbox does: counts, and the oldest message still waiting."""

    waiting: int
    sent: int
    given_up: int
    oldest_waiting_at: datetime | None


def enqueue(letter: Letter, *, sender_domain: str = "griya.local") -> None:
    """Write one message into the caller's transaction.

    The database refuses a second one of the same cause, template and recipient: whoever writes letters is asked to be
    idempotent itself, and a mistake there must be loud.
    """
    moment = now()
    db.session.add(
        OutboxMessage(
            cause=letter.cause,
            template=letter.template,
            template_version=letter.template_version,
            recipient=letter.recipient,
            reply_to=letter.reply_to,
            subject=" ".join(letter.subject.split())[:200],
            body=letter.body,
            message_id=make_msgid(domain=sender_domain),
            created_at=moment,
            next_try_at=moment,
        )
    )
    db.session.flush()


class Unreachable(Exception):
    """The way out is closed for every message, not for this one alone: no server, no answer, no room on the disk."""


class Transport(Protocol):
    """Where messages go. `deliver` returns when the message was taken.

    It raises `Unreachable` when trying the next message is of no use now, another exception when this one was refused.
    """

    def deliver(self, message: EmailMessage) -> None:
        """Hand over one message, which has exactly one recipient."""


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Writes `.eml` files: what happens without SMTP settings. The desk says so."""

    folder: Path

    def deliver(self, message: EmailMessage) -> None:
        """Write `<message id>.eml`; the same message written again lands on the same file."""
        name = "".join(c if c.isalnum() or c in ".-" else "_" for c in str(message["Message-ID"]).strip().strip("<>"))
        content = message.as_bytes(policy=SMTP)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = self.folder / f"{name}.part"
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.folder / f"{name}.eml")
        except OSError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Speaks SMTP to the server of `url`: STARTTLS with a checked certificate wherever the server is not loopback."""

    url: str
    timeout: float = TIMEOUT_SECONDS

    def deliver(self, message: EmailMessage) -> None:
        """Send one message over a connection of its own, to the one address in its `To`."""
        recipients = [address.addr_spec for address in message["To"].addresses]
        try:
            session = self._session()
            try:
                session.send_message(message, to_addrs=recipients)
            finally:
                # Whether the server says goodbye is no news of the message.
                with suppress(OSError, smtplib.SMTPException):
                    session.quit()
        except (
            smtplib.SMTPServerDisconnected,
            smtplib.SMTPConnectError,
            smtplib.SMTPHeloError,
            smtplib.SMTPAuthenticationError,
        ) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        except smtplib.SMTPException:
            raise
        except OSError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error

    def _session(self) -> smtplib.SMTP:
        """A connection that is ready to take a message."""
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        context = ssl.create_default_context()
        session: smtplib.SMTP
        if parts.scheme == "smtps":
            session = smtplib.SMTP_SSL(host, parts.port or 465, timeout=self.timeout, context=context)
        else:
            session = smtplib.SMTP(host, parts.port or 587, timeout=self.timeout)
        try:
            if parts.scheme == "smtp" and host not in _LOOPBACK:
                session.starttls(context=context)
            if parts.username:
                session.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            session.close()
            raise
        return session


def transport_for(smtp_url: str, instance: Path) -> Transport:
    """The transport that the settings ask for."""
    return SmtpTransport(smtp_url) if smtp_url else FolderTransport(instance / "outbox")


def health() -> Health:
    """Counts of the outbox, in one statement."""
    waiting = and_(OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None))
    row = db.session.execute(
        select(
            func.count().filter(waiting),
            func.count(OutboxMessage.sent_at),
            func.count(OutboxMessage.given_up_at),
            func.min(OutboxMessage.created_at).filter(waiting),
        )
    ).one()
    return Health(waiting=row[0], sent=row[1], given_up=row[2], oldest_waiting_at=row[3])


def send_due(transport: Transport, *, sender: str, sender_name: str, limit: int = 100) -> tuple[int, int]:
    """Deliver what is due, each message in its own transactions. Returns (sent, failed).

    Ends early when the way out is closed: a server that is down fails one message a run and not all of them.
    """
    sent = failed = 0
    for _ in range(limit):
        message = _claim()
        if message is None:
            break
        try:
            error = _attempt(transport, message, sender=sender, sender_name=sender_name)
        except Unreachable as closed:
            _record(message, str(closed)[:300])
            failed += 1
            break
        _record(message, error)
        sent, failed = sent + (error is None), failed + (error is not None)
    return sent, failed


def _claim() -> OutboxMessage | None:
    """Lease the longest-due message to this worker, so that a second worker or a crash cannot send it twice at once."""
    moment = now()
    with command(), unrecorded_state_change(_WHY):
        due = (
            select(OutboxMessage.id)
            .where(
                OutboxMessage.sent_at.is_(None),
                OutboxMessage.given_up_at.is_(None),
                OutboxMessage.next_try_at <= moment,
            )
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


def _attempt(transport: Transport, message: OutboxMessage, *, sender: str, sender_name: str) -> str | None:
    """Deliver one message; why it was refused, or None when it was taken.

    Whatever is wrong with one message must not stop those behind it, so a message that cannot even be written counts as
    refused too (the email package raises IndexError and AttributeError for some malformed addresses).
    """
    try:
        transport.deliver(_as_email(message, sender=sender, sender_name=sender_name))
    except (smtplib.SMTPException, MessageError, ValueError, IndexError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"[:300]
    return None


def _record(message: OutboxMessage, error: str | None) -> None:
    """Write down how the attempt ended, unless the lease ran out and another worker is at it or has finished."""
    moment = now()
    changes: dict[str, object]
    statement = update(OutboxMessage).where(OutboxMessage.id == message.id, OutboxMessage.sent_at.is_(None))
    if error is None:
        changes = {"sent_at": moment, "given_up_at": None, "last_error": None}
    else:
        statement = statement.where(OutboxMessage.tries == message.tries)
        if message.tries > len(BACK_OFF):
            changes = {"given_up_at": moment, "last_error": error}
        else:
            changes = {"next_try_at": moment + BACK_OFF[message.tries - 1], "last_error": error}
    with command(), unrecorded_state_change(_WHY):
        db.session.execute(statement.values(changes).execution_options(synchronize_session=False))


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
