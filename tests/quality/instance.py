"""A throw-away Griya for the quality commands: an inquiry in it, one of each role signed in, and all its pages."""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

import pyotp
from justhtml import JustHTML
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, MapAdapter, Rule

from griya.sample.illustrations import list_illustrations
from tests import chromium
from tests.journeys.conftest import Site, free_port, wait_until_ready
from tests.journeys.test_buyer import buy
from tests.journeys.test_curator import make_account_by_command
from tests.journeys.test_officer import sign_in
from tests.journeys.test_second_factor import enter, give
from tests.page import attributes

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ROOT / "build" / "quality"
STARTS = (
    "/", "/galeri", "/permintaan", "/layar/", "/layar/?n=1", "/kios/", "/kios/?rak=semua", "/cari?q=", "/cari?q=zzzz",
    "/produk?q=zzzz", "/produk?rak=makanan&wilayah=sambas", "/tidak-ada", "/meja/", "/meja/tidak-ada",
    "/meja/kata-cari?coba=anyamn+rotn", "/meja/kata-cari?coba=zzzz",
)  # fmt: skip
# A list has many filtered forms; these show what its page can look like.
MOST_QUERIES_PER_PATH = 4
# The sample's pictures cost some two minutes of an idle processor; a busy machine may take its time.
PICTURES_SECONDS = 1200


ROLES = ("officer", "curator", "administrator")


@dataclass(frozen=True)
class Visit:
    """A running site: the cookies of one person of each role who is signed in, and the way to an inquiry just sent."""

    url: str
    browser: Browser
    cookies: Mapping[str, Path]
    sent: str

    def context(self, role: str, **options: object) -> BrowserContext:
        """A window of that person's browser."""
        return self.browser.new_context(base_url=self.url, storage_state=self.cookies[role], **options)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Seen:
    """A page as the first role that came to it had it."""

    role: str
    html: str


def give_up(sentence: str) -> NoReturn:
    """End with one sentence on what is missing."""
    sys.exit(sentence)


def program(name: str, package: str) -> str:
    """A program of this machine, or the end with what to install."""
    return shutil.which(name) or give_up(f"{name} tidak ditemukan; pasang dulu (Debian: apt-get install {package}).")


def chromium_path() -> str:
    """The browser, or the end with what to install."""
    return chromium.path() or give_up("Chromium tidak ditemukan; pasang dulu (Debian: apt-get install chromium).")


def npm_tool(package: str, file: str) -> Path:
    """A file of an npm package in `build/quality`, installed there without running any of its scripts."""
    path = TOOLS / "node_modules" / file
    if not path.is_file():
        npm = program("npm", "npm")
        TOOLS.mkdir(parents=True, exist_ok=True)
        print(f"Memasang {package} ke {TOOLS.relative_to(ROOT)} …", flush=True)
        command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(TOOLS)]
        done = subprocess.run([*command, package], check=False, capture_output=True, text=True)
        if done.returncode or not path.is_file():
            give_up(f"npm tidak dapat memasang {package}; sambungan ke registri npm diperlukan satu kali.")
    return path


@contextlib.contextmanager
def visiting() -> Iterator[Visit]:
    """Start the site and the browser, send an inquiry, sign in one person of each role; end everything afterwards."""
    program_path = chromium_path()
    with tempfile.TemporaryDirectory(prefix="griya-mutu-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program_path, args=chromium.ARGUMENTS)
        with serving(Path(folder)) as site:
            cookies = {role: Path(folder) / f"{role}.json" for role in ROLES}
            for role, path in cookies.items():
                context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
                page = context.new_page()
                if role == ROLES[0]:
                    buy(page)
                    sent = page.url.removeprefix(site.url)
                _come_in(page, site, role)
                context.storage_state(path=path)
                context.close()
            yield Visit(site.url, browser, cookies, sent)
        browser.close()


def _come_in(page: Page, site: Site, role: str) -> None:
    who = make_account_by_command(site, f"{role}@contoh.test", role.title(), role=role)
    if role != "administrator":
        sign_in(page, Site(site.url, site.instance, who.email, who.password))
        return
    enter(page, who.email, who.password)
    page.goto("/meja/saya/kode")
    give(page, pyotp.TOTP(page.inner_text(".factor-setup__secret").replace(" ", "")).now())
    if page.locator(".recovery-codes__code").count() == 0:
        give_up("Kode masuk administrator tidak diterima.")


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Griya as `make run` starts it, with the sample catalogue, when all its pictures are there."""
    instance, port, log = folder / "instance", free_port(), folder / "log"
    url = f"http://127.0.0.1:{port}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GRIYA_")}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "griya", "--instance", str(instance), "serve", "--port", str(port)],
            cwd=ROOT, env=environ, stdout=output, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            wait_until_ready(url, process)
            said = log.read_text(encoding="utf-8")
            email = re.search(r"[\w.+-]+@[\w.-]+", said)
            password = re.search(r"kata sandi (\S+) \(", said)
            if not email or not password:
                give_up(f"Griya tidak menyebut akun pertamanya:\n{said}")
            _wait_for_pictures(instance / "griya.db")
            yield Site(url, instance, email[0], password[1])
        finally:
            process.terminate()
            process.wait(20)


def _wait_for_pictures(database: Path) -> None:
    """Wait until every product has its picture, so that what is looked at is what visitors see."""
    wanted = sum(len(illustration.products) for illustration in list_illustrations())
    print(f"Menunggu {wanted} gambar contoh …", flush=True)
    until, there = time.monotonic() + PICTURES_SECONDS, 0
    while there < wanted:
        if time.monotonic() > until:
            give_up(f"Gambar contoh belum lengkap setelah {PICTURES_SECONDS // 60} menit: {there} dari {wanted}.")
        time.sleep(1)
        # A journal that ends between two looks at it makes SQLite give up; the next look is a second later.
        with (
            contextlib.suppress(sqlite3.OperationalError),
            contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as connection,
        ):
            there = connection.execute("SELECT count(*) FROM product_photo").fetchone()[0]


def crawl(visit: Visit) -> dict[str, Seen]:
    """Every page that links lead to, public and desk, by its path.

    The rooms of a role are walked by that role; a page that several may open is the one of the first that came to it.
    """
    pages: dict[str, Seen] = {}
    for role in ROLES:
        starts = [*STARTS, visit.sent] if role == ROLES[0] else ["/meja/"]
        for path, html in _walk(visit, role, starts).items():
            pages.setdefault(path, Seen(role, html))
    return pages


def _walk(visit: Visit, role: str, starts: Sequence[str]) -> dict[str, str]:
    request = visit.context(role).request
    waiting, seen, pages = [*starts], set(), {}
    queries: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        parts = urlsplit(path)
        if path not in STARTS and parts.query:
            queries[parts.path] += 1
            if queries[parts.path] > MOST_QUERIES_PER_PATH:
                continue
        if role != ROLES[0] and not path.startswith("/meja"):
            continue
        answer = request.get(visit.url + path)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        pages[path] = answer.text()
        waiting.extend(_links(visit.url, path, pages[path]))
    return pages


def _links(url: str, path: str, html: str) -> Iterator[str]:
    for link in JustHTML(html, sanitize=False).query("a[href]"):
        target = urlsplit(urljoin(url + path, attributes(link)["href"]))
        if f"{target.scheme}://{target.netloc}" == url and not target.path.startswith(("/static/", "/media/")):
            yield target.path + (f"?{target.query}" if target.query else "")


def shapes(pages: Mapping[str, Seen], each: int = 2) -> list[str]:
    """The pages to look at: of every endpoint in every language the first, and the one with the most in it."""
    kinds: dict[tuple[str, str, bool], list[str]] = {}
    for path in pages:
        kinds.setdefault(_kind(path), []).append(path)
    chosen: list[str] = []
    for paths in kinds.values():
        chosen += dict.fromkeys([paths[0], *sorted(paths, key=lambda path: -len(pages[path].html))[: each - 1]])
    return chosen


def _kind(path: str) -> tuple[str, str, bool]:
    """The language, the endpoint and whether something is asked for; an address of no endpoint is a kind of its own."""
    address, _, query = path.partition("?")
    language = "en" if address == "/en" or address.startswith("/en/") else "id"
    own = address.removeprefix("/en") if language == "en" else address
    try:
        return language, str(_endpoints().match(own or "/")[0]), bool(query)
    except HTTPException:
        return language, address, bool(query)


@cache
def _endpoints() -> MapAdapter:
    """The recorded routes that a page may have."""
    rows = (line.split() for line in (ROOT / "tests" / "house" / "routes.txt").read_text(encoding="utf-8").splitlines())
    rules = [Rule(row[0], endpoint=row[-1]) for row in rows if "GET" in row[1]]
    return Map(rules).bind("localhost")
