"""The front door."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.config import Office, Settings
from griya.core import clock
from griya.core.db import db
from griya.inquiry import notices
from griya.registry.actions import create_producer, load_reference
from griya.registry.models import Region
from griya.selection.actions import load_slots
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.factories.selection import make_version
from tests.page import PageClient

ABOUT_GRIYA = ("/tentang", "/privasi", "/aksesibilitas")


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
    assert len(opened.select(".tile-map__tile")) == 14


def test_the_selection_comes_before_the_shelves(page: PageClient, context: Any) -> None:
    make_product("Produk Pilihan")
    db.session.commit()
    html = page.get("/").html
    assert html.index("Produk Pilihan") < html.index("Rak demi rak")


def test_the_home_page_tells_in_its_order_selection_shelves_map_stories_asking_figures(
    page: PageClient, context: Any
) -> None:
    load_reference()
    maker = make_producer("Rumah Tenun Uji")
    maker.story_id = "Dua belas penenun bekerja di rumah masing-masing."
    make_product("Kain Uji", producer=maker)
    db.session.commit()
    opened = page.get("/")
    assert [head.to_text() for head in opened.select(".showpiece h2")] == ["Kain Uji"]
    heads = [head.attrs["id"] for head in opened.select("section > .section__head > h2")]
    assert heads == ["terseleksi", "rak", "wilayah", "pembuat", "bertanya", "angka"]


def test_the_map_and_its_table_tell_the_same_live_numbers(page: PageClient, context: Any) -> None:
    load_reference()
    sintang = db.session.scalars(sa.select(Region).where(Region.slug == "sintang")).one()
    for _ in range(3):
        make_product(producer=make_producer(region=sintang))
    make_product(producer=make_producer(region=sintang), is_published=False)
    db.session.commit()
    for path in ("/", "/wilayah/sintang"):
        opened = page.get(path)
        tile = next(t for t in opened.select(".tile-map__tile") if t.attrs["href"] == "/wilayah/sintang")
        assert tile.to_text().split() == ["Kab.", "Sintang", "3", "produk"]
        assert "tile-map__tile--3" in str(tile.attrs["class"])
        rows = {row.query("th")[0].to_text().strip(): row for row in opened.select(".tile-map tbody tr")}
        assert len(rows) == 14
        assert [cell.to_text().strip() for cell in rows["Kab. Sintang"].query("td")] == ["3", "3"]
        assert [cell.to_text().strip() for cell in rows["Kota Pontianak"].query("td")] == ["0", "0"]


def test_a_regions_page_marks_its_own_tile_and_no_other(page: PageClient, context: Any) -> None:
    load_reference()
    db.session.commit()
    marked = [t for t in page.get("/wilayah/sekadau").select(".tile-map__tile") if t.attrs.get("aria-current")]
    assert [tile.attrs["href"] for tile in marked] == ["/wilayah/sekadau"]
    assert not [t for t in page.get("/").select(".tile-map__tile") if t.attrs.get("aria-current")]


def test_stories_are_of_the_selections_first_three_makers_who_told_one(page: PageClient, context: Any) -> None:
    load_slots()
    products = []
    for number in range(5):
        maker = make_producer(f"Rumah {number}")
        maker.story_id = f"Cerita {number}. " if number != 1 else ""
        products += [make_product(producer=maker), make_product(producer=maker)]
    now = clock.now()
    make_version(products, starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1))
    db.session.commit()
    opened = page.get("/")
    assert [h.to_text().strip() for h in opened.select(".maker-story__name")] == ["Rumah 0", "Rumah 2", "Rumah 3"]
    assert [p.to_text().strip() for p in opened.select(".maker-story__line")] == ["Cerita 0.", "Cerita 2.", "Cerita 3."]


@pytest.mark.parametrize("path", ["/", *ABOUT_GRIYA])
def test_an_empty_catalogue_still_has_whole_pages(page: PageClient, context: Any, path: str) -> None:
    opened = page.get(path)
    assert not opened.select(".maker-story")
    assert not opened.select(".figures--dated")


def test_one_product_with_the_longest_names_is_a_whole_home_page(page: PageClient, context: Any) -> None:
    load_reference()
    name = "Keberlanjutan " * 8 + "Kalbar!!"
    kayong = db.session.scalars(sa.select(Region.id).where(Region.slug == "kayong-utara")).one()
    maker = create_producer(name=name[:120], code="UJI-PANJANG", slug="panjang", regency_id=kayong, story_id="x" * 4000)
    make_product(name[:120], producer=maker)
    db.session.commit()
    opened = page.get("/")
    assert len(opened.select(".maker-story__line")[0].to_text().strip()) <= 170
    assert "tile-map__tile--1" in opened.html


@pytest.mark.parametrize("path", ABOUT_GRIYA)
def test_a_page_about_griya_is_public_has_a_validator_and_is_linked_from_every_footer(
    page: PageClient, context: Any, path: str
) -> None:
    first = page.get(path).response
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert page.client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert f'href="{path}"' in page.get("/produk").html


def test_the_page_about_griya_says_that_it_sells_nothing_and_keeps_the_statement_apart(
    page: PageClient, context: Any
) -> None:
    load_reference()
    make_product()
    db.session.commit()
    opened = page.get("/tentang")
    assert "Griya tidak menjual." in opened.text
    live, stated = opened.select(".figures")
    assert "5.815" not in live.to_text()
    assert "Pernyataan 2 Mei 2019" in stated.to_text()
    assert "Sumber:" in stated.to_text()


def test_the_page_about_privacy_repeats_the_forms_notice_word_for_word_with_its_version(
    page: PageClient, context: Any
) -> None:
    text = " ".join(page.get("/privasi").text.split())
    for words in (*notices.INQUIRY.sentences, notices.INQUIRY.consent, f"versi {notices.INQUIRY.version}"):
        assert words in text
    assert text.count("24 bulan") == 2, "the retention stands in the notice and in the timeline"
    assert "Nomor 27 Tahun 2022" in text


def test_the_pages_name_the_office_of_the_settings_or_another_way(
    page: PageClient, app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ABOUT_GRIYA:
        assert 'href="/permintaan"' in page.get(path).select("main")[0].to_html(), path
    office = Office("Dinas Uji", "kantor@contoh.test", "Jalan Uji 1", "0561 1")
    monkeypatch.setitem(app.config, "SETTINGS", replace(settings, office=office))
    for path in ABOUT_GRIYA:
        main = page.get(path).select("main")[0].to_text()
        for told in ("Dinas Uji", "kantor@contoh.test", "Jalan Uji 1", "0561 1"):
            assert told in main, path


def test_the_statement_of_accessibility_has_its_level_its_gaps_and_its_date(page: PageClient, context: Any) -> None:
    opened = page.get("/aksesibilitas")
    assert "WCAG 2.2 tingkat AA" in opened.text
    assert len(opened.select("[aria-labelledby=belum] li")) >= 3
    assert re.search(r"pada \d+ \w+ 20\d\d", " ".join(opened.text.split()))
