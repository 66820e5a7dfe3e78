"""Public text answers go out gzipped; a private page, which may carry a form's token, never does (BREACH)."""

import gzip
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask
from isal import igzip
from werkzeug.datastructures import Accept
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
            answer[:] = [status, headers, exc_info]
            return _no_write

        chunks = self._app(environ, capture)
        status, headers, exc_info = answer
        named = {name.lower(): value for name, value in headers}
        if "public" in named.get("cache-control", ""):
            chunks, changed = self._lighter(environ, status, named, chunks)
            gone = {name.lower() for name in changed}
            headers = [pair for pair in headers if pair[0].lower() not in gone]
            headers += [pair for pair in changed.items() if pair[1]]
        start_response(status, headers, exc_info)
        return chunks

    def _lighter(
        self, environ: "WSGIEnvironment", status: str, headers: dict[str, str], chunks: Iterable[bytes]
    ) -> tuple[Iterable[bytes], dict[str, str]]:
        """The body to send and the headers that change with it, "" for one that goes.

        A 304 keeps the validator of what it confirms.
        """
        changed: dict[str, str] = {}
        is_whole, is_unchanged = status.startswith("200"), status.startswith("304")
        if not (is_unchanged or (is_whole and _is_compressible(headers))):
            return chunks, changed
        vary = headers.get("vary", "")
        if "Accept-Encoding" not in vary:
            changed["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
        if not _reads_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            return chunks, changed
        if (tag := headers.get("etag", "")).startswith('"'):
            changed["ETag"] = f"W/{tag}"  # the same page in other bytes
        if is_unchanged or environ["REQUEST_METHOD"] != "GET":
            changed["Content-Length"] = ""
            return chunks, changed
        body = self._body(environ, headers, chunks)
        changed |= {"Content-Encoding": "gzip", "Content-Length": str(len(body)), "Accept-Ranges": ""}
        return [body], changed

    def _body(self, environ: "WSGIEnvironment", headers: dict[str, str], chunks: Iterable[bytes]) -> bytes:
        """The compressed body. What lies under an immutable address is kept: the tree has few files."""
        path = environ["PATH_INFO"]
        is_immutable = "immutable" in headers["cache-control"]
        plain = b"".join(_closing(chunks))
        if not is_immutable:
            return igzip.compress(plain, LEVEL_EACH, mtime=0)
        if path not in self._kept:
            body = gzip.compress(plain, LEVEL_KEPT, mtime=0)
            if len(self._kept) >= MOST_KEPT:
                return body
            self._kept[path] = body
        return self._kept[path]


def _is_compressible(headers: dict[str, str]) -> bool:
    """Whether the body is a text of a size that is worth it, in no encoding yet."""
    size = headers.get("content-length", "")
    return (
        "content-encoding" not in headers
        and headers.get("content-type", "").startswith(_TEXT)
        and size.isdecimal()
        and SMALLEST_BYTES <= int(size) <= LARGEST_BYTES
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
