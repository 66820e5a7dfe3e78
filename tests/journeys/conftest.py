"""A real server with the sample catalogue, and a real browser in front of it."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import chromium
from tests.journeys.watch import page_errors

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A running Griya: its address, its instance folder, and who may sign in."""

    url: str
    instance: Path
    email: str
    password: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/siap", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} was not ready in {START_SECONDS} s")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Griya as `make run` starts it, on a throw-away instance."""
    instance, port = tmp_path_factory.mktemp("griya"), free_port()
    log = instance.parent / f"{instance.name}.log"
    url = f"http://127.0.0.1:{port}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GRIYA_")}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "griya", "--instance", str(instance), "serve", "--port", str(port), "--no-worker"],
            cwd=ROOT, env=environ, stdout=output, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            wait_until_ready(url, process)
            said = log.read_text(encoding="utf-8")
            email = re.search(r"[\w.+-]+@[\w.-]+", said)
            password = re.search(r"(?:sandi|password)\S*\s+(\S+)", said, re.IGNORECASE)
            assert email and password, said
            yield Site(url, instance, email[0], password[1])
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    program = chromium.path()
    if not program:
        pytest.skip(reason="no Chromium here (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=chromium.ARGUMENTS)
        yield launched
        launched.close()


class Watch:
    """What went wrong on a page while a journey went on: errors, console messages, requests to strangers."""

    def __init__(self, page: Page, url: str) -> None:
        self.faults = page_errors(page)
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("request", lambda request: self._see(request.url, url))

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "422" not in text and "404" not in text:
            self.faults.append(f"console {kind}: {text}")

    def _see(self, address: str, own: str) -> None:
        if not address.startswith((own, "data:", "blob:")):
            self.faults.append(f"request to another origin: {address}")


def opened(context: BrowserContext, site: Site) -> Iterator[Page]:
    page = context.new_page()
    watch = Watch(page, site.url)
    yield page
    context.close()
    assert not watch.faults, watch.faults


@pytest.fixture(params=[(360, 800), (1440, 900)], ids=["phone", "laptop"])
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """A page of a fresh browser, on a phone and on a laptop; it fails at the end if the console complained."""
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="id-ID", timezone_id="Asia/Pontianak", base_url=site.url
    )
    yield from opened(context, site)


@pytest.fixture
def scriptless(browser: Browser, site: Site) -> Iterator[Page]:
    """A phone whose browser runs no JavaScript."""
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, locale="id-ID", java_script_enabled=False, base_url=site.url
    )
    yield from opened(context, site)
