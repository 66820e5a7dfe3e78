"""The log: one JSON object per line, with nothing of a visitor in it."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, abort, g
from sqlalchemy.exc import IntegrityError

from griya.core import log


class Recorder(logging.Handler):
    """Keeps what the formatter would have written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(log.JsonFormatter())
        self.text: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(self.format(record))

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text]


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    handler, logger = Recorder(), logging.getLogger("griya")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(before)


@pytest.fixture
def small_app() -> Flask:
    app = Flask("small", static_folder=None)

    @app.get("/permintaan/<token>")
    def inquiry_show(token: str) -> str:
        logging.getLogger("griya.test").warning("opened")
        g.account = SimpleNamespace(account_id=7, email="budi@contoh.test")
        return "ok"

    @app.post("/galat")
    def fault_create() -> str:
        abort(422)

    log.init_app(app)
    return app


def test_a_request_is_told_by_its_pattern_and_not_by_its_address(small_app: Flask, recorder: Recorder) -> None:
    response = small_app.test_client().get(
        "/permintaan/tokenrahasia?nama=Budi", headers={"X-Forwarded-For": "10.1.2.3"}
    )
    inside, line = recorder.lines
    assert line["route"] == "/permintaan/<token>"
    assert (line["method"], line["status"], line["account"]) == ("GET", 200, 7)
    assert line["request"] == inside["request"] == response.headers["X-Request-ID"]
    assert line["at"].endswith("+00:00")
    assert not any(
        word in "".join(recorder.text) for word in ("tokenrahasia", "Budi", "budi@", "10.1.2.3", "127.0.0.1")
    )


def test_an_unknown_address_is_not_repeated(small_app: Flask, recorder: Recorder) -> None:
    small_app.test_client().get("/permintaa/tokenrahasia")
    (line,) = recorder.lines
    assert line["status"] == 404
    assert line["route"] is None
    assert "tokenrahasia" not in recorder.text[0]


def test_a_refused_form_is_told_with_its_status(small_app: Flask, recorder: Recorder) -> None:
    small_app.test_client().post("/galat")
    assert recorder.lines[-1]["status"] == 422


def test_a_made_up_method_is_not_repeated(small_app: Flask, recorder: Recorder) -> None:
    small_app.test_client().open("/galat", method="RAHASIA")
    assert recorder.lines[-1]["method"] == "?"


def test_a_line_break_in_a_message_cannot_make_a_second_line() -> None:
    # Formatted directly: pytest's own capture cannot carry a lone surrogate between processes.
    hostile = 'name: a\r\n{"level": "error"}\x00\u2028\ud800'
    text = log.JsonFormatter().format(logging.LogRecord("griya.test", logging.WARNING, "", 0, hostile, None, None))
    assert len(text.splitlines()) == 1
    assert text.isascii()
    assert json.loads(text)["level"] == "warning"


def test_an_error_is_told_without_the_values_of_the_statement(recorder: Recorder) -> None:
    cause = Exception("duplicate key\nDETAIL: Key (email)=(budi@contoh.test) already exists.")
    try:
        raise IntegrityError("INSERT INTO inquiry VALUES (?)", ("Budi 0812-3456",), cause)
    except IntegrityError:
        logging.getLogger("griya.test").exception("not stored")
    (line,) = recorder.lines
    assert line["error"]["type"] == "IntegrityError(Exception)"
    assert line["error"]["message"] == "duplicate key"
    assert any("test_log.py" in frame for frame in line["error"]["at"])
    assert not any(word in recorder.text[0] for word in ("Budi", "0812", "budi@", "INSERT"))


def test_starting_twice_writes_each_line_once(monkeypatch: pytest.MonkeyPatch) -> None:
    log.start()
    log.start()
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logging.getLogger("griya.test").info("once")
    assert len(written.getvalue().splitlines()) == 1
