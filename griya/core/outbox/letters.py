"""The outbox's rows: one message for one cause, template and recipient, and how one is written."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from typing import Final

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, and_, or_, text
from sqlalchemy.orm import Mapped, mapped_column

from griya.core.clock import now
from griya.core.db import Base, UtcDateTime, db
from griya.core.state import STATE

# As the partial indexes say it: what is neither sent nor given up nor come back.
_WAITING: Final = text("sent_at IS NULL AND given_up_at IS NULL AND bounced_at IS NULL")


class OutboxMessage(Base):
    """A message to one recipient. Its state follows from its times.

    Sent, given up after many tries, come back (`bounced_at`, also after it was sent), called back before it left
    (`stopped_at`, with `given_up_at`), or waiting until `next_try_at`.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("cause", "template", "recipient"),
        CheckConstraint("tries >= 0", name="tries_not_negative"),
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="sent_or_given_up"),
        Index("ix_outbox_message_due", "next_try_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_outbox_message_waiting", "created_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
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
    # How often a worker took it in hand, and how often a server refused it: a closed way out is not its fault.
    tries: Mapped[int] = mapped_column(default=0)
    refusals: Mapped[int] = mapped_column(default=0, server_default="0")
    last_error: Mapped[str | None] = mapped_column(String(300))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    given_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    # The recipient's server refused it for good, or sent it back after it had been taken.
    bounced_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    # Its cause was taken back before it left: it never goes, and nobody has to be reached instead.
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    # Somebody reached the recipient another way; the note says how, the record says who.
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)
    handled_note: Mapped[str] = mapped_column(String(160), default="", server_default="")
    # When its words, its addresses and what a server said of them were erased; the row stays for the count.
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STATE)


IS_WAITING: Final = and_(
    OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None), OutboxMessage.bounced_at.is_(None)
)

HAS_FAILED: Final = or_(
    OutboxMessage.bounced_at.is_not(None),
    and_(OutboxMessage.given_up_at.is_not(None), OutboxMessage.stopped_at.is_(None)),
)


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
