"""What a person changes of their own account."""

from griya.accounts.actions.record import record_about
from griya.accounts.actions.sessions import end_sessions, prove, renew_session
from griya.accounts.letters import Site, notice
from griya.accounts.models import Account
from griya.accounts.passwords import hash_password
from griya.accounts.queries import SignedIn
from griya.accounts.rules import check_account, check_password
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import enqueue
from griya.core.text import one_line


def change_password(*, who: SignedIn, present: str, password: str, network: str, site: Site) -> str:
    """Change one's own password; the other sessions end, and this one gets a new token, which is returned.

    Raises:
        TooManyAttempts, passwords.Busy: as `prove` does.
        Refused: when the present password is another one, or the new one will not do.
    """
    reasons = check_password(password, own_words=(who.email, who.name))
    if password == present:
        reasons.append("Kata sandi baru sama dengan yang lama.")
    if reasons:
        raise Refused(reasons)
    prove(account_id=who.account_id, password=present, network=network)
    encoded = hash_password(password)
    account = db.session.get_one(Account, who.account_id)
    account.password_hash = encoded
    ended = end_sessions(account_id=account.id, but=who.session_id)
    record_about(account=account, verb="account.password_changed", actor_id=account.id, after={"sessions_ended": ended})
    enqueue(notice(site, account, "Kata sandi akun Anda diganti.", now()))
    return renew_session(session_id=who.session_id, account_id=account.id)


def rename(*, account_id: int, name: str) -> None:
    """Change one's own name as the desk shows it.

    Raises:
        Refused: when it is empty or too long.
    """
    account, name = db.session.get_one(Account, account_id), one_line(name)
    reasons = check_account(email=account.email, name=name, role=account.role)
    if reasons:
        raise Refused(reasons)
    before, account.name = account.name, name
    record_about(
        account=account,
        verb="account.renamed",
        actor_id=account_id,
        before={"name": before},
        after={"name": name},
    )
