"""The public pages of selections."""

from datetime import timedelta

import pytest
from flask import Flask

from griya.core import clock
from griya.core.db import db
from tests.factories.catalog import make_product
from tests.factories.selection import make_selection, make_version
from tests.page import PageClient

DAY = timedelta(days=1)


@pytest.fixture
def slugs(app: Flask) -> list[str]:
    """A selection that is live, one that is over, one that is only planned; their slugs."""
    with app.app_context():
        now, products = clock.now(), [make_product(name) for name in ("Zamrud", "Anyaman")]
        titles = {"Terseleksi Kini": -DAY, "Terseleksi Dulu": -30 * DAY, "Terseleksi Nanti": 30 * DAY}
        made = []
        for title, start in titles.items():
            selection = make_selection(title, is_sample=True)
            make_version(products, starts_at=now + start, ends_at=now + start + 9 * DAY, selection=selection)
            made.append(selection.slug)
        db.session.commit()
        return made


def test_the_list_names_live_and_past_selections_and_keeps_plans_to_itself(page: PageClient, slugs: list[str]) -> None:
    opened = page.get("/terseleksi")
    assert [h.to_text().strip() for h in opened.select(".selection-entry h2")] == ["Terseleksi Kini", "Terseleksi Dulu"]
    assert "Sedang tayang" in opened.text and "Pernah tayang" in opened.text and "Data contoh" in opened.text
    assert page.get(f"/terseleksi/{slugs[2]}", expect=404)


def test_a_live_selection_shows_its_products_in_hand_order_with_reasons(page: PageClient, slugs: list[str]) -> None:
    opened = page.get(f"/terseleksi/{slugs[0]}")
    assert [h.to_text().strip() for h in opened.select("h3")] == ["Zamrud", "Anyaman"]
    assert "Mengapa dipilih: Alasan 1" in opened.text
    assert "sudah selesai" not in opened.text


def test_a_past_selection_says_when_it_ran(page: PageClient, slugs: list[str]) -> None:
    opened = page.get(f"/terseleksi/{slugs[1]}")
    assert "sudah selesai" in opened.text and "WIB sampai" in opened.text


def test_no_selection_at_all_is_told_with_a_way_on(page: PageClient, app: Flask) -> None:
    assert "Belum ada pilihan" in page.get("/terseleksi").text


@pytest.mark.parametrize("slug", ["tidak-ada", "%00", "%ED%A0%80", "x" * 3000, "%E2%80%AE"])
def test_a_strange_address_is_a_page_that_was_not_found(page: PageClient, app: Flask, slug: str) -> None:
    page.get(f"/terseleksi/{slug}", expect=404)
