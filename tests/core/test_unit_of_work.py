"""One transaction per request, settled at the edge."""

import pytest
from flask import Flask, abort
from sqlalchemy import func, select

from griya.accounts.actions import record_event
from griya.accounts.models import Event
from griya.core import unit_of_work
from griya.core.db import UtcDateTime, db
from tests.conftest import IsolatedClient


def count_events() -> int:
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


def write(status: int) -> str:
    record_event(verb="uji", object_type="uji", object_key=str(status))
    if status >= 400:
        abort(status)
    return "ya"


@pytest.fixture
def client(app: Flask) -> IsolatedClient:
    """A client of the application with its home page replaced by one that writes."""
    app.test_client_class = IsolatedClient
    return app.test_client()  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("method", "status", "kept"), [("post", 200, 1), ("post", 422, 0), ("post", 409, 0), ("get", 200, 0)]
)
def test_only_an_unsafe_request_that_succeeds_is_kept(
    app: Flask, client: IsolatedClient, method: str, status: int, kept: int
) -> None:
    endpoint = "site.home_show" if method == "get" else "desk.session_create"
    address = "/" if method == "get" else "/meja/masuk"
    original = app.view_functions[endpoint]
    app.view_functions[endpoint] = lambda: write(status)
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    try:
        getattr(client, method)(address)
    finally:
        app.view_functions[endpoint] = original
        app.config["WTF_CSRF_CHECK_DEFAULT"] = True
    with app.app_context():
        assert count_events() == kept


def broken_command() -> None:
    with unit_of_work.command():
        record_event(verb="uji", object_type="uji", object_key="2")
        raise RuntimeError


def test_a_command_keeps_what_it_did_or_nothing(app: Flask) -> None:
    with app.app_context():
        with unit_of_work.command():
            record_event(verb="uji", object_type="uji", object_key="1")
        with pytest.raises(RuntimeError):
            broken_command()
        assert count_events() == 1


def test_a_time_without_a_zone_is_refused() -> None:
    from datetime import datetime

    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]  # noqa: DTZ001
