"""How often somebody may try: the same for every process, because the database counts."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from griya.accounts import aside, limits
from griya.accounts.limits import LIMITS, TooManyAttempts, Trying, network_of
from griya.accounts.models import Attempt
from griya.app import create_app
from griya.config import Settings
from griya.core.db import db
from griya.upkeep import migrate

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


def take(email: str = "a@contoh.test", network: str = HERE, at: datetime = NOON, kind: Trying = Trying.SIGN_IN) -> int:
    return limits.take(kind, email, network, at)


def fill(rows: int, kind: Trying = Trying.SIGN_IN, network: str = "10.0.0.{}") -> None:
    """Tries of as many accounts, as a flood leaves them."""
    db.session.add_all(
        Attempt(kind=kind, subject=f"{number}", network=network.format(number), at=NOON) for number in range(rows)
    )
    db.session.flush()


def test_the_numbers_are_those_that_were_demanded() -> None:
    said = {
        kind: [(limit.most, int(limit.window.total_seconds()), limit.by_subject, limit.by_network) for limit in given]
        for kind, given in LIMITS.items()
    }
    assert said[Trying.SIGN_IN] == [(10, 300, True, True), (30, 300, False, True), (1000, 300, False, False)]
    assert said[Trying.CODE] == [(5, 300, True, False), (20, 3600, True, False), (50, 86400, True, False)]
    assert said[Trying.RESET][0] == (5, 86400, True, False)


def test_the_eleventh_try_of_one_account_from_one_network_waits(context: Session) -> None:
    for second in range(10):
        take(at=NOON + second * SECOND)
    with pytest.raises(TooManyAttempts) as refusal:
        take(at=NOON + 100 * SECOND)
    assert refusal.value.retry_after == 200


def test_the_window_opens_again_exactly_when_it_was_said(context: Session) -> None:
    for _ in range(10):
        take()
    with pytest.raises(TooManyAttempts):
        take(at=NOON + 299 * SECOND)
    take(at=NOON + 300 * SECOND)


def test_a_stranger_elsewhere_cannot_keep_the_owner_out(context: Session) -> None:
    for _ in range(10):
        take()
    take(network=ELSEWHERE)


def test_one_network_cannot_try_one_password_on_every_account(context: Session) -> None:
    for number in range(30):
        take(f"{number}@contoh.test")
    with pytest.raises(TooManyAttempts):
        take("next@contoh.test")


def test_there_is_a_limit_in_all(context: Session) -> None:
    fill(1000)
    with pytest.raises(TooManyAttempts):
        take()


def test_a_try_that_was_right_is_given_back(context: Session) -> None:
    for second in range(40):
        limits.give_back(take(at=NOON + second * SECOND))
    take(at=NOON + 41 * SECOND)


def test_a_refused_try_is_not_counted_so_the_wait_does_not_grow(context: Session) -> None:
    for _ in range(10):
        take()
    for second in (1, 100, 298):
        with pytest.raises(TooManyAttempts):
            take(at=NOON + second * SECOND)
    take(at=NOON + 300 * SECOND)


def test_a_try_beyond_the_limit_writes_nothing_and_takes_no_lock(
    context: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(10):
        take()
    monkeypatch.setattr(aside, "writing", lambda: pytest.fail("took the write lock"))
    with pytest.raises(TooManyAttempts):
        take()


def test_the_kinds_do_not_use_up_each_other(context: Session) -> None:
    for _ in range(5):
        take("7", kind=Trying.CODE)
    with pytest.raises(TooManyAttempts):
        take("7", network=ELSEWHERE, kind=Trying.CODE)
    take("7", kind=Trying.PROOF)


def test_codes_have_a_limit_by_the_hour_and_by_the_day(context: Session) -> None:
    taken, at = 0, NOON
    while taken < 20:
        take("7", at=at, kind=Trying.CODE)
        taken, at = taken + 1, at + timedelta(minutes=2)
    with pytest.raises(TooManyAttempts) as refusal:
        take("7", at=at, kind=Trying.CODE)
    assert refusal.value.retry_after == 20 * 60
    at += timedelta(minutes=20)
    while taken < 50:
        at += timedelta(minutes=10)
        take("7", at=at, kind=Trying.CODE)
        taken += 1
    with pytest.raises(TooManyAttempts) as refusal:
        take("7", at=at + timedelta(hours=2), kind=Trying.CODE)
    assert refusal.value.retry_after > 3600


def test_what_was_typed_is_not_kept_and_old_tries_go(context: Session) -> None:
    take("rahasia saya")
    assert "rahasia" not in str(db.session.execute(sa.select(Attempt.subject)).all())
    take(at=NOON + timedelta(days=3))
    assert db.session.scalar(sa.select(sa.func.count(Attempt.id))) == 1


@pytest.fixture
def two_processes(settings: Settings, tmp_path: Path) -> tuple[Flask, Flask]:
    """The application twice over one database file, as two server processes have it: no memory is shared."""
    own = replace(settings, instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'griya.db'}")
    first, second = create_app(own), create_app(own)
    with first.app_context():
        migrate(db.engine)
    return first, second


def test_two_processes_count_the_same_tries_and_tries_at_once_cannot_both_be_the_last(
    two_processes: tuple[Flask, Flask],
) -> None:
    counted: list[int] = []
    refused: list[int] = []
    start = threading.Barrier(8)

    def try_often(app: Flask) -> None:
        start.wait()
        with app.app_context():
            for _ in range(4):
                try:
                    counted.append(take())
                except TooManyAttempts:
                    refused.append(1)

    threads = [threading.Thread(target=try_often, args=(two_processes[number % 2],)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for app in two_processes:
        with app.app_context():
            db.engine.dispose()
    assert (len(counted), len(refused)) == (10, 22)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        (None, "-"),
        ("unix:", "-"),
    ],
)
def test_a_network_is_an_ipv4_address_or_a_64(address: str | None, network: str) -> None:
    assert network_of(address) == network
