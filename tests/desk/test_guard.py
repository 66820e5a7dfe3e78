"""The guard and its list: every endpoint as everybody, and nobody gets further than the list lets them."""

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from griya.accounts.actions import disable_account
from griya.accounts.models import Account, AccountSession
from griya.accounts.rules.access import OPEN, access_list
from griya.core.clock import now
from griya.core.db import db
from griya.selection.actions import load_slots
from tests.desk.matrix import PEOPLE, cells, expected, found
from tests.factories.accounts import PASSWORD, cookie_of, make_account, sign_in
from tests.page import PIECES, PageClient
from tests.verification.cases import make_credential

HERE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
SIZE = Counter[str]()


def enter(page: PageClient, person: str) -> Account:
    """Put this person before the guard."""
    role = person.split()[0] if person.split()[0] in {"curator", "officer", "administrator"} else "officer"
    account = make_account(role=role, factor=False if person.endswith("without a factor") else None)
    if person == "stranger":
        return account
    if person.endswith("without a factor") or person.endswith("before the code"):
        page.submit("/meja/masuk", {"email": account.email, "password": PASSWORD})
        return account
    sign_in(page, account)
    if person == "closed account":
        copy = cookie_of(page.client)
        disable_account(email=account.email)
        page.client.set_cookie("griya", copy)
    if person.endswith("of yesterday"):
        proven = now() - timedelta(minutes=16)
        db.session.execute(
            sa.update(AccountSession).where(AccountSession.account_id == account.id).values(proven_at=proven)
        )
    return account


@pytest.mark.parametrize("person", PEOPLE)
def test_the_privilege_matrix_has_no_surprise(
    app: Flask, client: FlaskClient, context: Session, database: sa.Connection, person: str
) -> None:
    page = PageClient(client)
    make_account(role="administrator")  # so that nobody here is the last one
    other = make_account(role="curator")
    there = PageClient(app.test_client())
    sign_in(there, other)
    account = enter(page, person)
    claims = [make_credential() for _ in range(2)]
    context.commit()
    token = page.get("/meja/lupa").field("csrf_token")
    cookie = cookie_of(client)

    def session_code(account_id: int) -> str:
        codes = context.scalars(sa.select(AccountSession.code).where(AccountSession.account_id == account_id)).all()
        return codes[-1] if codes else "bcdfghjk"

    codes = {
        "/meja/akun/": {"own": account.code, "other's": other.code},
        "/meja/izin/": {"own": claims[0].code, "other's": claims[1].code},
        "/meja/saya/sesi/": {"own": session_code(account.id), "other's": session_code(other.id)},
    }
    surprises = []
    for cell in cells(app, person, codes):
        client.set_cookie("griya", cookie)
        with database.begin_nested() as savepoint:  # what one question changes, the next one does not meet
            answer = client.open(cell.path, method=cell.method, data={"csrf_token": token}, headers=HERE)
            answer.close()  # a sheet counts as being written until then
            savepoint.rollback()
        SIZE[cell.endpoint] += 1
        if found(answer) != expected(cell.endpoint, person):
            surprises.append(f"{cell}: {found(answer)} ({answer.status_code}), not {expected(cell.endpoint, person)}")
    print(f"{sum(SIZE.values())} cells asked so far, {len(SIZE)} endpoints")
    assert not surprises, f"{len(surprises)} surprises:\n" + "\n".join(surprises[:20])
    assert set(SIZE) == {rule.endpoint for rule in app.url_map.iter_rules()}


def test_somebody_elses_session_is_not_found_and_stays(app: Flask, page: PageClient, context: Session) -> None:
    other = make_account()
    there = PageClient(app.test_client())
    sign_in(there, other)
    code = context.scalars(sa.select(AccountSession.code)).one()
    sign_in(page, make_account())
    token = page.get("/meja/saya").field("csrf_token")
    page.post(f"/meja/saya/sesi/{code}/akhiri", {"csrf_token": token}, expect=404)
    assert there.client.get("/meja/").status_code == 200


def test_an_endpoint_that_is_not_on_the_list_is_refused_to_everybody(
    page: PageClient, context: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(page, make_account(role="administrator"))
    page.get("/meja/produk")
    monkeypatch.delitem(access_list(), "desk.catalog.product_index")
    page.get("/meja/produk", expect=403)


def paths(app: Flask, method: str) -> list[tuple[str, str]]:
    """Endpoint and address of everything behind the door that takes this method and names no object."""
    adapter = app.url_map.bind("localhost")
    return [
        (rule.endpoint, adapter.build(rule.endpoint, {}, method=method))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("desk.")
        and method in (rule.methods or set())
        and not rule.arguments
        and access_list()[rule.endpoint].who not in OPEN
        and rule.endpoint != "desk.account.code_new"
    ]


def test_a_stranger_is_led_to_the_door_and_no_change_is_repeated_afterwards(
    app: Flask, client: FlaskClient, context: Session
) -> None:
    page = PageClient(client)
    token = page.get("/meja/masuk").field("csrf_token")
    for _, path in paths(app, "POST"):
        answer = client.post(path, data={"csrf_token": token}, headers=HERE)
        assert answer.headers["Location"] == "/meja/masuk", f"{path} would be repeated after signing in"
        assert answer.headers["Cache-Control"] == "private, no-store", path


@pytest.mark.parametrize("tail", ["x.css", "..%2fproduk", "produk;a=b", "produk/", "%00", "permintaan/GI-0000-0000"])
def test_a_strange_address_under_the_desk_shows_nothing(client: FlaskClient, context: Session, tail: str) -> None:
    answer = client.get(f"/meja/{tail}")
    assert answer.status_code in {303, 308, 404}
    assert "no-store" in answer.headers["Cache-Control"]


def test_every_page_of_the_desk_is_private_says_what_it_is_for_and_can_be_left(
    app: Flask, page: PageClient, context: Session
) -> None:
    sign_in(page, make_account(role="administrator"))
    load_slots()
    context.commit()
    asked = 0
    for _, path in paths(app, "GET"):
        if path in PIECES:
            continue
        opened = page.get(path)
        asked += 1
        assert opened.response.headers["Cache-Control"] == "private, no-store", path
        assert opened.select('form[action="/meja/keluar"]'), f"{path} has no way to sign out"
        assert opened.select('meta[name="robots"]'), f"{path} may be indexed"
        assert opened.select("main .desk-head__help"), f"{path} does not say in one line what it is for"
    assert asked >= 13


def test_no_page_of_the_desk_changes_anything_by_being_read(app: Flask, page: PageClient, context: Session) -> None:
    account = make_account(role="administrator")
    sign_in(page, account)
    tables = (
        "search_variant", "search_stop_word",
        "event", "account", "account_session", "account_link", "account_factor", "recovery_code", "attempt", "product",
        "inquiry", "outbox_message", "credential", "credential_document", "credential_turn",
    )  # fmt: skip

    def counts() -> list[int]:
        return [context.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables]  # noqa: S608

    before = counts()
    addresses = [path for _, path in paths(app, "GET")]
    claim = f"/meja/izin/{make_credential().code}"
    context.commit()
    before = counts()
    addresses += [claim, f"{claim}/ubah"]
    addresses += [
        f"/meja/akun/{account.code}",
        f"/meja/akun/{account.code}/peran",
        "/meja/sandi/x",
        "/meja/alamat/x",
    ]
    for path in addresses:
        for method in ("GET", "HEAD"):
            page.client.open(path, method=method)
            assert counts() == before, f"{method} {path} changed something"
