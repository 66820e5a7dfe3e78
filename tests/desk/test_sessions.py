"""The desk's door, opened and closed by a browser."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from griya.accounts import aside
from griya.accounts.actions import disable_account, resume_session
from griya.accounts.limits import LIMITS, Trying
from griya.accounts.models import Account, AccountSession, Event
from griya.core.clock import now
from griya.core.state import unrecorded_state_change
from tests.factories.accounts import PASSWORD, cookie_of, make_account, sign_in
from tests.page import PageClient

HOME = "/meja/"
DOOR = "/meja/masuk"
MINUTE = timedelta(minutes=1)


def is_inside(page: PageClient) -> bool:
    return page.client.get(HOME).status_code == 200


def test_signing_in_leads_to_the_desk_and_says_who_one_is(page: PageClient, context: Session) -> None:
    answer = sign_in(page, make_account(name="Sari Uji"))
    assert answer.response.headers["Location"] == HOME
    home = page.get(HOME)
    assert "Sari Uji Kurator" in home.text
    assert home.response.headers["Cache-Control"] == "private, no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_foreign_sites(page: PageClient, context: Session) -> None:
    answer = sign_in(page, make_account())
    cookie = answer.response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Expires" not in cookie


def test_session_fixation_is_impossible_the_token_is_new_at_each_sign_in(page: PageClient, context: Session) -> None:
    account = make_account()
    page.get(DOOR)
    planted = cookie_of(page.client)
    sign_in(page, account)
    first = cookie_of(page.client)
    sign_in(page, account)
    second = cookie_of(page.client)
    assert len({planted, first, second}) == 3
    for stale in (planted, first):
        page.client.set_cookie("griya", stale)
        assert not is_inside(page)


def test_a_session_token_that_somebody_chose_is_not_adopted(app: Flask, page: PageClient, context: Session) -> None:
    with page.client.session_transaction() as session:
        session["desk_token"] = "dipilih-orang-lain-123"
    sign_in(page, make_account())
    with page.client.session_transaction() as session:
        assert session["desk_token"] != "dipilih-orang-lain-123"
    assert resume_session(token="dipilih-orang-lain-123") is None


def test_signing_out_kills_a_copied_cookie(page: PageClient, context: Session) -> None:
    sign_in(page, make_account())
    copy = cookie_of(page.client)
    answer = page.submit(HOME, {}, action="/meja/keluar")
    assert answer.response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "sudah keluar" in page.get(answer.response.headers["Location"]).text
    assert not is_inside(page)
    page.client.set_cookie("griya", copy)
    assert not is_inside(page)


def test_a_disabled_account_is_out_at_its_next_request(page: PageClient, context: Session) -> None:
    account = make_account()
    sign_in(page, account)
    with unrecorded_state_change("a test's own world"):
        context.execute(sa.update(Account).where(Account.id == account.id).values(disabled_at=now()))
    assert not is_inside(page)


def test_disabling_ends_the_sessions_for_good(page: PageClient, context: Session) -> None:
    account = make_account()
    sign_in(page, account)
    disable_account(email=account.email)
    with unrecorded_state_change("a test's own world"):
        context.execute(sa.update(Account).where(Account.id == account.id).values(disabled_at=None))
    assert not is_inside(page)


def test_a_session_ends_after_30_minutes_without_use(page: PageClient, context: Session) -> None:
    account = make_account()
    with time_machine.travel("2026-11-22T01:00:00Z", tick=False) as clock:
        sign_in(page, account)
        clock.shift(30 * MINUTE - timedelta(seconds=1))
        assert is_inside(page)
        clock.shift(30 * MINUTE)
        assert not is_inside(page)


def test_reading_pages_keeps_a_session_alive_until_12_hours_are_over(page: PageClient, context: Session) -> None:
    account = make_account()
    with time_machine.travel("2026-11-22T01:00:00Z", tick=False) as clock:
        sign_in(page, account)
        for _ in range(35):
            clock.shift(20 * MINUTE)
            assert is_inside(page)
        clock.shift(20 * MINUTE - timedelta(seconds=1))
        assert is_inside(page)
        clock.shift(timedelta(seconds=1))
        assert not is_inside(page)


def test_last_seen_is_written_at_most_once_a_minute(
    page: PageClient, context: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account()
    writes: list[int] = []
    writing = aside.writing

    def counted() -> Any:
        writes.append(1)
        return writing()

    with time_machine.travel("2026-11-22T01:00:00Z", tick=False) as clock:
        sign_in(page, account)
        monkeypatch.setattr(aside, "writing", counted)
        for _ in range(12):
            is_inside(page)
            clock.shift(timedelta(seconds=20))
    assert len(writes) == 3


def test_a_busy_database_is_no_reason_to_refuse_a_page(
    page: PageClient, context: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account()

    def locked() -> Any:
        raise sa.exc.OperationalError("UPDATE", {}, Exception("database is locked"))

    with time_machine.travel("2026-11-22T01:00:00Z", tick=False) as clock:
        sign_in(page, account)
        clock.shift(5 * MINUTE)
        monkeypatch.setattr(aside, "writing", locked)
        assert is_inside(page)


def test_unknown_and_known_accounts_get_the_same_answer(client: FlaskClient, context: Session) -> None:
    known, disabled = make_account("a@contoh.test"), make_account("b@contoh.test")
    disable_account(email=disabled.email)
    context.commit()
    answers = set()
    for email, password in (
        (known.email, "kata sandi yang salah"),
        (disabled.email, PASSWORD),
        ("c@contoh.test", "kata sandi yang salah"),
    ):
        page = PageClient(client)
        answer = page.submit(DOOR, {"email": email, "password": password}, expect=422)
        assert answer.field("email") == email
        assert answer.field("password") == ""
        answers.add(answer.text.replace(email, ""))
    assert len(answers) == 1
    assert "tidak cocok" in answers.pop()


def test_a_refused_sign_in_stays_on_record_although_its_request_is_rolled_back(
    page: PageClient, context: Session
) -> None:
    page.submit(DOOR, {"email": "rahasia@contoh.test", "password": "kata sandi yang salah"}, expect=422)
    event = context.scalars(sa.select(Event).where(Event.verb == "session.refused")).one()
    assert event.after == {"network": "127.0.0.1"}
    assert "rahasia" not in str([event.object_key, event.before, event.after, event.reason])


def test_too_many_tries_get_429_with_the_time_to_wait_and_the_address_kept(page: PageClient, context: Session) -> None:
    account = make_account()
    context.commit()
    wrong = {"email": account.email, "password": "kata sandi yang salah"}
    with time_machine.travel("2026-11-22T01:00:00Z", tick=False) as clock:
        for _ in range(LIMITS[Trying.SIGN_IN][0].most):
            page.submit(DOOR, wrong, expect=422)
        answer = page.submit(DOOR, {**wrong, "password": PASSWORD}, expect=429)
        assert answer.response.headers["Retry-After"] == "300"
        assert answer.field("email") == account.email
        assert "Tunggu 5 menit" in answer.text
        clock.shift(5 * MINUTE)
        sign_in(page, account)
    assert context.scalar(sa.select(sa.func.count(AccountSession.id))) == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "", "password": ""},
        {"email": "a" * 5000, "password": "x"},
        {"email": "\x00\ud800\u202e😀", "password": "\x00\ud800"},
        {"email": "a@contoh.test", "password": "x" * 100_000},
        {"email": "' OR 1=1 --", "password": "' OR 1=1 --"},
    ],
)
def test_no_input_at_the_door_breaks_it(page: PageClient, context: Session, data: dict[str, str]) -> None:
    encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}
    page.submit(DOOR, encoded, expect=422)


def test_extra_fields_at_the_door_change_nothing(page: PageClient, context: Session) -> None:
    account = make_account(role="curator")
    page.submit(
        DOOR,
        {
            "email": account.email, "password": PASSWORD, "role": "administrator", "account_id": "1", "name": "Raja",
            "desk_token": "x", "disabled_at": "", "created_at": "2000-01-01", "is_admin": "true",
        },
    )  # fmt: skip
    context.expire_all()
    stored = context.scalars(sa.select(Account).where(Account.id == account.id)).one()
    assert (stored.role, stored.name) == ("curator", "Sari Uji")
    with page.client.session_transaction() as session:
        assert set(session) == {"desk_token"} and session["desk_token"] != "x"


def test_a_stranger_is_led_back_to_the_page_he_asked_for(page: PageClient, context: Session) -> None:
    account = make_account()
    turned_away = page.get("/meja/produk?q=kain%20songket", expect=303)
    door = turned_away.response.headers["Location"]
    assert door.startswith("/meja/masuk?next=")
    answer = page.submit(door, {"email": account.email, "password": PASSWORD})
    assert answer.response.headers["Location"] == "/meja/produk?q=kain%20songket"


@pytest.mark.parametrize(
    "next_", ["//evil.example", "/\\evil.example", "https://evil.example/meja/", "/meja/\x00", "/produk"]
)
@pytest.mark.parametrize("name", ["next", "url", "return_to", "redirect"])
def test_no_parameter_leads_out_of_the_desk(page: PageClient, context: Session, name: str, next_: str) -> None:
    account = make_account()
    token = page.get(DOOR).field("csrf_token")
    answer = page.post(
        f"{DOOR}?{name}=//evil.example",
        {"csrf_token": token, "email": account.email, "password": PASSWORD, name: next_},
    )
    assert answer.response.headers["Location"] == HOME


@pytest.mark.parametrize("kind", ["missing", "altered", "of another browser"])
@pytest.mark.parametrize("path", [DOOR, "/meja/keluar"])
def test_a_form_without_its_own_token_is_refused(
    app: Flask, page: PageClient, context: Session, kind: str, path: str
) -> None:
    account = make_account()
    sign_in(page, account)
    token = page.get(HOME).field("csrf_token")
    foreign = PageClient(app.test_client()).get(DOOR).field("csrf_token")
    data = {"email": account.email, "password": PASSWORD}
    tokens = {"altered": token[:-2] + ("aa" if token[-2:] != "aa" else "bb"), "of another browser": foreign}
    page.post(path, {**data, **({"csrf_token": tokens[kind]} if kind in tokens else {})}, expect=400)
    assert is_inside(page)


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_sent_by_another_site_is_refused_even_with_a_token(
    page: PageClient, context: Session, headers: dict[str, str]
) -> None:
    sign_in(page, make_account())
    token = page.get(HOME).field("csrf_token")
    page.post("/meja/keluar", {"csrf_token": token}, expect=403, headers=headers)
    assert is_inside(page)
