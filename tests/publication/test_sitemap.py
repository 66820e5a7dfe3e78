"""Sitemap and robots: public things only, every alternate a real translation, every address a canonical one."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from griya.catalog.models import Material, Technique
from griya.core.db import db
from griya.publication.queries import sitemap as sitemap_queries
from griya.publication.rules.pages import STANDING_PAGES
from griya.selection.actions import load_slots
from tests.catalog.test_pages import counted
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer, make_region
from tests.factories.selection import make_selection, make_version
from tests.factories.state import set_state
from tests.page import Opened, PageClient, attributes

NOW = datetime.now(UTC)
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def catalogue(context: Any) -> None:
    """A bit of everything: translated, half translated and not, public and not."""
    load_slots()
    rattan = Material(slug="rotan", name_id="Rotan", name_en="Rattan")
    plaiting = Technique(slug="anyam", name_id="Anyam", name_en="Plaiting")
    db.session.add_all([rattan, plaiting, Material(slug="kaca", name_id="Kaca", name_en="Glass")])
    db.session.flush()
    food = make_category("makanan", "Makanan")
    maker = make_producer("Dapur Uji")
    maker.story_id, maker.story_en = "Sejak lama.", "For a long time."
    other = make_producer("Anyam Uji", region=make_region("61.05", "Sintang"))
    other.story_id = "Belum diterjemahkan."
    make_producer("Tanpa Produk")
    both = make_product("Amplang", producer=maker, name_en="Crackers", slug="dua-bahasa", summary_id="Enak.",
                        summary_en="Good.", category=make_category("kerupuk", "Kerupuk", food))  # fmt: skip
    half = make_product("Bakul", producer=other, name_en="Basket", slug="setengah", summary_id="Rapat.",
                        material_ids=[rattan.id], technique_ids=[plaiting.id])  # fmt: skip
    make_product("Tikar", producer=other, slug="satu-bahasa")
    make_product("Kue", producer=maker, name_en="Cake", slug="uraian", description_id="Ceritanya belum.")
    make_product("Draf", producer=maker, slug="draf", is_published=False)
    set_state(make_product("Ditarik", producer=maker, slug="ditarik"), state="withdrawn")
    make_version([both, half], selection=make_selection("Pilihan Uji"), starts_at=NOW - timedelta(days=1),
                 ends_at=NOW + timedelta(days=1))  # fmt: skip
    make_version([both], selection=make_selection("Nanti"), starts_at=NOW + timedelta(days=2),
                 ends_at=NOW + timedelta(days=3))  # fmt: skip
    db.session.commit()


def read(page: PageClient, path: str) -> ElementTree.Element:
    answer = page.get(path).response
    assert answer.mimetype == "application/xml"
    assert answer.headers["Cache-Control"] == "public, no-cache" and answer.headers["ETag"]
    return ElementTree.fromstring(answer.data)


def files(page: PageClient) -> list[str]:
    found = [loc.text or "" for loc in read(page, "/sitemap.xml").iterfind("s:sitemap/s:loc", SPACES)]
    assert all(loc.startswith("http://localhost/sitemap/") for loc in found)
    return [urlsplit(loc).path for loc in found]


def entries(page: PageClient) -> dict[str, dict[str, str]]:
    """Every address of every file with its alternates by language."""
    found: dict[str, dict[str, str]] = {}
    for path in files(page):
        for url in read(page, path).iterfind("s:url", SPACES):
            address = url.findtext("s:loc", "", SPACES)
            assert address not in found, f"{address} stands twice"
            links = url.findall("x:link", SPACES)
            found[address] = {link.attrib["hreflang"]: link.attrib["href"] for link in links}
            if changed := url.findtext("s:lastmod", "", SPACES):
                assert datetime.fromisoformat(changed).tzinfo is not None
    return found


def alternates(opened: Opened) -> dict[str, str]:
    return {
        attributes(link)["hreflang"]: attributes(link)["href"]
        for link in opened.select('link[rel="alternate"]')
        if "hreflang" in attributes(link)
    }


def test_every_address_opens_is_canonical_and_has_the_alternates_that_its_page_names(
    page: PageClient, catalogue: None
) -> None:
    found = entries(page)
    for address, links in found.items():
        opened = page.get(urlsplit(address).path)
        assert [attributes(link)["href"] for link in opened.select('link[rel="canonical"]')] == [address]
        assert not opened.select('meta[name="robots"]'), f"{address} asks not to be indexed"
        assert alternates(opened) == links, address
        assert set(links.values()) <= set(found), "alternates stand both ways"


def test_only_public_things_and_all_of_them_are_in_it(page: PageClient, catalogue: None) -> None:
    paths = {urlsplit(address).path for address in entries(page)}
    assert {
        "/produk/dua-bahasa",
        "/en/produk/dua-bahasa",
        "/produk/setengah",
        "/produk/satu-bahasa",
        "/produk/uraian",
    } == {path for path in paths if "/produk/" in path}
    assert len([path for path in paths if "/ikm/" in path]) == 3, "two makers, one of them in English"
    assert {"/bahan/rotan", "/en/bahan/rotan", "/teknik/anyam", "/en/teknik/anyam"} == {
        path for path in paths if "/bahan/" in path or "/teknik/" in path
    }
    assert {"/rak/makanan", "/rak/kerupuk", "/wilayah/sambas", "/wilayah/sintang"} <= paths
    criteria = {"/terseleksi/penilaian", "/en/terseleksi/penilaian"}
    assert criteria <= paths
    selections = [path for path in paths - criteria if "terseleksi/" in path]
    assert selections == [path for path in paths if "terseleksi-uji" in path] and len(selections) == 1


def test_products_are_parted_into_files_that_stay_small(
    page: PageClient, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap_queries, "FILE_SPAN", 4)
    maker = make_producer()
    products = [make_product(f"Barang {n}", producer=maker, name_en=f"Thing {n}") for n in range(11)]
    db.session.commit()
    paths = [path for path in files(page) if "/produk-" in path]
    assert len(paths) in (3, 4)
    per_file = [len(read(page, path).findall("s:url", SPACES)) for path in paths]
    assert sum(per_file) == 22 and max(per_file) <= 8
    first = int(paths[0].rpartition("-")[2].removesuffix(".xml"))
    for product in products:
        if product.id // 4 + 1 == first:
            set_state(product, state="withdrawn")
    db.session.commit()
    assert paths[0] not in files(page), "a file with nothing in it is not named"
    page.get(paths[0], expect=404)


def test_a_file_holds_fewer_addresses_than_are_allowed() -> None:
    assert 2 * sitemap_queries.FILE_SPAN <= 50_000


@pytest.mark.parametrize("path", ["/sitemap/produk-0.xml", "/sitemap/produk-999.xml", "/sitemap/produk-999999999.xml",
                                  "/sitemap/rak-2.xml", "/sitemap/lain-1.xml", "/sitemap/rak-1.xml"])  # fmt: skip
def test_files_that_are_not_there_are_not_found(page: PageClient, path: str) -> None:
    page.get(path, expect=404)


@pytest.mark.parametrize(
    "path", ["/sitemap.xml", "/sitemap/produk-1.xml", "/sitemap/rak-1.xml", "/sitemap/bahan-1.xml"]
)
def test_more_products_cost_no_statements(
    page: PageClient, catalogue: None, database: sa.Connection, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(sitemap_queries, "FILE_SPAN", 10_000_000)
    page.get(path)
    with counted(database) as few:
        page.get(path)
    for number in range(20):
        make_product(f"Barang {number}", producer=make_producer(f"IKM {number}"))
    db.session.commit()
    page.get(path)  # the index follows what has changed
    with counted(database) as many:
        page.get(path)
    assert len(few) == len(many) > 0


def test_robots_are_told_where_the_sitemap_is_and_what_to_leave_alone(page: PageClient) -> None:
    answer = page.get("/robots.txt").response
    assert answer.mimetype == "text/plain"
    lines = answer.get_data(as_text=True).splitlines()
    assert "Sitemap: http://localhost/sitemap.xml" in lines
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]

    def is_open(path: str) -> bool:
        return not any(_matches(rule, path) for rule in closed)

    for path in ("/meja/", "/kios/", "/layar/", "/permintaan/abc", "/en/permintaan/abc", "/cari?q=a", "/produk?q=a",
                 "/produk?rak=a&wilayah=b", "/en/produk?rak=a&rak=b", "/produk.json?rak=a&rak=b"):  # fmt: skip
        assert not is_open(path), path
    for path in ("/", "/en/", "/produk", "/produk?rak=makanan", "/produk?halaman=2", "/produk/amplang", "/permintaan",
                 "/rak/makanan?halaman=3", "/produk.json", "/produk.csv", "/bagikan/produk/a/b.jpg", "/media/a.jpg",
                 "/static/x/css/griya.css", "/sitemap.xml", "/produk/baru.atom", "/data-terbuka"):  # fmt: skip
        assert is_open(path), path


def _matches(rule: str, path: str) -> bool:
    """RFC 9309: a rule is a beginning in which `*` stands for anything."""
    at = 0
    for number, part in enumerate(rule.split("*")):
        found = path.find(part, at)
        if found < 0 or (number == 0 and found != 0):
            return False
        at = found + len(part)
    return True


def test_the_standing_pages_are_public_pages(built_app: Any) -> None:
    for endpoint in STANDING_PAGES:
        assert getattr(built_app.view_functions[endpoint], "is_public_page", False), endpoint
