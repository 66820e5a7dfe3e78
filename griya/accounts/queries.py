"""Reading of accounts and of the sessions that they opened."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from griya.accounts.models import Account, AccountSession
from griya.accounts.rules import is_possible_email, is_refresh_due, is_session_alive
from griya.core.db import db


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever makes a request at the desk: plain values, nothing that reaches back into the database."""

    account_id: int
    session_id: int
    email: str
    name: str
    role: str
    is_refresh_due: bool = False


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is checked against."""

    account_id: int
    password_hash: str = field(repr=False)
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One line of the list of accounts."""

    email: str
    name: str
    role: str
    created_at: datetime
    disabled_at: datetime | None


def find_account(email: str) -> Account | None:
    """The account of a folded address, disabled or not."""
    return db.session.scalars(select(Account).where(Account.email == email)).one_or_none()


def list_accounts() -> list[AccountRow]:
    """All accounts, by address."""
    rows = db.session.execute(
        select(Account.email, Account.name, Account.role, Account.created_at, Account.disabled_at).order_by(
            Account.email
        )
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
            AccountSession.created_at,
            AccountSession.seen_at,
            AccountSession.ended_at,
            Account.id,
            Account.email,
            Account.name,
            Account.role,
        )
        .join(Account, Account.id == AccountSession.account_id)
        .where(AccountSession.token_digest == token_digest, Account.disabled_at.is_(None))
    ).one_or_none()
    if row is None or not is_session_alive(created_at=row[1], seen_at=row[2], ended_at=row[3], at=at):
        return None
    return SignedIn(
        session_id=row[0],
        account_id=row[4],
        email=row[5],
        name=row[6],
        role=row[7],
        is_refresh_due=is_refresh_due(seen_at=row[2], at=at),
    )
