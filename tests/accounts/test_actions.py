"""Accounts and sessions as the database keeps them."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from griya.accounts import passwords
from griya.accounts.actions import (
    create_account,
    disable_account,
    record_event,
    reset_password,
    resume_session,
    sign_in,
    sign_out,
)
from griya.accounts.limits import LIMITS, TooManyAttempts, Trying
from griya.accounts.models import Account, AccountSession, Attempt, Event
from griya.core.errors import Refused
from griya.core.tokens import digest
from tests.factories.accounts import PASSWORD, make_account

NETWORK = "203.0.113.7"


def events(session: Session, verb: str) -> list[Event]:
    return list(session.scalars(sa.select(Event).where(Event.verb == verb).order_by(Event.id)))


def test_an_event_is_written_as_it_is_told(context: Session) -> None:
    account = make_account()
    record_event(
        verb="product.published",
        object_type="product",
        object_key="UJI-1",
        actor_id=account.id,
        acting_for="IKM Uji",
        reason="lengkap",
        before={"state": "draft"},
        after={"state": "published"},
        request_id="r1",
    )
    event = events(context, "product.published")[0]
    assert (event.actor_id, event.acting_for, event.before, event.after) == (
        account.id, "IKM Uji", {"state": "draft"}, {"state": "published"},
    )  # fmt: skip
    assert event.at.tzinfo is not None


def test_an_account_is_kept_under_its_folded_address_and_never_its_password(context: Session) -> None:
    account = create_account(email=" Sari@Contoh.TEST ", name="  Sari\tUji ", password=PASSWORD, role="curator")
    assert (account.email, account.name) == ("sari@contoh.test", "Sari Uji")
    assert (account.password_hash or "").startswith("$argon2id$")
    event = events(context, "account.created")[-1]
    assert event.after == {"email": "sari@contoh.test", "role": "curator"}


def test_an_address_has_one_account(context: Session) -> None:
    make_account("sari@contoh.test")
    with pytest.raises(Refused, match="Sudah ada akun"):
        make_account("SARI@contoh.test")


def test_everything_that_is_wrong_is_said_at_once(context: Session) -> None:
    with pytest.raises(Refused) as refusal:
        create_account(email="x", name="", password="pendek", role="owner")
    assert len(refusal.value.reasons) == 4


def test_the_database_keeps_a_digest_of_the_session_token_only(context: Session) -> None:
    account = make_account()
    token = sign_in(email=account.email, password=PASSWORD, network=NETWORK)
    row = context.scalars(sa.select(AccountSession)).one()
    assert row.token_digest == digest(token)
    assert token not in str([row.token_digest, *(e.after for e in events(context, "session.created"))])


def test_a_second_sign_in_of_a_browser_ends_its_first_session(context: Session) -> None:
    account = make_account()
    first = sign_in(email=account.email, password=PASSWORD, network=NETWORK)
    second = sign_in(email=account.email, password=PASSWORD, network=NETWORK, old_token=first)
    assert resume_session(token=first) is None
    assert resume_session(token=second) is not None


def test_signing_out_leaves_other_browsers_signed_in(context: Session) -> None:
    account = make_account()
    here = sign_in(email=account.email, password=PASSWORD, network=NETWORK)
    there = sign_in(email=account.email, password=PASSWORD, network=NETWORK)
    who = resume_session(token=here)
    assert who is not None
    sign_out(session_id=who.session_id, actor_id=who.account_id)
    assert resume_session(token=here) is None
    assert resume_session(token=there) is not None


@pytest.mark.parametrize("token", ["", "x", "\x00", "é", "A" * 5000])
def test_a_made_up_token_signs_nobody_in(context: Session, token: str) -> None:
    make_account()
    assert resume_session(token=token) is None


def test_a_reset_ends_every_session_and_the_old_password(context: Session) -> None:
    account = make_account()
    token = sign_in(email=account.email, password=PASSWORD, network=NETWORK)
    reset_password(email=account.email, password="lembah angin tujuh batu")
    assert resume_session(token=token) is None
    with pytest.raises(Refused):
        sign_in(email=account.email, password=PASSWORD, network=NETWORK)
    assert sign_in(email=account.email, password="lembah angin tujuh batu", network=NETWORK)


def test_disabling_is_said_once_in_the_record(context: Session) -> None:
    account = make_account()
    disable_account(email=account.email, reason="pindah tugas")
    disable_account(email=account.email)
    assert [event.reason for event in events(context, "account.disabled")] == ["pindah tugas"]


@pytest.mark.parametrize("email", ["siapa@contoh.test", "", "\x00", "\ud800@contoh.test", "é@contoh.test", "a" * 5000])
def test_a_refused_sign_in_is_recorded_without_the_address_of_a_stranger(context: Session, email: str) -> None:
    with pytest.raises(Refused):
        sign_in(email=email, password="kata sandi yang salah", network=NETWORK)
    event = events(context, "session.refused")[-1]
    assert (event.object_key, event.actor_id, event.after) == ("-", None, {"network": NETWORK})


def test_a_refused_sign_in_of_a_known_account_names_the_account(context: Session) -> None:
    account = make_account()
    with pytest.raises(Refused):
        sign_in(email=account.email, password="kata sandi yang salah", network=NETWORK)
    assert events(context, "session.refused")[-1].object_key == str(account.id)


def test_the_same_work_is_done_for_known_unknown_and_disabled_accounts(
    context: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, disabled = make_account(), make_account()
    disable_account(email=disabled.email)
    hashed: list[str] = []
    verify = passwords.HASHER.verify

    class Counting:
        def verify(self, encoded: str, password: bytes) -> bool:
            hashed.append(encoded.rpartition("$")[0].rpartition("$")[0])
            return verify(encoded, password)

    monkeypatch.setattr(passwords, "HASHER", Counting())
    texts = set()
    for email in (known.email, disabled.email, "siapa@contoh.test"):
        with pytest.raises(Refused) as refusal:
            sign_in(email=email, password="kata sandi yang salah", network=NETWORK)
        texts.add(refusal.value.reasons)
    with pytest.raises(Refused) as refusal:
        sign_in(email=disabled.email, password=PASSWORD, network=NETWORK)
    texts.add(refusal.value.reasons)
    assert len(texts) == 1
    assert hashed == ["$argon2id$v=19$m=19456,t=2,p=1"] * 4


def test_the_limit_comes_before_any_hashing(context: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_account()
    for _ in range(LIMITS[Trying.SIGN_IN][0].most):
        with pytest.raises(Refused):
            sign_in(email=account.email, password="kata sandi yang salah", network=NETWORK)
    monkeypatch.setattr(passwords, "is_right", lambda *_: pytest.fail("hashed behind the limit"))
    with pytest.raises(TooManyAttempts):
        sign_in(email=account.email, password=PASSWORD, network=NETWORK)


def test_a_password_of_a_megabyte_is_never_hashed(context: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_account()
    monkeypatch.setattr(passwords, "is_right", lambda *_: pytest.fail("hashed a megabyte"))
    with pytest.raises(Refused):
        sign_in(email=account.email, password="x" * 1_000_000, network=NETWORK)


def test_no_more_is_hashed_at_once_than_there_are_slots(context: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_account()
    monkeypatch.setattr(passwords, "_slots", threading.BoundedSemaphore(1))
    monkeypatch.setattr(passwords, "_PATIENCE_SECONDS", 0.01)
    with passwords._slot(), pytest.raises(passwords.Busy):
        sign_in(email=account.email, password=PASSWORD, network=NETWORK)
    assert context.scalar(sa.select(sa.func.count(Attempt.id))) == 0, "nothing was guessed"


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(context: Session) -> None:
    account = make_account()
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
    account.password_hash = weak.hash(PASSWORD.encode())
    context.flush()
    sign_in(email=account.email, password=PASSWORD, network=NETWORK)
    assert not passwords.is_outdated(account.password_hash)
    assert passwords.is_right(PASSWORD, account.password_hash)


def test_a_password_reset_while_its_hash_was_checked_signs_nobody_in(
    context: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account()
    check = passwords.is_right

    def slow(*arguments: Any) -> bool:
        answer = check(*arguments)
        reset_password(email=account.email, password="lembah angin tujuh batu")
        return answer

    monkeypatch.setattr(passwords, "is_right", slow)
    with pytest.raises(Refused):
        sign_in(email=account.email, password=PASSWORD, network=NETWORK)


def test_the_audit_record_cannot_be_changed(context: Session) -> None:
    make_account()
    for statement in (sa.update(Event).values(verb="x"), sa.delete(Event)):
        with pytest.raises(sa.exc.DatabaseError), context.begin_nested():
            context.execute(statement)


def test_a_database_refuses_an_address_that_is_not_folded(context: Session) -> None:
    account = make_account()
    with pytest.raises(sa.exc.IntegrityError), context.begin_nested():
        context.execute(sa.update(Account).where(Account.id == account.id).values(email="Sari@contoh.test"))
