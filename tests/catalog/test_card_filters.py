"""What a card shows can be filtered by: every property is a facet, and ticking what is shown keeps the product."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from griya.catalog.queries.cards import ProductCard
from griya.catalog.rules.facets import PRICE_BANDS, Facet, band_slug
from griya.core.db import db
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer, make_region
from tests.house import source
from tests.page import PageClient, attributes

CARD = source.ROOT / "templates" / "components" / "product_card.html"
# Which facets narrow by what a card shows; what names a product is looked for by words instead.
FACETS: Mapping[str, tuple[Facet, ...]] = {
    "place": (Facet.PLACE,),
    "price": (Facet.PRICE, Facet.PRICE_MODE),
    "halal_status": (Facet.HALAL,),
    "availability": (Facet.AVAILABILITY,),
    "shelf_slug": (Facet.SHELF,),
}
NAMES = {"slug", "name", "photo", "producer_name", "is_sample"}


def test_every_property_on_a_card_is_a_facet() -> None:
    shown = set(re.findall(r"\bcard\.([a-z_]+)", CARD.read_text(encoding="utf-8")))
    assert shown <= {field.name for field in fields(ProductCard)}
    assert shown - NAMES == {*FACETS}, "give a new property on the card its facet, or say that it is a name"


def test_ticking_what_a_card_shows_keeps_its_product(page: PageClient, context: Any) -> None:
    shelf = make_category("minuman", "Minuman")
    maker = make_producer(region=make_region("61.05", "Sintang"))
    product = make_product("Tuak", producer=maker, category=shelf, halal_status="tidak_halal", availability="habis")
    make_product("Lain", producer=make_producer(region=make_region("61.01", "Sambas")), price_mode="tanya")
    db.session.commit()
    card = next(one for one in page.get("/produk").select(".product-card") if "Tuak" in one.to_text())
    for shown in ("Kab. Sintang", "Rp25.000", "Tidak halal", "Sedang habis"):
        assert shown in card.to_text()
    values = {
        Facet.PLACE: "sintang", Facet.PRICE: band_slug(PRICE_BANDS, 25_000), Facet.PRICE_MODE: "tampil",
        Facet.HALAL: "tidak-halal", Facet.AVAILABILITY: "habis", Facet.SHELF: "minuman",
    }  # fmt: skip
    assert set(values) == {facet for facets in FACETS.values() for facet in facets}
    for facet, value in values.items():
        listed = page.get(f"/produk?{facet}={value}").select(".product-card a")
        assert [attributes(link)["href"] for link in listed] == [f"/produk/{product.slug}"], facet
