"""Pages of materials and techniques: what counts, what is linked, and that products lead there and back."""

from typing import Any

import pytest
import sqlalchemy as sa

from griya.catalog.models import Material, Product, Technique
from griya.catalog.queries.terms import TermKind, find_term, list_terms
from griya.core.db import db
from griya.registry.models import Producer
from tests.catalog.test_pages import counted
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer, make_region
from tests.factories.state import set_state
from tests.page import Opened, PageClient, attributes

LISTS = {"bahan": TermKind.MATERIAL, "teknik": TermKind.TECHNIQUE}


@pytest.fixture
def basket(context: Any) -> tuple[Product, Producer]:
    """One product with two materials and one technique, beside terms that no product names."""
    rattan, bamboo = (Material(slug=s, name_id=n, name_en=e) for s, n, e in (("rotan", "Rotan", "Rattan"),
                                                                            ("bambu", "Bambu", "Bamboo")))  # fmt: skip
    plaiting = Technique(slug="anyam", name_id="Anyam", name_en="Plaiting")
    db.session.add_all([rattan, bamboo, plaiting, Material(slug="kaca", name_id="Kaca", name_en="Glass"),
                        Technique(slug="ukir", name_id="Ukir", name_en="Carving")])  # fmt: skip
    db.session.flush()
    maker = make_producer("Anyam Uji", region=make_region("61.05", "Sintang"))
    product = make_product(
        "Bakul", producer=maker, material_ids=[rattan.id, bamboo.id], technique_ids=[plaiting.id],
        category=make_category("anyaman", "Anyaman"), showroom_shelf="B2",
    )  # fmt: skip
    db.session.commit()
    return product, maker


def addresses(opened: Opened) -> set[str]:
    return {attributes(link).get("href", "") for link in opened.select("main a")}


def test_a_product_leads_to_everything_it_names_and_each_of_them_leads_back(
    page: PageClient, basket: tuple[Product, Producer]
) -> None:
    product, maker = basket
    own = f"/produk/{product.slug}"
    neighbours = {
        "/bahan/rotan",
        "/bahan/bambu",
        "/teknik/anyam",
        "/wilayah/sintang",
        "/rak/anyaman",
        f"/ikm/{maker.slug}",
    }
    assert neighbours <= addresses(page.get(own))
    for address in neighbours:
        assert own in addresses(page.get(address)), address


@pytest.mark.parametrize("path", ["/bahan/rotan", "/teknik/anyam"])
def test_a_term_leads_to_its_makers_and_places_and_the_maker_leads_back(
    page: PageClient, basket: tuple[Product, Producer], path: str
) -> None:
    _, maker = basket
    assert {f"/ikm/{maker.slug}", "/wilayah/sintang"} <= addresses(page.get(path))
    assert {"/bahan/rotan", "/bahan/bambu", "/teknik/anyam", "/rak/anyaman", "/wilayah/sintang"} <= addresses(
        page.get(f"/ikm/{maker.slug}")
    )


def test_a_shelf_leads_to_its_places_and_a_place_to_its_shelves_with_counts(
    page: PageClient, basket: tuple[Product, Producer]
) -> None:
    _, maker = basket
    part = make_category("tikar", "Tikar", make_category("anyaman", "Anyaman"))
    make_product("Tikar Uji", producer=maker, category=part)
    make_product("Lampit", producer=make_producer(region=make_region("61.01", "Sambas")), category=part)
    db.session.commit()
    for prefix in ("", "/en"):
        counts = {
            path: {
                attributes(chip)["href"]: "".join(c for c in chip.to_text() if c.isdigit())
                for chip in page.get(f"{prefix}{path}").select("main section .chip")
            }
            for path in ("/rak/anyaman", "/rak/tikar", "/wilayah/sintang", "/wilayah/sambas")
        }
        sintang, sambas = f"{prefix}/wilayah/sintang", f"{prefix}/wilayah/sambas"
        assert counts["/rak/anyaman"] == {sambas: "1", sintang: "2"}
        assert counts["/rak/tikar"] == {sambas: "1", sintang: "1"}
        assert counts["/wilayah/sintang"] == {f"{prefix}/rak/anyaman": "2"}
        assert counts["/wilayah/sambas"] == {f"{prefix}/rak/anyaman": "1"}


def test_the_product_page_says_on_which_shelf_of_the_showroom_it_is(
    page: PageClient, basket: tuple[Product, Producer]
) -> None:
    product, _ = basket
    assert "Lihat di rak B2 showroom" in page.get(f"/produk/{product.slug}").text
    assert "See it on shelf B2 of the showroom" in page.get(f"/en/produk/{product.slug}").text


@pytest.mark.parametrize(
    ("path", "shown", "hidden"), [("/bahan", "Rotan", "Kaca"), ("/en/teknik", "Plaiting", "Carving")]
)
def test_the_list_shows_what_some_product_names(
    page: PageClient, basket: tuple[Product, Producer], path: str, shown: str, hidden: str
) -> None:
    opened = page.get(path)
    assert shown in opened.text and hidden not in opened.text


@pytest.mark.parametrize("path", ["/bahan/kaca", "/teknik/ukir"])
def test_a_term_without_products_says_so_and_is_not_indexed(
    page: PageClient, basket: tuple[Product, Producer], path: str
) -> None:
    opened = page.get(path)
    assert "Belum ada produk yang mencatatnya." in opened.text
    assert attributes(opened.select('meta[name="robots"]')[0])["content"] == "noindex, follow"


@pytest.mark.parametrize("value", ["%00", "tidak-ada", "'\"><script>", "9" * 400, "a" * 5000, "%F0%9F%A7%B6"])
@pytest.mark.parametrize("kind", LISTS)
def test_an_unknown_term_is_not_found(page: PageClient, context: Any, kind: str, value: str) -> None:
    page.get(f"/{kind}/{value}", expect=404)


def test_counts_are_of_public_products_and_pages_hold_them_all(context: Any) -> None:
    material = Material(slug="rotan", name_id="Rotan", name_en="Rattan")
    db.session.add(material)
    db.session.flush()
    makers = [make_producer(f"IKM {n}", region=make_region(f"61.0{n + 1}", f"Tempat {n}")) for n in range(3)]
    products = [make_product(f"Bakul {n}", producer=makers[n % 3], material_ids=[material.id]) for n in range(50)]
    make_product("Draf", producer=makers[0], material_ids=[material.id], is_published=False)
    set_state(products[0], state="withdrawn")
    db.session.flush()
    (term,) = list_terms(TermKind.MATERIAL)
    assert term.count == 49
    seen: list[str] = []
    for number in (1, 2, 3):
        found = find_term(TermKind.MATERIAL, "rotan", number)
        assert found is not None and found.products.number == number
        assert sum(place.total for place in found.places) == sum(p.product_count for p in found.producers) == 49
        seen += [card.slug for card in found.products.items]
    assert len(seen) == len(set(seen)) == 49
    behind = find_term(TermKind.MATERIAL, "rotan", 99)
    assert behind is not None and behind.products.number == 3


@pytest.mark.parametrize("path", ["/bahan", "/bahan/rotan", "/ikm/{maker}"])
def test_a_page_issues_as_many_statements_with_1_and_with_30_products(
    page: PageClient, basket: tuple[Product, Producer], database: sa.Connection, path: str
) -> None:
    _, maker = basket
    address = path.format(maker=maker.slug)
    page.get(address)
    with counted(database) as one:
        page.get(address)
    rattan = db.session.execute(sa.select(Material.id).where(Material.slug == "rotan")).scalar_one()
    for number in range(29):
        make_product(
            f"Bakul {number}", producer=maker if number % 2 else make_producer(f"IKM {number}"), material_ids=[rattan]
        )
    db.session.commit()
    page.get(address)  # the first request after a change also reads what changed
    with counted(database) as thirty:
        page.get(address)
    assert len(one) == len(thirty) > 0
