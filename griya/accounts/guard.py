"""The desk's door: whose request this is, and the one place that turns strangers away."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import abort, current_app, g, redirect, request, session, url_for
from werkzeug import Response

from griya.accounts.actions import resume_session
from griya.accounts.queries import SignedIn
from griya.accounts.rules import own_path

P = ParamSpec("P")
R = TypeVar("R")

# The whole of what the Flask session, a signed cookie, says about a person: the token of a row in `account_session`.
TOKEN = "desk_token"  # noqa: S105 - the name of the value, not the value
# The two ways in; everything else of the guarded frame asks who is there.
OPEN_ENDPOINTS = frozenset({"desk.session_new", "desk.session_create"})


def require_sign_in() -> Response | None:
    """Run before every request of the desk: a stranger is sent to the sign-in page and led back afterwards.

    Used as `before_request` of the desk's blueprint, so that it covers the blueprints nested in it too.
    """
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    token = session.get(TOKEN)
    account = resume_session(token=token) if isinstance(token, str) else None
    if account is None:
        session.pop(TOKEN, None)
        return redirect(url_for("desk.session_new", next=_way_back()), 303)
    g.account = account
    return None


def current_account() -> SignedIn:
    """Who makes this request. Only pages behind the guard may ask; anywhere else nobody is let through."""
    account = find_current_account()
    if account is None:
        current_app.logger.error("%s asked who is signed in without standing behind the guard", request.endpoint)
        abort(403)
    return account


def require(may: Callable[[str], bool]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a page of the desk through to those alone whose role may; everybody else is told that it is not theirs.

    Stands under the route's own decorator, so that it runs after the frame's guard.
    """

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not may(current_account().role):
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return guard


def find_current_account() -> SignedIn | None:
    """Who makes this request, as far as the guard was asked."""
    return cast(SignedIn | None, g.get("account"))


def _way_back() -> str | None:
    """Where to lead the person after signing in: only to a page that was asked for by GET, and only of the desk."""
    if request.method != "GET":
        return None
    query = request.query_string.decode("ascii", "replace")
    path = own_path(f"{request.path}?{query}" if query else request.path)
    return None if path == url_for("desk.home_show") else path
