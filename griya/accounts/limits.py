"""How often somebody may try: counted in the database, so that every process counts the same, and before any hash.

Each try is one small row, written before the work it stands for. A try that is refused for being one too many writes
nothing, so the rows of a flood are bounded by the limit in all. Nobody is locked out for good: the narrow limit of
signing in is on an account *from one network*, so a stranger elsewhere cannot keep its owner out.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.orm import Session

from griya.accounts import aside
from griya.accounts.models import Attempt
from griya.core.db import db


class Trying(StrEnum):
    """What is tried."""

    SIGN_IN = "sign-in"
    CODE = "code"
    PROOF = "proof"
    RESET = "reset"
    PANEL = "panel"
    PANEL_CODE = "panel-code"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries within `window`, counted by account, by network, by both, or in all."""

    most: int
    window: timedelta
    by_subject: bool = False
    by_network: bool = False


_MINUTE, _FIVE_MINUTES = timedelta(minutes=1), timedelta(minutes=5)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
LIMITS: dict[Trying, tuple[Limit, ...]] = {
    Trying.SIGN_IN: (
        Limit(10, _FIVE_MINUTES, by_subject=True, by_network=True),
        Limit(30, _FIVE_MINUTES, by_network=True),
        Limit(1000, _FIVE_MINUTES),
    ),
    # Only whoever knows the password gets as far as this, so the limit may follow the account everywhere.
    Trying.CODE: (
        Limit(5, _FIVE_MINUTES, by_subject=True),
        Limit(20, _HOUR, by_subject=True),
        Limit(50, _DAY, by_subject=True),
    ),
    # Only whoever is signed in already; a stolen session shall not guess the password either.
    Trying.PROOF: (Limit(10, _FIVE_MINUTES, by_subject=True), Limit(50, _DAY, by_subject=True)),
    # Counted for what was typed, whether or not anybody has that address.
    Trying.RESET: (
        Limit(5, _DAY, by_subject=True),
        Limit(20, _DAY, by_network=True),
        Limit(300, _HOUR),
    ),
    # A panel that asks for a code to show, and somebody who types one: a guess has six hundred million to choose from.
    Trying.PANEL: (Limit(5, _MINUTE, by_network=True), Limit(100, _HOUR)),
    Trying.PANEL_CODE: (Limit(5, _MINUTE, by_network=True), Limit(60, _HOUR, by_network=True)),
}
LONGEST_WINDOW = _DAY
_LOCKS = {trying: 4_711_2100 + number for number, trying in enumerate(Trying)}  # any numbers, the same everywhere.


class TooManyAttempts(Exception):
    """The limit is reached; `retry_after` says in how many seconds a try will be looked at again."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"try again in {retry_after} s")


def network_of(address: str | None) -> str:
    """What counts as one network: an IPv4 address, or the /64 that one IPv6 subscriber has."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "-"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)


def take(trying: Trying, subject: str, network: str, at: datetime) -> int:
    """Count one try and return its number, or refuse it without counting it.

    Looked at once without and once with the write lock: a flood beyond the limit takes no lock at all, and two tries
    that arrive together cannot both be the last.

    Raises:
        TooManyAttempts: when one of the limits is reached.
    """
    digest = _digest(subject)
    with aside.reading() as session:
        _check(session, trying, digest, network, at)
    with aside.writing() as session:
        if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway.
            session.execute(select(func.pg_advisory_xact_lock(_LOCKS[trying])))
        _check(session, trying, digest, network, at)
        session.execute(delete(Attempt).where(Attempt.kind == trying, Attempt.at < at - 2 * LONGEST_WINDOW))
        attempt = Attempt(kind=trying, subject=digest, network=network, at=at)
        session.add(attempt)
        session.flush()
        return attempt.id


def give_back(attempt_id: int) -> None:
    """Take a try back, in the request's own transaction: whoever was right has not used up anything."""
    db.session.execute(delete(Attempt).where(Attempt.id == attempt_id))


def undo(attempt_id: int) -> None:
    """Take a try back at once, because nothing was tried after all."""
    with aside.writing() as session:
        session.execute(delete(Attempt).where(Attempt.id == attempt_id))


def _digest(subject: str) -> str:
    """What was typed is not kept, and a very long text takes no more room than another."""
    return hashlib.blake2b(subject.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _check(session: Session, trying: Trying, digest: str, network: str, at: datetime) -> None:
    wait = max(_wait(session, limit, _counted(limit, trying, digest, network), at) for limit in LIMITS[trying])
    if wait > timedelta():
        raise TooManyAttempts(max(1, -int(-wait.total_seconds() // 1)))


def _counted(limit: Limit, trying: Trying, digest: str, network: str) -> ColumnElement[bool]:
    wanted = [Attempt.kind == trying]
    wanted += [Attempt.subject == digest] if limit.by_subject else []
    wanted += [Attempt.network == network] if limit.by_network else []
    return and_(*wanted)


def _wait(session: Session, limit: Limit, counted: ColumnElement[bool], at: datetime) -> timedelta:
    """How long until there is room again: until the try that fills the last place has left the window."""
    filling = session.scalar(
        select(Attempt.at)
        .where(counted, Attempt.at > at - limit.window)
        .order_by(Attempt.at.desc())
        .limit(1)
        .offset(limit.most - 1)
    )
    return timedelta() if filling is None else filling + limit.window - at
