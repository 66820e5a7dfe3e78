"""Signing in and out: what opens, renews and ends the session of a browser."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from griya.accounts import aside, limits, passwords
from griya.accounts.actions.record import record_about, record_event, record_refusal
from griya.accounts.limits import Trying
from griya.accounts.models import Account, AccountFactor, AccountSession
from griya.accounts.passwords import hash_password
from griya.accounts.queries import SignedIn, find_credentials, find_signed_in
from griya.accounts.rules import ABSOLUTE_LIMIT, SIGN_IN_REFUSED, fold_email, is_too_long
from griya.accounts.rules.access import ASSIGNABLE
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.tokens import digest, new_token

WRONG_PASSWORD = "Kata sandi Anda yang sekarang tidak cocok."  # noqa: S105 - a sentence


def sign_in(*, email: str, password: str, network: str, old_token: str | None = None, device: str = "") -> str:
    """Sign somebody in and return the token of a new session; a session this browser had before ends.

    In this order: the limit, one read, one hash (also when there is no such account), then one write. Nothing is
    hashed while the database is held, and every refusal costs the same and says the same. Where the account has a
    second factor, the session opens the page that asks for its code, and nothing else.

    Raises:
        TooManyAttempts: before anything is hashed.
        passwords.Busy: when all cores hash already.
        Refused: with one sentence that does not tell which accounts exist.
    """
    email, moment = fold_email(email), now()
    attempt = limits.take(Trying.SIGN_IN, email, network, moment)
    with aside.reading() as session:
        found = find_credentials(session, email)
    if is_too_long(password):
        raise Refused(SIGN_IN_REFUSED)
    try:
        is_right = passwords.is_right(password, found.password_hash if found else None)
    except passwords.Busy:
        limits.undo(attempt)  # nothing was guessed
        raise
    if found is None or not is_right or found.disabled_at is not None:
        record_refusal(verb="session.refused", account_id=found.account_id if found else None, network=network)
        raise Refused(SIGN_IN_REFUSED)
    account = db.session.get(Account, found.account_id)
    # Asked again under the write lock: it may have been disabled or reset while its password was hashed.
    if account is None or account.disabled_at is not None or account.password_hash != found.password_hash:
        raise Refused(SIGN_IN_REFUSED)
    if account.role not in ASSIGNABLE:  # a producer has no page to sign in to before there is a portal.
        raise Refused(SIGN_IN_REFUSED)
    limits.give_back(attempt)
    if passwords.is_outdated(found.password_hash or ""):
        account.password_hash = hash_password(password)
    awaits_code = db.session.get(AccountFactor, account.id) is not None
    return open_session(
        account=account, network=network, device=device, old_token=old_token, awaits_code=awaits_code, at=moment
    )


def open_session(
    *, account: Account, network: str, device: str, old_token: str | None, awaits_code: bool, at: datetime
) -> str:
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
    row = AccountSession(
        token_digest=digest(token),
        account_id=account.id,
        device=device[:60],
        awaits_code=awaits_code,
        created_at=at,
        seen_at=at,
        proven_at=at,
        ended_at=None,
    )
    db.session.add(row)
    db.session.flush()
    record_about(
        account=account,
        verb="session.password_accepted" if awaits_code else "session.created",
        actor_id=account.id,
        after={"session": row.id, "network": network},
    )
    return token


def prove(*, account_id: int, password: str, network: str) -> None:
    """Check once more that the person at this browser knows the account's password. Ask before anything is changed.

    Raises:
        TooManyAttempts: before anything is hashed.
        passwords.Busy: when all cores hash already.
        Refused: when it is another one.
    """
    attempt = limits.take(Trying.PROOF, str(account_id), network, now())
    with aside.reading() as session:
        account = session.get(Account, account_id)
        encoded = account.password_hash if account is not None and account.disabled_at is None else None
    try:
        is_right = not is_too_long(password) and passwords.is_right(password, encoded)
    except passwords.Busy:
        limits.undo(attempt)
        raise
    if not is_right:
        record_refusal(verb="proof.refused", account_id=account_id, network=network)
        raise Refused(WRONG_PASSWORD)
    limits.undo(attempt)


def renew_session(*, session_id: int, account_id: int) -> str:
    """A new token for a session whose owner was proven again; every copy of the old cookie is dead (ASVS 7.2.4)."""
    token, moment = new_token(), now()
    db.session.execute(
        update(AccountSession)
        .where(AccountSession.id == session_id, AccountSession.ended_at.is_(None))
        .values(token_digest=digest(token), proven_at=moment, seen_at=moment)
    )
    record_event(
        verb="session.renewed",
        object_type="account",
        object_key=str(account_id),
        actor_id=account_id,
        after={"session": session_id},
    )
    return token


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


def end_session(*, account_id: int, code: str) -> bool:
    """End one session of this account by its code; False when it has no such session, whoever else has one."""
    session_id = db.session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.code == code, AccountSession.ended_at.is_(None))
        .values(ended_at=now())
        .returning(AccountSession.id)
    ).scalar_one_or_none()
    if session_id is None:
        return False
    record_event(
        verb="session.ended",
        object_type="account",
        object_key=str(account_id),
        actor_id=account_id,
        after={"session": session_id},
    )
    return True


def end_other_sessions(*, account_id: int, present_id: int) -> int:
    """End every session of this account but the present one; how many there were."""
    ended = end_sessions(account_id=account_id, but=present_id)
    record_event(
        verb="session.others_ended",
        object_type="account",
        object_key=str(account_id),
        actor_id=account_id,
        after={"sessions_ended": ended},
    )
    return ended


def end_sessions(*, account_id: int, but: int | None = None) -> int:
    """End the sessions of an account as a part of a larger change, which writes the event."""
    kept = [] if but is None else [AccountSession.id != but]
    ended = db.session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None), *kept)
        .values(ended_at=now())
        .returning(AccountSession.id)
    ).all()
    return len(ended)
