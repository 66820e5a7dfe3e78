"""Passwords that will do, sessions that are alive, and where a sign-in may lead."""

from datetime import UTC, datetime, timedelta

import pytest

from griya.accounts.passwords import HASHER, NOBODYS_HASH, hash_password, is_outdated, is_right, new_password
from griya.accounts.rules import (
    ABSOLUTE_LIMIT,
    IDLE_LIMIT,
    check_account,
    check_password,
    common_passwords,
    is_session_alive,
    is_too_long,
    own_path,
    password_bytes,
)

MORNING = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    "password",
    [
        "jendela kopi sore 99",
        "kuda-baterai-stapler-betul",
        "merah kuning hijau di langit",
        "k7mqa-bcd3e-xyzab-mnpqr",
        "  spasi di kedua ujung  ",
        "ガラスの仮面と青い鳥と山の雲",
        "x9" * 32 + "qwzpvm",
        "🌶🍍🐟🪵🧺🛶🌊🌙⭐🔥💧🌱",
    ],
)
def test_a_long_password_of_ones_own_words_is_taken(password: str) -> None:
    assert check_password(password) == []


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "P@55w0rd2024!",
        "password12345",
        "qwertyuiop123456",
        "1q2w3e4r5t6y",
        "griyaikm2026",
        "Griya-IKM-Kalbar-2026",
        "Disperindag#2026",
        "sayangsayang12",
        "rahasia-kalbar-!!",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012",
        "bismillah1234",
        "adminkalbar2026!",
    ],
)
def test_a_password_that_is_tried_first_is_refused(password: str) -> None:
    assert any("mudah ditebak" in reason for reason in check_password(password))


def test_ones_own_name_and_address_do_not_count() -> None:
    assert check_password("yohanalimbong77", own_words=("yohana@contoh.test", "Yohana Limbong"))
    assert not check_password("yohanalimbong77", own_words=("budi@contoh.test", "Budi"))


@pytest.mark.parametrize(("length", "is_taken"), [(11, False), (12, True), (64, True), (4096, True), (4097, False)])
def test_the_length_is_bounded_on_both_sides(length: int, is_taken: bool) -> None:
    password = ("jendela kopi sore lembah angin " * 140)[:length]
    assert (check_password(password) == []) is is_taken


def test_the_upper_bound_counts_bytes() -> None:
    assert not is_too_long("é" * 2048)
    assert is_too_long("é" * 2049)


def test_passwords_that_differ_at_byte_73_differ() -> None:
    start = "a" * 72
    assert not is_right(start + "y", hash_password(start + "x"))


def test_a_password_is_not_trimmed_and_both_ways_to_write_an_accent_are_one() -> None:
    encoded = hash_password(" kaf\u00e9 di tepi Kapuas")
    assert is_right(" kafe\u0301 di tepi Kapuas", encoded)
    assert not is_right("kaf\u00e9 di tepi Kapuas", encoded)


@pytest.mark.parametrize("odd", ["", "\x00", "\ud800", "\u202e" * 20, "x" * 4096])
def test_no_password_breaks_the_hash(odd: str) -> None:
    assert password_bytes(odd) is not None
    assert not is_right(odd, NOBODYS_HASH)
    assert not is_right(odd, None)
    assert not is_right(odd, "not a hash")


def test_the_hash_of_nobody_costs_what_every_other_costs() -> None:
    assert NOBODYS_HASH.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not HASHER.check_needs_rehash(NOBODYS_HASH)
    assert is_outdated(NOBODYS_HASH.replace("t=2", "t=1"))


def test_a_made_password_passes_the_rules_and_is_never_the_same() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(check_password(password) == [] for password in made)


def test_the_list_of_common_passwords_is_lower_case_and_a_good_size() -> None:
    assert len(common_passwords()) > 700
    assert all(word == word.lower() for word in common_passwords())


@pytest.mark.parametrize(
    ("email", "name", "role", "count"),
    [
        ("a@contoh.test", "Sari", "curator", 0),
        ("a", "Sari", "curator", 1),
        ("a@contoh.test", "", "curator", 1),
        ("a@contoh.test", "Sari", "owner", 1),
        ("é@contoh.test", "x" * 121, "root", 3),
    ],
)
def test_what_cannot_be_an_account_is_told_in_full(email: str, name: str, role: str, count: int) -> None:
    assert len(check_account(email=email, name=name, role=role)) == count


@pytest.mark.parametrize(
    ("seen_after", "asked_after", "is_alive"),
    [
        (timedelta(), IDLE_LIMIT - SECOND, True),
        (timedelta(), IDLE_LIMIT, False),
        (timedelta(), IDLE_LIMIT + SECOND, False),
        (ABSOLUTE_LIMIT - 2 * SECOND, ABSOLUTE_LIMIT - SECOND, True),
        (ABSOLUTE_LIMIT - SECOND, ABSOLUTE_LIMIT, False),
        (ABSOLUTE_LIMIT, ABSOLUTE_LIMIT + SECOND, False),
    ],
)
def test_a_session_ends_after_30_idle_minutes_and_after_12_hours(
    seen_after: timedelta, asked_after: timedelta, is_alive: bool
) -> None:
    times = {"created_at": MORNING, "seen_at": MORNING + seen_after, "at": MORNING + asked_after}
    assert is_session_alive(**times, ended_at=None, awaits_code=False) is is_alive
    assert not is_session_alive(**times, ended_at=MORNING, awaits_code=False)


@pytest.mark.parametrize(
    "path", ["/meja/", "/meja/produk?q=kain%20songket&status=tayang&hal=2", "/meja/permintaan/GI-7K3M-X9QA"]
)
def test_a_page_of_the_desk_is_a_way_back(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "/", "/produk", "meja/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "/meja//evil.example", "/meja/\\evil.example", "/meja/../produk", "/meja/..//evil.example",
        "/meja/%2e%2e/produk", "/meja/%2f%2fevil.example", "/meja/%5cevil.example", "https://evil.example/meja/",
        "https:evil.example", "javascript:alert(1)", "/meja/\r\nSet-Cookie: a=b", "/meja/\tx", "/meja/\x00",
        " /meja/", "/meja/ ", "\t//evil.example", "/meja@evil.example", "/meja/@evil.example", "/mejaevil",
        "/meja/\u2028", "／meja/", "/meja/é", "/meja/?next=//evil.example#x", "/meja/" + "a" * 500, "http:///evil.example",
        "//evil.example/meja/", "/meja/?q=\n",
    ],
)  # fmt: skip
def test_nothing_else_is_a_way_back(path: str | None) -> None:
    assert own_path(path) is None
