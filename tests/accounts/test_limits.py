"""How often somebody may try to sign in."""

from datetime import UTC, datetime, timedelta

import pytest

from griya.accounts.limits import (
    IN_ALL,
    PER_ACCOUNT_AND_NETWORK,
    PER_NETWORK,
    SignInLimiter,
    TooManyAttempts,
    network_of,
)

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_eleventh_try_of_one_account_from_one_network_waits() -> None:
    limiter = SignInLimiter()
    for second in range(PER_ACCOUNT_AND_NETWORK):
        limiter.take("a@contoh.test", "203.0.113.7", NOON + second * SECOND)
    with pytest.raises(TooManyAttempts) as refusal:
        limiter.take("a@contoh.test", "203.0.113.7", NOON + 100 * SECOND)
    assert refusal.value.retry_after == 200


def test_the_window_opens_again_exactly_when_it_was_said() -> None:
    limiter = SignInLimiter()
    for _ in range(PER_ACCOUNT_AND_NETWORK):
        limiter.take("a@contoh.test", "203.0.113.7", NOON)
    with pytest.raises(TooManyAttempts):
        limiter.take("a@contoh.test", "203.0.113.7", NOON + 299 * SECOND)
    limiter.take("a@contoh.test", "203.0.113.7", NOON + 300 * SECOND)


def test_a_stranger_elsewhere_cannot_keep_the_owner_out() -> None:
    limiter = SignInLimiter()
    for _ in range(PER_ACCOUNT_AND_NETWORK):
        limiter.take("a@contoh.test", "203.0.113.7", NOON)
    limiter.take("a@contoh.test", "198.51.100.9", NOON)


def test_one_network_cannot_try_one_password_on_every_account() -> None:
    limiter = SignInLimiter()
    for number in range(PER_NETWORK):
        limiter.take(f"{number}@contoh.test", "203.0.113.7", NOON)
    with pytest.raises(TooManyAttempts):
        limiter.take("next@contoh.test", "203.0.113.7", NOON)


def test_a_try_that_was_right_is_given_back() -> None:
    limiter = SignInLimiter()
    for second in range(100):
        limiter.take("a@contoh.test", "203.0.113.7", NOON + second * SECOND)
        limiter.give_back("a@contoh.test", "203.0.113.7", NOON + second * SECOND)
    limiter.take("a@contoh.test", "203.0.113.7", NOON + 101 * SECOND)


def test_a_refused_try_is_not_counted_so_the_wait_does_not_grow() -> None:
    limiter = SignInLimiter()
    for _ in range(PER_ACCOUNT_AND_NETWORK):
        limiter.take("a@contoh.test", "203.0.113.7", NOON)
    for second in range(1, 299):
        with pytest.raises(TooManyAttempts):
            limiter.take("a@contoh.test", "203.0.113.7", NOON + second * SECOND)
    limiter.take("a@contoh.test", "203.0.113.7", NOON + 300 * SECOND)


def test_there_is_a_limit_in_all_and_the_memory_it_takes_is_bounded() -> None:
    limiter = SignInLimiter()
    refused = 0
    for number in range(3 * IN_ALL):
        try:
            limiter.take(f"{number}@contoh.test", f"10.{number >> 8}.{number & 255}.1", NOON)
        except TooManyAttempts:
            refused += 1
    assert refused == 2 * IN_ALL
    assert len(limiter) <= 2 * IN_ALL + 1


def test_keys_of_long_ago_make_room_for_new_ones() -> None:
    limiter = SignInLimiter(capacity=50)
    for number in range(500):
        limiter.take(f"{number}@contoh.test", f"192.0.2.{number % 250}", NOON + number * timedelta(minutes=1))
    assert len(limiter) <= 50


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
