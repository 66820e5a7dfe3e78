"""The screen's page and list and the kiosk's pages as the server writes them."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product, ProductSlug
from griya.core import clock
from griya.core.db import db
from griya.core.qr import qr_code
from griya.registry.actions import load_reference
from griya.selection.actions import load_slots
from griya.showroom.queries.programme import find_programme
from griya.showroom.rules.programme import OWN, ms_of
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


def listed(client: FlaskClient, **headers: str) -> tuple[Any, dict[str, Any]]:
    answer = client.get("/layar/daftar.json", headers=headers)
    return answer, json.loads(answer.get_data(as_text=True)) if answer.data else {}


def test_the_list_holds_every_slide_of_its_selection_as_it_is_drawn(client: FlaskClient, products: list[str]) -> None:
    answer, told = listed(client)

    own = [item for item in told["items"] if item["layer"] == OWN]
    drawn = [JustHTML(told["slides"][item["id"]]["html"], sanitize=False, fragment=True) for item in own]
    assert [slide.query("h2")[0].to_text().strip() for slide in drawn] == NAMES
    assert {item["title"] for item in own} == {"Tenun Empat Sungai"}
    first = " ".join(drawn[0].to_text().split())
    for said in ("Rumah Tenun", "Kab. Sambas", "Rp25.000", "Data contoh", "localhost/produk/produk-0"):
        assert said in first
    assert drawn[0].query("svg.qr-code path.qr-code__ink")
    assert {"", "night"} <= set(told["slides"]), "what stands in where no product does travels along"
    assert answer.headers["Content-Type"] == "application/json"
    assert abs(int(answer.headers["Server-Ms"]) - ms_of(clock.now())) < 5000


def test_an_unchanged_list_answers_304_with_the_time_and_a_changed_one_anew(
    app: Flask, client: FlaskClient, products: list[str]
) -> None:
    first, told = listed(client)
    etag = {"If-None-Match": first.headers["ETag"]}
    same = client.get("/layar/daftar.json", headers=etag)
    assert (same.status_code, same.data) == (304, b"")
    assert int(same.headers["Server-Ms"]) >= int(first.headers["Server-Ms"])
    assert sum(len(name) + len(value) + 4 for name, value in same.headers) < 600, "asked for 5,000 times a day"
    assert "Set-Cookie" not in first.headers and "cookie" not in first.headers.get("Vary", "").lower()

    with app.app_context():
        product = db.session.query(Product).filter_by(slug=products[1]).one()
        withdraw_product(product=product, reason="Uji.")
        db.session.commit()

    changed, anew = listed(client, **etag)
    assert changed.status_code == 200
    assert "Bidai" not in changed.get_data(as_text=True)
    assert anew["rev"] != told["rev"]


def test_the_players_page_is_the_same_whatever_is_on(app: Flask, client: FlaskClient, products: list[str]) -> None:
    before = client.get("/layar/")
    with app.app_context():
        withdraw_product(product=db.session.query(Product).filter_by(slug=products[1]).one(), reason="Uji.")
        db.session.commit()
    assert client.get("/layar/").data == before.data
    assert client.get("/layar/", headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    assert f'data-shell="{listed(client)[1]["shell"]["id"]}"' in before.get_data(as_text=True)


def test_everything_that_the_page_asks_for_is_named_in_its_version(
    app: Flask, client: FlaskClient, products: list[str]
) -> None:
    """What is not named there would be missing when a screen begins without its server."""
    _, told = listed(client)
    named, seen = set(told["shell"]["files"]), set[str]()
    waiting = ["/layar/"]
    while waiting:
        address = waiting.pop()
        with client.get(address) as answer:
            text = answer.get_data(as_text=True)
        found = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
        if address.endswith((".css", ".js")):
            found += [
                urljoin(address, path)
                for path in re.findall(r'url\("([^":]+)"\)|from "(.+?)"', text)
                for path in path
                if path
            ]
        waiting += [one for one in found if one not in seen and one.endswith((".css", ".js"))]
        seen |= set(found)
    old = {one for one in seen if one.endswith("/screen-old.js")}
    assert old and len(seen) > 25
    assert not seen - named - old, "a browser that knows no modules keeps nothing either"
    assert all(
        Path(app.config["STATIC_ROOT"], address.split("/", 3)[3].replace(".flat", "")).is_file() for address in named
    )


def test_the_worker_reaches_no_further_than_the_screens(client: FlaskClient, products: list[str]) -> None:
    answer = client.get("/layar/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in answer.headers
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    for path in ("/", "/produk", "/kios/", f"/produk/{products[0]}"):
        assert "/layar/sw.js" not in client.get(path).get_data(as_text=True)


def test_l32_without_scripts_the_server_picks_the_slide_by_its_clock(
    page: PageClient, app: Flask, products: list[str]
) -> None:
    began = clock.now()
    seen = []
    for seconds in range(0, 60, 15):
        with time_machine.travel(began + timedelta(seconds=seconds), tick=False):
            opened = page.get("/layar/?n=")
            (slide,) = opened.select("article.slide")
            seen.append(slide.query("h2")[0].to_text().strip())
            with app.app_context():
                assert slide.attrs["data-key"] == find_programme("layar", clock.now()).showing(clock.now()).key
            refresh = re.search(r'http-equiv="refresh" content="(\d+); url=/layar/\?n="', opened.html)
            assert refresh and 1 <= int(refresh[1]) <= 15
            assert not opened.select("script")
            assert len(opened.response.data) <= 60_000
            assert len(opened.select("img")) <= 2, "the house's mark and one picture"
    assert seen[0] == seen[3] and set(seen) == set(NAMES), "three slides of 15 s take turns"
    assert 'http-equiv="refresh" content="0; url=/layar/?n="' in page.get("/layar/").html


def test_l26_a_screen_is_never_empty(page: PageClient, app: Flask) -> None:
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
