"""Everything that shows a product or a maker to the public, by endpoint, with the addresses at which it is looked for.

A new public endpoint goes either here or, with a reason, into `ELSEWHERE`: a test fails until it does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from griya.catalog.models import Material, Product, ProductSlug, Technique
from griya.core.db import db
from griya.registry.models import Producer, ProducerSlug
from griya.selection.actions import load_slots
from tests.catalog.test_sharing import tags
from tests.factories.catalog import make_category, make_product
from tests.factories.photos import make_photo
from tests.factories.registry import make_producer, make_region
from tests.factories.selection import make_selection, make_version
from tests.page import PageClient

# `{slug}` and its like are those of the thing that is going to be hidden; `{word}` is what a visitor searches for.
# Pages are looked at in English too, unless they stand in one language.
SURFACES: Mapping[str, tuple[str, ...]] = {
    "site.home_show": ("/",),
    "site.about_show": ("/tentang",),
    "catalog.product_index": ("/produk", "/produk?rak={shelf}", "/produk?wilayah={region}",
                              "/produk?q={word}"),
    "catalog.product_show": ("/produk/{slug}", "/produk/{old_slug}", "/produk/{sibling}"),
    "catalog.search_index": ("/cari?q={word}", "/cari?q={place}"),
    "catalog.suggestion_index": ("/cari/saran?q=ambarwat", "/cari/saran?q=zamru", "/cari/saran?q={word}"),
    "catalog.producer_show": ("/ikm/{maker}", "/ikm/{old_maker}"),
    "catalog.region_show": ("/wilayah/{region}",),
    "catalog.category_show": ("/rak/{shelf}", "/rak/{part}"),
    "catalog.producer_index": ("/ikm",),
    "catalog.region_index": ("/wilayah",),
    "catalog.category_index": ("/rak",),
    "catalog.material_index": ("/bahan",),
    "catalog.material_show": ("/bahan/{material}",),
    "catalog.technique_index": ("/teknik",),
    "catalog.technique_show": ("/teknik/{technique}",),
    "selection.selection_index": ("/terseleksi",),
    "selection.selection_show": ("/terseleksi/{selection}",),
    "selection.slot_show": ("/terseleksi/tempat/home",),
    "showroom.screen_show": ("/layar/?n=0",),
    "showroom.list_show": ("/layar/daftar.json",),
    "showroom.kiosk_show": ("/kios/", "/kios/?rak=", "/kios/?rak=semua", "/kios/?rak={shelf}"),
    "showroom.kiosk_product_show": ("/kios/produk/{slug}", "/kios/produk/{old_slug}"),
    "showroom.kiosk_attract_show": ("/kios/putar",),
    "showroom.kiosk_search_show": ("/kios/cari?q={word}&cari=",),
    "showroom.kiosk_list_show": ("/kios/daftar?isi={code}",),
    "showroom.kiosk_stock_show": ("/kios/isi.json",),
    "inquiry.line_new": ("/permintaan/tambah/{slug}",),
    "inquiry.carried_show": ("/permintaan/dari-kios?isi={code}",),
    "open.listing_index": ("/produk.json", "/produk.json?rak={shelf}", "/ikm.json", "/wilayah.json", "/rak.json",
                           "/bahan.json", "/teknik.json", "/terseleksi.json", "/kurasi.json"),
    "open.sheet_index": ("/produk.csv", "/produk.csv?q={word}", "/ikm.csv", "/wilayah.csv", "/rak.csv", "/bahan.csv",
                         "/teknik.csv", "/terseleksi.csv", "/kurasi.csv"),
    "open.sitemap_index": ("/sitemap.xml",),
    "open.sitemap_show": ("/sitemap/produk-{file}.xml", "/sitemap/ikm-{maker_file}.xml", "/sitemap/rak-1.xml",
                          "/sitemap/wilayah-1.xml", "/sitemap/bahan-1.xml", "/sitemap/teknik-1.xml",
                          "/sitemap/terseleksi-1.xml", "/sitemap/halaman-1.xml"),
    "publication.feed_show": ("/produk/baru.atom",),
    "publication.share_show": ("{picture}", "{english_picture}", "{maker_picture}", "{selection_picture}"),
}  # fmt: skip
# Parts of the site that stand in one language: files, the showroom's own screens, and pictures by their digest.
ONE_LANGUAGE = ("open.", "showroom.", "publication.share_show")
ELSEWHERE: Mapping[str, str] = {
    "assets.file_show": "files of the program",
    "showroom.worker_show": "a script of the program",
    "showroom.pairing_new": "our own words",
    "showroom.pairing_show": "six characters",
    "showroom.pairing_create": "takes",
    "showroom.device_show": "leads a kiosk to its pages",
    "showroom.report_create": "takes; tests/showroom/test_reports.py",
    "showroom.size_show": "numbers",
    "showroom.kiosk_size_show": "numbers",
    "showroom.kiosk_away_show": "our own words",
    "showroom.kiosk_worker_show": "a script of the program",
    "media.file_show": "a file by its digest; that no page names it any more is looked for on every page",
    "site.health_show": "two words",
    "site.readiness_show": "two words",
    "site.privacy_show": "our own words",
    "site.accessibility_show": "our own words",
    "publication.dictionary_show": "our own words",
    "selection.fairness_show": "sums of a year; it names no product and no maker",
    "curation.criteria_show": "our own words and sums of a year; it names no product and no maker",
    "curation.certificate_show": "by a code that stands on paper; tests/curation/test_views.py hides its product",
    "curation.paper_show": "the same on paper",
    "curation.appeal_new": "a maker's own result, by the link in their letter",
    "curation.appeal_create": "takes; tests/curation/test_views.py",
    "open.robots_show": "our own words",
    "inquiry.inquiry_new": "the visitor's own list; tests/inquiry/test_views.py takes a product off it",
    "inquiry.inquiry_create": "takes; tests/inquiry/test_actions.py refuses what is not public",
    "inquiry.inquiry_show": "a buyer's own inquiry, which keeps what was asked",
    "inquiry.line_create": "takes; tests/inquiry/test_views.py refuses what is not public",
    "inquiry.line_update": "takes",
    "inquiry.line_delete": "takes",
    "inquiry.list_delete": "takes",
    "inquiry.handoff_show": "a list that somebody carried along; tests/inquiry/test_handoff.py takes a product off it",
    "inquiry.handoff_create": "takes",
    "inquiry.free_line_show": "leads back to the visitor's own list",
    "inquiry.free_line_update": "takes",
    "inquiry.list_show": "leads back to the visitor's own list",
    "inquiry.carried_create": "takes; tests/showroom/test_kiosk.py",
    "inquiry.paper_show": "a buyer's own inquiry on paper",
    "inquiry.reply_create": "takes",
    "inquiry.result_create": "takes",
    "inquiry.reopening_create": "takes",
    "inquiry.withdrawal_create": "takes",
    "inquiry.erasure_create": "takes",
    "answer.answer_new": "what one maker was asked, by the link in their letter",
    "answer.answer_create": "takes; tests/inquiry/test_thread_pages.py",
    "answer.question_create": "takes",
    "answer.result_new": "the same maker's own thread",
    "answer.result_create": "takes",
    "answer.sight_create": "takes",
}


@dataclass(frozen=True)
class World:
    """A catalogue with one maker's product on every surface, beside another maker's."""

    product: Product
    maker: Producer
    names: dict[str, Any]
    # What gives the product away, and what gives its maker away.
    product_traces: tuple[str, ...]
    maker_traces: tuple[str, ...]


def make_world(page: PageClient) -> World:
    """Build it, and open the pages that name the share pictures."""
    load_slots()
    now = datetime.now(UTC)
    material = Material(slug="bahan-langka", name_id="Bahan Langka", name_en="Rare material")
    technique = Technique(slug="teknik-langka", name_id="Teknik Langka", name_en="Rare technique")
    db.session.add_all([material, technique])
    db.session.flush()
    shelf = make_category("rak-langka", "Rak Langka")
    part = make_category("bagian-langka", "Bagian Langka", shelf)
    region = make_region("61.08", "Kapuas Hulu")
    maker = make_producer("Sanggar Zamrud", region=region)
    maker.slug, maker.story_id = "sanggar-zamrud", "Cerita Sanggar Zamrud sejak lama."
    terms: dict[str, Any] = {"material_ids": [material.id], "technique_ids": [technique.id]}
    product = make_product(
        "Kotak Ambarwati", producer=maker, category=part, name_en="Ambarwati box", slug="kotak-ambarwati",
        summary_id="Ringkasan Ambarwati.", price_idr=7_654_321, **terms,
    )  # fmt: skip
    sibling = make_product("Saudara", producer=maker, slug="saudara-zamrud")
    other = make_product("Barang Lain", producer=make_producer("Dapur Lain"))
    photo = make_photo(product)
    db.session.add_all([ProductSlug(slug="nama-lama", product_id=product.id),
                        ProducerSlug(slug="ikm-lama", producer_id=maker.id)])  # fmt: skip
    selection = make_selection("Pilihan Uji")
    for slot in ("home", "layar", "kios"):
        make_version(
            [product, other], slot=slot, selection=selection if slot == "home" else None,
            starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1),
        )  # fmt: skip
    db.session.commit()
    names = {
        "code": product.code, "slug": product.slug, "old_slug": "nama-lama", "sibling": sibling.slug,
        "maker": maker.slug, "old_maker": "ikm-lama", "region": "kapuas-hulu", "place": "kapuas",
        "shelf": shelf.slug, "part": part.slug,
        "material": material.slug, "technique": technique.slug, "selection": selection.slug, "word": "langka",
        "file": product.id // 5000 + 1, "maker_file": maker.id // 5000 + 1,
    }  # fmt: skip
    names["picture"] = _picture(page, f"/produk/{product.slug}")
    names["english_picture"] = _picture(page, f"/en/produk/{product.slug}")
    names["maker_picture"] = _picture(page, f"/ikm/{maker.slug}")
    names["selection_picture"] = _picture(page, f"/terseleksi/{selection.slug}")
    product_traces = ("Ambarwati", product.slug, product.code, photo.digest, "7.654.321", "7654321")
    return World(product, maker, names, product_traces, ("Zamrud", maker.slug, maker.code))


def addresses(world: World) -> dict[str, list[str]]:
    """The surfaces' addresses in this world, by endpoint."""
    return {
        endpoint: [
            prefix + path.format(**world.names)
            for prefix in (("",) if endpoint.startswith(ONE_LANGUAGE) else ("", "/en"))
            for path in paths
        ]
        for endpoint, paths in SURFACES.items()
    }


def _picture(page: PageClient, path: str) -> str:
    return urlsplit(tags(page.get(path))["og:image"]).path
