"""`make guide`: the pictures of docs/kurasi.md about reviewing, taken anew from the sample catalogue."""

import contextlib
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from griya.app import create_app
from griya.catalog.models import Product, ProductState
from griya.config import Settings
from griya.core import clock
from griya.core.db import db
from griya.core.unit_of_work import command
from griya.curation.actions.sheets import declare
from griya.curation.models import Conflict
from tests import chromium
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.curation import fill_sheet, make_decided, make_review, score, whole
from tests.journeys.conftest import free_port, wait_until_ready
from tests.quality.instance import ROOT, chromium_path

FOLDER = ROOT / "docs" / "img"
WIDTH, MOST_BYTES = 820, 60_000
VIEW = {"width": 1280, "height": 795}


def main() -> int:
    """Take the pictures and say how large they are."""
    with tempfile.TemporaryDirectory(prefix="griya-panduan-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=chromium.ARGUMENTS)
        instance = Path(folder) / "instance"
        with _serving(instance) as url:
            places = _prepare(instance)
            page = browser.new_context(base_url=url, viewport=VIEW, locale="id-ID").new_page()  # type: ignore[arg-type]
            page.goto("/meja/masuk")
            page.fill("[name=email]", "sari@griya.test")
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url("**/meja/")
            for name, (path, heading) in places.items():
                page.goto(path)
                if heading:
                    page.locator(heading).evaluate("one => one.scrollIntoView({block: 'start'})")
                _keep(page, name)
        browser.close()
    return 0


@contextlib.contextmanager
def _serving(instance: Path) -> Iterator[str]:
    """Griya on the sample catalogue, without its photos: these pages show none."""
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GRIYA_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "griya", "--instance", str(instance), "serve", "--port", str(port), "--no-worker"],
        cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _prepare(instance: Path) -> dict[str, tuple[str, str]]:
    """Reviews in every state, and the pages to look at with the part that stands at the top."""
    app = create_app(Settings.from_env({"GRIYA_INSTANCE": str(instance)}, default_mode="local"))
    with app.app_context(), command():
        sari, budi = (make_account(f"{name.lower()}@griya.test", name=f"{name} Kurator") for name in ("Sari", "Budi"))
        shown = select(Product).where(Product.state == ProductState.PUBLISHED).order_by(Product.id)
        products = list(db.session.scalars(shown))
        now = clock.now()
        lapsing = make_decided(products[0], (sari, budi), at=now - timedelta(days=300))
        held = make_decided(products[10], (sari, budi), at=now - timedelta(days=9))
        own = make_review(products[20], budi, note="Sering ditanyakan pengunjung")
        declare(review=own, conflict=Conflict.NONE, actor_id=sari.id)
        half = make_review(products[30], budi)
        score(half, budi)
        full = make_review(products[40], budi)
        for curator in (sari, budi):
            score(full, curator, fill_sheet(2, mutu=3, review=full))
        certificate = whole(held).newest
        assert certificate is not None and whole(lapsing).newest is not None
        return {
            "kurasi-beranda": ("/meja/kurasi", ""),
            "kurasi-lembar": (f"/meja/kurasi/penilaian/{own.code}/lembar", "#nilai"),
            "kurasi-putusan": (f"/meja/kurasi/penilaian/{full.code}", "#putusan"),
            "kurasi-sertifikat": (f"/terseleksi/sertifikat/{certificate.certificate_code}/cetak", ".certificate"),
        }


def _keep(page: Page, name: str) -> None:
    """One picture, small enough for a page of words."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    path = FOLDER / f"{name}.webp"
    picture.save(path, quality=70, method=6)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)} {size} B")
    assert size <= MOST_BYTES, "a picture of the guide is to stay small"


if __name__ == "__main__":
    sys.exit(main())
