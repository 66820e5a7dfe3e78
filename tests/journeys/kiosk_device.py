"""The kiosk's browser as a device starts it, and a long day in it with nobody attached.

A debugger changes what a long day is to measure: it keeps the worker awake, which a browser stops after 30 idle seconds
(its memory was as much as the page's), and it holds on to what the worker fetched. So the script of an extension taps,
rests now and then as a kiosk does between two visitors, and says in the window's title where it is.

Chromium itself keeps some 4 kB of every page it has shown, of an empty one too; that is measured beside and taken off.
"""

import json
import os
import signal
import subprocess
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType
from waitress.server import create_server

from tests import chromium
from tests.house import source
from tests.journeys.conftest import free_port
from tests.journeys.kiosk_place import PORTRAIT
from tests.journeys.memory import renderers

FLAGS = source.ROOT / "docs" / "device" / "chromium-kios.flags"
# Longer than the 30 seconds after which a worker without work is stopped, shorter than the kiosk's own patience of 60.
REST_SECONDS = 40
LOOKED_BEFORE_END = 3
SECONDS_PER_VISIT = 15
# Times are counted in steps: a list of ten thousand, read and written by each page, would be the growth it looks for.
STEP_MS = 10
_TABLE: dict[str, Any] = {
    "manifest_version": 3,
    "name": "visitor",
    "version": "1",
    "content_scripts": [{"matches": ["http://127.0.0.1/*"], "js": ["visitor.js"], "run_at": "document_start"}],
}
_VISITOR = """
const ways = ["a[href='/kios/?rak=tenun-busana']", ".kiosk-tile", "a[href='/kios/cari']", "a[href='/kios/daftar']",
  "a[href='/kios/']"];
const step = Number(sessionStorage.getItem("step") ?? 0);
function tap() {
  sessionStorage.setItem("step", step + 1);
  window.name += "x".repeat(DAY.hoard);
  sessionStorage.setItem("tapped", Date.now());
  document.querySelector(ways[step % ways.length]).click();
}
addEventListener("DOMContentLoaded", () => {
  if (!document.cookie.includes(DAY.paired)) {
    document.cookie = DAY.paired + "; path=/kios/";
    return location.reload();
  }
  const tapped = sessionStorage.getItem("tapped");
  if (tapped) {
    const changes = JSON.parse(sessionStorage.getItem("changes") ?? "{}");
    const took = Math.ceil((Date.now() - Number(tapped)) / DAY.step) * DAY.step;
    changes[took] = (changes[took] ?? 0) + 1;
    sessionStorage.setItem("changes", JSON.stringify(changes));
  }
  const visit = step / ways.length;
  const isRest = visit % DAY.every === 0;
  document.title = `${isRest ? "rest" : "visit"} ${visit}`;
  addEventListener("load", () => visit < DAY.visits && setTimeout(tap, isRest ? DAY.rest : 0));
});
"""

_REPLACE = """document.addEventListener("click", (event) => {
  event.preventDefault(); location.replace(event.target.href); })"""


@dataclass(frozen=True, slots=True)
class Look:
    """Megabytes of the renderers: all of it when a rest begins, and their own when it ends."""

    whole: float
    rested: float


@dataclass(frozen=True, slots=True)
class Day:
    """What was seen at each rest, and how many changes of page took so many milliseconds, from tap to readable page."""

    visits: int
    looks: list[Look]
    changes: Counter[int]

    @property
    def growth(self) -> float:
        """How much more the second half needed at most than the first, of what a rest does not give back."""
        first, second = self._halves()
        return second / first

    def growth_beyond(self, other: "Day") -> float:
        """The same without what as many visits of another day have grown by, which is taken for the browser's own."""
        (first, second), (earlier, later) = self._halves(), other._halves()
        return (second - max(0, later - earlier) * self.visits / other.visits) / first

    def _halves(self) -> tuple[float, float]:
        """The most of each half. The look before the first visit does not count: it is before anything was shown."""
        rested = [one.rested for one in self.looks[1:]]
        half = len(rested) // 2
        return max(rested[:half]), max(rested[half:])

    def quantile(self, share: float) -> int:
        """In how many milliseconds this share of the changes was done."""
        times = sorted(self.changes.items())
        seen = accumulate(count for _, count in times)
        return next(took for (took, _), done in zip(times, seen, strict=True) if done >= share * self.changes.total())


def launch(profile: Path, address: str, port: int, *more: str) -> subprocess.Popen[bytes]:
    """The browser as a device starts it, only without a display."""
    program = chromium.path()
    assert program
    flags = [flag for flag in FLAGS.read_text(encoding="utf-8").split() if flag != "--kiosk"]
    own = ["--headless=new", f"--remote-debugging-port={port}", f"--user-data-dir={profile}", *chromium.ARGUMENTS]
    return subprocess.Popen([program, *flags, *own, *more, address], stderr=subprocess.DEVNULL, start_new_session=True)


@contextmanager
def empty_pages() -> Iterator[str]:
    """Where pages are served that hold nothing but the links of a visit: what grows with these is the browser's own."""
    links = "".join(f"<a href='/kios/{way}'>{way}</a>" for way in ("", "?rak=tenun-busana", "cari", "daftar"))
    body = f"<!doctype html>{links}<a class=kiosk-tile href='/kios/produk/x'>x</a><script>{_REPLACE}</script>".encode()

    def answer(_environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
        return [body]

    server = create_server(answer, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def long_day(browser_type: BrowserType, url: str, folder: Path, *, visits: int, looks: int, hoard: int = 0) -> Day:
    """So many visits of five pages each at `url`, looked at before the first and then so many times.

    With `hoard`, each page hands so many letters more on to the next: what a cache that nobody empties would be.
    """
    every = visits // looks
    extension = folder / "visitor"
    extension.mkdir(parents=True)
    day = {
        "paired": f"griya-kios=lobi.{PORTRAIT.spec}.60",
        "visits": every * looks,
        "every": every,
        "rest": REST_SECONDS * 1000,
        "hoard": hoard,
        "step": STEP_MS,
    }
    (extension / "manifest.json").write_text(json.dumps(_TABLE), encoding="utf-8")
    (extension / "visitor.js").write_text(f"const DAY = {json.dumps(day)};{_VISITOR}", encoding="utf-8")
    port = free_port()
    size = f"--window-size={PORTRAIT.width_px},{PORTRAIT.height_px}"
    process = launch(folder / "profile", f"{url}/kios/", port, size, f"--load-extension={extension}")
    try:
        seen = [_look(process.pid, port, number * every, every) for number in range(looks + 1)]
        browser = browser_type.connect_over_cdp(f"http://127.0.0.1:{port}")
        changes = browser.contexts[0].pages[0].evaluate("JSON.parse(sessionStorage.getItem('changes'))")
        browser.close()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
    return Day(every * looks, seen, Counter({int(took): int(count) for took, count in changes.items()}))


def _look(pid: int, port: int, visit: int, every: int) -> Look:
    """Wait for the rest after this visit and see what is needed at its beginning and at its end."""
    began = time.monotonic()
    while f"rest {visit}" not in (titles := _titles(port)):
        assert time.monotonic() - began < 60 + every * SECONDS_PER_VISIT, titles
        time.sleep(0.2)
    rest_began = time.monotonic()
    whole = sum(one.whole for one in renderers(pid))
    time.sleep(max(0, rest_began + REST_SECONDS - LOOKED_BEFORE_END - time.monotonic()))
    rested = [one.own for one in renderers(pid)]
    assert rested, "the browser has no renderer"
    print(f"K21 visit {visit}: {whole:.0f} MB, rested {[round(one) for one in rested]} MB", flush=True)
    return Look(whole, sum(rested))


def _titles(port: int) -> list[str]:
    """What the windows are called; asking for it attaches to none of them."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10) as answer:
            return [one["title"] for one in json.load(answer)]
    except OSError:
        return []
