"""What may happen between a screen and its server: a proxy that is well, dead, silent, or sends broken answers.

It stands before the real application, which knows nothing of it. What a mode breaks can be narrowed to addresses that
hold some text, so that one file of many is broken.
"""

import contextlib
import hashlib
import http.client
import socket
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODES = ("ok", "dead", "hang", "500", "short", "slow", "bad-hash", "bad-json")
SLOW_SECONDS = 0.4
LONGEST_HANG_SECONDS = 60


class Weather:
    """A front of `url` at a port of its own. `asked` counts questions by method and path, `sent` bytes by path."""

    def __init__(self, backend_port: int) -> None:
        self.mode = "ok"
        self.only = ""
        self.asked: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()
        self.heads = 0
        self._backend_port = backend_port
        self._released = threading.Event()
        self._server: _Front | None = None
        self.port = 0
        self.start()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, at the same port as before."""
        self._server = _Front(("127.0.0.1", self.port), _Handler)
        self._server.weather = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Refuse every connection."""
        self._released.set()
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def be(self, mode: str, only: str = "") -> None:
        """Change the weather, for addresses that hold `only`."""
        assert mode in MODES
        was, self.mode, self.only = self.mode, mode, only
        if mode == "dead" and self._server:
            self.stop()
        elif mode != "dead":
            if was == "hang":
                self._released.set()
            if self._server is None:
                self.start()
        if mode != "dead":
            self._released = threading.Event()

    def mode_for(self, path: str) -> str:
        """What happens to a question for this address."""
        return self.mode if self.only in path else "ok"

    def wait(self) -> None:
        """Say nothing until the weather changes."""
        self._released.wait(LONGEST_HANG_SECONDS)

    def fetch(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, list[Any], bytes]:
        """The application's own answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self._backend_port, timeout=20)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()


class _Front(ThreadingHTTPServer):
    daemon_threads = True
    weather: Weather

    def handle_error(self, *_: Any) -> None:
        """A browser that goes away in the middle of an answer is nobody's fault."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Front

    def do_GET(self) -> None:
        """Answer as the weather is."""
        weather = self.server.weather
        path = self.path.partition("?")[0]
        weather.asked[f"{self.command} {path}"] += 1
        mode = weather.mode_for(self.path)
        if mode in {"hang", "dead"}:
            if mode == "hang":
                weather.wait()
            # Of a dead server the connections that were open are gone as well.
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if mode == "slow":
            threading.Event().wait(SLOW_SECONDS)
        if mode == "500":
            self._send(500, [("Content-Type", "text/plain")], b"rusak")
            return
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        if mode in {"short", "bad-hash", "bad-json"}:
            # What has no body cannot be broken, and what is packed hides its last byte.
            del self.headers["If-None-Match"], self.headers["Accept-Encoding"]
        with contextlib.suppress(OSError, http.client.HTTPException):
            status, headers, content = weather.fetch(self.command, self.path, dict(self.headers), body)
            if mode == "bad-json" and status == 200:
                content = content[: len(content) // 2] if "json" in self.path else content
            if mode == "bad-hash" and status == 200:
                content = bytes([*content[:-1], content[-1] ^ 1])
            if mode == "short" and status == 200:
                content = content[: len(content) // 2]
            self._send(status, headers, content)

    do_POST = do_GET  # noqa: N815 - the names are the library's.

    def _send(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in {"content-length", "connection", "transfer-encoding"}:
                self.send_header(name, value)
        if status not in {204, 304}:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status not in {204, 304}:
            self.wfile.write(content)
            self.server.weather.sent[self.path.partition("?")[0]] += len(content)
        # What travels besides the body: the answer's head, as the application wrote it.
        self.server.weather.heads += sum(len(name) + len(value) + 4 for name, value in headers) + 20

    def log_message(self, *_: Any) -> None:
        """Nothing is said on the terminal."""


def digest(content: bytes) -> str:
    """The name that content has under `/media/`."""
    return hashlib.sha256(content).hexdigest()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
