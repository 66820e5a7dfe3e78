"""The front door."""

from typing import Any

import sqlalchemy as sa

from griya.core.db import db
from griya.registry.actions import load_reference
from tests.factories.catalog import make_product
from tests.page import PageClient


def test_alive_asks_nothing_of_the_database(page: PageClient, database: sa.Connection) -> None:
    seen: list[Any] = []
    sa.event.listen(database, "before_cursor_execute", lambda *_: seen.append(1))
    assert page.client.get("/sehat").status_code == 200
    assert seen == []


def test_ready_means_that_the_schema_is_the_programs_own(page: PageClient, context: Any) -> None:
    assert page.client.get("/siap").status_code == 200
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = 'lama'"))
    db.session.commit()
    assert page.client.get("/siap").status_code == 503


def test_the_stated_figures_stand_apart_with_their_date_and_the_live_ones_are_counted(
    page: PageClient, context: Any
) -> None:
    load_reference()
    make_product()
    db.session.commit()
    opened = page.get("/")
    live, stated = opened.select(".figures")
    assert "Katalog hari ini" in live.to_text()
    assert "5.815" not in live.to_text()
    assert "Pernyataan 2 Mei 2019" in stated.to_text()
    assert "5.815" in stated.to_text()
    assert "Sumber:" in stated.to_text()
    assert opened.html.count('href="/wilayah/') == 14


def test_the_selection_comes_before_the_shelves(page: PageClient, context: Any) -> None:
    make_product("Produk Pilihan")
    db.session.commit()
    html = page.get("/").html
    assert html.index("Produk Pilihan") < html.index("Rak demi rak")
