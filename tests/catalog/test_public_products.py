"""One predicate says what is public; every reading function is asked with a product that is not."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from griya.catalog.models import Product, ProductSlug
from griya.catalog.queries.cards import (
    list_cards,
    list_cards_of_producer,
    list_newest_cards,
    list_specialties_made_elsewhere,
)
from griya.catalog.queries.categories import list_shelves
from griya.catalog.queries.inquirable import find_inquirable
from griya.catalog.queries.lists import ListPage, find_list_page, page_of_everything, page_of_facet, read_asked
from griya.catalog.queries.lookup.suggestions import suggest
from griya.catalog.queries.producers import count_producers, list_producers_of_regency, search_producers
from griya.catalog.queries.products import find_gone_product, find_moved_slug, find_product
from griya.catalog.queries.regions import list_regencies
from griya.catalog.queries.search import search
from griya.catalog.rules.facets import Facet
from griya.core.clock import now
from griya.core.db import db
from griya.registry.models import Producer
from griya.stats.queries import count_catalogue
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer, make_region
from tests.factories.state import set_state

TODAY = date(2026, 11, 22)


def asked(**parameters: str) -> ListPage:
    """The list that an address with these parameters shows."""
    what, snapshot = read_asked({name: [value] for name, value in parameters.items()})
    return find_list_page(what, snapshot, language="id")


SURFACES: dict[str, Callable[[Product, Producer], object]] = {
    "cards by id": lambda product, _: list_cards([product.id]),
    "page of everything": lambda _, __: list(page_of_everything(1).items),
    "page of a shelf": lambda _, __: list(page_of_facet(Facet.SHELF, "makanan", 1).items),
    "page of a place": lambda _, __: list(page_of_facet(Facet.PLACE, "kota-pontianak", 1).items),
    "newest": lambda _, __: list_newest_cards(5),
    "of its maker": lambda _, maker: list_cards_of_producer(maker.id),
    "specialities elsewhere": lambda _, __: list_specialties_made_elsewhere("61.01"),
    "detail": lambda product, _: find_product(product.slug, today=TODAY),
    "inquirable": lambda product, _: find_inquirable([product.slug]),
    "listing": lambda _, __: list(asked().page.items),
    "listing of words": lambda _, __: list(asked(q="songket").page.items),
    "facet counts": lambda _, __: [value for facet in asked().listing.facets for value in facet.values if value.total],
    "shelf counts": lambda _, __: sum(shelf.count for shelf in list_shelves()),
    "suggestions": lambda _, __: [entry for entry in suggest("songk").entries if entry.kind == "product"],
    "region counts": lambda _, __: sum(region.product_count for region in list_regencies()),
    "maker counts": lambda _, __: sum(region.producer_count for region in list_regencies()),
    "makers of a region": lambda _, __: list_producers_of_regency("61.71"),
    "makers": lambda _, __: count_producers(),
    "makers found": lambda _, __: search_producers("dapur", limit=5),
    "products found": lambda _, __: search("songket").products.total,
    "figures": lambda _, __: count_catalogue().products,
}


def hide_by_withdrawal(product: Product, maker: Producer) -> None:
    set_state(product, state="withdrawn")


def hide_by_suspension(product: Product, maker: Producer) -> None:
    set_state(product, state="suspended")


def hide_by_standing(product: Product, maker: Producer) -> None:
    set_state(maker, standing="suspended")


@pytest.fixture
def songket(context: Any) -> Product:
    maker = make_producer("Dapur Tenun", region=make_region("61.71", "Pontianak", "city"))
    sambas = make_region("61.01", "Sambas")
    return make_product("Songket Sambas", producer=maker, specialty_of_id=sambas.id)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("hide", [hide_by_withdrawal, hide_by_suspension, hide_by_standing])
def test_a_product_that_is_not_public_is_on_no_surface(
    songket: Product, surface: str, hide: Callable[[Product, Producer], None]
) -> None:
    maker = db.session.get_one(Producer, songket.producer_id)
    read = SURFACES[surface]
    assert read(songket, maker), "the surface shows it while it is public"
    hide(songket, maker)
    db.session.flush()
    assert not read(songket, maker)


def test_a_draft_is_not_public_and_was_never_there(context: Any) -> None:
    product = make_product(is_published=False)
    assert find_product(product.slug, today=TODAY) is None
    assert find_gone_product(product.slug, at=now()) is None


def test_a_product_one_may_not_ask_about_is_shown_and_not_inquirable(context: Any) -> None:
    product = make_product(is_inquirable=False)
    page = find_product(product.slug, today=TODAY)
    assert page is not None
    assert not page.is_inquirable
    assert find_inquirable([product.slug]) == {}


def test_inquirable_products_come_in_the_order_asked_and_unknown_ones_are_left_out(context: Any) -> None:
    first, second = make_product("Satu"), make_product("Dua")
    found = find_inquirable([second.slug, "tidak-ada", "\0", first.slug, second.slug])
    assert list(found) == [second.slug, first.slug]
    assert found[first.slug].producer_email == "dapur@contoh.test"


def test_a_price_on_request_has_no_number_anywhere(context: Any) -> None:
    product = make_product(price_mode="tanya", price_idr=987_654)
    page = find_product(product.slug, today=TODAY)
    assert page is not None
    assert page.price.idr is None
    assert list_cards([product.id])[0].price.idr is None


def test_cards_keep_the_order_they_were_asked_in(context: Any) -> None:
    ids = [make_product(f"Produk {n}").id for n in range(3)]
    assert [card.product_id for card in list_cards([ids[2], ids[0], ids[2], ids[1]])] == [ids[2], ids[0], ids[1]]


def test_the_place_of_a_card_is_where_it_is_made_and_not_where_its_maker_lives(context: Any) -> None:
    maker = make_producer(region=make_region("61.01", "Sambas"))
    product = make_product(producer=maker, made_in_id=make_region("61.71", "Pontianak", "city").id)
    assert list_cards([product.id])[0].place == "Kota Pontianak"


def test_every_facet_value_lists_exactly_as_many_products_as_it_counts(context: Any) -> None:
    food = make_category("makanan", "Makanan")
    crisps, cakes = make_category("kerupuk", "Kerupuk", food), make_category("kue", "Kue", food)
    cloth = make_category("tenun", "Tenun")
    sambas, pontianak = make_region("61.01", "Sambas"), make_region("61.71", "Pontianak", "city")
    makers = [make_producer(region=sambas), make_producer(region=pontianak)]
    prices = ("tampil", "mulai", "tanya")
    for number, category in enumerate([food, crisps, crisps, cakes, cloth, cloth, cloth]):
        make_product(
            f"Barang {number}",
            producer=makers[number % 2],
            category=category,
            price_mode=prices[number % 3],
            price_idr=20_000 * (number + 1),
        )
    seen = 0
    for chosen in ({}, {"wilayah": "sambas"}, {"rak": "makanan"}, {"rak": "makanan", "harga": "25rb-50rb"}):
        for facet in asked(**chosen).listing.facets:
            for value in facet.values:
                found = asked(**(chosen | {facet.facet.value: value.slug}))
                assert found.page.total == value.total, (chosen, facet.facet, value.slug)
                seen += value.total > 0
    assert seen > 20


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("100%", True), ("nanas_muda", True), ("%", False), ("_", False), ("n%s", False), ("nan_s", False)],
)
def test_percent_and_underscore_part_words_and_stand_for_no_letter(context: Any, text: str, is_found: bool) -> None:
    make_product("Keripik Pisang")
    exact = make_product("Sirup 100% Nanas_Muda")
    found = [card.slug for card in asked(q=text).page.items]
    assert found == ([exact.slug] if is_found else [])


def test_every_word_has_to_be_found_but_not_in_the_same_place(context: Any) -> None:
    maker = make_producer("Sanggar Kapuas", region=make_region("61.05", "Sintang"))
    product = make_product("Kain Ikat", producer=maker)
    make_product("Kain Polos")
    assert [card.slug for card in asked(q="SINTANG kain kapuas").page.items] == [product.slug]


def test_a_page_behind_the_last_one_gives_the_last_one(context: Any) -> None:
    for number in range(3):
        make_product(f"Produk {number}")
    page = page_of_everything(999, size=2)
    assert (page.number, page.count, len(page.items)) == (2, 2, 1)


def test_an_old_slug_leads_to_the_product_while_it_is_public(context: Any) -> None:
    product = make_product()
    db.session.add(ProductSlug(slug="nama-lama", product_id=product.id))
    db.session.flush()
    assert find_moved_slug("nama-lama") == product.slug
    set_state(product, state="archived")
    db.session.flush()
    assert find_moved_slug("nama-lama") is None
    gone = find_gone_product("nama-lama", at=now())
    assert gone is not None
    assert gone.is_archived
