"""What the pages about accounts share: their blueprint, how a form is shown again, what a letter says of its sender."""

from typing import Any

from flask import Blueprint, current_app, make_response, render_template, request
from werkzeug import Response

from griya.accounts.letters import Site
from griya.accounts.limits import TooManyAttempts, network_of
from griya.accounts.passwords import Busy
from griya.config import Settings
from griya.core.errors import Refused

# Nested under the guarded desk blueprint in `griya.app`.
blueprint = Blueprint("account", __name__)

NOT_NOW = (Refused, TooManyAttempts, Busy)
_BUSY_SECONDS = 2


def settings() -> Settings:
    """The settings of this instance."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def site() -> Site:
    """What a letter says about the place it comes from."""
    given = settings()
    return Site(public_url=given.public_url, office_name=given.office.name, office_email=given.office.email)


def network() -> str:
    """The network this request comes from."""
    return network_of(request.remote_addr)


def form_page(template: str, form: Any, status: int = 200, **words: Any) -> Response:
    """A page with a form on it."""
    return make_response(render_template(template, form=form, reasons=words.pop("reasons", ()), **words), status)


def refused_page(template: str, form: Any, error: Exception, **words: Any) -> Response:
    """The same page after it was sent and nothing was changed: why, and from when on it can be tried again."""
    if isinstance(error, Refused):
        return form_page(template, form, 422, reasons=error.reasons, **words)
    seconds = error.retry_after if isinstance(error, TooManyAttempts) else _BUSY_SECONDS
    response = form_page(template, form, 429, reasons=(wait_sentence(seconds),), **words)
    response.headers["Retry-After"] = str(seconds)
    return response


def wait_sentence(seconds: int) -> str:
    """How long to wait, in the largest unit that says it."""
    if seconds < 90:
        wait = f"{seconds} detik"
    elif seconds < 5400:
        wait = f"{-(-seconds // 60)} menit"
    else:
        wait = f"{-(-seconds // 3600)} jam"
    return f"Terlalu banyak percobaan. Tunggu {wait}, lalu coba lagi. Akun Anda tidak dikunci."
