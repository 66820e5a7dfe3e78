"""Open data: JSON and CSV hold the same rows, narrowed like the page, with licence, date and dictionary."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from griya.catalog.models import Material, Technique
from griya.core.db import db
from griya.publication.rules.licence import LICENCE
from griya.publication.rules.tables import TABLES, Table
from griya.publication.views import tables as table_views
from griya.registry.actions import CredentialDraft
from griya.selection.actions import load_slots
from tests.catalog.test_pages import counted
from tests.factories.accounts import make_account
from tests.factories.catalog import make_category, make_product
from tests.factories.curation import make_review
from tests.factories.photos import make_photo
from tests.factories.registry import make_producer, make_region
from tests.factories.selection import make_selection, make_version
from tests.factories.state import set_state
from tests.page import PageClient, attributes

NOW = datetime.now(UTC)
CHECKED = date(2026, 11, 12)


@pytest.fixture
def catalogue(context: Any) -> dict[str, str]:
    """Two makers in two places with products on two shelves, one selected, one put forward."""
    load_slots()
    rattan = Material(slug="rotan", name_id="Rotan", name_en="Rattan")
    plaiting = Technique(slug="anyam", name_id="Anyam", name_en="Plaiting")
    db.session.add_all([rattan, plaiting])
    db.session.flush()
    food, crafts = make_category("makanan", "Makanan"), make_category("anyaman", "Anyaman")
    crisps = make_category("kerupuk", "Kerupuk", food)
    credentials = (
        CredentialDraft("halal", "ID61410000001150126", "checked", checked_on=CHECKED, check_method="situs"),
        CredentialDraft("pirt", "2066106019115-28", "seen"),
        CredentialDraft("nib", "9010102111101", "checked", checked_on=CHECKED, check_method="situs"),
    )
    kitchen = make_producer("Dapur Uji", credentials=credentials)
    weavers = make_producer("Anyam Uji", region=make_region("61.05", "Sintang"), is_sample=True)
    fish = make_product("=Amplang", producer=kitchen, category=crisps, name_en="Fish crackers", price_idr=25_000, moq=3)
    basket = make_product(
        "Bakul", producer=weavers, category=crafts, price_mode="tanya", material_ids=[rattan.id],
        technique_ids=[plaiting.id], showroom_shelf="B2", availability="dipesan",
    )  # fmt: skip
    make_product("Draf", producer=kitchen, is_published=False)
    make_photo(basket)
    make_version([basket, fish], selection=make_selection("Pilihan Uji"), starts_at=NOW - timedelta(days=1),
                 ends_at=NOW + timedelta(days=1))  # fmt: skip
    make_review(fish, make_account())
    db.session.commit()
    return {"fish": fish.slug, "basket": basket.slug, "kitchen": kitchen.slug}


def read(page: PageClient, path: str) -> dict[str, Any]:
    """A JSON answer."""
    answer = page.get(path).response
    assert answer.mimetype == "application/json"
    return dict(json.loads(answer.data))


def sheet(answer: TestResponse) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    text = answer.data.decode("utf-8")
    assert not text.startswith("\ufeff"), "no byte order mark"
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_both_forms_hold_the_columns_of_the_dictionary(
    page: PageClient, catalogue: dict[str, str], table: Table
) -> None:
    told = read(page, f"/{table.key}.json")
    assert told["data"], "the fixture has something for every table"
    assert {tuple(row) for row in told["data"]} == {table.names}
    rows = sheet(page.get(f"/{table.key}.csv").response)
    assert [tuple(row) for row in rows] == [table.names] * len(told["data"])
    for one, other in zip(told["data"], rows, strict=True):
        for name, value in one.items():
            text = other[name].removeprefix("'")
            if isinstance(value, list):
                assert text == "; ".join(value)
            elif isinstance(value, bool):
                assert text == ("ya" if value else "tidak")
            else:
                assert text == ("" if value is None else str(value))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_file_names_licence_date_and_dictionary(
    page: PageClient, catalogue: dict[str, str], table: Table
) -> None:
    told = read(page, f"/{table.key}.json")
    assert told["lisensi"] == {
        "nama": LICENCE.name, "alamat": LICENCE.address, "sumber": "Griya IKM Kalimantan Barat",
    }  # fmt: skip
    assert date.fromisoformat(told["tanggal"])
    assert told["kamus"] == f"http://localhost/data-terbuka#{table.key}"
    for ending in ("json", "csv"):
        headers = page.get(f"/{table.key}.{ending}").response.headers
        assert f'<{LICENCE.address}>; rel="license"' in headers["Link"]
        assert f'<http://localhost/data-terbuka#{table.key}>; rel="describedby"' in headers["Link"]
        assert headers["Access-Control-Allow-Origin"] == "*"
    assert f"griya-{table.key}-{told['tanggal']}.csv" in headers["Content-Disposition"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_dictionary_page_documents_every_column_and_no_other(page: PageClient, prefix: str) -> None:
    opened = page.get(f"{prefix}/data-terbuka")
    for table in TABLES.values():
        (section,) = opened.select(f'section[aria-labelledby="{table.key}"]')
        rows = [[" ".join(cell.to_text().split()) for cell in row.query("th, td")] for row in section.query("tbody tr")]
        assert [row[0] for row in rows] == list(table.names)
        assert all(len(row) == 3 and all(row) for row in rows)
        links = {attributes(link)["href"] for link in section.query("a")}
        assert links == {f"/{table.key}.csv", f"/{table.key}.json"}
    assert LICENCE.name in opened.text


def test_a_product_row_says_what_its_page_says(page: PageClient, catalogue: dict[str, str]) -> None:
    fish, basket = read(page, "/produk.json")["data"]
    assert (fish["nama"], fish["nama_en"], fish["harga_idr"], fish["satuan"]) == (
        "=Amplang",
        "Fish crackers",
        25_000,
        "pak",
    )
    assert (fish["rak"], fish["bagian_rak"], fish["pesan_minimum"]) == ("makanan", "kerupuk", 3)
    assert (fish["wilayah_kode"], fish["wilayah"]) == ("61.01", "Kab. Sambas")
    assert fish["alamat_web"] == f"http://localhost/produk/{catalogue['fish']}"
    assert fish["diperiksa"] == ["halal"], "what was only seen and the NIB are no check of a product"
    assert (basket["bahan"], basket["teknik"], basket["rak_showroom"]) == (["rotan"], ["anyam"], "B2")
    assert (basket["cara_harga"], basket["harga_idr"], basket["harga_per"]) == ("tanya", None, None)
    assert basket["foto"].startswith("http://localhost/media/") and basket["data_contoh"] is True
    assert sheet(page.get("/produk.csv").response)[0]["nama"] == "'=Amplang"


@pytest.mark.parametrize("query", ["", "?rak=makanan", "?rak=kerupuk&wilayah=sambas", "?wilayah=sintang", "?q=amplang",
                                   "?rak=bukan&rak=anyaman", "?q=tidak-ada", "?rak=anyaman&rak=makanan"])  # fmt: skip
def test_the_files_are_narrowed_like_the_page(page: PageClient, catalogue: dict[str, str], query: str) -> None:
    opened = page.get(f"/produk{query}")
    shown = {f"http://localhost{attributes(link)['href']}" for link in opened.select(".product-card__link")}
    told = read(page, f"/produk.json{query}")
    assert {row["alamat_web"] for row in told["data"]} == shown
    assert told["jumlah"] == len(shown)
    assert {row["alamat_web"] for row in sheet(page.get(f"/produk.csv{query}").response)} == shown
    formats = {attributes(link)["href"] for link in opened.select('link[rel="alternate"][type="application/json"]')}
    (address,) = formats
    narrowed = read(page, address.removeprefix("http://localhost"))
    assert {row["alamat_web"] for row in narrowed["data"]} == shown


def test_every_filter_of_the_page_narrows_the_files_too(page: PageClient, catalogue: dict[str, str]) -> None:
    """Whoever gives the page a new facet gives it to the files: each value of its form is tried."""
    form = page.get("/produk").select("form.facet-form")[0]
    tried = 0
    for field in form.query("input"):
        if attributes(field).get("type") == "checkbox" and "disabled" not in attributes(field):
            query = f"?{attributes(field)['name']}={attributes(field)['value']}"
            shown = len(page.get(f"/produk{query}").select(".product-card"))
            assert read(page, f"/produk.json{query}")["jumlah"] == shown, query
            tried += 1
    assert tried >= 4


def test_pages_lead_on_until_every_product_was_told_once(
    page: PageClient, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_views, "PAGE_ROWS", 7)
    maker = make_producer()
    products = [make_product(f"Barang {n}", producer=maker) for n in range(21)]
    withdrawn = products[6]
    db.session.commit()
    address, seen, pages = "http://localhost/produk.json?rak=makanan", [], 0
    while address:
        parts = urlsplit(address)
        answer = page.get(f"{parts.path}?{parts.query}").response
        told = json.loads(answer.data)
        assert told["jumlah"] in (20, 21)
        seen += [row["kode"] for row in told["data"]]
        assert (f'<{told["berikutnya"]}>; rel="next"' in answer.headers["Link"]) is bool(told["berikutnya"])
        address, pages = told["berikutnya"], pages + 1
        if pages == 1:  # the last row of a page is taken down before the next page is read: the way on still holds.
            set_state(withdrawn, state="withdrawn")
            db.session.commit()
    assert seen == [product.code for product in products]
    assert pages == 4, "the last full page leads to an empty one"


@pytest.mark.parametrize("value", ["", "tidak-ada", "%00", "' OR 1=1", "a" * 5000, "%F0%9F%A7%B6"])
def test_a_code_that_leads_nowhere_gives_no_rows(page: PageClient, catalogue: dict[str, str], value: str) -> None:
    answer = page.client.get(f"/produk.json?setelah={value}")
    assert answer.status_code == 404 or json.loads(answer.data)["data"] == []


def test_a_file_is_read_in_pieces_each_in_a_session_of_its_own(
    page: PageClient, context: Any, database: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_views, "PIECE_ROWS", 5)
    maker = make_producer()
    codes = [make_product(f"Barang {n}", producer=maker).code for n in range(12)]
    db.session.commit()
    with counted(database) as statements:
        answer = page.client.get("/produk.csv", buffered=False)
        before = len(statements)
        rows = sheet(answer)
    assert [row["kode"] for row in rows] == codes
    assert len(statements) - before >= 3 * 3, "the pieces are read while the answer is sent"
    assert "Content-Length" not in answer.headers


def test_no_more_than_two_files_are_written_at_once(page: PageClient, context: Any) -> None:
    make_product()
    db.session.commit()
    held = [page.client.get("/produk.csv", buffered=False) for _ in range(2)]
    refused = page.client.get("/ikm.csv")
    assert refused.status_code == 503 and refused.headers["Retry-After"]
    for answer in held:
        answer.close()
    for _ in range(3):  # a file that nobody reads, a HEAD and a whole one all give their place back
        page.client.get("/produk.csv", buffered=False).close()
        page.client.head("/produk.csv").close()
        assert page.client.get("/produk.csv").status_code == 200


@pytest.mark.parametrize("path", ["/produk.json", "/ikm.json", "/produk.csv", "/ikm.csv"])
def test_rows_cost_no_statements(page: PageClient, context: Any, database: sa.Connection, path: str) -> None:
    maker = make_producer()
    make_product(producer=maker)
    db.session.commit()
    page.get(path)  # the index is read at its first use
    with counted(database) as one:
        page.get(path)
    for number in range(30):
        make_product(f"Barang {number}", producer=maker if number % 2 else make_producer(f"IKM {number}"))
    db.session.commit()
    page.get(path)  # and follows what has changed
    with counted(database) as thirty:
        page.get(path)
    assert len(one) == len(thirty) > 0


def test_there_is_one_address_for_both_languages(page: PageClient) -> None:
    assert page.client.get("/en/produk.json").status_code == 404
    assert page.client.get("/lain.json").status_code == 404


def test_a_row_with_other_values_than_columns_is_an_error() -> None:
    with pytest.raises(ValueError):
        TABLES["rak"].rows([("satu", "dua")])
