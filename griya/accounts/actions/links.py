"""Links given to somebody once: the invitation, the way past a forgotten password, the proof of a new address."""

from contextlib import suppress

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from griya.accounts import aside, limits
from griya.accounts.actions.record import record_about
from griya.accounts.actions.sessions import end_sessions
from griya.accounts.letters import Site, link_letter, notice, password_link
from griya.accounts.limits import Trying
from griya.accounts.models import Account, AccountLink, LinkKind, new_code
from griya.accounts.passwords import hash_password
from griya.accounts.queries import find_account
from griya.accounts.queries.own import Link, find_link
from griya.accounts.rules import check_account, check_password, fold_email, is_possible_email
from griya.accounts.rules.links import DEAD, LIFETIMES, PASSWORD_LINKS
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import enqueue
from griya.core.state import state_change
from griya.core.text import one_line
from griya.core.tokens import digest, new_token


@state_change()
def invite(
    *,
    email: str,
    name: str,
    role: str,
    actor_id: int | None,
    site: Site,
    reason: str | None = None,
    by_mail: bool = True,
) -> tuple[Account, str]:
    """Open an account without a password, and give its owner a link to set one. Returns the account and the address.

    Raises:
        Refused: when the address is taken or one of the values will not do.
    """
    email, name = fold_email(email), one_line(name)
    reasons = check_account(email=email, name=name, role=role)
    if not reasons and find_account(email) is not None:
        reasons.append(f"Sudah ada akun dengan alamat {email}.")
    if reasons:
        raise Refused(reasons)
    account = Account(email=email, name=name, role=str(role), password_hash=None, created_at=now(), disabled_at=None)
    db.session.add(account)
    db.session.flush()
    record_about(
        account=account,
        verb="account.invited",
        actor_id=actor_id,
        reason=reason,
        after={"email": email, "name": name, "role": account.role},
    )
    return account, give_password_link(account=account, actor_id=actor_id, site=site, by_mail=by_mail)


def give_password_link(
    *, account: Account, actor_id: int | None, site: Site, reason: str | None = None, by_mail: bool = True
) -> str:
    """Give an account a link to set a password; earlier ones end. Returns its address, for whoever has no mail."""
    kind = LinkKind.RESET if account.password_hash else LinkKind.INVITATION
    token = _new_link(account, kind)
    if by_mail:
        enqueue(link_letter(site, account, kind, token))
    record_about(
        account=account, verb="account.link_given", actor_id=actor_id, reason=reason,
        after={"kind": str(kind), "by_mail": by_mail},
    )  # fmt: skip
    return password_link(site, token)


def request_reset(*, email: str, network: str, site: Site) -> None:
    """Send a link to whoever has an open account with this address; do the same work and say nothing otherwise.

    Raises:
        TooManyAttempts: for what was typed, whether or not it is anybody's address.
    """
    email, moment = fold_email(email), now()
    limits.take(Trying.RESET, email, network, moment)
    account = find_account(email) if is_possible_email(email) else None
    if account is not None and account.disabled_at is None:
        give_password_link(account=account, actor_id=None, site=site)
        return
    _rehearse(site)


class _TakenBack(Exception):
    """Ends a rehearsal; nothing of it stays."""


@state_change()
def _rehearse(site: Site) -> None:
    """Write what a known address would have been sent, and take it back: the answer must not come sooner."""
    with suppress(_TakenBack), db.session.begin_nested():
        nobody = Account(
            email="siapa@griya.invalid", name="-", role="curator", password_hash=None, created_at=now(), code=new_code()
        )
        db.session.add(nobody)
        db.session.flush()
        give_password_link(account=nobody, actor_id=None, site=site)
        raise _TakenBack


def set_password_by_link(*, token: str, password: str, site: Site) -> str:
    """Set a password by a link that was given for that. Every session ends; the second factor stays. Returns whose.

    Raises:
        Refused: when the link does not work any more, or the password will not do.
    """
    with aside.reading() as session:
        link = find_link(session, token, now())
    if link is None or link.kind not in PASSWORD_LINKS:
        raise Refused(DEAD)
    reasons = check_password(password, own_words=(link.email, link.name))
    if reasons:
        raise Refused(reasons)
    encoded = hash_password(password)  # before the database is held
    account = _use(link)
    is_first = account.password_hash is None
    account.password_hash = encoded
    ended = end_sessions(account_id=account.id)
    _end_links(account.id)
    record_about(
        account=account,
        verb="account.password_set" if is_first else "account.password_reset",
        actor_id=account.id,
        after={"by": str(link.kind), "sessions_ended": ended},
    )
    if not is_first:
        enqueue(notice(site, account, "Kata sandi akun Anda diganti lewat tautan di surat.", now()))
    return account.email


def request_address(*, account_id: int, new_email: str, site: Site) -> None:
    """Send a link to the address that an account shall have; nothing changes before it is opened there.

    An address that is somebody else's gets no link, and the answer is the same: it must not tell who has an account.

    Raises:
        Refused: when it is no address, or is the present one.
    """
    account = db.session.get_one(Account, account_id)
    new_email = fold_email(new_email)
    reasons = check_account(email=new_email, name=account.name, role=account.role)
    if new_email == account.email:
        reasons.append("Itu sudah alamat akun Anda.")
    if reasons:
        raise Refused(reasons)
    is_free = find_account(new_email) is None
    if is_free:
        token = _new_link(account, LinkKind.ADDRESS, new_email)
        enqueue(link_letter(site, account, LinkKind.ADDRESS, token, to=new_email))
    record_about(account=account, verb="account.address_requested", actor_id=account_id, after={"is_free": is_free})


def change_address_by_link(*, token: str, site: Site) -> str:
    """Give an account the address whose owner opened this link; the old address is told. Returns the new one.

    Raises:
        Refused: when the link does not work any more, or somebody else took the address meanwhile.
    """
    with aside.reading() as session:
        link = find_link(session, token, now())
    if link is None or link.kind is not LinkKind.ADDRESS or link.new_email is None:
        raise Refused(DEAD)
    account = _use(link)
    before = account.email
    try:
        with db.session.begin_nested():
            account.email = link.new_email
    except IntegrityError as error:
        raise Refused("Alamat ini sudah dipakai akun lain.") from error
    _end_links(account.id)
    record_about(
        account=account,
        verb="account.address_changed",
        actor_id=account.id,
        before={"email": before},
        after={"email": link.new_email},
    )
    what = f"Alamat e-mail akun Anda diganti menjadi {link.new_email}."
    enqueue(notice(site, account, what, now(), to=before))
    return link.new_email


def _new_link(account: Account, kind: LinkKind, new_email: str | None = None) -> str:
    token, moment = new_token(), now()
    _end_links(account.id, kind)
    db.session.add(
        AccountLink(
            account_id=account.id,
            kind=str(kind),
            token_digest=digest(token),
            new_email=new_email,
            created_at=moment,
            expires_at=moment + LIFETIMES[kind],
            ended_at=None,
        )
    )
    db.session.flush()
    return token


def _use(link: Link) -> Account:
    """Take a link for good. Two that use it at once: the database lets one of them through."""
    taken = db.session.execute(
        update(AccountLink)
        .where(AccountLink.id == link.id, AccountLink.ended_at.is_(None))
        .values(ended_at=now())
        .returning(AccountLink.account_id)
    ).scalar_one_or_none()
    account = None if taken is None else db.session.get(Account, taken)
    if account is None or account.disabled_at is not None:
        raise Refused(DEAD)
    return account


def _end_links(account_id: int, kind: LinkKind | None = None) -> None:
    """End the links of an account: an invitation and a reset are two words for the same way in."""
    kinds = PASSWORD_LINKS if kind in PASSWORD_LINKS else {kind} if kind else set(LinkKind)
    db.session.execute(
        update(AccountLink)
        .where(AccountLink.account_id == account_id, AccountLink.kind.in_(kinds), AccountLink.ended_at.is_(None))
        .values(ended_at=now())
    )
