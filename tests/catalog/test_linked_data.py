"""Pages in the words of schema.org: what must be there, what must never be, and that it says what the page says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from griya.catalog.models import MarketplaceLink, Material, Technique
from griya.core.clock import today
from griya.core.db import db
from griya.registry.models import Marketplace
from griya.selection.actions import load_slots
from tests.factories.catalog import make_category, make_product
from tests.factories.photos import make_photo
from tests.factories.registry import make_producer, make_region
from tests.factories.selection import make_selection, make_version
from tests.linked import everything, fact, facts
from tests.page import Opened, PageClient, attributes

NOW = datetime.now(UTC)
HOSTILE = "</script><script>alert(1)</script> <!-- & \u2028 'x' \"y\""


def make_terms() -> tuple[Material, Technique]:
    """One material and one technique."""
    terms = (
        Material(slug="rotan", name_id="Rotan", name_en="Rattan"),
        Technique(slug="anyam", name_id="Anyam", name_en="Plaiting"),
    )
    db.session.add_all(terms)
    db.session.flush()
    return terms


def visible_steps(opened: Opened) -> list[tuple[str, str]]:
    return [
        (" ".join(link.to_text().split()), f"http://localhost{attributes(link)['href']}")
        for link in opened.select(".breadcrumb__link")
    ]


def test_a_product_is_told_in_full(page: PageClient, context: Any) -> None:
    material, technique = make_terms()
    maker = make_producer("Anyam Uji", region=make_region("61.05", "Sintang"))
    shelf = make_category("anyaman", "Anyaman")
    product = make_product(
        "Bakul Rotan", producer=maker, category=make_category("bakul", "Bakul", shelf), name_en="Rattan basket",
        description_id="Dianyam rapat.", description_en="Plaited tightly.", material_ids=[material.id],
        technique_ids=[technique.id], specialty_of_id=make_region("61.01", "Sambas").id, net_weight_g=750,
    )  # fmt: skip
    photo = make_photo(product)
    db.session.commit()
    opened = page.get(f"/produk/{product.slug}")
    address = f"http://localhost/produk/{product.slug}"
    told = fact(opened, "Product")
    assert told["@context"] == "https://schema.org"
    assert (told["name"], told["url"], told["sku"]) == ("Bakul Rotan", address, product.code)
    assert told["description"] == "Dianyam rapat."
    assert told["image"] == [f"http://localhost/media/{photo.digest}.jpg"]
    assert told["material"] == ["Rotan"]
    assert told["category"] == "Anyaman > Bakul"
    assert told["brand"] == {"@type": "Brand", "name": "Anyam Uji"}
    assert told["manufacturer"]["url"] == f"http://localhost/ikm/{maker.slug}"
    assert told["countryOfOrigin"] == {"@type": "Country", "name": "Indonesia"}
    assert told["weight"] == {"@type": "QuantitativeValue", "value": 750, "unitCode": "GRM"}
    assert {one["name"]: one["value"] for one in told["additionalProperty"]} == {
        "Dibuat di": "Kab. Sintang", "Khas daerah": "Kab. Sambas", "Cara membuat": "Anyam",
    }  # fmt: skip
    about = fact(opened, "ItemPage")
    assert (about["inLanguage"], about["url"], about["about"]["@id"]) == ("id", address, told["@id"])
    english = page.get(f"/en/produk/{product.slug}")
    told = fact(english, "Product")
    assert (told["name"], told["material"]) == ("Rattan basket", ["Rattan"])
    assert told["url"] == f"http://localhost/en/produk/{product.slug}"
    assert fact(english, "ItemPage")["inLanguage"] == "en"


@pytest.mark.parametrize(
    ("mode", "availability", "expected"),
    [
        ("tampil", "siap", {"@type": "Offer", "price": 25_000, "availability": "https://schema.org/InStock"}),
        ("tampil", "dipesan", {"@type": "Offer", "price": 25_000, "availability": "https://schema.org/MadeToOrder"}),
        ("tampil", "habis", {"@type": "Offer", "price": 25_000, "availability": "https://schema.org/OutOfStock"}),
        ("mulai", "musiman",
         {"@type": "AggregateOffer", "lowPrice": 25_000, "availability": "https://schema.org/LimitedAvailability"}),
        ("tanya", "siap", None),
    ],
)  # fmt: skip
def test_an_offer_stands_only_where_a_price_is_published(
    page: PageClient, context: Any, mode: str, availability: str, expected: dict[str, Any] | None
) -> None:
    product = make_product(price_mode=mode, price_idr=25_000, availability=availability)
    db.session.commit()
    opened = page.get(f"/produk/{product.slug}")
    offer = fact(opened, "Product").get("offers")
    if expected is None:
        assert offer is None
        assert not [name for name, _ in everything(facts(opened)) if "price" in name.lower()]
        return
    assert offer is not None
    assert {name: offer[name] for name in expected} == expected
    assert offer["priceCurrency"] == "IDR"
    assert offer["seller"]["name"] == "Dapur Uji"
    assert ("price" in offer) is (mode == "tampil")
    assert not {"highPrice", "offerCount", "aggregateRating", "review"} & {name for name, _ in everything(offer)}


def test_a_maker_is_an_organization_without_a_street(page: PageClient, context: Any) -> None:
    maker = make_producer("Dapur Uji", whatsapp="+6281200000001")
    maker.address, maker.story_id, maker.founded_year = "Gang Rahasia 7", "Sejak lama.", 1998
    shop = Marketplace(code="toko", name="Toko", hosts=[], checked_on=today())
    db.session.add(shop)
    db.session.flush()
    db.session.add(MarketplaceLink(producer_id=maker.id, marketplace_id=shop.id, url="https://shopee.co.id/uji"))
    product = make_product(producer=maker)
    db.session.commit()
    opened = page.get(f"/ikm/{maker.slug}")
    told = fact(opened, "Organization")
    assert (told["name"], told["description"], told["foundingDate"]) == ("Dapur Uji", "Sejak lama.", "1998")
    assert told["address"] == {
        "@type": "PostalAddress", "addressLocality": "Kab. Sambas", "addressRegion": "Kalimantan Barat",
        "addressCountry": "ID",
    }  # fmt: skip
    assert told["sameAs"] == ["https://shopee.co.id/uji"]
    assert fact(opened, "ProfilePage")["mainEntity"]["@id"] == told["@id"]
    assert fact(opened, "ItemList")["itemListElement"][0]["url"] == f"http://localhost/produk/{product.slug}"
    page_of_product = page.get(f"/produk/{product.slug}")
    assert fact(page_of_product, "Product")["manufacturer"]["@id"] == told["@id"], "the two name each other"


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["/produk", "/rak/makanan", "/wilayah/sambas", "/bahan/rotan", "/teknik/anyam",
                                  "/terseleksi/{selection}"])  # fmt: skip
def test_a_list_is_told_as_it_stands_on_the_page(page: PageClient, context: Any, path: str, language: str) -> None:
    load_slots()
    material, technique = make_terms()
    maker = make_producer()
    products = [
        make_product(f"Barang {n}", producer=maker, material_ids=[material.id], technique_ids=[technique.id])
        for n in range(30)
    ]
    selection = make_selection()
    make_version(products[:5], starts_at=NOW - timedelta(days=1), ends_at=NOW + timedelta(days=1), selection=selection)
    db.session.commit()
    path = language + path.format(selection=selection.slug)
    for number in (1, 2):
        opened = page.get(f"{path}?halaman={number}" if number > 1 else path)
        listed = fact(opened, "CollectionPage")["mainEntity"]
        shown = [f"http://localhost{attributes(link)['href']}" for link in opened.select(".product-card__link")]
        assert [item["url"] for item in listed["itemListElement"]][: len(shown)] == shown[: listed["numberOfItems"]]
        positions = [item["position"] for item in listed["itemListElement"]]
        first = 1 if number == 1 or "terseleksi" in path else 25
        assert positions == list(range(first, first + len(positions)))
        assert fact(opened, "CollectionPage")["inLanguage"] == (language.strip("/") or "id")


@pytest.mark.parametrize("path", ["/produk/{product}", "/ikm/{maker}", "/rak/kerupuk", "/rak/makanan",
                                  "/wilayah/sambas", "/bahan/rotan", "/en/teknik/anyam",
                                  "/en/produk/{product}"])  # fmt: skip
def test_the_way_to_a_page_is_told_as_it_is_shown(page: PageClient, context: Any, path: str) -> None:
    material, technique = make_terms()
    food = make_category("makanan", "Makanan")
    maker = make_producer()
    product = make_product(producer=maker, category=make_category("kerupuk", "Kerupuk", food),
                           material_ids=[material.id], technique_ids=[technique.id])  # fmt: skip
    db.session.commit()
    opened = page.get(path.format(product=product.slug, maker=maker.slug))
    items = fact(opened, "BreadcrumbList")["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    *way, here = items
    assert [(item["name"], item["item"]) for item in way] == visible_steps(opened)
    assert here["name"] == " ".join(opened.select("h1")[0].to_text().split())
    assert "item" not in here


def test_the_office_and_the_site_are_told_on_the_front_page(page: PageClient, context: Any) -> None:
    opened = page.get("/")
    office, site = fact(opened, "Organization"), fact(opened, "WebSite")
    assert (office["name"], office["url"]) == ("Griya IKM Kalimantan Barat", "http://localhost/")
    assert (site["inLanguage"], site["publisher"]["@id"]) == ("id", office["@id"])
    assert fact(page.get("/en/tentang"), "Organization")["@id"] == office["@id"]


def test_hostile_words_stay_words(page: PageClient, context: Any) -> None:
    maker = make_producer("Dapur <b>&</b>")
    maker.story_id = HOSTILE
    product = make_product("Nama <i>", producer=maker, description_id=HOSTILE, summary_id=HOSTILE)
    db.session.commit()
    opened = page.get(f"/produk/{product.slug}")
    assert fact(opened, "Product")["description"] == HOSTILE
    assert "<script>alert" not in opened.html
    assert fact(page.get(f"/ikm/{maker.slug}"), "Organization")["description"] == HOSTILE


def test_an_english_page_that_is_no_translation_is_known_by_the_indonesian_address(
    page: PageClient, context: Any
) -> None:
    product = make_product("Amplang", summary_id="Kerupuk ikan.")
    db.session.commit()
    opened = page.get(f"/en/produk/{product.slug}")
    address = f"http://localhost/produk/{product.slug}"
    assert fact(opened, "Product")["url"] == fact(opened, "ItemPage")["url"] == address
    assert attributes(opened.select('link[rel="canonical"]')[0])["href"] == address


def test_sample_data_says_so_to_machines_too(page: PageClient, context: Any) -> None:
    product = make_product(producer=make_producer(is_sample=True))
    db.session.commit()
    told = fact(page.get(f"/produk/{product.slug}"), "Product")
    assert {"@type": "PropertyValue", "name": "Data contoh", "value": "ya"} in told["additionalProperty"]
    assert db.session.scalar(select(Material.id)) is None
