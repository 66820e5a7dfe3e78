"""What administrators, or whoever runs the machine, change of other people's accounts.

Every step asks here who takes it, not only at the page's door: `actor_id` is an administrator who may still sign in,
or None for a command typed on the server.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from griya.accounts.actions.factors import drop_factor
from griya.accounts.actions.links import give_password_link
from griya.accounts.actions.links import invite as _invite
from griya.accounts.actions.record import record_about
from griya.accounts.actions.sessions import end_sessions
from griya.accounts.letters import Site, notice
from griya.accounts.models import Account, Role
from griya.accounts.passwords import hash_password
from griya.accounts.queries import find_account
from griya.accounts.queries.staff import find_subject, lock_administrators
from griya.accounts.rules import ROLE_NAMES, check_account, check_password, fold_email
from griya.accounts.rules.staff import NOT_ADMINISTRATOR, Step, check_reason, step_faults
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import enqueue
from griya.core.state import state_change
from griya.core.text import one_line


@dataclass(frozen=True, slots=True)
class _Change:
    """One step with all that it needs."""

    account: Account
    actor_id: int | None
    reason: str | None
    role: str
    site: Site


@state_change()
def create_account(*, email: str, name: str, password: str, role: str, actor_id: int | None = None) -> Account:
    """Open an account with a password, as a command on the server does.

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
    record_about(
        account=account, verb="account.created", actor_id=actor_id, after={"email": email, "role": account.role}
    )
    return account


def reset_password(*, email: str, password: str, actor_id: int | None = None) -> None:
    """Give an account another password; every session it has ends.

    Raises:
        Refused: when there is no such account or the password will not do.
    """
    account = account_of(email=email)
    reasons = check_password(password, own_words=(account.email, account.name))
    if reasons:
        raise Refused(reasons)
    account.password_hash = hash_password(password)
    ended = end_sessions(account_id=account.id)
    record_about(account=account, verb="account.password_reset", actor_id=actor_id, after={"sessions_ended": ended})


def disable_account(*, email: str, actor_id: int | None = None, reason: str | None = None) -> None:
    """Close an account that is not closed yet, as a command on the server does.

    Raises:
        Refused: when there is no such account, or it is the last administrator's.
    """
    account = account_of(email=email)
    if account.disabled_at is None:
        take_step(step=Step.DISABLE, account=account, actor_id=actor_id, reason=reason, site=None)


def account_of(*, email: str) -> Account:
    """The account of an address.

    Raises:
        Refused: when there is none.
    """
    account = find_account(fold_email(email))
    if account is None:
        raise Refused(f"Tidak ada akun dengan alamat {fold_email(email)}.")
    return account


def account_called(*, code: str) -> Account | None:
    """The account of a code."""
    return db.session.scalars(select(Account).where(Account.code == code)).one_or_none()


def invite(*, email: str, name: str, role: str, actor_id: int, reason: str, site: Site) -> Account:
    """Invite somebody by mail.

    Raises:
        Refused: when the inviting person is no administrator, or a value will not do.
    """
    _require_administrator(actor_id)
    reasons = check_reason(one_line(reason))
    if reasons:
        raise Refused(reasons)
    account, _ = _invite(email=email, name=name, role=role, actor_id=actor_id, site=site, reason=one_line(reason))
    return account


@state_change()
def take_step(
    *, step: Step, account: Account, actor_id: int | None, reason: str | None, site: Site | None, role: str = ""
) -> None:
    """Take one step with an account, write it down, and tell the owner by mail where there is a site to tell of.

    Raises:
        Refused: when the actor is no administrator, gives no reason, or the step is not possible now.
    """
    lock_administrators()
    db.session.refresh(account)
    if actor_id is not None:
        _require_administrator(actor_id)
    reason = one_line(reason or "") or None
    faults = check_reason(reason or "") if actor_id is not None else []
    faults += step_faults(step, find_subject(account, actor_id), new_role=role)
    if faults:
        raise Refused(faults)
    told = _STEPS[step](_Change(account, actor_id, reason, role, site or _NOWHERE))
    db.session.flush()
    if told and site is not None:
        enqueue(notice(site, account, told, now()))


_NOWHERE = Site(public_url="", office_name="Griya IKM")


def _require_administrator(actor_id: int) -> None:
    """Refuse whoever is no administrator any more, also when the page's door was passed a moment ago."""
    if actor_id not in lock_administrators():
        raise Refused(NOT_ADMINISTRATOR)


def _change_role(change: _Change) -> str:
    account, before = change.account, change.account.role
    account.role = str(Role(change.role))
    ended = end_sessions(account_id=account.id)  # a session is opened for a role; the next one for the new role.
    record_about(
        account=account,
        verb="account.role_changed",
        actor_id=change.actor_id,
        reason=change.reason,
        before={"role": before},
        after={"role": account.role, "sessions_ended": ended},
    )
    return f"Peran akun Anda diganti dari {ROLE_NAMES[Role(before)]} menjadi {ROLE_NAMES[Role(account.role)]}."


def _disable(change: _Change) -> str:
    change.account.disabled_at = now()
    ended = end_sessions(account_id=change.account.id)
    record_about(
        account=change.account,
        verb="account.disabled",
        actor_id=change.actor_id,
        reason=change.reason,
        before={"is_disabled": False},
        after={"is_disabled": True, "sessions_ended": ended},
    )
    return "Akun Anda ditutup."


def _enable(change: _Change) -> str:
    change.account.disabled_at = None
    record_about(
        account=change.account,
        verb="account.enabled",
        actor_id=change.actor_id,
        reason=change.reason,
        before={"is_disabled": True},
        after={"is_disabled": False},
    )
    return "Akun Anda dibuka lagi."


def _send_link(change: _Change) -> str:
    give_password_link(account=change.account, actor_id=change.actor_id, site=change.site, reason=change.reason)
    return ""


def _end_all(change: _Change) -> str:
    ended = end_sessions(account_id=change.account.id)
    record_about(
        account=change.account,
        verb="session.all_ended",
        actor_id=change.actor_id,
        reason=change.reason,
        after={"sessions_ended": ended},
    )
    return "Semua sesi akun Anda diakhiri oleh administrator."


def _drop_factor(change: _Change) -> str:
    ended = drop_factor(account=change.account)
    record_about(
        account=change.account,
        verb="factor.dropped",
        actor_id=change.actor_id,
        reason=change.reason,
        before={"has_factor": True},
        after={"has_factor": False, "sessions_ended": ended},
    )
    return "Kode kedua dilepas dari akun Anda."


_STEPS: dict[Step, Callable[[_Change], str]] = {
    Step.ROLE: _change_role,
    Step.DISABLE: _disable,
    Step.ENABLE: _enable,
    Step.LETTER: _send_link,
    Step.END_SESSIONS: _end_all,
    Step.DROP_FACTOR: _drop_factor,
}
