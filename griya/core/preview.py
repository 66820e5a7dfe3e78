"""Looking ahead: `/pratinjau/<token>/…` is a public page as it will be at another moment, for whoever holds the link.

It is the same address, view and template as the visitors' page; only the moment differs that the page asks for here. No
preview is cached, indexed, or counted as a visit. Who may open what is told by a provider of a feature above.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from flask import Flask, Response, abort, current_app, g, has_request_context, request

from griya.core import clock, language
from griya.core.tokens import signed_key, signed_token

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PURPOSE: Final = "preview"
PATTERN: Final = "/pratinjau/<token>"
_PREFIX: Final = "/pratinjau/"
_TOKEN: Final = "griya.preview_token"  # noqa: S105 - the name of the value, not the value
_LONGEST_TOKEN: Final = 60


@dataclass(frozen=True, slots=True)
class Viewing:
    """What a link shows: the moment, the draft that counts as approved, and the slot and the theme it is of."""

    at: datetime
    expires_at: datetime
    draft_id: int | None = None
    slot_code: str | None = None
    selection_slug: str | None = None
    title: str = ""


Provider: TypeAlias = Callable[[str, datetime], Viewing | None]
_providers: list[Provider] = []


def provide_preview(provider: Provider) -> None:
    """Ask this function from now on what a link's key opens at a moment."""
    _providers[:] = [provider]


class PreviewPrefix:
    """WSGI layer: takes `/pratinjau/<token>` off the path and notes the token."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Call the app with the address of the page that is looked at."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(_PREFIX):
            token, slash, rest = path[len(_PREFIX) :].partition("/")
            environ[_TOKEN] = token
            environ["PATH_INFO"] = f"{slash}{rest}" or "/"
        return self._app(environ, start_response)


class PreviewFlask(language.BilingualFlask):
    """A Flask whose addresses stay inside the present preview, where the page they lead to has one."""

    previewed: frozenset[str] = frozenset()

    def url_for(self, /, endpoint: str, *, _language: str | None = None, **values: Any) -> str:
        """As Flask's."""
        address = super().url_for(endpoint, _language=_language, **values)
        inside = current() is not None and endpoint in self.previewed and address.startswith("/")
        return f"{_PREFIX}{request.environ[_TOKEN]}{address}" if inside else address


def current() -> Viewing | None:
    """What the present page looks ahead to; None on every ordinary page."""
    return cast(Viewing | None, g.get("preview")) if has_request_context() else None


def moment() -> datetime:
    """The moment that a page speaks of: that of the preview, else now."""
    viewing = current()
    return viewing.at if viewing else clock.now()


def draft_id() -> int | None:
    """The draft that counts as approved on this page; None on every ordinary page."""
    viewing = current()
    return viewing.draft_id if viewing else None


def preview_address(key: str, path: str = "/") -> str:
    """The link that carries this key, from the site's root."""
    return f"{_PREFIX}{signed_token(current_app.config['SECRET_KEY'], PURPOSE, key)}{path}"


def _look_ahead() -> None:
    """Open the preview that the address asks for: 404 for a forged link, 410 for one that is over or revoked."""
    token = request.environ.get(_TOKEN)
    if token is None:
        return
    app = cast(PreviewFlask, current_app)
    key = signed_key(app.config["SECRET_KEY"], PURPOSE, token) if len(token) <= _LONGEST_TOKEN else None
    if key is None or request.method not in {"GET", "HEAD"} or request.endpoint not in app.previewed:
        abort(404)
    viewing = _providers[0](key, clock.now()) if _providers else None
    if viewing is None:
        abort(410)
    g.preview = viewing


def _keep_out_of_sight(response: Response) -> Response:
    """Nothing keeps a preview: no cache, no search engine, no browser that fetches ahead; and it tells no referrer."""
    if _TOKEN in request.environ:
        for name in ("ETag", "Last-Modified", "Speculation-Rules", "Vary"):
            response.headers.pop(name, None)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def init_app(app: PreviewFlask, *, previewed: frozenset[str]) -> None:
    """Answer `/pratinjau/<token>/…` for these endpoints. Call it before the layer that sets the cache policy."""
    app.previewed = previewed
    app.before_request(_look_ahead)
    app.after_request(_keep_out_of_sight)
    app.jinja_env.globals.update(preview=current)


def wrap(app: Flask) -> None:
    """Put the prefix around the app. Call it after the language's, which stands behind it in an address."""
    app.wsgi_app = PreviewPrefix(app.wsgi_app)  # type: ignore[method-assign]
