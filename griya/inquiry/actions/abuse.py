"""Weighing an inquiry as it arrives: how it came, what came before it, and whether somebody must look at it first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update

from griya.core.db import db
from griya.core.errors import Refused
from griya.core.words import N_
from griya.inquiry.models import Inquiry
from griya.inquiry.queries.abuse import count_before, newest_from
from griya.inquiry.rules import Wanted
from griya.inquiry.rules.abuse import Sending, Verdict, weigh, words_digest

# Twenty within ten minutes is what nobody needs who asks by hand, not even the showroom's own wireless network.
PACE: Final = timedelta(minutes=10)
# A network is remembered for a day at most, and as a digest that is another one tomorrow.
_REMEMBERED: Final = timedelta(days=1)
_SWEPT: Final = timedelta(days=30)
_TOO_MANY: Final = N_(
    "Dari jaringan ini baru terkirim banyak permintaan. Tulisan Anda masih ada; kirim lagi sebentar lagi."
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a form came in. `network` is a digest that holds for a day; `most` how many it may send, 0 for any number.

    Where any number is allowed nothing is counted at all: such an instance is a throw-away one under test.
    """

    seconds: float | None = 60.0
    trap: str = ""
    network: str | None = None
    most: int = 0


class TooMany(Refused):
    """This network sends too much at once; after `wait` seconds it may go on. Nothing that was typed is lost."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(_TOO_MANY)


def check_pace(*, manner: Manner, at: datetime) -> None:
    """Stop a flood before anything is written.

    Raises:
        TooMany: when this network has sent as much as it may within ten minutes.
    """
    if not manner.most or manner.network is None:
        return
    newest = newest_from(manner.network, count=manner.most, since=at - PACE)
    if len(newest) >= manner.most:
        raise TooMany(max(1, int((newest[-1] + PACE - at).total_seconds()) + 1))


def weigh_inquiry(*, inquiry: Inquiry, wanted: Wanted, manner: Manner) -> Verdict:
    """Keep score and reasons with the inquiry, and hold it where the score says so."""
    at = inquiry.received_at
    words = words_digest(wanted.message)
    before = count_before(wanted=wanted, words=words, network=manner.network, at=at) if manner.most else None
    verdict = weigh(
        Sending(
            name=wanted.name,
            message=wanted.message,
            others=_others(wanted),
            seconds=manner.seconds,
            trap=manner.trap,
            from_network=before.from_network if before else 0,
            from_contact=before.from_contact if before else 0,
            same_words=before.same_words if before else 0,
        )
    )
    inquiry.spam_score = verdict.score
    inquiry.spam_reasons = [reason.stored for reason in verdict.reasons]
    inquiry.words_digest, inquiry.network_digest = words, manner.network
    inquiry.held_at = at if verdict.is_held else None
    _forget_networks(at)
    return verdict


def _others(wanted: Wanted) -> tuple[str, ...]:
    terms = wanted.terms
    lines = [text for line in wanted.lines for text in (line.note, line.label, line.unit)]
    return tuple(filter(None, (wanted.place, terms.organisation, terms.delivery_place, terms.monthly_volume, *lines)))


def _forget_networks(at: datetime) -> None:
    """Empty the digests of networks that are older than a day; whatever a quiet month leaves, the sweep removes."""
    db.session.execute(
        update(Inquiry)
        .where(
            Inquiry.received_at > at - _SWEPT,
            Inquiry.received_at < at - _REMEMBERED,
            Inquiry.network_digest.is_not(None),
        )
        .values(network_digest=None)
        .execution_options(synchronize_session=False)
    )
