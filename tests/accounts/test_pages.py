"""The pages about accounts, opened by a browser: one's own account, the door's other ways in, other people's."""

import re
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, url_for
from sqlalchemy.orm import Session

from griya.accounts.letters import address_link, password_link
from griya.accounts.models import Account, AccountFactor, Event
from griya.accounts.rules.devices import device_words
from griya.accounts.rules.staff import Step
from griya.accounts.rules.telling import VERBS
from griya.accounts.words import STEP_WORDS
from griya.core.outbox import OutboxMessage
from tests.factories.accounts import PASSWORD, SITE, cookie_of, make_account, sign_in
from tests.factories.state import set_state
from tests.house import source
from tests.page import PageClient

NEXT = "lembah angin tujuh batu"
REASON = {"reason": "surat tugas 12/2026"}
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"


def last_letter(session: Session) -> OutboxMessage:
    return session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)).one()


def path_in(letter: OutboxMessage) -> str:
    found = re.search(r"http://localhost(/meja/\S+)", letter.body)
    assert found, letter.body
    return found[1]


def test_the_addresses_in_letters_are_those_of_the_pages(app: Flask) -> None:
    with app.test_request_context():
        assert password_link(SITE, "x") == "http://localhost" + url_for("desk.account.password_link_edit", token="x")
        assert address_link(SITE, "x") == "http://localhost" + url_for("desk.account.address_link_edit", token="x")


def test_an_administrator_without_a_factor_sets_one_up_before_anything_else(page: PageClient, context: Session) -> None:
    account = make_account(role="administrator", factor=False)
    sign_in(page, account)
    led = page.get("/meja/akun?q=sari", expect=303).response.headers["Location"]
    assert led.startswith("/meja/saya/kode?next=")
    offered = page.get(led)
    secret = offered.select(".factor-setup__secret")[0].to_text().replace(" ", "")
    assert offered.select("svg.qr-code path")
    wrong = page.submit(led, {"code": "000000"}, expect=422)
    assert "tidak cocok" in wrong.text and secret in wrong.html.replace(" ", "")
    shown = page.submit(led, {"code": pyotp.TOTP(secret).now()}, expect=200)
    assert len(shown.select(".recovery-codes__code")) == 10
    assert [a.attrs["href"] for a in shown.select("main a.button")] == ["/meja/akun?q=sari"]
    page.get("/meja/akun?q=sari")


def test_the_code_page_takes_a_recovery_code_and_leads_on(page: PageClient, context: Session) -> None:
    account = make_account(factor=True)
    sign_in(page, account)
    codes = [
        element.to_text()
        for element in page.submit("/meja/saya", {}, expect=200, action="/meja/saya/kode/cadangan").select(
            ".recovery-codes__code"
        )
    ]
    page.submit("/meja/", {}, action="/meja/keluar")
    page.submit("/meja/masuk?next=/meja/produk", {"email": account.email, "password": PASSWORD})
    door = page.get("/meja/produk", expect=303).response.headers["Location"]
    assert door == "/meja/masuk/kode?next=/meja/produk"
    page.submit(door, {"code": "1-aaaaa-aaaaa"}, expect=422)
    answer = page.submit(door, {"code": codes[0]})
    assert answer.response.headers["Location"] == "/meja/produk"
    page.get("/meja/produk")


def test_a_half_open_session_has_no_way_in_but_the_code(page: PageClient, context: Session) -> None:
    account = make_account(factor=True)
    page.submit("/meja/masuk", {"email": account.email, "password": PASSWORD})
    half = cookie_of(page.client)
    for path in ("/meja/", "/meja/saya", "/meja/saya/kode", "/meja/konfirmasi"):
        assert page.get(path, expect=303).response.headers["Location"].startswith("/meja/masuk/kode"), path
    sign_in(page, account)
    page.client.set_cookie("griya", half)
    assert page.get("/meja/", expect=303).response.headers["Location"].startswith("/meja/masuk")


def test_somebody_who_forgot_gets_back_in_by_mail(page: PageClient, context: Session) -> None:
    account = make_account()
    answer = page.submit("/meja/lupa", {"email": account.email})
    told = page.get(answer.response.headers["Location"])
    assert account.email not in told.html and "Bila alamat itu punya akun" in told.text
    path = path_in(last_letter(context))
    form = page.get(path)
    assert form.response.headers["Referrer-Policy"] == "no-referrer"
    assert form.response.headers["Cache-Control"] == "private, no-store"
    assert form.select('[autocomplete="new-password"]') and form.select('[autocomplete="username"]')
    assert page.get(path).status == 200, "reading it, as mail programs do, uses nothing up"
    page.submit(path, {"password": "pendek"}, expect=422)
    done = page.submit(path, {"password": NEXT})
    assert "Kata sandi tersimpan" in page.get(done.response.headers["Location"]).text
    page.get("/meja/", expect=303)
    sign_in(page, account, NEXT)
    page.get(path, expect=410)


def test_known_unknown_and_closed_addresses_get_the_same_bytes(app: Flask, page: PageClient, context: Session) -> None:
    known, closed = make_account(), make_account()
    set_state(closed, disabled_at=closed.created_at)
    context.flush()
    answers = set()
    for email in (known.email, closed.email, "siapa@contoh.test"):
        answer = page.submit("/meja/lupa", {"email": email})
        answers.add((answer.status, answer.html, answer.response.headers["Location"]))
    assert len(answers) == 1
    for _ in range(4):
        page.submit("/meja/lupa", {"email": known.email})
        page.submit("/meja/lupa", {"email": "siapa@contoh.test"})
    waits = {
        page.submit("/meja/lupa", {"email": email}, expect=429).text.replace(email, "")
        for email in (known.email, "siapa@contoh.test")
    }
    assert len(waits) == 1 and "Tunggu 24 jam" in waits.pop()


def test_changing_the_password_asks_for_the_present_one_ends_the_other_sessions_and_renews_this_one(
    app: Flask, page: PageClient, context: Session
) -> None:
    account = make_account()
    there = PageClient(app.test_client())
    sign_in(there, account)
    sign_in(page, account)
    before = cookie_of(page.client)
    wrong = page.submit("/meja/saya/sandi", {"present": "bukan ini sama sekali", "password": NEXT}, expect=422)
    assert "tidak cocok" in wrong.text and wrong.field("password") == wrong.field("present") == ""
    page.submit("/meja/saya/sandi", {"present": PASSWORD, "password": PASSWORD}, expect=422)
    page.submit("/meja/saya/sandi", {"present": PASSWORD, "password": NEXT})
    assert page.get("/meja/saya?selesai=sandi").select("[role=status]")
    assert there.client.get("/meja/").status_code == 303
    page.client.set_cookie("griya", before)
    assert page.client.get("/meja/").status_code == 303, "a copy of the old cookie is dead"
    assert "Kata sandi akun Anda diganti" in last_letter(context).body


def test_a_guessed_present_password_meets_a_limit(page: PageClient, context: Session) -> None:
    sign_in(page, make_account())
    context.commit()
    for _ in range(10):
        page.submit("/meja/saya/sandi", {"present": "salah salah salah", "password": NEXT}, expect=422)
    answer = page.submit("/meja/saya/sandi", {"present": PASSWORD, "password": NEXT}, expect=429)
    assert int(answer.response.headers["Retry-After"]) > 0


def test_sessions_are_listed_in_plain_words_and_ended_one_by_one_or_all(
    app: Flask, page: PageClient, context: Session
) -> None:
    account = make_account()
    others = [PageClient(app.test_client()) for _ in range(3)]
    for other in others:
        other.client.environ_base["HTTP_USER_AGENT"] = PHONE
        sign_in(other, account)
    sign_in(page, account)
    listed = page.get("/meja/saya")
    assert listed.text.count("Chrome di Android") == 3 and listed.text.count("perangkat ini") == 1
    assert "WIB" in listed.text
    actions = [f.attrs["action"] for f in listed.select("form") if "/saya/sesi/" in f.attrs["action"]]
    assert len(actions) == 4
    page.submit("/meja/saya", {}, action=actions[0])
    assert [other.client.get("/meja/").status_code for other in others].count(303) == 1
    page.submit("/meja/saya", {}, action="/meja/saya/sesi/akhiri-lain")
    assert [other.client.get("/meja/").status_code for other in others] == [303] * 3
    page.get("/meja/")


def test_what_is_sensitive_asks_for_the_password_again_after_15_minutes(page: PageClient, context: Session) -> None:
    account = make_account(role="administrator")
    other = make_account()
    with time_machine.travel("2026-11-22T05:00:00Z", tick=False) as clock:
        sign_in(page, account)
        clock.shift(timedelta(minutes=15) - timedelta(seconds=1))
        page.get(f"/meja/akun/{other.code}/peran")
        token = page.get(f"/meja/akun/{other.code}/peran").field("csrf_token")
        clock.shift(timedelta(seconds=1))
        answer = page.post(f"/meja/akun/{other.code}/peran", {"csrf_token": token, "role": "officer", **REASON})
        led = answer.response.headers["Location"]
        assert led == f"/meja/konfirmasi?next=/meja/akun/{other.code}/peran"
        before = cookie_of(page.client)
        page.submit(led, {"password": "salah salah salah"}, expect=422)
        assert page.submit(led, {"password": PASSWORD}).response.headers["Location"].endswith("/peran")
        page.submit(f"/meja/akun/{other.code}/peran", {"role": "officer", **REASON})
        page.client.set_cookie("griya", before)
        assert page.client.get("/meja/").status_code == 303, "the proof changed the token"
    assert context.get_one(Account, other.id, populate_existing=True).role == "officer"


def test_an_invitation_from_the_form_to_the_first_sign_in(app: Flask, page: PageClient, context: Session) -> None:
    sign_in(page, make_account(role="administrator"))
    page.submit("/meja/akun/undang", {"email": "x", "name": "", "role": "root", "reason": ""}, expect=422)
    data = {"email": "dewi@contoh.test", "name": "Dewi", "role": "officer", **REASON}
    answer = page.submit("/meja/akun/undang", {**data, "password_hash": "x", "disabled_at": "", "code": "aaaaaaaa"})
    shown = page.get(answer.response.headers["Location"])
    assert "mengundang" in shown.text and REASON["reason"] in shown.text and "Petugas" in shown.text
    page.submit("/meja/akun/undang", data, expect=422)
    guest = PageClient(app.test_client())
    guest.submit(path_in(last_letter(context)), {"password": NEXT})
    guest.submit("/meja/masuk", {"email": "dewi@contoh.test", "password": NEXT})
    assert "Dewi Petugas" in guest.get("/meja/").text


@pytest.mark.parametrize("step", list(Step))
def test_every_step_has_a_page_that_says_what_it_does_and_is_taken_from_there(
    page: PageClient, context: Session, step: Step
) -> None:
    sign_in(page, make_account(role="administrator"))
    other = make_account(factor=True, name="Budi & <b>Anak</b>")
    if step is Step.ENABLE:
        set_state(other, disabled_at=other.created_at)
        context.flush()
    path = f"/meja/akun/{other.code}/{step}"
    shown = page.get(path)
    assert STEP_WORDS[step].effect in shown.text
    page.submit(path, {"reason": "", "role": "officer"}, expect=422)
    answer = page.submit(path, {**REASON, "role": "officer"})
    told = page.get(answer.response.headers["Location"])
    assert STEP_WORDS[step].done in told.text and REASON["reason"] in told.text


def test_every_event_about_an_account_has_words(context: Session) -> None:
    """Verbs are found in the code, so that a new one cannot go without."""
    said = {
        verb
        for path in source.files("griya/accounts", "*.py")
        for verb in re.findall(r'"((?:account|session|factor|proof)\.[a-z_]+)"', path.read_text(encoding="utf-8"))
        if path.parent.name == "actions"
    }
    told = {verb for verb in VERBS if verb.partition(".")[0] in {"account", "session", "factor", "proof"}}
    assert len(said) >= 25 and said == told, said ^ told


def test_a_new_address_is_used_once_its_owner_agrees(page: PageClient, context: Session) -> None:
    account = make_account()
    sign_in(page, account)
    page.submit("/meja/saya/email", {"email": "bukan"}, expect=422)
    page.submit("/meja/saya/email", {"email": "baru@contoh.test"})
    path = path_in(last_letter(context))
    assert "baru@contoh.test" in page.get(path).text
    assert "sekarang baru@contoh.test" in page.submit(path, {}, expect=200).text
    page.get(path, expect=410)
    page.submit("/meja/saya/nama", {"name": "  Sari\u202e   Baru "})
    assert "Sari Baru" in page.get("/meja/saya").text


def test_letting_go_of_the_factor_is_asked_twice(page: PageClient, context: Session) -> None:
    account = make_account(factor=True)
    sign_in(page, account)
    page.submit("/meja/saya/kode/lepas", {}, action="/meja/saya/kode/lepas")
    assert context.get(AccountFactor, account.id) is None
    page.submit("/meja/saya/kode/lepas", {}, expect=422, action="/meja/saya/kode/lepas")


def test_the_events_of_pages_carry_the_id_of_their_request(page: PageClient, context: Session) -> None:
    sign_in(page, make_account())
    event = context.scalars(sa.select(Event).where(Event.verb == "session.created")).one()
    assert event.request_id and re.fullmatch(r"[0-9a-f]{16}", event.request_id)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome di Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox di Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17 Safari/604", "Safari di iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge di Windows"),
        ("curl/8", "Peramban lain"),
        ("", "Peramban lain"),
        ("<script>" * 500, "Peramban lain"),
    ],
)  # fmt: skip
def test_a_browser_is_told_in_plain_words(agent: str, words: str) -> None:
    assert device_words(agent) == words
