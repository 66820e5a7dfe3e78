"""The whole table of what requests cost: every size on SQLite and on PostgreSQL, and what the index costs at each.

    .venv/bin/python -m bench.table [--sqlite 1k,10k,100k] [--postgresql 10k,100k] [--seconds 1.5] [--rounds 1]

Multiples of a bare "hello" as `bench.requests --server` takes them, in Markdown; with several rounds the lowest and the
highest. Catalogues that are not there yet are made: those of SQLite stay below `build/bench`, those of PostgreSQL lie
in a throw-away server that ends with the table. A million products: `--sqlite 1M --postgresql ""` (made in a quarter of
an hour).
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from bench.catalogue import default_instance, size
from bench.requests import CORE, Server, cases, griya_app
from tests import postgresql

FIGURES = ("read everything", "memory", "follow 1 change", "follow 50 changes")


class Place(NamedTuple):
    """A catalogue: how many products, what its column is called, its instance, the address of its database if any."""

    products: int
    title: str
    instance: Path
    database: str = ""

    @property
    def arguments(self) -> list[str]:
        """How the other benchmarks are told of it."""
        return ["--instance", str(self.instance), *(["--database", self.database] if self.database else [])]


def run(module: str, *arguments: str) -> str:
    """What another benchmark prints."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def say(line: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}, load {os.getloadavg()[0]:.1f}] {line}", file=sys.stderr, flush=True)


def keep_off(core: int, folder: Path) -> None:
    """Let the database server below `folder` run anywhere but on the core that is measured, as on a machine of its own.

    What it starts afterwards stays off it too.
    """
    pid = int((folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
    others = os.sched_getaffinity(0) - {core}
    if others:
        os.sched_setaffinity(pid, others)


@contextmanager
def places(sqlite: list[int], on_postgresql: list[int]) -> Iterator[list[Place]]:
    """The catalogues, made where they are missing."""
    found = []
    for count in sqlite:
        instance = default_instance(count)
        if not (instance / "griya.db").exists():
            say(f"making {count:,} products in {instance}")
            say(run("bench.catalogue", "--products", str(count), "--instance", str(instance)).strip())
        found.append(Place(count, f"SQLite {count:,}", instance))
    server = postgresql.start() if on_postgresql else None
    if server and server.folder:
        keep_off(CORE, server.folder)
    try:
        for count in on_postgresql:
            assert server is not None
            name = f"griya_bench_{count}"
            with sa.create_engine(server.url, isolation_level="AUTOCOMMIT").connect() as admin:
                admin.exec_driver_sql(f"CREATE DATABASE {name}")
            place = Place(count, f"PostgreSQL {count:,}", default_instance(count) / "pg", server.database_url(name))
            say(f"making {count:,} products in PostgreSQL")
            say(run("bench.catalogue", "--products", str(count), *place.arguments).strip())
            found.append(place)
        yield found
    finally:
        if server:
            server.stop()


def multiples(place: Place, seconds: float) -> Iterator[tuple[str, str, float, float]]:
    """Each kind of request: its name, its aim, what "hello" took beside it in microseconds, its multiple of that."""
    chosen = cases(griya_app(place.instance, place.database))
    servers = {"hello": Server(["--hello"]), "griya": Server(place.arguments)}
    try:
        for case in chosen:
            before, _ = servers["hello"].measured(("/",), seconds / 2)
            cost, _ = servers["griya"].measured(case.paths, seconds)
            after, _ = servers["hello"].measured(("/",), seconds / 2)
            yield case.name, case.aim, (before + after) / 2, cost / min(before, after)
    finally:
        for server in servers.values():
            server.stop()


def told(values: list[float]) -> str:
    low, high = f"{min(values):.1f}", f"{max(values):.1f}"
    return low if low == high else f"{low}–{high}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sqlite", default="1k,10k,100k")
    parser.add_argument("--postgresql", default="10k,100k")
    parser.add_argument("--seconds", type=float, default=1.5, help="per kind of request")
    parser.add_argument("--rounds", type=int, default=1, help="how often everything is measured")
    arguments = parser.parse_args()
    sizes = [[size(one) for one in text.split(",") if one] for text in (arguments.sqlite, arguments.postgresql)]
    rows: dict[tuple[str, str], dict[str, list[float]]] = {}
    hellos: list[float] = []
    index: dict[str, list[str]] = {}
    with places(*sizes) as measured:
        os.sched_setaffinity(0, os.sched_getaffinity(0) - {CORE} or {CORE})
        for turn in range(arguments.rounds):
            for place in measured:
                say(f"{place.title}, round {turn + 1}")
                for name, aim, hello, multiple in multiples(place, arguments.seconds):
                    rows.setdefault((name, aim), {}).setdefault(place.title, []).append(multiple)
                    hellos.append(hello)
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
        for place in measured:
            say(f"{place.title}, index")
            lines = run("bench.index", *place.arguments).splitlines()
            index[place.title] = [line for line in lines if line.startswith(FIGURES)]
    titles = [place.title for place in measured]
    print(f'"hello": {min(hellos):.0f} to {max(hellos):.0f} µs; load at the end {os.getloadavg()[0]:.1f}\n')
    print("| request |", " | ".join([*titles, "aim at 10k, 100k, 1M"]), "|")
    print("|", " | ".join(["---"] * (len(titles) + 2)), "|")
    for (name, aim), found in rows.items():
        print("|", " | ".join([name, *(told(found[title]) for title in titles), aim.replace(" ", ", ")]), "|")
    for title, lines in index.items():
        print(f"\n{title}, the index in memory:")
        for line in lines:
            print(f"- {line}")


if __name__ == "__main__":
    main()
