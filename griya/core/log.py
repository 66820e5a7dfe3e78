"""What the program writes down about itself: one JSON object per line on stderr, without personal data.

A request is told by its route's pattern, never by its address: an address may hold a token or what somebody searched
for. JSON escapes every line break and control character, so no visitor can write a line of their own.
"""

import json
import logging
import secrets
import sys
import time
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO

from flask import Flask, g, has_request_context, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "griya.request_id"
_ROUTE = "griya.route"
_ACCOUNT = "griya.account_id"
_PREVIEW = "griya.preview_token"
_STATIC = "/static/<version>/<path:filename>"
_KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
_FRAMES = 12
_LONGEST = 300
_ENCODER = json.JSONEncoder(default=str)

requests = logging.getLogger("griya.request")


class JsonFormatter(logging.Formatter):
    """One record as one line of ASCII JSON: UTC time, level, logger, message, request id, what else was given."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record. An exception is its type, its first line and its frames: no values, no SQL parameters."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        fields = getattr(record, "fields", None)
        if fields is None:
            line["message"] = record.getMessage()[: 10 * _LONGEST]
        else:
            line |= fields
        if "request" not in line and (request_id := current_request_id()):
            line["request"] = request_id
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = describe(record.exc_info[1])
        return _ENCODER.encode(line)


def describe(error: BaseException) -> dict[str, Any]:
    """An exception without the values that were in play: a database driver repeats a visitor's text in its message."""
    cause = getattr(error, "orig", None) or error
    first_line = (str(cause).splitlines() or [""])[0][:_LONGEST]
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return {
        "type": type(error).__name__ if cause is error else f"{type(error).__name__}({type(cause).__name__})",
        "message": first_line,
        "at": [f"{'/'.join(PurePath(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}" for frame in frames],
    }


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to whatever `sys.stderr` is at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.setFormatter(JsonFormatter())

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """The present stderr."""
        return sys.stderr

    def flush(self) -> None:
        """Nothing: stderr is written at the end of each line, whatever it leads to."""


def start() -> None:
    """Send every logger's warnings, and Griya's own information, to stderr. Calling it again changes nothing."""
    # What no line of ours tells is not looked up either (docs.python.org/3/howto/logging.html#optimization).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    if not any(isinstance(handler, _Stderr) for handler in root.handlers):
        root.addHandler(_Stderr())
    logging.getLogger("griya").setLevel(logging.INFO)


def current_request_id() -> str | None:
    """The id of the request being answered, as it stands in the log and in `X-Request-ID`; None outside of one."""
    return request.environ.get(REQUEST_ID) if has_request_context() else None


class RequestLog:
    """Outermost WSGI layer: gives each request its id and writes one line when it was answered, static files too."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer the request and write it down."""
        began, request_id, answered = time.perf_counter(), secrets.token_hex(8), []
        environ[REQUEST_ID] = request_id

        def complete(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answered.append(int(status[:3]))
            return start_response(status, [*headers, ("X-Request-ID", request_id)], exc_info)

        try:
            return self._app(environ, complete)
        finally:
            if requests.isEnabledFor(logging.INFO):
                # Made here, because a logger asked for it would look for its caller in the stack.
                record = logging.LogRecord(requests.name, logging.INFO, __file__, 0, "request", None, None)
                record.fields = _fields(environ, request_id, answered, began)
                requests.handle(record)


def _fields(environ: "WSGIEnvironment", request_id: str, answered: list[int], began: float) -> dict[str, Any]:
    """What is told about a request; never its address, its query, its host or its sender."""
    method = str(environ.get("REQUEST_METHOD", ""))
    route = environ.get(_ROUTE) or (_STATIC if str(environ.get("PATH_INFO", "")).startswith("/static/") else None)
    fields = {
        "request": request_id,
        "method": method if method in _KNOWN_METHODS else "?",
        "route": route,
        "status": answered[-1] if answered else 500,
        "ms": round((time.perf_counter() - began) * 1000, 1),
    }
    if (account_id := environ.get(_ACCOUNT)) is not None:
        fields["account"] = account_id
    return fields


def _note_route() -> None:
    """Leave the pattern that the address matched for the log line."""
    if request.url_rule is not None:
        # A preview is told apart, so that nobody counts it as a visit; its token is told to nobody.
        prefix = "/pratinjau/<token>" if _PREVIEW in request.environ else ""
        request.environ[_ROUTE] = prefix + request.url_rule.rule


def _note_account(error: BaseException | None) -> None:
    """Leave the id of who was signed in, where a guard put something with an `account_id` into `g.account`."""
    del error
    if (account_id := getattr(g.get("account"), "account_id", None)) is not None:
        request.environ[_ACCOUNT] = account_id


def init_app(app: Flask) -> None:
    """Log the requests of `app`. Call it last, so that its layer is the outermost one."""
    start()
    app.before_request(_note_route)
    app.teardown_request(_note_account)
    app.wsgi_app = RequestLog(app.wsgi_app)  # type: ignore[method-assign]
