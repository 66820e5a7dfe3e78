"""The desk's door: whose request this is, and the one place that turns people away. The list is `access.toml`."""

from typing import cast

from flask import abort, current_app, g, redirect, request, session, url_for
from werkzeug import Response

from griya.accounts.actions import resume_session
from griya.accounts.queries import SignedIn
from griya.accounts.rules import own_path
from griya.accounts.rules.access import OPEN, ROLES, Answer, access_list, answer
from griya.core.clock import now

# The whole of what the Flask session, a signed cookie, says about a person: the token of a row in `account_session`.
TOKEN = "desk_token"  # noqa: S105 - the name of the value, not the value


def require_right() -> Response | None:
    """Run before every request of the desk: let in whom the list lets in, and lead everybody else where they belong.

    Used as `before_request` of the desk's blueprint, so that it covers the blueprints nested in it too.
    """
    access = access_list().get(request.endpoint or "")
    if access is not None and access.who in OPEN:
        return None
    token = session.get(TOKEN)
    person = resume_session(token=token) if isinstance(token, str) else None
    decision = answer(access, person.standing if person else None, now())
    if person is None:
        session.pop(TOKEN, None)
    elif person.standing.awaits_code:
        g.half_signed_in = person
    else:
        g.account = person
    return _lead(decision)


def _lead(decision: Answer) -> Response | None:
    if decision is Answer.LET_IN:
        return None
    if decision is Answer.REFUSE:
        # A foot in the wrong door is worth a line in the log (ASVS 16.3.2); the route and the account stand beside it.
        current_app.logger.warning("%s refused: not for this account, or not in access.toml", request.endpoint)
        abort(403)
    page = {
        Answer.SIGN_IN: "desk.session_new",
        Answer.GIVE_CODE: "desk.account.code_new",
        Answer.SET_UP: "desk.account.factor_new",
        Answer.PROVE: "desk.account.proof_new",
    }[decision]
    return redirect(url_for(page, next=_way_back(decision)), 303)


def current_account() -> SignedIn:
    """Who makes this request. Only pages behind the guard may ask; anywhere else nobody is let through."""
    account = find_current_account()
    if account is None:
        current_app.logger.error("%s asked who is signed in without standing behind the guard", request.endpoint)
        abort(403)
    return account


def may_call(endpoint: str) -> bool:
    """Whether the list lets the role of who is here call this endpoint of the desk; for what a page offers."""
    access = access_list().get(endpoint)
    return access is not None and current_account().role in ROLES.get(access.who, frozenset())


def find_current_account() -> SignedIn | None:
    """Who makes this request, as far as the guard was asked."""
    return cast(SignedIn | None, g.get("account"))


def half_signed_in() -> SignedIn:
    """Who gave a right password and is asked for a code now."""
    person = cast(SignedIn | None, g.get("half_signed_in"))
    if person is None:
        abort(403)
    return person


def hold(token: str) -> None:
    """Put a new token into this browser's cookie."""
    session[TOKEN] = token


def present_token() -> str:
    """The token this browser came with."""
    return str(session.get(TOKEN, ""))


def _way_back(decision: Answer) -> str | None:
    """Where to lead the person afterwards: to a page that was asked for by GET, and only of the desk.

    Whoever is asked to prove themselves in the middle of a form comes back to the form: its page has its address.
    """
    if request.method != "GET" and decision is not Answer.PROVE:
        return None
    query = request.query_string.decode("ascii", "replace")
    path = own_path(f"{request.path}?{query}" if query else request.path)
    return None if path == url_for("desk.home_show") else path
