"""What tests of wall screens share: a showroom with photos behind a weather, a screen, and what it tells of itself.

Traps that were met while measuring, so that nobody meets them again:
- `set_offline(True)` leaves the worker's own update through, and `navigator.onLine` true: kill or hang the server.
- `page.clock.run_for("01:00:00")` shows one slide, because decoding is really asynchronous: step slide by slide.
- The heap is no leak test: two `<img>` kept it flat at 1.3 MB while the renderer grew to 750 MB. Take three slopes.
- The policy forbids `wait_for_function`: ask again and again by `evaluate`.
"""

import hashlib
import io
import json
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from griya.catalog.models import Product, ProductPhoto
from griya.core import media
from griya.core.db import db
from griya.core.pictures import Picture, StoredFile
from griya.showroom.rules.air import AirList, from_json, showing
from tests.factories.photos import make_photo
from tests.journeys.showroom_site import Showroom
from tests.journeys.watch import page_errors
from tests.journeys.weather import Weather

NAMES = ("Songket Sambas", "Bidai Jagoi", "Madu Tikung", "Tanjak Insang")
# Long enough for a busy machine; a test waits for what shall be there and never for a moment.
PATIENCE_SECONDS = 30
FAST_MS = 500


class Wall:
    """A showroom, the weather before it, and how screens are opened on it."""

    def __init__(self, folder: Path) -> None:
        self.showroom = Showroom(folder)
        self.weather = Weather(self.showroom.port)

    def show(self, names: Sequence[str] = NAMES, **options: Any) -> None:
        """Put products of these names on the screens, each with a photo of its own."""
        # A screen that asks between the two would find the products without their photos, and that is a list too.
        weather = self.weather.mode, self.weather.only
        self.weather.be("500", only="daftar.json")
        self.showroom.show(names, **options)
        with self.showroom.writing():
            shown = {photo.product_id for photo in db.session.query(ProductPhoto)}
            for product in db.session.query(Product).filter(Product.id.not_in(shown)).all():
                self.add_photo(product, seed=product.id)
        self.weather.be(*weather)

    def add_photo(self, product: Product, *, seed: int, size: tuple[int, int] = (960, 720)) -> None:
        """A photo without the worker: two files of noise, which nobody's decoder takes for a plain colour."""
        folder = Path(self.showroom.app.config["MEDIA_FOLDER"])
        files = tuple(_file(folder, noise(seed, size), extension) for extension in ("webp", "jpg"))
        make_photo(product, source=Picture(files, "b43c28", "b43c28" * 12, {}, 0), media_folder=folder)

    def told(self) -> dict[str, Any]:
        """The list that the server has now."""
        with self.showroom.app.test_client() as client:
            found: dict[str, Any] = json.loads(client.get("/layar/daftar.json").get_data(as_text=True))
            return found

    def plan(self, ms: int = FAST_MS) -> AirList:
        """The same as the rule reads it, with slides as short as a hurried screen has them."""
        told = self.told()
        for item in told["items"]:
            item["ms"] = ms
        return from_json(told)

    def stop(self) -> None:
        """Away with all of it."""
        self.weather.stop()
        self.showroom.stop()


@contextmanager
def screen(browser: Browser, **options: Any) -> Iterator[Page]:
    """A screen of its own memory; a script that throws fails the test."""
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 720}} | options))
    page = context.new_page()
    faults = page_errors(page)
    try:
        yield page
    finally:
        # A screen that a failed test leaves open would go on turning its slides beside all later tests.
        close(context)
    assert not faults, faults


def close(context: BrowserContext) -> None:
    """Close it, however its pages are."""
    context.close()


def until(page: Page, question: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """The answer to the question once it is one; a page that is just being changed is asked again."""
    end = time.monotonic() + seconds
    answer = None
    while time.monotonic() < end:
        try:
            answer = page.evaluate(question)
        except Exception as error:
            answer = None
            if "Execution context was destroyed" not in str(error) and "__layar" not in str(error):
                raise
        if answer:
            return answer
        page.wait_for_timeout(20)
    raise AssertionError(
        f"{question} stays {answer!r}; {page.evaluate('window.__layar && [__layar.errors, __layar.n]')}"
    )


def play(page: Page, wall: Wall, *, ms: int = FAST_MS, poll: int = 300) -> None:
    """Open the screen and wait until all of its list, and all of itself, is kept."""
    page.goto(f"{wall.weather.url}/layar/?ms={ms}&poll={poll}")
    until(page, "window.__layar && __layar.n > 0")
    until(page, KEPT)


# Whether a start without the server would have everything.
KEPT = """(async () => {
  const pointer = await (await caches.open('griya-kulit')).match('/layar/');
  return Boolean(pointer && (await (await caches.open('griya-daftar')).match('/layar/daftar.json'))
    && navigator.serviceWorker.controller);
})()"""


def turns(page: Page, count: int) -> list[tuple[float, float, str]]:
    """The next `count` slides: shown at, due since, which."""
    before = page.evaluate("__layar.n")
    until(page, f"__layar.n >= {before + count}", PATIENCE_SECONDS + count)
    return [tuple(one) for one in page.evaluate("__layar.swaps")][-count:]


def follows(seen: Sequence[tuple[float, float, str]], plan: AirList) -> bool:
    """Whether each slide is the one that the server's rule has for its moment."""
    return all(showing(plan, int(since)).key == key for _, since, key in seen)


def noise(seed: int, size: tuple[int, int]) -> Image.Image:
    """Soft patches of colour, the same for the same seed."""
    chance = random.Random(seed)
    patches = Image.new("RGB", (8, 6))
    patches.putdata([tuple(chance.randrange(60, 230) for _ in range(3)) for _ in range(48)])
    return patches.resize(size, Image.Resampling.BICUBIC)


def _file(folder: Path, image: Image.Image, extension: str) -> StoredFile:
    out = io.BytesIO()
    image.save(out, {"webp": "WEBP", "jpg": "JPEG"}[extension], quality=80)
    content = out.getvalue()
    media.store(folder, content, extension)
    return StoredFile(extension, *image.size, hashlib.sha256(content).hexdigest(), len(content))
