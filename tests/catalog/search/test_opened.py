"""How often the results of a search are opened: told by browsers themselves, counted by word and day, of nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from griya import chores
from griya.catalog.actions.search_log import keep_heard
from griya.catalog.actions.search_words import create_variant
from griya.catalog.heard import Counter, counter
from griya.catalog.models.search import SearchLog
from griya.catalog.queries.search_opens import ASKED_OFTEN, list_unopened
from griya.catalog.rules.heard import Heard
from griya.catalog.rules.opened import words_of
from griya.core.db import db
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.page import PageClient

MONDAY = date(2026, 11, 16)
PAGE = "/meja/kata-cari/jarang-dibuka"
HERE = "http://localhost"


@pytest.mark.parametrize(
    ("referer", "words"),
    [
        (f"{HERE}/cari?q=kain+cual", "kain cual"),
        (f"{HERE}/en/cari?q=woven&persis=1", "woven"),
        (f"{HERE}/cari?q=", ""),
        (f"{HERE}/produk?q=kain", ""),
        (f"{HERE}/cari/saran?q=kain", ""),
        ("https://lain.test/cari?q=kain", ""),
        (f"{HERE}/meja/cari?q=kain", ""),
        (f"{HERE}/cari?q=" + "a" * 2_000, ""),
        ("http://[::1/cari?q=kain", ""),
        (f"{HERE}/cari?" + "&".join(f"a{n}=1" for n in range(50)), ""),
        ("", ""),
    ],
)
def test_only_the_words_of_our_own_search_page_are_read(referer: str, words: str) -> None:
    assert words_of(referer, {"localhost"}) == words


def test_what_is_opened_is_counted_and_nothing_is_kept_of_numbers() -> None:
    heard = Counter()
    heard.note("Kopi!", 3, MONDAY)
    for text in ("kopi", "KOPI", "0812-3456-7890", "sari@contoh.test"):
        heard.note_opened(text, MONDAY)
    heard.note_opened("teh", MONDAY)
    assert heard.take() == [Heard(MONDAY, "kopi", 1, 3, 2), Heard(MONDAY, "teh", 0, 1, 1)]
    assert heard.take() == []


def test_an_opening_waits_for_its_search_and_never_makes_a_row_by_itself(context: Session) -> None:
    opening = Heard(MONDAY, "teh", 0, 1, 1)
    assert keep_heard(heard=[opening], today=MONDAY) == [opening]
    assert keep_heard(heard=[opening], today=MONDAY + timedelta(days=1)) == []
    assert keep_heard(heard=[Heard(MONDAY, "teh", 2, 4, 1)], today=MONDAY) == []
    assert keep_heard(heard=[opening], today=MONDAY) == []
    row = db.session.scalars(sa.select(SearchLog)).one()
    assert (row.asked, row.found, row.opened) == (2, 4, 2)


def test_a_visitor_opens_a_result_and_nothing_tells_who(app: Flask, page: PageClient, context: Session) -> None:
    counter.take()
    product = make_product("Amplang Pipih")
    context.commit()
    address, referer = f"/produk/{product.slug}", f"{HERE}/cari?q=amplang"
    page.get("/cari?q=amplang")
    plain = page.get(address).response
    opened = page.get(address, headers={"Referer": referer}).response
    assert opened.data == plain.data and opened.headers["ETag"] == plain.headers["ETag"]
    assert opened.headers["Cache-Control"] == plain.headers["Cache-Control"]
    assert "Referer" not in opened.headers.get("Vary", "") and "Set-Cookie" not in opened.headers
    page.get(address, headers={"Referer": referer, "If-None-Match": plain.headers["ETag"]}, expect=304)
    # Fetched ahead, from elsewhere, by who only asks for the head, or a page that is not there: not opened.
    page.get(address, headers={"Referer": referer, "Sec-Purpose": "prefetch"})
    page.get(address, headers={"Referer": "https://lain.test/cari?q=amplang"})
    page.client.head(address, headers={"Referer": referer})
    page.get("/produk/tidak-ada", headers={"Referer": referer}, expect=404)
    page.get("/produk?q=amplang", headers={"Referer": referer})
    assert db.session.scalars(sa.select(SearchLog)).all() == []
    chores.keep_searches(app)
    row = db.session.scalars(sa.select(SearchLog)).one()
    assert (row.query, row.asked, row.opened) == ("amplang", 1, 3)


def test_what_is_rarely_opened_is_listed_with_the_week_after_its_word(page: PageClient, context: Session) -> None:
    week = timedelta(days=7)
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False):
        make_product("Kue Tambang")
        keep_heard(
            heard=[
                Heard(MONDAY, "kue lapis", 20, 9, 1),
                Heard(MONDAY - week, "kue lapis", 10, 9, 0),
                Heard(MONDAY + week, "kue lapis", 10, 12, 6),
                Heard(MONDAY, "amplang", 20, 9, 4),
                Heard(MONDAY, "sarung", ASKED_OFTEN - 1, 9, 0),
                Heard(MONDAY, "bakpao", 20, 2, 0),
            ],
            today=MONDAY + week,
        )
        create_variant(variant="kue lapis", canonical="kue tambang", kind="spelling", reason="Nama setempat")
        account = make_account()
        context.commit()
        (one,) = list_unopened(MONDAY)
        assert (one.query, one.week.percent, one.before.percent, one.after.percent) == ("kue lapis", 5, 0, 60)
        assert one.is_better and one.put_on == date(2026, 11, 24)
        sign_in(page, account)
        shown = page.get(f"{PAGE}?pekan={MONDAY.isoformat()}").text
        assert "1 dari 20 (5%)" in shown and "6 dari 10 (60%)" in shown and "membaik" in shown
        assert "amplang" not in shown and "Sudah di daftar" in shown
        assert "Tidak ada pencarian seperti itu" in page.get(PAGE).text
