"""The lists that lead to every shelf, kab/kota and maker."""

from typing import Any

import pytest

from griya.catalog.actions import withdraw_product
from griya.catalog.queries.producers import page_of_producers
from griya.core.db import db
from tests.catalog.test_pages import counted
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer, make_region
from tests.page import Opened, PageClient, attributes


def links(opened: Opened) -> list[str]:
    return [attributes(link).get("href", "") for link in opened.select("main a")]


@pytest.fixture
def makers(context: Any) -> list[str]:
    """Thirty makers of one kab/kota with a product each, and one that shows nothing; slugs by name."""
    region, part = make_region("61.05", "Sintang"), make_category("bakul", "Bakul", parent=make_category("anyaman"))
    names = [f"Anyam {number:02}" for number in range(30)]
    made = {name: make_producer(name, region=region) for name in reversed(names)}
    for name, maker in made.items():
        make_product(f"Bakul {name}", producer=maker, category=part)
    make_producer("Anyam Diam", region=region)
    db.session.commit()
    return [made[name].slug for name in names]


def test_every_maker_with_something_to_show_is_reached_by_name(page: PageClient, makers: list[str]) -> None:
    first, second = page.get("/ikm"), page.get("/ikm?halaman=2")
    found = [link.removeprefix("/ikm/") for opened in (first, second) for link in links(opened) if "/ikm/" in link]
    assert found == makers
    assert "/ikm?halaman=2" in links(first)
    assert {attributes(link)["href"] for link in second.select("link[rel=canonical]")} == {
        "http://localhost/ikm?halaman=2"
    }


def test_a_page_behind_the_last_one_gives_the_last_one(page: PageClient, makers: list[str]) -> None:
    assert page_of_producers(999).number == 2
    assert f"/ikm/{makers[-1]}" in links(page.get("/ikm?halaman=999"))


def test_regions_and_shelves_lead_to_their_pages_with_true_counts(page: PageClient, makers: list[str]) -> None:
    regions, shelves = page.get("/wilayah"), page.get("/rak")
    row = next(row for row in regions.select("main tbody tr") if "Sintang" in row.to_text())
    assert [cell.to_text().strip() for cell in row.query("td")] == ["30", "30"]
    assert "/wilayah/sintang" in links(regions)
    assert {"/rak/anyaman", "/rak/bakul"} <= set(links(shelves))


def test_a_maker_whose_only_product_is_withdrawn_is_gone_from_the_list(page: PageClient, context: Any) -> None:
    maker = make_producer("Anyam Uji", region=make_region("61.05", "Sintang"))
    product = make_product("Tikar", producer=maker)
    db.session.commit()
    assert f"/ikm/{maker.slug}" in links(page.get("/ikm"))
    withdraw_product(product=product, reason="Uji")
    db.session.commit()
    opened = page.get("/ikm")
    assert f"/ikm/{maker.slug}" not in links(opened)
    assert opened.select("main .empty-state")


@pytest.mark.parametrize("path", ["/ikm", "/wilayah", "/rak"])
def test_statements_do_not_grow_with_what_is_listed(page: PageClient, context: Any, path: str) -> None:
    region = make_region("61.05", "Sintang")
    make_product("Satu", producer=make_producer("Maker 0", region=region))
    db.session.commit()
    page.get(path)
    with counted(db.session.connection()) as few:
        page.get(path)
    for number in range(1, 20):
        make_product(f"Produk {number}", producer=make_producer(f"Maker {number}", region=region))
    db.session.commit()
    page.get(path)
    with counted(db.session.connection()) as many:
        page.get(path)
    assert 0 < len(many) == len(few)
