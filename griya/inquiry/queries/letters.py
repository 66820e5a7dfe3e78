"""Reading the letters that follow from an inquiry, and how each of them fares."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from griya.core.db import db
from griya.core.outbox import OutboxMessage
from griya.inquiry.letters import cause_of


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter of an inquiry and how it fares."""

    recipient: str
    template: str
    tries: int
    sent_at: datetime | None
    given_up_at: datetime | None
    stopped_at: datetime | None
    next_try_at: datetime
    last_error: str


def letters_about(reference: str) -> tuple[LetterView, ...]:
    """Every letter of one inquiry and of its threads, in the order they were written."""
    cause = cause_of(reference)
    letters = db.session.scalars(
        select(OutboxMessage)
        # News of a thread names the inquiry first and then what it is about.
        .where(or_(OutboxMessage.cause == cause, OutboxMessage.cause.startswith(f"{cause}:", autoescape=True)))
        .order_by(OutboxMessage.id)
    )
    return tuple(
        LetterView(
            recipient=one.recipient,
            template=one.template,
            tries=one.tries,
            sent_at=one.sent_at,
            given_up_at=one.given_up_at,
            stopped_at=one.stopped_at,
            next_try_at=one.next_try_at,
            last_error=one.last_error or "",
        )
        for one in letters
    )
