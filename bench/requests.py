"""What a request costs, as a multiple of a bare Flask "hello" in the same run on the same core.

    .venv/bin/python -m bench.requests [--products 10k | --instance FOLDER | --database URL] [--server | --anew]
            [--only NAME]

No answer is cached and no validator is sent. What the process keeps of single products (their cards in the index, pages
looked at lately, what a search remembered) is warm, as on a site that is visited; with `--anew` all of it is thrown
away before each request. By default the WSGI application is called in this process, pinned to one core, and processor
time is read around each call. With `--server` waitress runs pinned to that core in a process of its own, a client on
another core keeps one connection, and the scheduler's count of the server's threads is read around rounds of requests.
Of many calls or rounds the quickest tenth counts, because a busy neighbour on the machine takes the caches away from a
large page and not from a small one. Both kinds gzip as they do in production.
"""

import argparse
import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import EnvironBuilder

from bench.catalogue import default_instance, settings_for, size

HOST = "127.0.0.1:8000"
ENCODING = "gzip, deflate, br"
CORE = max(os.sched_getaffinity(0))
# Requests whose processor time is looked at together; of many such rounds the quickest tenth counts.
ROUND = 20


@dataclass(frozen=True)
class Case:
    """A kind of request with several addresses, so that nothing is asked for twice in a row."""

    name: str
    paths: tuple[str, ...]
    aim: str = ""


def hello_app() -> Flask:
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "Hello, World!"

    return app


def griya_app(instance: Path, database: str) -> Flask:
    from griya.app import create_app

    return create_app(settings_for(instance, database))


def cases(app: Flask) -> list[Case]:
    """What is measured. The addresses are taken from the catalogue itself."""
    from griya.core.db import db

    with app.app_context():
        rows = db.session.execute(
            sa.text("SELECT slug FROM product WHERE state = 'published' AND id % :step = 1 LIMIT 40"),
            {"step": max(1, _count(db) // 40)},
        )
        slugs = [slug for (slug,) in rows]
        total = _count(db)
        db.session.remove()
    shelves = ("makanan", "minuman", "madu-kopi-rempah", "tenun-busana", "anyaman", "ukiran-kayu")
    places = ("sambas", "kota-pontianak", "sanggau", "ketapang")
    pairs = [(shelf, place) for shelf in shelves for place in places]
    middle = total // 48
    lists = {
        "list": [f"?rak={shelf}" for shelf in shelves],
        "filters": [f"?halal=bersertifikat&halal=tidak-wajib&rak={shelf}&wilayah={place}" for shelf, place in pairs],
        "deep": [f"?halaman={middle + n}" for n in range(20)],
    }
    words = [f"q={a}+{b}" for a, b in (("kain", "tenun"), ("ikan", "kering"), ("keripik", "pisang"), ("tas", "rotan"))]
    misspelt = [f"q={word}" for word in ("anyamn", "kerpik", "songkte", "tenum", "bidia")]
    begun = [f"q={word}" for word in ("so", "son", "tik", "ker", "kop", "mad")]
    found = [
        Case("product", tuple(f"/produk/{slug}" for slug in slugs), "4"),
        Case("list", ("/produk", *(f"/produk{query}" for query in lists["list"])), "5 6 10"),
        Case("list, 3 filters", tuple(f"/produk{query}" for query in lists["filters"]), "5 6 10"),
        Case("deep page", tuple(f"/produk{query}" for query in lists["deep"])),
        Case("two words with facets", tuple(f"/produk?{query}" for query in words), "6 8 15"),
        Case("misspelt search", tuple(f"/cari?{query}" for query in misspelt)),
        Case("suggestions", tuple(f"/cari/saran?{query}" for query in begun), "2"),
    ]
    found.append(Case("health (the frame alone)", ("/sehat",)))
    return found


def _count(db: Any) -> int:
    return int(db.session.execute(sa.text("SELECT count(*) FROM product WHERE state = 'published'")).scalar_one())


def environ_for(path: str) -> dict[str, Any]:
    address, _, query = path.partition("?")
    headers = {"Accept-Encoding": ENCODING}
    return EnvironBuilder(path=address, query_string=query, base_url=f"http://{HOST}", headers=headers).get_environ()


def forget() -> None:
    """What the process keeps of products, pages and searches, but for the index itself."""
    from griya.catalog.queries import products
    from griya.catalog.queries.index import current
    from griya.catalog.queries.lookup import entries, suggestions, understanding
    from griya.catalog.queries.lookup import products as found

    for index in current._indexes.values():
        if index.snapshot:
            index.snapshot.cards.empty()
            index.snapshot.tallies.empty()
    products.forget_pages()
    for memory in (found.memory, found.firsts, entries.memory, suggestions.memory, understanding.memory):
        memory.forget()


def called(app: Callable[..., Any], paths: tuple[str, ...], seconds: float, *, anew: bool = False) -> tuple[float, int]:
    """The processor time of a call in microseconds, that of the quickest tenth, and the size of the answer."""
    environs = [environ_for(path) for path in paths]
    status: list[str] = []

    def start(line: str, _headers: Any, _exc: Any = None) -> Any:
        status[:] = [line]

    times: list[float] = []
    length, began, turn = 0, time.perf_counter(), 0
    while time.perf_counter() - began < seconds or turn < 3 * len(environs):
        environ = dict(environs[turn % len(environs)])
        if anew:
            forget()
        at = time.process_time_ns()
        answer = app(environ, start)
        length = sum(map(len, answer))
        if hasattr(answer, "close"):
            answer.close()
        if turn >= len(environs):  # the first round warms up
            times.append((time.process_time_ns() - at) / 1000)
        if not status[0].startswith("200"):
            raise SystemExit(f"{paths[turn % len(paths)]}: {status[0]}")
        turn += 1
    return statistics.quantiles(times, n=10)[0], length


class Server:
    """Waitress with one application in a process pinned to one core."""

    def __init__(self, arguments: list[str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "bench.requests", "--serve", str(self.port), *arguments]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)

    def cpu_seconds(self) -> float:
        """The processor time of all its threads, by the scheduler's own count."""
        spent = (task / "schedstat" for task in Path(f"/proc/{self.process.pid}/task").iterdir())
        return sum(int(one.read_text(encoding="ascii").split()[0]) for one in spent) / 1e9

    def measured(self, paths: tuple[str, ...], seconds: float) -> tuple[float, int]:
        """Processor time of a request in microseconds, the kernel's part included, and the size of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)

        def ask(path: str) -> int:
            connection.request("GET", path, headers={"Accept-Encoding": ENCODING, "Host": HOST})
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:
                raise SystemExit(f"{path}: {response.status}")
            return len(body)

        length = sum(ask(path) for path in paths) // len(paths)
        turn, costs, began = 0, [], time.perf_counter()
        while time.perf_counter() - began < seconds or len(costs) < 10:
            before = self.cpu_seconds()
            for _ in range(ROUND):
                ask(paths[turn % len(paths)])
                turn += 1
            costs.append((self.cpu_seconds() - before) / ROUND)
        connection.close()
        return statistics.quantiles(costs, n=10)[0] * 1e6, length

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)


def serve(port: int, app: Flask) -> None:
    """Run one application as `griya serve` runs its own."""
    import waitress

    os.sched_setaffinity(0, {CORE})
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    waitress.serve(app, host="127.0.0.1", port=port, threads=4, asyncore_use_poll=True)


def lines(measure: Callable[[str, tuple[str, ...]], tuple[float, int]], chosen: list[Case]) -> Iterator[str]:
    hello, _ = measure("hello", ("/",))
    yield f"{'':34}{'CPU µs':>9}{'/s':>8}{'× hello':>9}{'aim':>9}{'bytes':>8}"
    yield f"{'hello':34}{hello:9.0f}{1e6 / hello:8.0f}{1:9.1f}"
    for case in chosen:
        cost, length = measure("griya", case.paths)
        again, _ = measure("hello", ("/",))
        hello = (hello + again) / 2  # a busy neighbour slows both
        yield f"{case.name:34}{cost:9.0f}{1e6 / cost:8.0f}{cost / again:9.1f}{case.aim:>9}{length:8}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=size, default=10_000)
    parser.add_argument("--instance", type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--server", action="store_true", help="through waitress instead of direct calls")
    parser.add_argument("--anew", action="store_true", help="as if each request were the first for what it shows")
    parser.add_argument("--seconds", type=float, default=2.0, help="per case")
    parser.add_argument("--only", default="", help="cases whose name matches")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--hello", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    instance = arguments.instance or default_instance(arguments.products)
    if arguments.serve:
        serve(arguments.serve, hello_app() if arguments.hello else griya_app(instance, arguments.database))
        return
    app = griya_app(instance, arguments.database)
    chosen = [case for case in cases(app) if re.search(arguments.only, case.name)]
    if arguments.server:
        own = ["--instance", str(instance), *(["--database", arguments.database] if arguments.database else [])]
        servers = {"hello": Server(["--hello"]), "griya": Server(own)}
        os.sched_setaffinity(0, os.sched_getaffinity(0) - {CORE} or {CORE})
        try:
            for line in lines(lambda which, paths: servers[which].measured(paths, arguments.seconds), chosen):
                print(line, flush=True)
        finally:
            for server in servers.values():
                server.stop()
        return
    os.sched_setaffinity(0, {CORE})
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - the log is written and thrown away
    apps: dict[str, Callable[..., Any]] = {"hello": hello_app(), "griya": app}
    for line in lines(
        lambda which, paths: called(apps[which], paths, arguments.seconds, anew=arguments.anew and which == "griya"),
        chosen,
    ):
        print(line, flush=True)


if __name__ == "__main__":
    main()
