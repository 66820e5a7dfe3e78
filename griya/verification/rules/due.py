"""When a claim has to be followed further, and when a credential lapses: derived on each look, stored nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from griya.core.clock import WIB
from griya.core.workdays import add_workdays, last_start
from griya.registry.models import CredentialState

# Days of work for each step, counted from the day on which the claim came into its state.
WORKDAYS: Final[Mapping[CredentialState, int]] = {CredentialState.CLAIMED: 5, CredentialState.SEEN: 3}
SOON_DAYS: Final = 30
LATER_DAYS: Final = 90


class Due(StrEnum):
    """How a claim stands with its day."""

    LATE = "lewat"
    TODAY = "hari-ini"
    LATER = "nanti"


class Term(StrEnum):
    """How a credential stands with its last valid day."""

    EXPIRED = "kedaluwarsa"
    SOON = "30-hari"
    LATER = "90-hari"
    RUNNING = "berlaku"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Claims that came into their state before `late_before` are late; from there to before `later_from`, due today."""

    late_before: datetime
    later_from: datetime


def due_on(state: CredentialState, since: datetime) -> date | None:
    """The last day on which the next step is in time; None where nothing is to be done."""
    count = WORKDAYS.get(state)
    return None if count is None else add_workdays(since.astimezone(WIB).date(), count)


def due_state(due: date, today: date) -> Due:
    """How a day that is due stands to today."""
    return Due.LATE if due < today else Due.TODAY if due == today else Due.LATER


def bounds(state: CredentialState, today: date) -> Bounds:
    """The same as `due_state`, the other way round: for a statement that only knows since when."""
    count = WORKDAYS[state]
    return Bounds(_after(last_start(today - timedelta(days=1), count)), _after(last_start(today, count)))


def term(expires_on: date | None, today: date) -> Term:
    """How a last valid day stands to today; on that day itself it still holds, and the day after it has lapsed."""
    if expires_on is None:
        return Term.RUNNING
    left = (expires_on - today).days
    if left < 0:
        return Term.EXPIRED
    return Term.SOON if left <= SOON_DAYS else Term.LATER if left <= LATER_DAYS else Term.RUNNING


def _after(on: date) -> datetime:
    """The first moment after that day in West Kalimantan."""
    return datetime(on.year, on.month, on.day, tzinfo=WIB) + timedelta(days=1)
