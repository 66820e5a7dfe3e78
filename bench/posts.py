"""Durable posts a second, beside what the disk itself can do.

Run by hand: `.venv/bin/python -m bench.posts [--posts 200] [--folder DIR]`. A real `griya serve` on SQLite with
synchronous=FULL and without the limit for one network; forms are opened beforehand, then sent by 1, 8 and 32 writers.
Before each run the disk is asked how often it can append 4 kB and fsync. An answer that is no 303, or an inquiry that
is not stored, is an error.
"""

import argparse
import os
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from tests.server.crash_table import Burst
from tests.server.posting import Form
from tests.server.running import Running, environment

WRITERS = (1, 8, 32)


def fsyncs_per_second(folder: Path, seconds: float = 2.0) -> float:
    """How often this disk can append a page and have it settled."""
    path = folder / "fsync.probe"
    count, begun = 0, time.perf_counter()
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    try:
        while (took := time.perf_counter() - begun) < seconds:
            os.write(descriptor, b"x" * 4096)
            os.fsync(descriptor)
            count += 1
    finally:
        os.close(descriptor)
        path.unlink()
    return count / took


def send_all(visitors: Burst, forms: list[Form], writers: int) -> float:
    """Send the forms with so many writers; how many a second."""
    shares = [forms[number::writers] for number in range(writers)]

    def write(share: list[Form]) -> None:
        for form in share:
            visitors._send(form)

    threads = [threading.Thread(target=write, args=(share,)) for share in shares]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(forms) / (time.perf_counter() - begun)


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--posts", type=int, default=200)
    asked.add_argument("--folder", type=Path, default=None)
    options = asked.parse_args()
    errors = 0
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        instance = Path(folder) / "instance"
        with Running(instance, "--no-worker", env=environment(GRIYA_INQUIRY_LIMIT="0")) as server:
            print(" writers   posts/s   p50 ms   p99 ms   fsync/s  posts/fsync  errors")
            for writers in WRITERS:
                visitors = Burst(server.port, [])
                visitors._read_reference = lambda text: None  # type: ignore[method-assign]
                forms = visitors.fill_in(options.posts)
                disk = fsyncs_per_second(Path(folder))
                rate = send_all(visitors, forms, writers)
                told = visitors.told
                with closing(sqlite3.connect(instance / "griya.db")) as connection:
                    wanted = [form.text for form in forms]
                    stored = {row[0] for row in connection.execute("SELECT message FROM inquiry")}
                wrong = sum(told.refused.values()) + len(visitors.pending) + len(set(wanted) - stored)
                errors += wrong
                taken = sorted(told.seconds)
                p50, p99 = (1000 * taken[int(len(taken) * share)] for share in (0.5, 0.99))
                print(f"{writers:8} {rate:9.1f} {p50:8.0f} {p99:8.0f} {disk:9.0f} {rate / disk:12.3f} {wrong:7}")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
