"""One transaction per request, settled at the edge; the same promise for commands."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, request

from griya.core.db import _write_intent, db, write_intent

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def _open() -> None:
    """Take the write lock first where the method may change something."""
    g.write_intent_token = _write_intent.set(request.method not in _SAFE_METHODS)


def _settle(response: Response) -> Response:
    """Commit an unsafe request that succeeded, roll back everything else. Views and actions never do either."""
    if not db.session.registry.has():
        return response  # nobody asked the database anything
    if request.method in _SAFE_METHODS or response.status_code >= 400:
        db.session.rollback()
    else:
        db.session.commit()
    return response


def init_app(app: Flask) -> None:
    """Register the edge. Must come before any other `after_request`: Flask runs those last-registered first."""
    app.before_request(_open)
    app.after_request(_settle)


def let_go() -> None:
    """End the reading of this request, because slow work follows: an open read holds up SQLite's next writer."""
    db.session.rollback()


@contextmanager
def command() -> Iterator[None]:
    """A writing transaction for a command line task: commits at the end, rolls back when anything is raised."""
    with write_intent():
        db.session.rollback()
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
