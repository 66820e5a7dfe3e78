"""What changes accounts and sessions, and the one function that writes down who did what."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from griya.accounts import aside, passwords
from griya.accounts.limits import sign_in_limiter
from griya.accounts.models import Account, AccountSession, Event
from griya.accounts.passwords import hash_password, new_password
from griya.accounts.queries import SignedIn, find_account, find_credentials, find_signed_in
from griya.accounts.rules import (
    ABSOLUTE_LIMIT,
    SIGN_IN_REFUSED,
    check_account,
    check_password,
    fold_email,
    is_too_long,
)
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.text import one_line
from griya.core.tokens import digest, new_token

__all__ = [
    "create_account",
    "disable_account",
    "new_password",
    "record_event",
    "reset_password",
    "resume_session",
    "sign_in",
    "sign_out",
]


def record_event(
    *,
    verb: str,
    object_type: str,
    object_key: str,
    actor_id: int | None = None,
    acting_for: str | None = None,
    reason: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    request_id: str | None = None,
) -> None:
    """Write one line of the audit record into the caller's transaction, so that it stands or falls with the change."""
    db.session.add(
        _event(
            verb=verb,
            object_type=object_type,
            object_key=object_key,
            actor_id=actor_id,
            acting_for=acting_for,
            reason=reason,
            before=before,
            after=after,
            request_id=request_id,
        )
    )
    db.session.flush()


def _event(**values: Any) -> Event:
    return Event(at=now(), **values)


def create_account(*, email: str, name: str, password: str, role: str, actor_id: int | None = None) -> Account:
    """Open an account.

    Raises:
        Refused: when the address is taken or one of the values will not do.
    """
    email, name = fold_email(email), one_line(name)
    reasons = check_account(email=email, name=name, role=role)
    reasons += check_password(password, own_words=(email, name))
    if not reasons and find_account(email) is not None:
        reasons.append(f"Sudah ada akun dengan alamat {email}.")
    if reasons:
        raise Refused(reasons)
    account = Account(
        email=email,
        name=name,
        role=str(role),
        password_hash=hash_password(password),
        created_at=now(),
        disabled_at=None,
    )
    db.session.add(account)
    db.session.flush()
    record_event(
        verb="account.created",
        object_type="account",
        object_key=str(account.id),
        actor_id=actor_id,
        after={"email": email, "role": account.role},
    )
    return account


def reset_password(*, email: str, password: str, actor_id: int | None = None) -> None:
    """Give an account another password; every session it has ends.

    Raises:
        Refused: when there is no such account or the password will not do.
    """
    account = _account_of(email)
    reasons = check_password(password, own_words=(account.email, account.name))
    if reasons:
        raise Refused(reasons)
    account.password_hash = hash_password(password)
    ended = _end_sessions(account.id)
    record_event(
        verb="account.password_reset",
        object_type="account",
        object_key=str(account.id),
        actor_id=actor_id,
        after={"sessions_ended": ended},
    )


def disable_account(*, email: str, actor_id: int | None = None, reason: str | None = None) -> None:
    """Close an account: its next request is a stranger's, and it cannot sign in again. What it did stays on record.

    Raises:
        Refused: when there is no such account.
    """
    account = _account_of(email)
    if account.disabled_at is None:
        account.disabled_at = now()
        ended = _end_sessions(account.id)
        record_event(
            verb="account.disabled",
            object_type="account",
            object_key=str(account.id),
            actor_id=actor_id,
            reason=reason,
            after={"sessions_ended": ended},
        )


def _account_of(email: str) -> Account:
    account = find_account(fold_email(email))
    if account is None:
        raise Refused(f"Tidak ada akun dengan alamat {fold_email(email)}.")
    return account


def _end_sessions(account_id: int) -> int:
    ended = db.session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None))
        .values(ended_at=now())
        .returning(AccountSession.id)
    ).all()
    return len(ended)


def sign_in(*, email: str, password: str, network: str, old_token: str | None = None) -> str:
    """Sign somebody in and return the token of a new session; a session this browser had before ends.

    In this order: the limit, one read, one hash (also when there is no such account), then one write. Nothing is
    hashed while the database is held, and every refusal costs the same and says the same.

    Raises:
        TooManyAttempts: before anything is hashed.
        passwords.Busy: when all cores hash already.
        Refused: with one sentence that does not tell which accounts exist.
    """
    email, moment = fold_email(email), now()
    sign_in_limiter.take(email, network, moment)
    with aside.reading() as session:
        found = find_credentials(session, email)
    if is_too_long(password):
        raise Refused(SIGN_IN_REFUSED)
    try:
        is_right = passwords.is_right(password, found.password_hash if found else None)
    except passwords.Busy:
        sign_in_limiter.give_back(email, network, moment)  # nothing was guessed
        raise
    if found is None or not is_right or found.disabled_at is not None:
        _record_refusal(account_id=found.account_id if found else None, network=network)
        raise Refused(SIGN_IN_REFUSED)
    account = db.session.get(Account, found.account_id)
    # Asked again under the write lock: it may have been disabled or reset while its password was hashed.
    if account is None or account.disabled_at is not None or account.password_hash != found.password_hash:
        raise Refused(SIGN_IN_REFUSED)
    sign_in_limiter.give_back(email, network, moment)
    if passwords.is_outdated(account.password_hash):
        account.password_hash = hash_password(password)
    return _open_session(account, network=network, old_token=old_token, at=moment)


def _open_session(account: Account, *, network: str, old_token: str | None, at: datetime) -> str:
    """Write the session row; the token itself is only ever in the answer to this browser."""
    token = new_token()
    if old_token:
        db.session.execute(
            update(AccountSession)
            .where(AccountSession.token_digest == digest(old_token), AccountSession.ended_at.is_(None))
            .values(ended_at=at)
        )
    db.session.execute(
        delete(AccountSession).where(
            AccountSession.account_id == account.id, AccountSession.created_at < at - 2 * ABSOLUTE_LIMIT
        )
    )
    row = AccountSession(token_digest=digest(token), account_id=account.id, created_at=at, seen_at=at, ended_at=None)
    db.session.add(row)
    db.session.flush()
    record_event(
        verb="session.created",
        object_type="account",
        object_key=str(account.id),
        actor_id=account.id,
        after={"session": row.id, "network": network},
    )
    return token


def _record_refusal(*, account_id: int | None, network: str) -> None:
    """Write a refused sign-in down for good, although the request that carried it is rolled back.

    An address nobody has an account for is not kept: people type their passwords into the wrong field.
    """
    with aside.writing() as session:
        session.add(
            _event(
                verb="session.refused",
                object_type="account",
                object_key="-" if account_id is None else str(account_id),
                after={"network": network},
            )
        )


def resume_session(*, token: str) -> SignedIn | None:
    """Whom this token signs in now. Notes that the session is in use, at most once a minute.

    A page is read under a transaction that is rolled back, so the note is a small transaction of its own, over before
    the request's own begins. It must never be the reason that a page fails: a busy database is tried next time.
    """
    moment = now()
    with aside.reading() as session:
        signed_in = find_signed_in(session, digest(token), moment)
    if signed_in is not None and signed_in.is_refresh_due:
        _note_use(signed_in.session_id, moment)
    return signed_in


def _note_use(session_id: int, moment: datetime) -> None:
    try:
        with aside.writing() as session:
            session.execute(
                update(AccountSession)
                .where(AccountSession.id == session_id, AccountSession.ended_at.is_(None))
                .values(seen_at=moment)
            )
    except OperationalError:
        return


def sign_out(*, session_id: int, actor_id: int) -> None:
    """End one session; every copy of its cookie is dead."""
    db.session.execute(
        update(AccountSession)
        .where(AccountSession.id == session_id, AccountSession.ended_at.is_(None))
        .values(ended_at=now())
    )
    record_event(
        verb="session.ended",
        object_type="account",
        object_key=str(actor_id),
        actor_id=actor_id,
        after={"session": session_id},
    )
