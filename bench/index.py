"""What the catalogue's index in memory costs.

    .venv/bin/python -m bench.index [--products 10k | --instance FOLDER | --database URL]

Processor time of reading everything, of following one and fifty changes, and of single questions; the memory of the
process before and after. Pinned to one core; of many repetitions the quickest tenth counts.
"""

import argparse
import gc
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from bench.catalogue import default_instance, settings_for, size
from griya.app import create_app
from griya.catalog.queries.cards import list_cards
from griya.catalog.queries.index.current import forget_indexes, read_index
from griya.catalog.queries.index.listing import list_from
from griya.catalog.rules.asked import parse_asked
from griya.core import unit_of_work
from griya.core.db import db

QUESTIONS: dict[str, dict[str, list[str]]] = {
    "everything": {},
    "one shelf": {"rak": ["makanan"]},
    "three filters": {"rak": ["makanan"], "halal": ["bersertifikat"], "wilayah": ["sambas"]},
    "three wide filters": {
        "rak": ["makanan", "anyaman"],
        "halal": ["bersertifikat", "belum"],
        "ketersediaan": ["siap"],
    },
    "by price, the middle": {"urut": ["termurah"], "halaman": ["MIDDLE"]},
    "by name, the middle": {"urut": ["nama"], "halaman": ["MIDDLE"]},
    "newest, the middle": {"halaman": ["MIDDLE"]},
}


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def microseconds(ask: Callable[[], object]) -> float:
    times = []
    for _ in range(200):
        began = time.process_time_ns()
        ask()
        times.append((time.process_time_ns() - began) / 1000)
    return statistics.quantiles(times, n=10)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=size, default=10_000)
    parser.add_argument("--instance", type=Path)
    parser.add_argument("--database", default="")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    app = create_app(settings_for(arguments.instance or default_instance(arguments.products), arguments.database))
    with app.app_context():
        db.session.execute(sa.text("SELECT 1"))
        before, began, wall = resident_mb(), time.process_time(), time.perf_counter()
        snapshot = read_index()
        spent, passed = time.process_time() - began, time.perf_counter() - wall
        peak = resident_mb()
        gc.collect()
        print(f"{len(snapshot.public):,} public products, {snapshot.terms.count} values")
        print(f"read everything: {spent:.2f} s of processor, {passed:.2f} s on the clock")
        print(f"memory: {before:.0f} MB before, {peak:.0f} MB right after, {resident_mb():.0f} MB when tidied up")
        forget_indexes()
        began = time.process_time()
        snapshot = read_index()
        print(f"read everything again, statements known: {time.process_time() - began:.2f} s of processor")
        for changed in (1, 1, 50):
            ids = random.sample(range(1, len(snapshot.public)), changed)
            with unit_of_work.command():
                db.session.execute(
                    sa.text("UPDATE product SET showroom_shelf = 'A1' WHERE id = :id"), [{"id": i} for i in ids]
                )
            began = time.process_time()
            snapshot = read_index()
            print(f"follow {changed} change{'s' * (changed > 1)}: {(time.process_time() - began) * 1000:.1f} ms")
        print(f"is it current: {microseconds(read_index):.0f} µs")
        middle = len(snapshot.public) // 48
        for name, parameters in QUESTIONS.items():
            asked = parse_asked(
                {
                    key: [str(middle) if value == "MIDDLE" else value for value in values]
                    for key, values in parameters.items()
                },
                snapshot.vocabulary,
            )
            listing = list_from(snapshot, asked)
            spent = microseconds(lambda asked=asked: list_from(snapshot, asked))  # type: ignore[misc]
            print(f"{name}: {listing.total:,} products and all facets in {spent:.0f} µs")
        print(f"24 cards: {microseconds(lambda: list_cards(listing.product_ids)):.0f} µs")


if __name__ == "__main__":
    main()
