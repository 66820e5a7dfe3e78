"""What came before an inquiry: from the same network, of the same contact, with the same words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from griya.core.db import db
from griya.inquiry.models import Inquiry
from griya.inquiry.rules import Wanted
from griya.inquiry.rules.abuse import CONTACT_HOURS, NETWORK_MINUTES, WORDS_DAYS


@dataclass(frozen=True, slots=True)
class Before:
    """How many inquiries came before, by what they share with this one."""

    from_network: int = 0
    from_contact: int = 0
    same_words: int = 0


def count_before(*, wanted: Wanted, words: str | None, network: str | None, at: datetime) -> Before:
    """Three counts, each over its own stretch of time."""
    contact = [Inquiry.phone == wanted.phone] if wanted.phone else []
    contact += [Inquiry.email == wanted.email] if wanted.email else []
    since = Inquiry.received_at
    return Before(
        from_network=_count(since > at - timedelta(minutes=NETWORK_MINUTES), Inquiry.network_digest == network)
        if network
        else 0,
        from_contact=_count(since > at - timedelta(hours=CONTACT_HOURS), or_(*contact)),
        same_words=_count(
            since > at - timedelta(days=WORDS_DAYS),
            Inquiry.words_digest == words,
            Inquiry.phone.is_distinct_from(wanted.phone),
            Inquiry.email.is_distinct_from(wanted.email),
        )
        if words
        else 0,
    )


def newest_from(network: str, *, count: int, since: datetime) -> list[datetime]:
    """When the newest `count` inquiries of a network came, the newest first, none older than `since`."""
    return list(
        db.session.scalars(
            select(Inquiry.received_at)
            .where(Inquiry.received_at > since, Inquiry.network_digest == network)
            .order_by(Inquiry.received_at.desc())
            .limit(count)
        )
    )


def _count(*conditions: object) -> int:
    return db.session.scalar(select(func.count(Inquiry.id)).where(*conditions)) or 0  # type: ignore[arg-type]
