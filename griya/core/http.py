"""What every answer carries: security headers, validators, a cache policy that is private until a page says so."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from flask_wtf.csrf import CSRFProtect
from isal.isal_zlib import adler32, crc32
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

P = ParamSpec("P")
R = TypeVar("R")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
_HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
# By what a request asks for less than the whole answer, or for it under a condition.
_VALIDATORS = frozenset(
    {"HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE"}
)
PRIVATE = "private, no-store"
PUBLIC = "public, no-cache"


class SecurityHeaders:
    """Outermost WSGI layer: adds the headers to pages, static files and error answers alike, where they are missing."""

    def __init__(self, app: "WSGIApplication", *, https: bool) -> None:
        self._app = app
        headers = (*SECURITY_HEADERS, _HSTS) if https else SECURITY_HEADERS
        self._headers = [(name.lower(), (name, value)) for name, value in headers]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Call the app with a `start_response` that completes the headers."""

        def complete(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            present = {name.lower() for name, _ in headers}
            headers.extend([header for name, header in self._headers if name not in present])
            return start_response(status, headers, exc_info)

        return self._app(environ, complete)


def public_page(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view as the same for everybody: caches may keep it and must ask whether it is still fresh.

    Such a view, and everything it renders, never touches the session: no flash message, no CSRF token, no cookie.
    """

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        g.is_public = True
        return view(*args, **kwargs)

    wrapped.is_public_page = True  # type: ignore[attr-defined]
    return wrapped


def takes_files(most_bytes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view take a body of this size; every other one keeps the small limit of a form without files."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            return view(*args, **kwargs)

        wrapped.most_body_bytes = most_bytes  # type: ignore[attr-defined]
        return wrapped

    return mark


def _raise_limit() -> None:
    """Before anybody reads the form: the token's check does, and with it the files."""
    view = current_app.view_functions.get(request.endpoint or "")
    if most := getattr(view, "most_body_bytes", None):
        request.max_content_length = most


def _finish(response: Response) -> Response:
    """Set the cache policy and, on a public page, the validator that turns the next visit into a 304."""
    is_public = g.get("is_public")
    if not is_public and "Cache-Control" in response.headers:
        return response
    if is_public and response.status_code == 200:
        response.headers["Cache-Control"] = PUBLIC
        _tell_version(response)
        if not _VALIDATORS.isdisjoint(request.environ):
            response.make_conditional(request)
        return response
    if is_public and response.status_code in {301, 308}:
        response.headers["Cache-Control"] = PUBLIC
        return response
    response.headers["Cache-Control"] = PRIVATE
    return response


def _tell_version(response: Response) -> None:
    """Give the page its validator: two checksums and the length, which tell the versions of one address apart.

    A digest that withstands forgery takes ten times as long, and nobody gains anything by forging a validator.
    """
    if "ETag" not in response.headers:
        body = response.get_data()
        response.set_etag(f"{crc32(body):08x}{adler32(body):08x}{len(body):x}")


class FormTokens(CSRFProtect):  # type: ignore[misc] # flask-wtf has no types
    """Flask-WTF's check; what changes nothing is let through before anybody asks whether its view is exempt."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """As the library's, which lets the same requests through a little later."""
        if request.method in current_app.config["WTF_CSRF_METHODS"]:
            super().protect(apply_exemptions)


def _refuse_foreign() -> None:
    """Second layer behind the form token: a browser says itself that another site sent this."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    origin = request.headers.get("Origin", "null")
    own = {request.host_url.rstrip("/"), current_app.config["PUBLIC_URL"]}
    if request.headers.get("Sec-Fetch-Site") == "cross-site" or (origin != "null" and origin not in own):
        abort(403)


def init_app(app: Flask, *, https: bool, proxies: int) -> None:
    """Put the headers around the whole app and count exactly `proxies` forwarding hops as trusted."""
    app.before_request(_refuse_foreign)
    app.before_request(_raise_limit)
    app.after_request(_finish)
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0, x_port=0, x_prefix=0
        )
    app.wsgi_app = SecurityHeaders(app.wsgi_app, https=https)  # type: ignore[method-assign]
