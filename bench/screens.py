"""What 30 screens and 20 visitors cost one another (L31): page times while every screen polls as it does on the wall.

.venv/bin/python -m bench.screens --instance build/bench/10000 [--seconds 60]
.venv/bin/python -m bench.screens --address http://127.0.0.1:8000

With an instance the bench starts its server as it is shipped, and then the same one with screens that are told by a
stream instead of asking: each of them holds a thread for as long as it hangs, which is why they ask.
"""

import argparse
import contextlib
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import waitress

from griya.app import create_app
from griya.config import Settings
from griya.serving import server_arguments

SCREENS, VISITORS, POLL_SECONDS = 30, 20, 15.0
STREAM = "/bench/stream"
START_SECONDS = 60
PAGES = ("/", "/produk", "/produk?rak=tenun-busana", "/rak", "/wilayah", "/terseleksi", "/ikm")


def ask(host: str, path: str, headers: dict[str, str]) -> tuple[int, str, float]:
    """One request on a connection of its own: status, validator, milliseconds."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("ETag", ""), (time.perf_counter() - began) * 1000
    finally:
        connection.close()


def screen(host: str, until: float, told: list[float], unchanged: list[int]) -> None:
    etag = ""
    time.sleep(random.random() * POLL_SECONDS)
    while time.monotonic() < until:
        status, etag, ms = ask(host, "/layar/daftar.json", {"If-None-Match": etag} if etag else {})
        told.append(ms)
        unchanged.append(status == 304)
        time.sleep(POLL_SECONDS * random.uniform(0.9, 1.1))


def visitor(host: str, until: float, told: list[float]) -> None:
    time.sleep(random.random() * 2)
    while time.monotonic() < until:
        try:
            told.append(ask(host, random.choice(PAGES), {"Accept-Encoding": "gzip"})[2])
        except OSError:
            told.append(30_000.0)
        time.sleep(random.uniform(1, 4))


def listener(host: str, until: float) -> None:
    """A screen that is told by a stream: one connection, for as long as it lasts."""
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException), socket.create_connection(_pair(host)) as line:
            line.settimeout(1)
            line.sendall(f"GET {STREAM} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            while time.monotonic() < until:
                with contextlib.suppress(TimeoutError):
                    if not line.recv(4096):
                        break


def _pair(host: str) -> tuple[str, int]:
    name, _, port = host.partition(":")
    return name, int(port)


def streaming(settings: Settings, listening: socket.socket) -> None:
    """The application with an endless answer beside it, on the server's own setting."""
    app = create_app(settings)

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != STREAM:
            return app(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        return _beats()

    waitress.create_server(answer, **server_arguments(settings, listening)).run()


def _beats() -> Iterator[bytes]:
    while True:
        yield b": \n\n"
        time.sleep(1)


@contextlib.contextmanager
def served(instance: Path, *, streamed: bool) -> Iterator[str]:
    """Where a server of this instance answers, as it is shipped or with a stream."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = ["bench.screens", "--instance", str(instance), "--streaming", str(port)]
    shipped = ["griya", "--instance", str(instance), "serve", "--port", str(port), "--no-worker", "--sample", "no"]
    process = subprocess.Popen(
        [sys.executable, "-m", *(own if streamed else shipped)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    host = f"127.0.0.1:{port}"
    try:
        for _ in range(START_SECONDS * 10):
            with contextlib.suppress(OSError):
                ask(host, "/", {})
                break
            time.sleep(0.1)
        yield host
    finally:
        process.terminate()
        process.wait(20)


def line(name: str, told: list[float]) -> str:
    ordered = sorted(told)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    middle = statistics.median(told)
    return f"{name}: {len(told)} answers, median {middle:.0f} ms, p95 {p95:.0f} ms, most {ordered[-1]:.0f} ms"


def measure(host: str, seconds: float, *, streamed: bool) -> None:
    """Let all of them come, and print how long each waited."""
    until = time.monotonic() + seconds
    pages: list[float] = []
    lists: list[float] = []
    unchanged: list[int] = []
    screens = (listener, (host, until)) if streamed else (screen, (host, until, lists, unchanged))
    threads = [threading.Thread(target=screens[0], args=screens[1]) for _ in range(SCREENS)]
    threads += [threading.Thread(target=visitor, args=(host, until, pages)) for _ in range(VISITORS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    print(line(f"pages of {VISITORS} visitors", pages))
    if lists:
        print(line(f"lists of {SCREENS} screens", lists), f"({sum(unchanged)} of them 304)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--instance", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--streaming", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.streaming:
        os.environ["GRIYA_INSTANCE"] = str(asked.instance)
        settings = Settings.from_env(os.environ, default_mode="local")
        streaming(settings, socket.create_server(("127.0.0.1", asked.streaming), backlog=1024))
    elif asked.instance:
        for streamed in (False, True):
            print("screens that are told by a stream" if streamed else "screens that ask", flush=True)
            with served(asked.instance.resolve(), streamed=streamed) as host:
                measure(host, asked.seconds, streamed=streamed)
    else:
        measure(urlsplit(asked.address).netloc, asked.seconds, streamed=False)


if __name__ == "__main__":
    main()
