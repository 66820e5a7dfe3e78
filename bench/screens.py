"""What 30 screens and 20 visitors cost one another (L31): page times while every screen polls as it does on the wall.

.venv/bin/python -m bench.screens --address http://127.0.0.1:8000 [--seconds 60]
"""

import argparse
import http.client
import random
import statistics
import threading
import time
from urllib.parse import urlsplit

SCREENS, VISITORS, POLL_SECONDS = 30, 20, 15.0
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


def line(name: str, told: list[float]) -> str:
    ordered = sorted(told)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    middle = statistics.median(told)
    return f"{name}: {len(told)} answers, median {middle:.0f} ms, p95 {p95:.0f} ms, most {ordered[-1]:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    host = urlsplit(asked.address).netloc
    until = time.monotonic() + asked.seconds
    pages: list[float] = []
    lists: list[float] = []
    unchanged: list[int] = []
    threads = [threading.Thread(target=screen, args=(host, until, lists, unchanged)) for _ in range(SCREENS)]
    threads += [threading.Thread(target=visitor, args=(host, until, pages)) for _ in range(VISITORS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    print(line("pages of 20 visitors", pages))
    print(line("lists of 30 screens", lists), f"({sum(unchanged)} of them 304)")


if __name__ == "__main__":
    main()
