"""The screen's page and the kiosk's pages as the server writes them."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product, ProductSlug
from griya.core import clock
from griya.core.db import db
from griya.core.qr import qr_code
from griya.registry.actions import load_reference
from griya.selection.actions import load_slots
from griya.showroom.queries.programme import find_programme
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer
from tests.factories.selection import make_selection, make_version
from tests.page import PageClient

NAMES = ["Songket Sambas", "Bidai", "Madu hutan tikung"]


@pytest.fixture
def products(app: Flask) -> list[str]:
    """Three products on the screens and, in the other order, on the kiosk; their slugs."""
    with app.app_context():
        load_slots()
        shelf, maker = make_category("tenun-busana", "Tenun & busana"), make_producer("Rumah Tenun", is_sample=True)
        made = [make_product(name, category=shelf, producer=maker, slug=f"produk-{n}") for n, name in enumerate(NAMES)]
        start, end = clock.now() - timedelta(days=1), clock.now() + timedelta(days=9)
        for slot, title, order in (("layar", "Tenun Empat Sungai", made), ("kios", "Oleh-oleh", made[::-1])):
            make_version(order, slot=slot, starts_at=start, ends_at=end, selection=make_selection(title))
        db.session.commit()
        return [product.slug for product in made]


def test_the_screen_holds_every_slide_of_its_selection_with_only_the_one_that_is_due_on_show(
    page: PageClient, products: list[str]
) -> None:
    screen = page.get("/layar/")

    slides = [slide for slide in screen.select("article.slide") if slide.attrs["data-key"]]
    assert [slide.query("h2")[0].to_text().strip() for slide in slides] == NAMES
    assert sum("hidden" not in slide.attrs for slide in screen.select("article.slide")) == 1
    assert screen.select("h1")[0].to_text().strip() == "Tenun Empat Sungai"
    first = " ".join(slides[0].to_text().split())
    for told in ("Rumah Tenun", "Kab. Sambas", "Rp25.000", "Data contoh", "localhost/produk/produk-0"):
        assert told in first
    assert slides[0].query("svg.qr-code path.qr-code__ink")
    assert 'http-equiv="refresh" content="0; url=/layar/?n="' in screen.html


def test_an_unchanged_screen_answers_304_and_a_changed_one_anew(
    app: Flask, client: FlaskClient, products: list[str]
) -> None:
    first = client.get("/layar/")
    etag = {"If-None-Match": first.headers["ETag"]}
    same = client.get("/layar/", headers=etag)
    assert (same.status_code, same.data) == (304, b"")
    assert "Set-Cookie" not in first.headers and "cookie" not in first.headers.get("Vary", "").lower()

    with app.app_context():
        product = db.session.query(Product).filter_by(slug=products[1]).one()
        withdraw_product(product=product, reason="Uji.")
        db.session.commit()

    changed = client.get("/layar/", headers=etag)
    assert changed.status_code == 200
    assert "Bidai" not in changed.get_data(as_text=True)

    def revision(html: str) -> str:
        found = re.search(r'data-revision="([0-9a-f]{12})"', html)
        assert found
        return found[1]

    assert revision(first.get_data(as_text=True)) != revision(changed.get_data(as_text=True))


def test_without_scripts_the_server_picks_the_slide_by_its_clock(
    page: PageClient, app: Flask, products: list[str]
) -> None:
    began = clock.now()
    seen = []
    for seconds in range(0, 60, 15):
        with time_machine.travel(began + timedelta(seconds=seconds), tick=False):
            opened = page.get("/layar/?n=")
            (slide,) = [one for one in opened.select("article.slide") if "hidden" not in one.attrs]
            seen.append(slide.query("h2")[0].to_text().strip())
            with app.app_context():
                assert slide.attrs["data-key"] == find_programme("layar", clock.now()).showing(clock.now()).key
            refresh = re.search(r'http-equiv="refresh" content="(\d+); url=/layar/\?n="', opened.html)
            assert refresh and 1 <= int(refresh[1]) <= 15
            assert not opened.select("script")
            assert len(opened.response.data) <= 60_000
    assert seen[0] == seen[3] and set(seen) == set(NAMES), "three slides of 15 s take turns"


def test_a_screen_is_never_empty(page: PageClient, app: Flask) -> None:
    for path in ("/layar/", "/layar/?n="):
        still = page.get(path)
        assert "Dibuat di Kalimantan Barat" in still.text
        assert len(still.select("article.slide")) == 1
        assert still.select("svg.qr-code")


@pytest.fixture
def shelved(app: Flask) -> None:
    """Thirty products on one shelf, so that it has pages."""
    with app.app_context():
        load_reference()
        for number in range(30):
            make_product(f"Keripik {number}", category=make_category("makanan", "Makanan"))
        db.session.commit()


def test_the_kiosk_shows_its_own_selection_in_the_curators_order(page: PageClient, products: list[str]) -> None:
    home = page.get("/kios/")
    assert [tile.to_text().strip() for tile in home.select(".kiosk-tile__name")] == NAMES[::-1]
    assert "Oleh-oleh" in home.text
    assert [chip.attrs["href"] for chip in home.select(".kiosk-chip")] == [
        "/kios/?rak=semua",
        "/kios/?rak=tenun-busana",
    ]


def test_the_kiosk_works_with_nothing_in_the_catalogue(page: PageClient, app: Flask) -> None:
    assert "petugas" in page.get("/kios/").text
    page.get("/kios/?rak=")
    page.get("/kios/?rak=semua")


def test_a_shelf_has_pages_and_a_page_too_far_is_the_last(page: PageClient, shelved: None) -> None:
    first = page.get("/kios/?rak=makanan")
    assert len(first.select(".kiosk-tile")) == 12
    assert [a.attrs["href"] for a in first.select(".kiosk-pager__link")] == ["/kios/?rak=makanan&halaman=2"]
    assert "Halaman 3 dari 3" in page.get("/kios/?rak=semua&halaman=999999").text


@pytest.mark.parametrize(("rak", "path"), [("makanan", "/produk?rak=makanan"), ("semua", "/produk")])
def test_the_list_of_the_moment_is_carried_to_a_phone(page: PageClient, shelved: None, rak: str, path: str) -> None:
    opened = page.get(f"/kios/?rak={rak}&halaman=2")
    (ink,) = opened.select(".kiosk-handoff .qr-code__ink")
    assert ink.attrs["d"] == qr_code(f"http://localhost{path}").path
    page.get(path)


@pytest.mark.parametrize("rak", ["tidak-ada", "%00", "%ED%A0%80", "x" * 5000, "%E2%80%AE", "'--", "%F0%9F%A7%BA"])
def test_an_unknown_shelf_stays_in_the_kiosk(page: PageClient, products: list[str], rak: str) -> None:
    opened = page.get(f"/kios/?rak={rak}", expect=404)
    assert "Daftar ini tidak ditemukan" in opened.text
    assert opened.select(".kiosk-bar__link")


def test_the_kiosk_tells_maker_place_price_and_the_way_to_the_phone(page: PageClient, products: list[str]) -> None:
    opened = page.get("/kios/produk/produk-0")
    for told in (
        "Songket Sambas",
        "Rumah Tenun",
        "Kab. Sambas",
        "Rp25.000",
        "Data contoh",
        "localhost/produk/produk-0",
    ):
        assert told in opened.text
    assert opened.select("svg.qr-code")


@pytest.mark.parametrize("slug", ["tidak-ada", "%00", "x" * 3000, "%ED%A0%80"])
def test_a_product_that_is_not_there_is_told_in_the_kiosk(page: PageClient, products: list[str], slug: str) -> None:
    opened = page.get(f"/kios/produk/{slug}", expect=404)
    assert opened.select(".kiosk-bar__link")


def test_an_old_address_leads_on_inside_the_kiosk(page: PageClient, app: Flask, products: list[str]) -> None:
    with app.app_context():
        product = db.session.query(Product).filter_by(slug="produk-0").one()
        db.session.add(ProductSlug(slug="nama-lama", product_id=product.id))
        db.session.commit()
    assert page.get("/kios/produk/nama-lama", expect=301).response.headers["Location"] == "/kios/produk/produk-0"
