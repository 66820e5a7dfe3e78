"""The kiosk's copy of itself: complete before it is used, there without a server, honest about what is not kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import abort
from playwright.sync_api import Browser, Page, expect

from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product
from griya.core.db import db
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer, make_region
from tests.journeys.kiosk_place import panel, silent, unexpected, watched
from tests.journeys.showroom_site import Showroom

pytestmark = pytest.mark.browser

# What the worker shows now, and everything that it keeps.
STATE = """async () => {
  const pointer = await (await caches.open('kios')).match('/kios/__revisi');
  return { shown: (await pointer?.text()) ?? '', kept: (await caches.keys()).sort() };
}"""
# Every page that links lead to from home: which are there, which say that they are not kept, and whatever leads out.
CRAWL = r"""async () => {
  const [seen, waiting, told] = [new Set(), ['/kios/'], { whole: [], away: [], broken: [], out: [] }];
  while (waiting.length) {
    const path = waiting.pop();
    if (seen.has(path)) continue;
    seen.add(path);
    const answer = await fetch(path);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const here = page.querySelector('griya-idle')?.dataset.here;
    if (!answer.ok || !here) { told.broken.push(path); continue; }
    if (here === 'away' && !path.endsWith('/tak-tersimpan')) { told.away.push(path); continue; }
    told.whole.push(path);
    for (const image of page.querySelectorAll('img')) {
      if (!(await fetch(image.getAttribute('src'))).ok) told.broken.push(path + image.getAttribute('src'));
    }
    for (const link of page.querySelectorAll('a, form')) {
      const target = new URL(link.getAttribute('href') ?? link.getAttribute('action'), location.origin + path);
      const isOut = target.origin !== location.origin || !target.pathname.startsWith('/kios/');
      if (isOut || link.target || link.hasAttribute('download')) told.out.push([path, target.href]);
      else if (link.matches('a') && !/besar|en\//.test(path)) waiting.push(target.pathname + target.search);
    }
  }
  return told;
}"""


@pytest.fixture
def showroom(tmp_path: Any) -> Iterator[Showroom]:
    """Two products that were selected and one that was not."""
    place = Showroom(tmp_path)
    place.show(["Bidai rotan", "Songket Sambas"], slots=("kios",))
    yield place
    place.stop()


@pytest.fixture
def kiosk(browser: Browser, showroom: Showroom) -> Iterator[Page]:
    """A kiosk that has its copy, at home."""
    with panel(browser, showroom, service_workers="allow") as context:
        page, faults = watched(context)
        page.goto("/kios/")
        filled(page)
        page.goto("/kios/")
        yield page
    assert not unexpected(faults)


def filled(page: Page, but: str = "") -> str:
    """Wait until a revision other than `but` is shown; its name."""
    for _ in range(60):
        state = page.evaluate(STATE)
        if state["shown"] not in {"", but}:
            return str(state["shown"])
        check(page)
        page.wait_for_timeout(500)
    raise AssertionError(f"no new revision: {state}")


def check(page: Page) -> None:
    """What the page does once a minute; the worker rests for some seconds between two of them."""
    page.evaluate("navigator.serviceWorker.controller?.postMessage({ check: true })")


def test_k12_k13_k6_everything_selected_is_there_without_a_server(kiosk: Page, showroom: Showroom) -> None:
    before = filled(kiosk)
    with showroom.writing():
        maker, shelf = make_producer("Dapur", region=make_region()), make_category("makanan", "Makanan")
        for number in range(14):
            make_product(f"Keripik {number}", producer=maker, category=shelf)
    filled(kiosk, but=before)
    state = kiosk.evaluate(STATE)
    assert state["kept"] == ["kios", f"kios-{state['shown']}"], "the old revision is gone"
    with silent(showroom):
        kiosk.get_by_role("link", name="Rak", exact=True).click()
        kiosk.wait_for_url("**/kios/?rak=")
        kiosk.locator(".kiosk-tile", has_text="Tenun & busana").click()
        kiosk.wait_for_url("**/kios/?rak=tenun-busana")
        kiosk.locator(".kiosk-tile").first.click()
        kiosk.wait_for_url("**/kios/produk/**")
        # Searched among what is kept, and said so.
        kiosk.get_by_role("link", name="Cari", exact=True).click()
        kiosk.get_by_role("link", name="Ketik nama atau bahan").click()
        for letter in "SONG":
            kiosk.get_by_role("button", name=letter, exact=True).click()
        kiosk.locator(".kiosk-keys__key--go").click()
        expect(kiosk.locator("h1")).to_have_text("Hasil untuk “song”")
        expect(kiosk.locator("[data-held=said]")).to_contain_text("dicari hanya di antara")
        expect(kiosk.locator(".kiosk-tile__name")).to_have_text(["Songket Sambas"])
    showroom.stop()
    told = kiosk.evaluate(CRAWL)
    assert told["broken"] == [] and told["out"] == []
    assert len(told["whole"]) > 10 and all("/produk/" in path for path in told["away"]), told
    # Seven days later it is as it was.
    kiosk.clock.install()
    kiosk.goto("/kios/produk/" + next(p for p in told["whole"] if "/produk/" in p).rpartition("/")[2])
    kiosk.clock.fast_forward(7 * 24 * 3600 * 1000)
    kiosk.clock.run_for(200_000)
    kiosk.wait_for_url("**/kios/**")
    expect(kiosk.locator("h1")).to_be_visible()
    showroom.start()


def test_k12_a_page_that_is_not_kept_says_so_and_opens_once_the_server_is_back(kiosk: Page, showroom: Showroom) -> None:
    with silent(showroom):
        kiosk.goto("/kios/produk/tidak-disimpan?x=1")
        expect(kiosk.locator("h1")).to_have_text("Halaman ini tidak tersimpan di kios")
        assert kiosk.url.endswith("/kios/produk/tidak-disimpan?x=1")
    expect(kiosk.locator("h1")).to_have_text("Produk tidak ditemukan", timeout=20_000)


def test_k12_a_revision_is_shown_when_it_is_whole_and_not_before(kiosk: Page, showroom: Showroom) -> None:
    first = filled(kiosk)
    view = showroom.app.view_functions["showroom.kiosk_away_show"]
    showroom.app.view_functions["showroom.kiosk_away_show"] = lambda: abort(500)
    with showroom.writing():
        product = db.session.query(Product).first()
        assert product is not None
        withdraw_product(product=product, reason="Uji.")
    for _ in range(60):
        check(kiosk)
        kept = kiosk.evaluate(STATE)
        if len(kept["kept"]) == 3:
            break
        kiosk.wait_for_timeout(500)
    assert len(kept["kept"]) == 3 and kept["shown"] == first, "half a revision is there and is not shown"
    kiosk.goto("/kios/")
    assert kiosk.locator(".kiosk-tile").count() == 2
    showroom.app.view_functions["showroom.kiosk_away_show"] = view
    new = filled(kiosk, but=first)
    assert kiosk.evaluate(STATE)["kept"] == ["kios", f"kios-{new}"]
    kiosk.goto("/kios/")
    assert kiosk.locator(".kiosk-tile").count() == 1
