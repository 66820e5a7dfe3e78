"""What the kiosk's browser tests share: names of every length, panels of any size, a server that keeps silent.

Traps that were met: `set_offline` does not stop a worker, so the server is really switched off or made silent here;
`Input.synthesizePinchGesture` zooms nothing at all, so two fingers are sent one by one, with a control that must zoom;
`go_back()` hangs where the browser keeps pages in memory, so the page itself is asked to go back.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from griya.showroom.rules.profile import Sizes, Surface, sizes_of
from tests.journeys.showroom_site import Showroom
from tests.journeys.watch import page_errors

PORTRAIT = Surface(215, 1080, 1920, 60)
LANDSCAPE = Surface(215, 1280, 800, 60)
# The panels of the table of sizes: diagonal in tenths of an inch, CSS pixels, distance in cm.
PANELS = {
    "10.1 landscape": Surface(101, 1280, 800, 60),
    "15.6 landscape": Surface(156, 1920, 1080, 60),
    "21.5 portrait": PORTRAIT,
    "27 landscape": Surface(270, 1920, 1080, 60),
    "32 portrait": Surface(320, 1080, 1920, 60),
}
# What a browser says while its server is away, and while the tests keep a worker out.
EXPECTED = ("ERR_", "Service Worker registration blocked", "503", "404", "Failed to load resource")


@contextmanager
def panel(
    browser: Browser, showroom: Showroom, surface: Surface = PORTRAIT, **options: Any
) -> Iterator[BrowserContext]:
    """A fresh browser on a panel that was paired with these sizes."""
    size: ViewportSize = {"width": surface.width_px, "height": surface.height_px}
    options = {"service_workers": "block", "has_touch": True, **options}
    context = browser.new_context(viewport=size, base_url=showroom.url, locale="id-ID", **options)
    context.add_cookies([{"name": "griya-kios", "value": f"lobi.{surface.spec}.60", "url": f"{showroom.url}/kios/"}])
    try:
        yield context
    finally:
        context.close()


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and what went wrong on it."""
    page = context.new_page()
    faults = page_errors(page)
    page.on("console", lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None)
    return page, faults


def unexpected(faults: list[str]) -> list[str]:
    return [fault for fault in faults if not any(part in fault for part in EXPECTED)]


def sizes(surface: Surface) -> Sizes:
    return sizes_of(surface)


@contextmanager
def silent(showroom: Showroom) -> Iterator[None]:
    """A server that takes every call and never answers: worse than one that is gone."""
    showroom.stop()
    host, port = showroom.url.removeprefix("http://").split(":")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, int(port)))
        listener.listen(128)
        yield
    showroom.start()
