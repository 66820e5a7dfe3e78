"""What a person sees of their own account: the browsers that are signed in, the second factor, a link's use."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from griya.accounts.models import Account, AccountFactor, AccountLink, AccountSession, LinkKind, RecoveryCode
from griya.accounts.rules import is_session_alive
from griya.accounts.rules.links import is_link_alive
from griya.core.clock import now
from griya.core.db import db
from griya.core.tokens import digest


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One browser that is signed in."""

    code: str
    device: str
    created_at: datetime
    seen_at: datetime
    is_present: bool


@dataclass(frozen=True, slots=True)
class Factor:
    """The second factor of an account, without anything that gives a code."""

    created_at: datetime
    codes_left: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link that still works, and whose it is."""

    id: int
    kind: LinkKind
    account_id: int
    email: str
    name: str
    new_email: str | None


@dataclass(frozen=True, slots=True)
class FactorSeed:
    """What the second factor's secret is derived from."""

    account_id: int
    email: str
    seed: str | None = field(repr=False)
    session_code: str


def list_sessions(account_id: int, present_id: int | None = None) -> list[OwnSession]:
    """The browsers that are signed in now, the one in use most recently first."""
    moment = now()
    rows = db.session.scalars(
        select(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            AccountSession.ended_at.is_(None),
            AccountSession.awaits_code.is_(False),
        )
        .order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
    )
    return [
        OwnSession(row.code, row.device, row.created_at, row.seen_at, row.id == present_id)
        for row in rows
        if is_session_alive(created_at=row.created_at, seen_at=row.seen_at, ended_at=row.ended_at, at=moment)
    ]


def find_factor(account_id: int) -> Factor | None:
    """The second factor of an account and how many recovery codes are left."""
    left = (
        select(func.count(RecoveryCode.id))
        .where(RecoveryCode.account_id == AccountFactor.account_id, RecoveryCode.used_at.is_(None))
        .scalar_subquery()
    )
    row = db.session.execute(
        select(AccountFactor.created_at, left).where(AccountFactor.account_id == account_id)
    ).one_or_none()
    return None if row is None else Factor(*row)


def find_seed(session: Session, session_id: int) -> FactorSeed:
    """The seed of the account that a session belongs to, and the code that the next seed is made of."""
    row = session.execute(
        select(Account.id, Account.email, AccountFactor.seed, AccountSession.code)
        .join(AccountSession, AccountSession.account_id == Account.id)
        .join(AccountFactor, AccountFactor.account_id == Account.id, isouter=True)
        .where(AccountSession.id == session_id)
    ).one()
    return FactorSeed(*row)


def find_recovery_hash(session: Session, account_id: int, position: int) -> str | None:
    """The hash of an unused recovery code."""
    return session.scalar(
        select(RecoveryCode.code_hash).where(
            RecoveryCode.account_id == account_id, RecoveryCode.position == position, RecoveryCode.used_at.is_(None)
        )
    )


def find_link(session: Session, token: str, at: datetime) -> Link | None:
    """The link of a token when it still works and its account is open."""
    row = session.execute(
        select(AccountLink, Account.email, Account.name)
        .join(Account, Account.id == AccountLink.account_id)
        .where(AccountLink.token_digest == digest(token), Account.disabled_at.is_(None))
    ).one_or_none()
    if row is None or not is_link_alive(expires_at=row[0].expires_at, ended_at=row[0].ended_at, at=at):
        return None
    link = row[0]
    return Link(link.id, LinkKind(link.kind), link.account_id, row.email, row.name, link.new_email)


def find_live_link(token: str) -> Link | None:
    """The same for a page that is read."""
    return find_link(db.session(), token, now())
