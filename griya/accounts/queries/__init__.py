"""Reading of accounts and of the sessions that they opened."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from griya.accounts.models import Account, AccountFactor, AccountSession
from griya.accounts.rules import is_possible_email, is_refresh_due, is_session_alive
from griya.accounts.rules.access import Standing
from griya.core.db import db


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever makes a request at the desk: plain values, nothing that reaches back into the database."""

    account_id: int
    session_id: int
    email: str
    name: str
    role: str
    standing: Standing
    code: str = ""
    session_code: str = ""
    is_refresh_due: bool = False


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is checked against. Whoever was invited and has none yet has no hash."""

    account_id: int
    password_hash: str | None = field(repr=False)
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One line of the list of accounts."""

    email: str
    name: str
    role: str
    created_at: datetime
    disabled_at: datetime | None
    has_password: bool
    has_factor: bool


def find_account(email: str) -> Account | None:
    """The account of a folded address, disabled or not."""
    return db.session.scalars(select(Account).where(Account.email == email)).one_or_none()


def list_accounts() -> list[AccountRow]:
    """All accounts, by address."""
    rows = db.session.execute(
        select(
            Account.email,
            Account.name,
            Account.role,
            Account.created_at,
            Account.disabled_at,
            Account.password_hash.is_not(None),
            AccountFactor.account_id.is_not(None),
        )
        .join(AccountFactor, AccountFactor.account_id == Account.id, isouter=True)
        .order_by(Account.email)
    )
    return [AccountRow(*row) for row in rows]


def find_credentials(session: Session, email: str) -> Credentials | None:
    """What is needed to check a password. A disabled account is found too: it must cost the same time."""
    if not is_possible_email(email):
        return None
    row = session.execute(
        select(Account.id, Account.password_hash, Account.disabled_at).where(Account.email == email)
    ).one_or_none()
    return None if row is None else Credentials(*row)


def find_signed_in(session: Session, token_digest: str, at: datetime) -> SignedIn | None:
    """Whom a session token signs in at this moment; nobody when it ended, timed out, or its account is disabled."""
    row = session.execute(
        select(
            AccountSession.id,
            AccountSession.code,
            AccountSession.created_at,
            AccountSession.seen_at,
            AccountSession.ended_at,
            AccountSession.awaits_code,
            AccountSession.proven_at,
            Account.id.label("account_id"),
            Account.code.label("account_code"),
            Account.email,
            Account.name,
            Account.role,
            AccountFactor.account_id.is_not(None).label("has_factor"),
        )
        .join(Account, Account.id == AccountSession.account_id)
        .join(AccountFactor, AccountFactor.account_id == Account.id, isouter=True)
        .where(AccountSession.token_digest == token_digest, Account.disabled_at.is_(None))
    ).one_or_none()
    if row is None or not is_session_alive(
        created_at=row.created_at, seen_at=row.seen_at, ended_at=row.ended_at, at=at, awaits_code=row.awaits_code
    ):
        return None
    return SignedIn(
        session_id=row.id,
        session_code=row.code,
        account_id=row.account_id,
        code=row.account_code,
        email=row.email,
        name=row.name,
        role=row.role,
        standing=Standing(
            role=row.role, awaits_code=row.awaits_code, has_factor=row.has_factor, proven_at=row.proven_at
        ),
        is_refresh_due=is_refresh_due(seen_at=row.seen_at, at=at),
    )
