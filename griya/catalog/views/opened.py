"""Marks the pages that a search leads to, so that it is counted how often a result is opened.

Nothing is added to any address or page: a browser tells its own site which page the link stood on (`Referer`), and only
the words are read of it. The answer is the same for everybody and may be kept as before.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug import Response

from griya.catalog.heard import counter
from griya.catalog.rules.opened import words_of
from griya.core import preview
from griya.core.clock import today

P = ParamSpec("P")
R = TypeVar("R")


def search_result(view: Callable[P, R]) -> Callable[P, R]:
    """Count that a result of a search was opened, where this page was opened from one."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        answer = view(*args, **kwargs)
        referer = request.environ.get("HTTP_REFERER")
        if referer and not (isinstance(answer, Response) and answer.status_code != 200):
            _note(referer)
        return answer

    return wrapped


def _note(referer: str) -> None:
    if request.method != "GET" or request.headers.get("Sec-Purpose") or preview.current() is not None:
        return
    if words := words_of(referer, {request.host, urlsplit(current_app.config["PUBLIC_URL"]).netloc}):
        counter.note_opened(words, today())
