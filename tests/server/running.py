"""Starts `griya` as its own process, the way people do, and ends exactly that process."""

import http.client
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 400
REQUEST_SECONDS = 15


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without a trace of Griya's own settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GRIYA_")} | changes


def run_griya(*arguments: str | Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "griya", *map(str, arguments)],
        cwd=ROOT,
        env=dict(env or environment()),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        stdin=subprocess.DEVNULL,
    )


class Running:
    """`griya serve` on a port that the system picked; a context manager that ends it."""

    def __init__(
        self, instance: Path, *arguments: str, env: Mapping[str, str] | None = None, sample: str = "no", port: int = 0
    ) -> None:
        self.lines: list[str] = []
        self.errors: list[str] = []
        self._fresh: queue.Queue[str | None] = queue.Queue()
        command = ["--instance", str(instance), "serve", "--port", str(port), "--sample", sample, *arguments]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "griya", *command],
            cwd=ROOT,
            env=dict(env or environment()),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        self._readers = [
            threading.Thread(target=self._read_output, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        self.url = self._wait_for_address()

    def _read_output(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._fresh.put(line.rstrip("\n"))
        self._fresh.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        self.errors.extend(line.rstrip("\n") for line in self.process.stderr)

    def _wait_for_address(self) -> str:
        until = time.monotonic() + START_SECONDS
        while True:
            line = self._fresh.get(timeout=max(0.1, until - time.monotonic()))
            if line is None:
                raise AssertionError("griya serve ended:\n" + "\n".join([*self.lines, *self.errors[-30:]]))
            self.lines.append(line)
            if line.startswith("Hentikan dengan"):
                found = re.search(r"http://127\.0\.0\.1:\d+", "\n".join(self.lines))
                assert found, self.lines
                return found.group()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return urlsplit(self.url).port or 0

    @property
    def output(self) -> str:
        """Everything that it has printed while it started."""
        return "\n".join(self.lines)

    def request(
        self, path: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=REQUEST_SECONDS)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it and return its status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            status = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        for reader in self._readers:
            reader.join(5)
        return status

    def __enter__(self) -> "Running":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop(signal.SIGKILL if kind else signal.SIGTERM)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
