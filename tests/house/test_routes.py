"""Routes: a recorded list, every one public by name or under the desk's guard, and no GET that changes anything."""

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.catalog.models.search import SearchStale
from griya.core.db import db
from griya.registry.actions import load_reference
from griya.registry.models import Producer
from griya.selection.actions import load_slots
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.house import source
from tests.page import PageClient

RECORD = source.ROOT / "tests" / "house" / "routes.txt"
# Endpoints outside the desk that anybody may call. A new one is added here by decision, not by accident.
PUBLIC = {
    "assets.file_show", "media.file_show", "site.home_show", "site.health_show", "site.readiness_show",
    "site.about_show", "site.privacy_show", "site.accessibility_show",
    "catalog.product_index", "catalog.product_show", "catalog.search_index", "catalog.suggestion_index",
    "catalog.producer_show", "catalog.region_show", "catalog.category_show",
    "catalog.producer_index", "catalog.region_index", "catalog.category_index",
    "selection.selection_index", "selection.selection_show",
    "inquiry.inquiry_new", "inquiry.inquiry_create", "inquiry.inquiry_show", "inquiry.line_new", "inquiry.line_create",
    "inquiry.line_update", "inquiry.line_delete", "inquiry.list_show", "inquiry.list_delete", "inquiry.handoff_show",
    "inquiry.handoff_create", "showroom.screen_show", "showroom.kiosk_show",
    "showroom.kiosk_product_show", "catalog.material_index", "catalog.material_show", "catalog.technique_index",
    "catalog.technique_show", "open.listing_index", "open.sheet_index", "open.sitemap_index", "open.sitemap_show",
    "open.robots_show", "publication.feed_show", "publication.share_show", "publication.dictionary_show",
}  # fmt: skip
UNGUARDED_DESK = {"desk.session_new", "desk.session_create"}
VERBS = ("index", "show", "new", "create", "edit", "update", "delete")
LIVE_ADDRESSES = (
    "/", "/produk", "/produk?q=amplang&rak=makanan&wilayah=sambas", "/produk/{slug}", "/cari?q=amplang",
    "/cari/saran?q=ampl", "/ikm/{maker}",
    "/ikm", "/wilayah", "/rak", "/wilayah/sambas", "/rak/makanan",
    "/terseleksi", "/permintaan", "/permintaan/tambah/{slug}", "/layar/", "/kios/",
    "/kios/produk/{slug}", "/meja/masuk", "/sehat", "/siap", "/tentang", "/privasi", "/aksesibilitas", "/bahan",
    "/teknik", "/produk.json", "/produk.csv", "/ikm.json", "/sitemap.xml", "/sitemap/produk-1.xml", "/robots.txt",
    "/produk/baru.atom", "/data-terbuka",
)  # fmt: skip


def test_the_recorded_list_of_routes_is_true(built_app: Flask) -> None:
    lines = sorted(
        f"{rule.rule} {','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.endpoint}"
        for rule in built_app.url_map.iter_rules()
    )
    recorded = RECORD.read_text(encoding="utf-8").splitlines() if RECORD.exists() else []
    assert lines == recorded, f"routes changed; write this to {source.name(RECORD)}:\n" + "\n".join(lines)


def test_every_endpoint_is_public_by_name_or_under_the_desk(built_app: Flask) -> None:
    for rule in built_app.url_map.iter_rules():
        is_desk = rule.endpoint.startswith("desk.") and rule.rule.startswith("/meja/")
        assert is_desk or rule.endpoint in PUBLIC, (
            f"{rule.rule} {rule.endpoint}: list it as public or put it under the desk"
        )


def test_endpoints_are_a_noun_and_one_of_seven_verbs(built_app: Flask) -> None:
    for rule in built_app.url_map.iter_rules():
        noun, _, verb = rule.endpoint.rpartition(".")[2].rpartition("_")
        assert noun and verb in VERBS, f"{rule.endpoint}: name it <noun>_<{'|'.join(VERBS)}>"


def test_a_safe_endpoint_takes_no_unsafe_method(built_app: Flask) -> None:
    for rule in built_app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        is_safe = rule.endpoint.rpartition("_")[2] in {"index", "show", "new", "edit"}
        assert methods == ({"GET"} if is_safe else {"POST"}), f"{rule.endpoint} takes {methods}"


def test_every_desk_page_sends_a_stranger_to_sign_in(page: PageClient, built_app: Flask) -> None:
    for rule in built_app.url_map.iter_rules():
        if not rule.endpoint.startswith("desk.") or rule.endpoint in UNGUARDED_DESK:
            continue
        address = rule.rule
        for argument in rule.arguments:
            address = address.replace(f"<{argument}>", "GI-1111-1111").replace(f"<int:{argument}>", "1")
        if "GET" in (rule.methods or set()):
            answer = page.get(address, expect=303) if address != "/meja/x" else None
            assert answer and answer.response.headers["Location"].startswith("/meja/masuk"), address
        else:
            page.post(address, {}, expect=400)  # no token: refused before anything is asked


@pytest.mark.parametrize("address", LIVE_ADDRESSES)
def test_no_get_changes_anything(page: PageClient, app: Flask, address: str) -> None:
    with app.app_context():
        load_reference()
        load_slots()
        producer = make_producer("Dapur Uji")
        product = make_product(producer=producer)
        db.session.commit()
        address = address.format(slug=product.slug, maker=producer.slug)
        connection = db.session.connection()
    written: Counter[str] = Counter()

    @sa.event.listens_for(connection.engine, "before_cursor_execute")
    def watch(_c, _cursor, statement: str, *_rest: object) -> None:
        verb = statement.lstrip().split(None, 1)[0].upper()
        if verb in {"INSERT", "UPDATE", "DELETE", "REPLACE"}:
            written[statement] += 1

    try:
        page.get(address)
    finally:
        sa.event.remove(connection.engine, "before_cursor_execute", watch)
    assert not written, f"{address} writes: {list(written)[:3]}"


def test_a_search_mends_its_index_for_itself_and_keeps_nothing_of_it(
    page: PageClient, context: Any, database: sa.Connection
) -> None:
    """What was changed past the application is found at once; the index is mended for good by the next commit."""
    product = make_product(producer=make_producer("Dapur Seroja"))
    db.session.commit()
    database.execute(sa.update(Producer).values(name="Dapur Tepian"))
    marks = sa.select(SearchStale.kind, SearchStale.object_id).order_by(SearchStale.id)
    before = database.execute(marks).all()
    assert before, "a trigger saw it"
    assert product.slug in page.get("/cari?q=tepian").html
    assert database.execute(marks).all() == before
    assert product.slug not in page.get("/cari?q=seroja").html
