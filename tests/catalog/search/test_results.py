"""What is found and in which order; makers, places and shelves; lists; and what an empty answer offers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from griya.catalog.actions.search_words import create_stop_word, create_variant
from griya.catalog.models import Material, Product
from griya.catalog.queries.lists import ListPage, find_list_page, read_asked
from griya.catalog.queries.lookup.products import find_product_ids, first_products, list_product_ids, list_stages
from griya.catalog.queries.lookup.understanding import understand
from griya.catalog.queries.search import search
from griya.catalog.rules.facets import Facet
from griya.core.db import db
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer, make_region
from tests.factories.state import set_state
from tests.page import PageClient

MORNING = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def made(name: str, day: int = 0, **values: Any) -> Product:
    """A product published on that day of the month."""
    product = make_product(name, **values)
    set_state(product, published_at=MORNING + timedelta(days=day))
    db.session.flush()
    return product


def names(text: str) -> list[str]:
    return [card.name for card in search(text).products.items]


def test_the_exact_form_in_a_name_stands_above_its_family_and_names_above_the_rest(context: Any) -> None:
    made("Kotak Kayu", 9, summary_id="Karya pengrajin muda")
    made("Lampu Meja", 8, summary_id="Kerajinan tangan")
    made("Buku Pengrajin", 7)
    made("Kerajinan Perak", 1)
    made("Kerajinan Kulit", 2)
    made("Tas Polos", 6)
    assert names("kerajinan") == ["Kerajinan Kulit", "Kerajinan Perak", "Buku Pengrajin", "Lampu Meja", "Kotak Kayu"]
    assert names("pengrajin") == ["Buku Pengrajin", "Kerajinan Kulit", "Kerajinan Perak", "Kotak Kayu", "Lampu Meja"]


def test_within_a_stage_the_newest_comes_first_whatever_was_entered_first(context: Any) -> None:
    for number, day in enumerate([3, 1, 5, 2]):
        made(f"Amplang {number}", day)
    undated = make_product("Amplang 9")
    set_state(undated, published_at=None)
    db.session.flush()
    assert names("amplang") == ["Amplang 2", "Amplang 0", "Amplang 3", "Amplang 1", "Amplang 9"]


def test_every_word_has_to_be_met_and_any_spelling_meets_it(context: Any) -> None:
    create_variant(variant="kripik", canonical="keripik", kind="spelling", is_confirmed=True)
    create_variant(variant="lidah mertua", canonical="sansevieria", kind="local", is_confirmed=True)
    made("Keripik Pisang", 1)
    made("Kripik Singkong", 2)
    made("Keripik Singkong", 3)
    made("Pot Sansevieria", 4)
    made("Lidah Mertua Mini", 5)
    made("Mertua Bahagia", 6)
    assert names("kripik singkong") == names("keripik singkong") == ["Keripik Singkong", "Kripik Singkong"]
    assert names("lidah mertua") == ["Lidah Mertua Mini", "Pot Sansevieria"]
    assert names("sansevieria") == ["Pot Sansevieria", "Lidah Mertua Mini"]
    assert names("keripik sansevieria") == []


def test_english_names_materials_and_places_are_found_and_can_be_mixed(context: Any) -> None:
    rattan = Material(slug="rotan", name_id="Rotan", name_en="Rattan")
    db.session.add(rattan)
    db.session.flush()
    made(
        "Bakul Besar",
        producer=make_producer("Sanggar Kapuas", region=make_region("61.05", "Sintang")),
        category=make_category("anyaman", "Anyaman"),
        name_en="Large basket",
        summary_en="Woven by hand",
        material_ids=[rattan.id],
    )
    for query in ("bakul", "basket", "rattan", "rotan basket", "woven bakul", "baskets sintang", "kab sintang rotan",
                  "kabupaten sintang", "kapuas", "dianyam", "anyaman"):  # fmt: skip
        assert names(query) == ["Bakul Besar"], query


def test_makers_are_found_by_name_and_place_and_not_by_their_place_alone(context: Any) -> None:
    make_product("Amplang", producer=make_producer("Dapur Melati", region=make_region("61.01", "Sambas")))
    make_product("Tikar", producer=make_producer("Sanggar Melati", region=make_region("61.71", "Pontianak", "city")))
    assert [card.name for card in search("melati sambas").producers] == ["Dapur Melati"]
    assert {card.name for card in search("melati").producers} == {"Dapur Melati", "Sanggar Melati"}
    assert search("sambas").producers == []
    assert [card.name for card in search("melatti").producers] == ["Sanggar Melati", "Dapur Melati"]


def test_places_and_shelves_are_found_the_larger_first_and_lead_on(context: Any) -> None:
    make_region("61.01", "Sambas")
    make_region("61.01.01", "Sambas", "district")
    make_region("61.01.01.2001", "Sambas Hulu", "village")
    cloth = make_category("tenun-busana", "Tenun & Busana")
    make_category("songket", "Songket Sambas", cloth)
    results = search("sambas")
    assert [(place.label, place.regency_label, place.regency_slug) for place in results.places] == [
        ("Kab. Sambas", "Kab. Sambas", "sambas"),
        ("Kec. Sambas", "Kab. Sambas", "sambas"),
        ("Desa Sambas Hulu", "Kab. Sambas", "sambas"),
    ]
    assert [shelf.slug for shelf in results.shelves] == ["songket"]
    assert [place.label for place in search("kecamatan sambas").places] == ["Kec. Sambas"]
    assert search("kopi sambas").is_empty, "a part of an answer is no answer"
    made("Kain Tenun")
    mixed = search("tenun sambas")
    assert mixed.places[0].label == "Kab. Sambas"
    assert "Desa Sambas Hulu" not in [place.label for place in mixed.places], "hulu was not asked for"
    assert {shelf.slug for shelf in mixed.shelves} == {"tenun-busana", "songket"}


def _asked(**parameters: str) -> ListPage:
    """The page that `/produk` shows for these parameters."""
    asked, snapshot = read_asked({name: [value] for name, value in parameters.items()})
    return find_list_page(asked, snapshot, language="id")


def test_ids_the_first_of_them_their_number_and_lists_agree(context: Any) -> None:
    for number in range(30):
        made(f"Tenun {number}" if number % 3 else f"Syal {number}", number % 7, summary_id="Kain tenunan halus")
    for text in ("tenun", "kain", "tenunan halus", "syal tenun", "tnun"):
        understanding = understand(text)
        ids = find_product_ids(text)
        assert ids and len(ids) == len(set(ids))
        assert list_product_ids(understanding) == ids
        assert set(list_stages(understanding)[-1]) == set(ids)
        for limit in (1, 5, 12, 29, 100):
            assert first_products(understanding, limit) == (ids[:limit], len(ids))
        pages = [_asked(q=text, halaman=str(number)) for number in (1, 2)]
        assert [card.product_id for found in pages for card in found.page.items][: len(ids)] == ids


def test_a_list_is_corrected_and_filtered_and_tells_so(context: Any) -> None:
    sambas = make_producer(region=make_region("61.01", "Sambas"))
    made("Amplang Tenggiri", producer=sambas)
    made("Amplang Udang", producer=make_producer(region=make_region("61.71", "Pontianak", "city")))
    found = _asked(q="amlang", wilayah="sambas")
    assert [card.name for card in found.page.items] == ["Amplang Tenggiri"]
    assert found.corrected == "amplang"
    assert {place.slug: place.total for place in found.listing.values(Facet.PLACE)} == {
        "sambas": 1,
        "kota-pontianak": 1,
    }
    literal = _asked(q="amlang", persis="1")
    assert (literal.page.total, literal.corrected) == (0, "")


def test_the_pages_take_the_words_literally_when_they_are_asked_to(page: PageClient, context: Any) -> None:
    make_product("Amplang Tenggiri")
    db.session.commit()
    for path in ("/cari", "/produk"):
        assert "Amplang Tenggiri" in page.get(f"{path}?q=amlang").text
        assert "Amplang Tenggiri" not in page.get(f"{path}?persis=1&q=amlang").text


def test_a_word_of_the_catalogue_is_doubted_only_when_the_whole_query_finds_nothing(context: Any) -> None:
    made("Gel Lidah Buaya")
    made("Meja Lidoh")
    assert search("lidoh").corrected == ""
    results = search("lidoh buaya")
    assert results.corrected == "lidah buaya"
    assert names("lidoh buaya") == ["Gel Lidah Buaya"]


def test_several_likely_words_are_all_looked_for_and_told(context: Any) -> None:
    made("Hiasan Timbul", 1)
    made("Teko Timbal", 2)
    results = search("timbxl")
    assert {card.name for card in results.products.items} == {"Hiasan Timbul", "Teko Timbal"}
    assert {results.corrected, *results.others} == {"timbul", "timbal"}


def test_an_unfinished_word_finds_what_begins_so_without_a_correction(context: Any) -> None:
    made("Kerupuk Udang")
    results = search("keru")
    assert (results.products.total, results.corrected) == (1, "")


def test_a_village_name_corrects_nothing(context: Any) -> None:
    make_region("61.01.01.2002", "Tenum", "village")
    make_region("61.01", "Sambas")
    made("Kain Tenun")
    assert [place.label for place in search("tenum").places] == ["Desa Tenum"]
    assert search("tenumn").corrected == "tenun", "the nearest word of the catalogue, not of two thousand villages"


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run inside the block."""
    statements: list[str] = []

    def note(*values: Any) -> None:
        statements.append(values[2])

    engine = db.session.connection().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_fifty_products_cost_as_many_statements_as_one(context: Any) -> None:
    maker = make_producer("Sanggar Tenun", region=make_region("61.01", "Sambas"))
    make_product("Amplang")
    search("amplang")  # from here on the curators' tables are remembered
    counts = []
    for batch in (1, 49):
        for number in range(batch):
            make_product(f"Kain Tenun {number}", producer=maker)
        db.session.commit()
        for query in ("kain tenun", "kain tenum", "tenun sambas"):
            with counted() as statements:
                search(query)
            counts.append((query, len(statements)))
    for one, many in zip(counts[:3], counts[3:], strict=True):
        assert many[1] <= one[1], (one, many)  # fewer, because a first page is full sooner
    print(f"statements of a whole search: {counts[:3]}")
    with counted() as again:
        find_product_ids("kain tenun")
    assert len(again) <= 5, again


def test_an_empty_answer_offers_the_rest_of_the_query_the_nearest_shelf_and_a_bolder_guess(context: Any) -> None:
    crisps = make_category("kerupuk", "Kerupuk & Keripik")
    cakes = make_category("kue", "Kue")
    for number in range(3):
        made(f"Keripik Nanas {number}", number, category=crisps)
    made("Kue Nanas", category=cakes)
    made("Kopi Liberika", category=make_category("kopi", "Kopi"))
    results = search("keripik nanas zzzzz")
    assert results.is_empty
    recovery = results.recovery
    assert recovery is not None and recovery.fewer is not None and recovery.shelf is not None
    assert (recovery.fewer.text, recovery.fewer.dropped, recovery.fewer.total) == ("keripik nanas", ("zzzzz",), 3)
    assert [card.name for card in recovery.fewer.products] == ["Keripik Nanas 2", "Keripik Nanas 1", "Keripik Nanas 0"]
    assert (recovery.shelf.slug, recovery.shelf.count) == ("kerupuk", 3)
    rarest = search("kopi nanas").recovery
    assert rarest is not None and rarest.fewer is not None and rarest.shelf is not None
    assert (rarest.fewer.text, rarest.fewer.dropped) == ("nanas", ("kopi",)), "the rarer of two known words"
    assert rarest.shelf.slug == "kerupuk"
    bolder = search("libreka").recovery
    assert bolder is not None
    assert (bolder.meant, bolder.fewer) == (("liberika",), None)
    assert bolder.shelf is not None and bolder.shelf.slug == "kopi"
    declined = search("kripk", literal=True).recovery
    assert declined is not None
    nothing = search("qqqqqqq").recovery
    assert nothing is not None
    assert (nothing.meant, nothing.fewer, nothing.shelf) == ((), None, None)


def test_a_declined_correction_is_offered_again_when_nothing_else_is_found(context: Any) -> None:
    made("Amplang Tenggiri")
    results = search("amlang", literal=True)
    assert results.is_empty and results.recovery is not None
    assert results.recovery.meant == ("amplang",)


def test_a_tie_of_two_words_is_answered_by_both_and_one_of_more_is_asked_back(page: PageClient, context: Any) -> None:
    made("Kain Songket", 1)
    made("Tas Rajut", 2)
    made("Bingkai Takut", 3)
    db.session.commit()
    results = search("rakut")
    assert (results.corrected, results.others) == ("rajut", ("takut",))
    assert {str(card.name) for card in results.products.items} == {"Tas Rajut", "Bingkai Takut"}
    made("Kain Rabut", 4)
    made("Lemari Patut", 5)
    db.session.commit()
    results = search("rakut")
    assert results.is_empty and results.corrected == "" and results.recovery is not None
    assert set(results.recovery.meant) == {"rajut", "rabut", "takut"}
    shown = page.get("/cari?q=rakut")
    assert [link.to_text() for link in shown.select("main ul.bullet-list a")] == list(results.recovery.meant)
    assert search("rakut", literal=True).recovery == results.recovery, "a declined choice is offered again"
    listed = page.get("/produk?q=rakut&urut=terbaru")
    ways = {link.to_text(): link.attrs["href"] for link in listed.select(".empty-state p:not([class]) a")}
    assert list(ways) == list(results.recovery.meant)
    assert "Tas Rajut" in page.get(ways["rajut"]).text and "urut=terbaru" in ways["rajut"]
    assert not page.get("/produk?persis=1&q=rajut").select(".empty-state")
    made("Rajut Bingkai Takut", 6)
    assert search("bingkai rakut").products.total == 2, "where another word tells, nothing is asked back"


def test_a_found_answer_needs_no_recovery(context: Any) -> None:
    made("Amplang")
    assert search("amplang").recovery is None


def test_stop_words_of_the_table_are_not_looked_for(context: Any) -> None:
    made("Amplang")
    assert search("beli amplang").is_empty
    create_stop_word(word="beli", is_confirmed=True)
    assert names("beli amplang") == ["Amplang"]
    made("Beli Dua")
    assert names("beli") == ["Beli Dua"], "a query of stop words alone is looked for"
