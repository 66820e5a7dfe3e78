"""Nobody gets behind the desk's door without signing in: every endpoint is asked, with every method it has."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from griya.accounts.guard import OPEN_ENDPOINTS
from griya.catalog.actions.search_words import create_stop_word
from tests.factories.accounts import make_account, sign_in
from tests.page import PageClient

SAMPLE_VALUES = {"reference": "GI-7K3M-X9QA", "key": "abaikan-yang"}


def desk_rules(app: Flask) -> list[Rule]:
    return [
        rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/meja") or rule.endpoint.startswith("desk.")
    ]


def paths(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, method, address of everything behind the door."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in desk_rules(app):
        values = {name: SAMPLE_VALUES.get(name, "1") for name in rule.arguments}
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            found.append((rule.endpoint, method, adapter.build(rule.endpoint, values, method=method)))
    return found


def test_everything_under_meja_belongs_to_the_guarded_blueprint(app: Flask) -> None:
    rules = desk_rules(app)
    assert len(rules) >= 8
    for rule in rules:
        assert rule.endpoint.startswith("desk.") and rule.rule.startswith("/meja"), f"{rule.rule} has no guard"


def test_only_the_door_itself_is_open(app: Flask) -> None:
    assert {rule.endpoint for rule in desk_rules(app)} >= OPEN_ENDPOINTS
    assert {"desk.session_new", "desk.session_create"} == OPEN_ENDPOINTS


def test_nobody_gets_in_anywhere(app: Flask, client: FlaskClient, context: Session) -> None:
    page = PageClient(client)
    token = page.get("/meja/masuk").field("csrf_token")
    asked = 0
    for endpoint, method, path in paths(app):
        if endpoint in OPEN_ENDPOINTS:
            continue
        answer = client.open(path, method=method, data={"csrf_token": token}, headers={"Origin": "http://localhost"})
        asked += 1
        where = f"{method} {path}"
        assert answer.status_code == 303, f"{where} answers a stranger {answer.status_code}"
        assert answer.headers["Location"].startswith("/meja/masuk"), where
        assert answer.headers["Cache-Control"] == "private, no-store", where
        if method == "POST":
            assert answer.headers["Location"] == "/meja/masuk", f"{where} would be repeated after signing in"
    assert asked >= 11


@pytest.mark.parametrize("tail", ["x.css", "..%2fproduk", "produk;a=b", "produk/", "%00", "permintaan/GI-0000-0000"])
def test_a_strange_address_under_the_desk_shows_nothing(client: FlaskClient, context: Session, tail: str) -> None:
    answer = client.get(f"/meja/{tail}")
    assert answer.status_code in {303, 308, 404}
    assert "no-store" in answer.headers["Cache-Control"]


def test_every_page_of_the_desk_is_private_and_can_be_left(app: Flask, page: PageClient, context: Session) -> None:
    sign_in(page, make_account())
    create_stop_word(word="yang")
    for endpoint, method, path in paths(app):
        if method != "GET" or endpoint in OPEN_ENDPOINTS or endpoint == "desk.inquiry.inquiry_show":
            continue
        opened = page.get(path)
        assert opened.response.headers["Cache-Control"] == "private, no-store", path
        assert opened.select('form[action="/meja/keluar"]'), f"{path} has no way to sign out"
        assert opened.select('meta[name="robots"]'), f"{path} may be indexed"


def test_no_page_of_the_desk_changes_anything_by_being_read(app: Flask, page: PageClient, context: Session) -> None:
    sign_in(page, make_account())
    create_stop_word(word="yang")
    tables = (
        "search_variant",
        "search_stop_word",
        "event",
        "account",
        "account_session",
        "product",
        "inquiry",
        "outbox_message",
    )

    def counts() -> list[int]:
        return [context.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables]  # noqa: S608

    before = counts()
    for endpoint, method, path in paths(app):
        if method in {"GET", "HEAD"}:
            page.client.open(path, method=method)
            assert counts() == before, f"{method} {path} ({endpoint}) changed something"
