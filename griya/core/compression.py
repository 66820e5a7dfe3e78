"""Public text answers go out gzipped; a private page, which may carry a form's token, never does (BREACH)."""

import gzip
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask
from isal import igzip
from werkzeug.datastructures import Accept, Headers
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SMALLEST_BYTES = 1024
# An export larger than this goes out as it is: compressing it would hold it in memory twice.
LARGEST_BYTES = 4_000_000
# Files under an immutable address are compressed once, well, by zlib; pages each time, by ISA-L: a page of 27 kB takes
# 38 µs and leaves with 6.0 kB, by zlib's level 5 350 µs and 5.4 kB.
LEVEL_KEPT, LEVEL_EACH = 9, 2
MOST_KEPT = 200
_TEXT = ("text/", "image/svg+xml", "application/json", "application/ld+json", "application/xml", "application/atom+xml")


class Compression:
    """WSGI layer around pages and static files. Only what says `Cache-Control: public` itself is touched."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._kept: dict[str, bytes] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the app does, in fewer bytes where the client reads gzip."""
        answer: list[Any] = []

        def capture(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answer[:] = [status, Headers(headers), exc_info]
            return _no_write

        chunks = self._app(environ, capture)
        status, headers, exc_info = answer
        if "public" in headers.get("Cache-Control", ""):
            chunks = self._lighter(environ, status, headers, chunks)
        start_response(status, headers.to_wsgi_list(), exc_info)
        return chunks

    def _lighter(
        self, environ: "WSGIEnvironment", status: str, headers: Headers, chunks: Iterable[bytes]
    ) -> Iterable[bytes]:
        """Complete `headers` and return the body to send. A 304 keeps the validator of what it confirms."""
        is_whole, is_unchanged = status.startswith("200"), status.startswith("304")
        if not (is_unchanged or (is_whole and _is_compressible(headers))):
            return chunks
        if "Accept-Encoding" not in headers.get("Vary", ""):
            headers["Vary"] = ", ".join([*headers.getlist("Vary"), "Accept-Encoding"])
        if not _reads_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            return chunks
        if headers.get("ETag", "W/").startswith('"'):
            headers["ETag"] = f"W/{headers['ETag']}"  # the same page in other bytes
        if is_unchanged or environ["REQUEST_METHOD"] != "GET":
            headers.pop("Content-Length", None)
            return chunks
        body = self._body(environ, headers, chunks)
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        headers.pop("Accept-Ranges", None)
        return [body]

    def _body(self, environ: "WSGIEnvironment", headers: Headers, chunks: Iterable[bytes]) -> bytes:
        """The compressed body. What lies under an immutable address is kept: the tree has few files."""
        path = environ["PATH_INFO"]
        is_immutable = "immutable" in headers["Cache-Control"]
        plain = b"".join(_closing(chunks))
        if not is_immutable:
            return igzip.compress(plain, LEVEL_EACH, mtime=0)
        if path not in self._kept:
            body = gzip.compress(plain, LEVEL_KEPT, mtime=0)
            if len(self._kept) >= MOST_KEPT:
                return body
            self._kept[path] = body
        return self._kept[path]


def _is_compressible(headers: Headers) -> bool:
    """Whether the body is a text of a size that is worth it, in no encoding yet."""
    is_text = headers.get("Content-Type", "").startswith(_TEXT)
    size = headers.get("Content-Length", type=int)
    return (
        is_text and size is not None and SMALLEST_BYTES <= size <= LARGEST_BYTES and "Content-Encoding" not in headers
    )


@lru_cache(256)
def _reads_gzip(accepted: str) -> bool:
    return parse_accept_header(accepted, Accept).quality("gzip") > 0


def _closing(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks, closed after the last one as a WSGI server would."""
    try:
        yield from chunks
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()


def _no_write(_data: bytes) -> None:
    raise RuntimeError("an answer is an iterable here; nothing of Griya uses write()")


def init_app(app: Flask) -> None:
    """Put the layer around pages and static files: after the static files' own, before the security headers'."""
    app.wsgi_app = Compression(app.wsgi_app)  # type: ignore[method-assign]
