"""How the kiosk is told: its language and the size of its letters stand in the address, and every link keeps them.

`/kios/en/besar/produk/…` is `/kios/produk/…` in English and in large letters. Nothing is remembered about a visitor, a
copy of a page is the same for everybody, and going home to `/kios/` forgets both. The English form stands below
`/kios/` and not below `/en/`, because the kiosk's service worker keeps what lies below `/kios/` and nothing else.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, has_request_context, request
from werkzeug.urls import iri_to_uri

from griya.core import language, preview
from griya.core.words import LANGUAGES, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOUNT: Final = "/kios/"
LARGE: Final = "besar"
# Pages that are told in modes. Files below the mount (sizes, the worker, the copy's list) have one address.
PAGES: Final = frozenset(
    f"showroom.kiosk_{page}_show" for page in ("product", "search", "list", "attract", "away")
) | {"showroom.kiosk_show"}  # fmt: skip
_ENVIRON: Final = "griya.kiosk_mode"


@dataclass(frozen=True, slots=True)
class Mode:
    """The language of a kiosk's page, and whether its letters are large."""

    language: str = SOURCE
    is_large: bool = False

    @property
    def steps(self) -> str:
        """What stands behind `/kios/` in an address."""
        return f"{'' if self.language == SOURCE else f'{self.language}/'}{f'{LARGE}/' if self.is_large else ''}"


MODES: Final = tuple(Mode(code, is_large) for code in LANGUAGES for is_large in (False, True))


class ModePrefix:
    """WSGI layer: takes the mode's steps off the path and notes what they stood for."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Call the app with the address that all modes share."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(MOUNT):
            rest = path[len(MOUNT) :]
            # The longest steps first: those of a plain page are none at all.
            mode = next(mode for mode in sorted(MODES, key=_length, reverse=True) if rest.startswith(mode.steps))
            environ[_ENVIRON] = mode
            environ["PATH_INFO"] = MOUNT + rest[len(mode.steps) :]
            language.speak(environ, mode.language)
        return self._app(environ, start_response)


class KioskFlask(preview.PreviewFlask):
    """A Flask whose addresses of kiosk pages keep the mode of the present page."""

    def url_for(self, /, endpoint: str, *, _language: str | None = None, **values: Any) -> str:
        """As Flask's."""
        address = super().url_for(endpoint, _language=_language, **values)
        if endpoint in PAGES and (mode := current()):
            return address.replace(MOUNT, MOUNT + mode.steps, 1)
        return address


def _length(mode: Mode) -> int:
    return len(mode.steps)


def current() -> Mode | None:
    """The mode of the present page; None outside the kiosk."""
    return request.environ.get(_ENVIRON) if has_request_context() else None


def here(*, language: str | None = None, is_large: bool | None = None) -> str:
    """The present page's address in another mode, with what was asked for in its query string."""
    mode = current() or Mode()
    other = Mode(language or mode.language, mode.is_large if is_large is None else is_large)
    query = request.query_string.decode("ascii", "replace")
    path = iri_to_uri(request.path).replace(MOUNT, MOUNT + other.steps, 1)
    return f"{path}{'?' if query else ''}{query}"


def address_in(mode: Mode, address: str) -> str:
    """A kiosk page's plain address in a mode."""
    return address.replace(MOUNT, MOUNT + mode.steps, 1)


def init_app(app: Flask) -> None:
    """Answer the kiosk's pages in every mode. Call it after the language's layer, which stands behind this one."""
    app.wsgi_app = ModePrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.globals.update(kiosk_mode=current, kiosk_here=here)
