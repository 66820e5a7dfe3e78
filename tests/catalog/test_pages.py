"""The public pages of the catalogue, opened as a visitor opens them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from griya.catalog.models import MarketplaceLink, ProductSlug
from griya.core.db import db
from griya.registry.actions import ContactDraft, CredentialDraft
from griya.registry.models import Marketplace, ProducerContact
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer, make_region
from tests.factories.state import set_state
from tests.page import PageClient

LONG_NAME = "Songket Sambas Motif Pucuk Rebung Bertabur Bunga Tanjung Sepasang Kain dan Selendang Kotak Ukir".ljust(
    120, "g"
)
CHECKED = date(2026, 11, 12)
WEIRD = ["%00", "%ED%A0%80", "%E2%80%AEabc", "%F0%9F%A7%B6", "'\"><script>", "9" * 400, "%25_%5C", "a" * 5000]


@contextmanager
def counted(connection: sa.Connection) -> Iterator[list[str]]:
    """The SELECT statements issued inside the block."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    sa.event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(connection, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "path", ["/", "/produk", "/produk?rak=makanan&wilayah=sambas", "/ikm/{maker}", "/wilayah/sambas", "/rak/makanan",
             "/cari?q=amplang", "/cari/saran?q=ampl", "/produk/{product}"],
)  # fmt: skip
def test_a_page_issues_as_many_statements_with_1_and_with_50_products(
    page: PageClient, context: Any, database: sa.Connection, path: str
) -> None:
    maker = make_producer()
    product = make_product("Amplang", producer=maker)
    address = path.format(maker=maker.slug, product=product.slug)
    db.session.commit()
    page.get(address)
    with counted(database) as one:
        page.get(address)
    for number in range(49):
        make_product(f"Amplang {number}", producer=maker if number % 2 else make_producer(f"IKM {number}"))
    db.session.commit()
    page.get(address)  # the first request after a change also reads what changed
    with counted(database) as fifty:
        page.get(address)
    # A search that has enough stops asking: with fifty products it may take fewer statements, never more.
    assert len(fifty) <= len(one) if path.startswith("/cari?") else len(fifty) == len(one)
    assert one, "the counter counts"


@pytest.mark.parametrize(
    "path", ["/", "/produk", "/ikm/{maker}", "/wilayah/sambas", "/rak/makanan", "/cari?q=a", "/produk/{product}"]
)
def test_a_public_page_has_a_validator_and_no_cookie(page: PageClient, context: Any, path: str) -> None:
    maker = make_producer()
    address = path.format(maker=maker.slug, product=make_product(producer=maker).slug)
    db.session.commit()
    first = page.get(address).response
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in first.headers
    assert "Cookie" not in first.headers.get("Vary", "")
    again = page.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_empty_catalogue_helps_instead_of_showing_nothing(page: PageClient, context: Any) -> None:
    make_region()
    db.session.commit()
    assert "Katalog masih kosong" in page.get("/produk").text
    assert "Belum ada produk" in page.get("/").text
    assert "Belum ada produk" in page.get("/wilayah/sambas").text


def test_unknown_filters_are_ignored_and_told(page: PageClient, context: Any) -> None:
    make_product("Amplang")
    db.session.commit()
    opened = page.get("/produk?rak=bukan-rak&wilayah=atlantis&rak=")
    assert "atlantis, bukan-rak" in opened.text
    assert "1 produk" in opened.text


def test_chosen_filters_are_chips_that_can_be_taken_off_and_stay_checked_at_zero(
    page: PageClient, context: Any
) -> None:
    make_product("Amplang")
    make_region("61.71", "Pontianak", "city")
    db.session.commit()
    opened = page.get("/produk?q=amplang&wilayah=kota-pontianak")
    assert [chip.attrs["href"] for chip in opened.select("a.chip")] == [
        "/produk?wilayah=kota-pontianak",
        "/produk?q=amplang",
    ]
    assert opened.select('input[value="kota-pontianak"][checked]')
    assert "Tidak ada produk yang cocok" in opened.text


def test_a_facet_that_no_product_has_is_no_choice(page: PageClient, context: Any) -> None:
    make_product("Amplang", price_mode="tanya")
    db.session.commit()
    names = {str(box.attrs["name"]) for box in page.get("/produk").select(".facet__box")}
    assert names == {"rak", "wilayah", "cara-harga", "ketersediaan", "halal"}
    assert names == {str(box.attrs["name"]) for box in page.get("/produk?q=zzzz").select(".facet__box")}


def test_61_products_are_three_pages_of_at_most_24(page: PageClient, context: Any) -> None:
    maker = make_producer()
    for number in range(61):
        make_product(f"Produk {number}", producer=maker)
    db.session.commit()
    pages = ["/produk", *(f"/produk?halaman={n}" for n in (2, 3, 4))]
    assert [len(page.get(address).select(".product-card")) for address in pages] == [24, 24, 13, 13]


@pytest.mark.parametrize("value", WEIRD)
@pytest.mark.parametrize("path", ["/cari?q=", "/produk?q=", "/produk?rak=", "/produk?wilayah=", "/produk?halaman="])
def test_no_query_is_an_error(page: PageClient, context: Any, path: str, value: str) -> None:
    make_product()
    db.session.commit()
    answer = page.client.get(path + value)
    if answer.status_code == 308:
        page.get(answer.headers["Location"])  # the one address of the same list
    else:
        page.get(path + value)


@pytest.mark.parametrize("value", WEIRD)
@pytest.mark.parametrize("path", ["/produk/", "/ikm/", "/wilayah/", "/rak/"])
def test_no_address_is_an_error(page: PageClient, path: str, value: str) -> None:
    page.get(path + value, expect=404)


def test_the_product_page_says_who_made_it_where_and_what_was_checked(page: PageClient, context: Any) -> None:
    maker = make_producer(
        "Tenun Tepian",
        region=make_region("61.71", "Pontianak", "city"),
        credentials=(
            CredentialDraft("merek", "IDM990001001", "checked", checked_on=CHECKED, check_method="situs"),
            CredentialDraft("ovop", None, "checked", checked_on=CHECKED, check_method="berkas", ovop=(3, 5, 2018)),
            CredentialDraft("pirt", "2066106019115-28", "seen"),
        ),
    )
    sambas = make_region("61.01", "Sambas")
    product = make_product(
        "Songket",
        producer=maker,
        specialty_of_id=sambas.id,
        moq=2,
        halal_status="tidak_halal",
        halal_note="uji",
    )
    db.session.commit()
    text = page.get(f"/produk/{product.slug}").text
    for expected in (
        "Dibuat oleh Tenun Tepian di Kota Pontianak", "Khas daerah Kab. Sambas", "Rp25.000 / pak", "Tidak halal — uji",
        "Diperiksa 12 November 2026, lewat situs penerbit", "★★★", "dari 5 (2018)", "2 pak",
    ):  # fmt: skip
        assert expected in text
    assert "2066106019115-28" not in text, "a document that was only seen earns no badge"


def test_nothing_confidential_is_on_a_public_page(page: PageClient, context: Any) -> None:
    maker = make_producer("Dapur Rahasia", email="rahasia@contoh.test", whatsapp="+6281200000001")
    maker.workers, maker.investment_idr, maker.legal_form = 4711, 987654321, "firma-uji"
    maker.nib, maker.address = "9010102111101", "Gang Rahasia 7"
    product = make_product(producer=maker, price_mode="tanya")
    db.session.commit()
    for path in (f"/ikm/{maker.slug}", f"/produk/{product.slug}", "/produk", "/wilayah/sambas", "/", "/cari?q=rahasia"):
        html = page.get(path).html
        for secret in ("4711", "987654321", "firma-uji", "9010102111101", "Gang Rahasia", "rahasia@contoh.test"):
            assert secret not in html, (path, secret)
        assert "Rp" not in html.replace("Rp25.000", ""), path
    assert "0812-0000-0001" in page.get(f"/ikm/{maker.slug}").text, "a contact its maker agreed to publish is shown"


def test_only_links_to_marketplaces_that_are_open_are_shown(page: PageClient, context: Any) -> None:
    product = make_product()
    shops = [("buka", "https://shopee.co.id/uji", None), ("tutup", "https://bukalapak.com/uji", date(2025, 2, 9)),
             ("polos", "http://polos.test/uji", None)]  # fmt: skip
    for code, url, until in shops:
        shop = Marketplace(code=code, name=code, hosts=[], goods_until=until, checked_on=date(2026, 1, 1))
        db.session.add(shop)
        db.session.flush()
        db.session.add(MarketplaceLink(producer_id=product.producer_id, marketplace_id=shop.id, url=url))
    db.session.commit()
    opened = page.get(f"/produk/{product.slug}")
    links = opened.select(".shop-links__link")
    assert [link.attrs["href"] for link in links] == ["https://shopee.co.id/uji"]
    assert links[0].attrs["rel"] == "noopener nofollow ugc"


def test_an_old_address_redirects_for_good(page: PageClient, context: Any) -> None:
    product = make_product(slug="nama-baru")
    db.session.add(ProductSlug(slug="nama-lama", product_id=product.id))
    db.session.commit()
    answer = page.client.get("/produk/nama-lama")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/produk/nama-baru")


@pytest.mark.parametrize(("state", "status"), [("withdrawn", 404), ("suspended", 404), ("archived", 410)])
def test_a_product_taken_down_offers_its_makers_others_without_its_name(
    page: PageClient, context: Any, state: str, status: int
) -> None:
    maker = make_producer()
    gone, other = make_product("Nama Yang Hilang", producer=maker), make_product("Masih Ada", producer=maker)
    set_state(gone, state=state)
    db.session.commit()
    opened = page.get(f"/produk/{gone.slug}", expect=status)
    assert other.slug in opened.html
    assert "Nama Yang Hilang" not in opened.html


def test_a_suspended_maker_has_no_page(page: PageClient, context: Any) -> None:
    maker = make_producer()
    set_state(maker, standing="suspended")
    db.session.commit()
    page.get(f"/ikm/{maker.slug}", expect=404)


def test_search_groups_what_it_finds_and_leads_on_when_it_finds_nothing(page: PageClient, context: Any) -> None:
    make_product("Songket", producer=make_producer("Sanggar Sambas"), category=make_category("tenun", "Tenun Sambas"))
    db.session.commit()
    text = page.get("/cari?q=sambas").text
    assert all(group in text for group in ("Produk (1)", "IKM", "Tempat", "Rak"))
    assert page.get("/cari?q=zzzz").select('main a[href="/permintaan?cari=zzzz"]')


def test_sample_data_is_marked_on_the_card_and_on_the_page(page: PageClient, context: Any) -> None:
    maker = make_producer(is_sample=True)
    product = make_product(LONG_NAME, producer=maker)
    db.session.commit()
    for path in ("/produk", f"/produk/{product.slug}", f"/ikm/{maker.slug}", "/wilayah/sambas", "/"):
        assert page.get(path).select(".sample-mark"), path


def test_a_contact_that_is_not_public_stays_with_the_office(page: PageClient, context: Any) -> None:
    maker = make_producer(email=None)
    db.session.add(ProducerContact(producer_id=maker.id, channel="phone", value="+6281200000009", is_public=False))
    db.session.commit()
    assert "0812-0000-0009" not in page.get(f"/ikm/{maker.slug}").text
    assert ContactDraft("phone", "x").is_public is False


def test_suggestions_and_found_places_are_english_on_english_pages(page: PageClient, context: Any) -> None:
    sambas = make_region("61.01", "Sambas")
    make_region("61.01.01", "Tebas", "district")
    make_product("Amplang", producer=make_producer("Dapur Sambas", region=sambas))
    db.session.commit()
    here, there = page.get("/cari/saran?q=sambas").text, page.get("/en/cari/saran?q=sambas").text
    assert "Kab. Sambas" in here and "Regency" not in here
    assert "Sambas Regency place" in there and "Dapur Sambas maker, Sambas Regency" in there, there
    assert "Kab." not in there
    district = page.get("/en/cari/saran?q=tebas").text
    assert "Tebas District place, Sambas Regency" in district, district
    found = page.get("/en/cari?q=tebas").text
    assert "Tebas District in Sambas Regency" in found, found
