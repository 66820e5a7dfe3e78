"""The accounts as an administrator sees them: a list to search, one with its browsers and its history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from griya.accounts.models import Account, AccountFactor, AccountSession, Role
from griya.accounts.rules.staff import AccountState, Subject, account_state
from griya.core.db import db
from griya.core.paging import Page

PAGE_SIZE = 50
HISTORY = 30
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One account of the list."""

    id: int
    code: str
    email: str
    name: str
    role: Role
    state: AccountState
    created_at: datetime
    has_factor: bool
    seen_at: datetime | None


def page_of_accounts(*, text: str, role: Role | None, state: AccountState | None, page: int) -> Page[StaffRow]:
    """Accounts whose name or address has all the words of `text`, by name."""
    wanted = [_has(word) for word in text[:LONGEST_SEARCH].lower().split()]
    if role is not None:
        wanted.append(Account.role == role)
    if state is not None:
        wanted.append(_in_state(state))
    total = db.session.scalar(select(func.count(Account.id)).where(*wanted)) or 0
    number = min(page, max(1, -(-total // PAGE_SIZE)))
    rows = db.session.execute(
        _accounts()
        .where(*wanted)
        .order_by(func.lower(Account.name), Account.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page([_row(row) for row in rows], number, PAGE_SIZE, total)


def find_staff(code: str) -> StaffRow | None:
    """One account by its code."""
    row = db.session.execute(_accounts().where(Account.code == code)).one_or_none()
    return None if row is None else _row(row)


def find_subject(account: Account, actor_id: int | None) -> Subject:
    """What a decision about this account needs to know, read under the lock that the change holds."""
    others = [admin_id for admin_id in lock_administrators() if admin_id != account.id]
    has_factor = db.session.get(AccountFactor, account.id) is not None
    return Subject(
        is_oneself=account.id == actor_id,
        role=account.role,
        is_disabled=account.disabled_at is not None,
        has_password=account.password_hash is not None,
        has_factor=has_factor,
        is_last_administrator=account.role == Role.ADMINISTRATOR and account.disabled_at is None and not others,
    )


def lock_administrators() -> list[int]:
    """The administrators who can sign in, held until the change is settled.

    Two of them cannot end each other's role at once. SQLite has one writer at a time and needs no lock.
    """
    statement = (
        select(Account.id)
        .where(Account.role == Role.ADMINISTRATOR, Account.disabled_at.is_(None), Account.password_hash.is_not(None))
        .order_by(Account.id)
        .with_for_update()
    )
    return list(db.session.scalars(statement))


def _accounts() -> Any:
    seen_at = select(func.max(AccountSession.seen_at)).where(AccountSession.account_id == Account.id).scalar_subquery()
    return select(
        Account.id,
        Account.code,
        Account.email,
        Account.name,
        Account.role,
        Account.created_at,
        Account.disabled_at,
        Account.password_hash.is_not(None).label("has_password"),
        AccountFactor.account_id.is_not(None).label("has_factor"),
        seen_at.label("seen_at"),
    ).join(AccountFactor, AccountFactor.account_id == Account.id, isouter=True)


def _row(row: Any) -> StaffRow:
    return StaffRow(
        id=row.id,
        code=row.code,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        state=account_state(is_disabled=row.disabled_at is not None, has_password=row.has_password),
        created_at=row.created_at,
        has_factor=row.has_factor,
        seen_at=row.seen_at,
    )


def _has(word: str) -> ColumnElement[bool]:
    return or_(func.lower(Account.name).contains(word, autoescape=True), Account.email.contains(word, autoescape=True))


def _in_state(state: AccountState) -> ColumnElement[bool]:
    """The same decision as `rules.staff.account_state`, for the database; a test compares the two."""
    if state is AccountState.DISABLED:
        return Account.disabled_at.is_not(None)
    has_password = Account.password_hash.is_not(None)
    return and_(Account.disabled_at.is_(None), has_password if state is AccountState.ACTIVE else ~has_password)
