"""The second factor: set up, asked for at the door, renewed, let go of."""

from datetime import datetime

from sqlalchemy import delete, update

from griya.accounts import aside, factors, limits, passwords
from griya.accounts.actions.record import record_about, record_refusal
from griya.accounts.actions.sessions import end_sessions, open_session, renew_session
from griya.accounts.letters import Site, notice
from griya.accounts.limits import Trying
from griya.accounts.models import Account, AccountFactor, AccountSession, RecoveryCode
from griya.accounts.passwords import hash_password
from griya.accounts.queries import SignedIn
from griya.accounts.queries.own import find_recovery_hash, find_seed
from griya.accounts.rules.access import MUST_HAVE_FACTOR
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import enqueue

WRONG_CODE = "Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu coba lagi."


def offered_secret(*, session_id: int, secret_key: str) -> str:
    """The secret that this session is offered for a new app. Nothing is written: it is the same until it was used."""
    with aside.reading() as session:
        found = find_seed(session, session_id)
    seed = factors.next_seed(secret_key, found.session_code, found.seed)
    return factors.secret_of(secret_key, found.account_id, seed)


def set_up_factor(*, who: SignedIn, typed: str, secret_key: str, network: str, site: Site) -> tuple[str, list[str]]:
    """Take the offered app once it has shown a right code. Returns a new token for this session, and ten codes.

    Raises:
        TooManyAttempts: when too many codes were wrong.
        Refused: when the code is another one.
    """
    moment = now()
    attempt = limits.take(Trying.CODE, str(who.account_id), network, moment)
    with aside.reading() as session:
        found = find_seed(session, who.session_id)
    seed = factors.next_seed(secret_key, found.session_code, found.seed)
    step = factors.matching_step(factors.secret_of(secret_key, who.account_id, seed), typed, moment)
    if step is None:
        record_refusal(verb="factor.refused", account_id=who.account_id, network=network)
        raise Refused(WRONG_CODE)
    codes, hashes = _new_codes()  # before the database is held
    account = db.session.get_one(Account, who.account_id)
    limits.give_back(attempt)
    row = db.session.get(AccountFactor, account.id)
    is_another = row is not None
    if row is None:
        row = AccountFactor(account_id=account.id)
        db.session.add(row)
    row.seed, row.created_at, row.last_step = seed, moment, step
    db.session.flush()
    _keep_codes(account.id, hashes)
    ended = end_sessions(account_id=account.id, but=who.session_id)
    record_about(
        account=account,
        verb="factor.replaced" if is_another else "factor.set_up",
        actor_id=account.id,
        before={"has_factor": is_another},
        after={"has_factor": True, "sessions_ended": ended},
    )
    enqueue(notice(site, account, "Kode kedua dipasang untuk akun Anda.", moment))
    return renew_session(session_id=who.session_id, account_id=account.id), codes


def renew_recovery_codes(*, who: SignedIn, site: Site) -> list[str]:
    """Ten new codes; the old ones open nothing any more.

    Raises:
        Refused: when the account has no second factor.
    """
    if not who.standing.has_factor:
        raise Refused("Pasang kode kedua lebih dulu.")
    codes, hashes = _new_codes()
    account = db.session.get_one(Account, who.account_id)
    _keep_codes(account.id, hashes)
    record_about(account=account, verb="factor.codes_renewed", actor_id=account.id)
    enqueue(notice(site, account, "Kode cadangan akun Anda diganti yang baru.", now()))
    return codes


def let_go_of_factor(*, who: SignedIn, site: Site) -> None:
    """Sign in without a second factor from now on, where the role allows that.

    Raises:
        Refused: for an administrator, or when there is none.
    """
    if who.role in MUST_HAVE_FACTOR:
        raise Refused("Administrator harus memakai kode kedua. Anda dapat memasang aplikasi lain sebagai gantinya.")
    if not who.standing.has_factor:
        raise Refused("Akun ini tidak memakai kode kedua.")
    account = db.session.get_one(Account, who.account_id)
    drop_factor(account=account, but=who.session_id)
    record_about(
        account=account,
        verb="factor.removed",
        actor_id=account.id,
        before={"has_factor": True},
        after={"has_factor": False},
    )
    enqueue(notice(site, account, "Kode kedua dilepas dari akun Anda.", now()))


def drop_factor(*, account: Account, but: int | None = None) -> int:
    """Remove a factor and its codes as a part of a larger change, which writes the event. How many sessions ended."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    db.session.execute(delete(AccountFactor).where(AccountFactor.account_id == account.id))
    db.session.expire_all()
    return end_sessions(account_id=account.id, but=but)


def pass_code(*, who: SignedIn, typed: str, secret_key: str, network: str, token: str, site: Site) -> str:
    """Open the desk to somebody whose password was right, by a code of the app or one of the ten. Returns a new token.

    Raises:
        TooManyAttempts: before anything is checked.
        passwords.Busy: when all cores hash already.
        Refused: when the code is wrong or was used.
    """
    moment = now()
    attempt = limits.take(Trying.CODE, str(who.account_id), network, moment)
    recovery = factors.parse_recovery(typed)
    try:
        step = None if recovery else _fitting_step(who, typed, secret_key, moment)
        is_right = step is not None or (recovery is not None and _is_recovery_right(who.account_id, *recovery))
    except passwords.Busy:
        limits.undo(attempt)
        raise
    if not is_right:
        record_refusal(verb="factor.refused", account_id=who.account_id, network=network)
        raise Refused(WRONG_CODE)
    account = db.session.get_one(Account, who.account_id)
    if not (_spend_step(account.id, step) if recovery is None else _spend_recovery(account, recovery[0], site)):
        raise Refused(WRONG_CODE)
    limits.give_back(attempt)
    device = db.session.get_one(AccountSession, who.session_id).device
    return open_session(account=account, network=network, device=device, old_token=token, awaits_code=False, at=moment)


def _fitting_step(who: SignedIn, typed: str, secret_key: str, moment: datetime) -> int | None:
    with aside.reading() as session:
        seed = find_seed(session, who.session_id).seed
    if seed is None:
        return None
    return factors.matching_step(factors.secret_of(secret_key, who.account_id, seed), typed, moment)


def _is_recovery_right(account_id: int, position: int, letters: str) -> bool:
    """Check against one hash, the one of the number in front; without such a row the same work is done."""
    with aside.reading() as session:
        encoded = find_recovery_hash(session, account_id, position)
    return passwords.is_right(letters, encoded)


def _spend_step(account_id: int, step: int | None) -> bool:
    """Remember the half minute. A code of it, or of an earlier one, is not taken again, whoever comes first."""
    return (
        db.session.execute(
            update(AccountFactor)
            .where(AccountFactor.account_id == account_id, AccountFactor.last_step < step)
            .values(last_step=step)
            .returning(AccountFactor.account_id)
        ).first()
        is not None
    )


def _spend_recovery(account: Account, position: int, site: Site) -> bool:
    spent = db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.account_id == account.id, RecoveryCode.position == position, RecoveryCode.used_at.is_(None))
        .values(used_at=now())
        .returning(RecoveryCode.id)
    ).first()
    if spent is None:
        return False
    record_about(account=account, verb="factor.code_spent", actor_id=account.id, after={"position": position})
    enqueue(notice(site, account, f"Kode cadangan nomor {position} dipakai untuk masuk.", now()))
    return True


def _new_codes() -> tuple[list[str], list[str]]:
    codes = factors.new_recovery_codes()
    parsed = [factors.parse_recovery(code) for code in codes]
    return codes, [hash_password(each[1]) for each in parsed if each is not None]


def _keep_codes(account_id: int, hashes: list[str]) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    db.session.add_all(
        RecoveryCode(account_id=account_id, position=position, code_hash=encoded, used_at=None)
        for position, encoded in enumerate(hashes, start=1)
    )
    db.session.flush()
