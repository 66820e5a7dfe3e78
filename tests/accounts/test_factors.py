"""The second factor: derived, never stored; a code once, one half minute early or late; ten codes on paper."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from griya.accounts import factors, passwords
from griya.accounts.actions import factors as factor_actions
from griya.accounts.actions import resume_session, sign_in
from griya.accounts.actions.factors import let_go_of_factor, offered_secret, pass_code, set_up_factor
from griya.accounts.limits import TooManyAttempts
from griya.accounts.models import Account, AccountFactor, AccountSession, Event, RecoveryCode
from griya.accounts.queries import SignedIn
from griya.core.errors import Refused
from griya.core.outbox import OutboxMessage
from griya.core.tokens import digest
from tests.factories.accounts import PASSWORD, SITE, code_now, make_account

KEY = "kunci-uji-0123456789-abcdefghijklmnopqrstuvwxyz"
NOON = datetime(2026, 11, 22, 5, 0, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)
NETWORK = "203.0.113.7"


def enter(account: Account) -> tuple[str, SignedIn]:
    """Sign in by password; the token and who that is."""
    token = sign_in(email=account.email, password=PASSWORD, network=NETWORK, device="Firefox di Windows")
    who = resume_session(token=token)
    assert who is not None
    return token, who


def give(account: Account, typed: str) -> SignedIn:
    token, who = enter(account)
    opened = pass_code(who=who, typed=typed, secret_key=KEY, network=NETWORK, token=token, site=SITE)
    inside = resume_session(token=opened)
    assert inside is not None and resume_session(token=token) is None
    return inside


def set_up(account: Account) -> tuple[str, list[str]]:
    """Set a factor up as its owner would; the secret and the ten codes."""
    _, who = enter(account)
    secret = offered_secret(session_id=who.session_id, secret_key=KEY)
    typed = pyotp.TOTP(secret).now()
    _, codes = set_up_factor(who=who, typed=typed, secret_key=KEY, network=NETWORK, site=SITE)
    return secret, codes


def test_the_secret_is_nowhere_in_the_database_and_follows_from_the_key(context: Session) -> None:
    account = make_account()
    secret, _ = set_up(account)
    row = context.scalars(sa.select(AccountFactor)).one()
    assert len(secret) == 32 and secret != row.seed
    assert factors.secret_of(KEY, account.id, row.seed) == secret
    assert factors.secret_of(KEY + "x", account.id, row.seed) != secret
    assert factors.secret_of(KEY, account.id + 1, row.seed) != secret
    kept = str([*context.execute(sa.select(AccountFactor.seed)), *context.scalars(sa.select(Event.after))])
    assert secret not in kept


def test_reading_the_page_again_offers_the_same_secret_and_a_finished_app_another(context: Session) -> None:
    account = make_account()
    _, who = enter(account)
    first = offered_secret(session_id=who.session_id, secret_key=KEY)
    assert offered_secret(session_id=who.session_id, secret_key=KEY) == first
    set_up_factor(who=who, typed=pyotp.TOTP(first).now(), secret_key=KEY, network=NETWORK, site=SITE)
    assert offered_secret(session_id=who.session_id, secret_key=KEY) != first
    _, other = enter(make_account())
    assert offered_secret(session_id=other.session_id, secret_key=KEY) != first


def test_the_app_is_told_whose_and_what_it_is() -> None:
    uri = factors.uri_of("A" * 32, "sari@contoh.test")
    assert uri.startswith("otpauth://totp/Griya%20IKM:sari") and "issuer=Griya%20IKM" in uri
    assert factors.in_groups("ABCDEFGH") == "ABCD EFGH"


@pytest.mark.parametrize(
    ("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)],
)  # fmt: skip
def test_a_code_fits_one_half_minute_early_or_late(steps: int, fits: bool) -> None:
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(NOON + steps * STEP)
    found = factors.matching_step(secret, code, NOON)
    assert (found is not None) is fits


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "\x00", "12 34 5"])
def test_what_is_no_code_never_fits(typed: str) -> None:
    assert factors.matching_step(pyotp.random_base32(), typed, NOON) is None


def test_a_code_may_be_typed_with_its_blank(context: Session) -> None:
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(NOON)
    assert factors.matching_step(secret, f" {code[:3]} {code[3:]} ", NOON) is not None


def test_a_code_opens_the_desk_once_and_no_earlier_one_opens_it_afterwards(context: Session) -> None:
    account = make_account(factor=True)
    with time_machine.travel(NOON, tick=False) as clock:
        earlier, code = code_now(KEY, account), ""
        clock.shift(STEP)
        code = code_now(KEY, account)
        assert not give(account, code).standing.awaits_code
        for again in (code, earlier):
            with pytest.raises(Refused, match="sudah dipakai"):
                give(account, again)
        clock.shift(STEP)
        give(account, code_now(KEY, account))


def test_the_code_that_set_the_app_up_does_not_open_the_desk(context: Session) -> None:
    account = make_account()
    with time_machine.travel(NOON, tick=False):
        secret, _ = set_up(account)
        with pytest.raises(Refused):
            give(account, pyotp.TOTP(secret).now())


def test_two_at_once_with_one_code_only_one_gets_in(context: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_account(factor=True)
    fits = factor_actions._fitting_step

    def overtaken(*arguments: object) -> int | None:
        step = fits(*arguments)  # type: ignore[arg-type]
        context.execute(sa.update(AccountFactor).values(last_step=step))  # the other one was faster
        return step

    monkeypatch.setattr(factor_actions, "_fitting_step", overtaken)
    with pytest.raises(Refused):
        give(account, code_now(KEY, account))


def test_half_a_sign_in_is_none_and_ends_after_ten_minutes(context: Session) -> None:
    account = make_account(factor=True)
    with time_machine.travel(NOON, tick=False) as clock:
        token, who = enter(account)
        assert who.standing.awaits_code
        clock.shift(timedelta(minutes=10) - timedelta(seconds=1))
        assert resume_session(token=token) is not None
        clock.shift(timedelta(seconds=1))
        assert resume_session(token=token) is None


def test_five_wrong_codes_and_the_right_one_waits_too(context: Session) -> None:
    account = make_account(factor=True)
    for _ in range(5):
        with pytest.raises(Refused):
            give(account, "000000")
    with pytest.raises(TooManyAttempts):
        give(account, code_now(KEY, account))
    refused = context.scalars(sa.select(Event).where(Event.verb == "factor.refused")).all()
    assert [event.object_key for event in refused] == [str(account.id)] * 5


def test_ten_recovery_codes_are_stored_as_password_hashes_and_open_the_desk_once_each(context: Session) -> None:
    account = make_account()
    _, codes = set_up(account)
    rows = context.scalars(sa.select(RecoveryCode).order_by(RecoveryCode.position)).all()
    assert len(set(codes)) == len(rows) == 10
    assert all(row.code_hash.startswith("$argon2id$") for row in rows)
    typed = codes[2].upper().replace("-", " ")
    assert not give(account, typed).standing.awaits_code
    with pytest.raises(Refused):
        give(account, typed)
    give(account, codes[9])
    spent = context.scalars(sa.select(RecoveryCode.position).where(RecoveryCode.used_at.is_not(None)))
    assert sorted(spent) == [3, 10]
    told = context.scalars(sa.select(OutboxMessage.body).where(OutboxMessage.body.contains("cadangan nomor"))).all()
    assert len(told) == 2


@pytest.mark.parametrize("typed", ["11-abcde-fghjk", "0-abcde-fghjk", "3-abcde-fghj", "3-abcde-fghjkk"])
def test_a_made_up_recovery_code_opens_nothing(context: Session, typed: str) -> None:
    account = make_account()
    set_up(account)
    with pytest.raises(Refused):
        give(account, typed)


def test_setting_up_ends_the_other_sessions_and_tells_the_owner(context: Session) -> None:
    account = make_account()
    there, _ = enter(account)
    set_up(account)
    assert resume_session(token=there) is None
    event = context.scalars(sa.select(Event).where(Event.verb == "factor.set_up")).one()
    assert event.after == {"has_factor": True, "sessions_ended": 1}
    assert "Kode kedua dipasang" in context.scalars(sa.select(OutboxMessage)).one().body


def test_an_administrator_cannot_let_go_of_the_factor_and_a_curator_can(context: Session) -> None:
    curator, administrator = make_account(factor=True), make_account(role="administrator")
    inside = give(administrator, code_now(KEY, administrator))
    with pytest.raises(Refused, match="Administrator harus"):
        let_go_of_factor(who=inside, site=SITE)
    let_go_of_factor(who=give(curator, code_now(KEY, curator)), site=SITE)
    _, who = enter(curator)
    assert not who.standing.awaits_code
    assert context.scalar(sa.select(sa.func.count(AccountFactor.account_id))) == 1


def test_the_new_session_says_the_same_device_and_has_another_token(context: Session) -> None:
    account = make_account(factor=True)
    inside = give(account, code_now(KEY, account))
    row = context.get_one(AccountSession, inside.session_id)
    assert row.device == "Firefox di Windows" and not row.awaits_code
    assert context.scalar(sa.select(sa.func.count(AccountSession.id)).where(AccountSession.ended_at.is_(None))) == 1
    assert row.token_digest != digest("")


def test_a_busy_machine_uses_no_try_up(context: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_account()
    _, codes = set_up(account)
    token, who = enter(account)

    def busy(*_: object) -> bool:
        raise passwords.Busy

    monkeypatch.setattr(passwords, "is_right", busy)
    for _ in range(7):
        with pytest.raises(passwords.Busy):
            pass_code(who=who, typed=codes[0], secret_key=KEY, network=NETWORK, token=token, site=SITE)
