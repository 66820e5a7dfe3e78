"""What the search learns: counted without writing, of nobody, told week by week, and its effect seen."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from griya import chores
from griya.catalog.actions.search_log import keep_heard
from griya.catalog.actions.search_words import create_variant
from griya.catalog.heard import MOST_QUERIES, Counter, counter
from griya.catalog.models.search import SearchLog
from griya.catalog.queries.search_log import count_open_gaps, list_gaps, monday_of
from griya.catalog.rules.heard import ASKED_BY_SEVERAL, KEPT_DAYS, Heard, hearable, is_kept
from griya.core.db import db
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.page import PageClient

MONDAY = date(2026, 11, 23)
PAGE = "/meja/kata-cari/tidak-ketemu"


def rows() -> list[tuple[str, int, int]]:
    statement = sa.select(SearchLog.query, SearchLog.asked, SearchLog.found).order_by(SearchLog.query)
    return [tuple(row) for row in db.session.execute(statement)]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Kain  CUAL! ", "kain cual"),
        ("songket 2 meter", "songket 2 meter"),
        ("tas 1000", "tas 1000"),
        ("sari@contoh.test", ""),
        ("0812-3456-7890", ""),
        ("nib 9120", "nib 9120"),
        ("61710", ""),
        ("https://contoh.test/x", ""),
        ("tokosari.co.id", ""),
        ("k" * 61, ""),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_a_query_is_plain_and_no_address_or_number_is_heard(typed: str, kept: str) -> None:
    assert hearable(typed) == kept


@pytest.mark.parametrize(
    ("query", "asked", "found", "kept"),
    [
        ("bakpia", 1, 0, True),
        ("budi santoso", ASKED_BY_SEVERAL - 1, 0, False),
        ("budi santoso", ASKED_BY_SEVERAL, 0, True),
        ("keripik udang", 1, 3, True),
    ],
)
def test_what_may_be_a_name_is_kept_when_several_ask(query: str, asked: int, found: int, kept: bool) -> None:
    assert is_kept(Heard(MONDAY, query, asked, found)) is kept


def test_the_counter_loses_nothing_among_threads_and_has_an_end() -> None:
    heard = Counter()

    def ask() -> None:
        for _ in range(500):
            heard.note("kopi", 2, MONDAY)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard.take() == [Heard(MONDAY, "kopi", 2000, 2)] and heard.take() == []
    for number in range(MOST_QUERIES + 50):
        heard.note("a" + "bcdefghijk"[number % 10] * (number // 10 % 50) + chr(97 + number // 500), 0, MONDAY)
    assert len(heard.take()) <= MOST_QUERIES


def test_counts_add_up_by_day_and_are_forgotten_in_time(context: Session) -> None:
    old = MONDAY - timedelta(days=KEPT_DAYS + 1)
    db.session.add(SearchLog(day=old, query="lama", asked=1, found=0))
    assert keep_heard(heard=[Heard(MONDAY, "bakpia", 2, 0)], today=MONDAY) == []
    assert keep_heard(heard=[Heard(MONDAY, "bakpia", 3, 1)], today=MONDAY) == []
    rare = Heard(MONDAY, "budi santoso", 1, 0)
    assert keep_heard(heard=[rare, Heard(MONDAY - timedelta(days=1), "ani wati", 1, 0)], today=MONDAY) == [rare]
    assert rows() == [("bakpia", 5, 1)]


def test_searching_writes_nothing_and_the_worker_keeps_what_was_heard(
    app: Flask, page: PageClient, context: Session
) -> None:
    counter.take()
    make_product("Amplang Pipih")
    context.commit()
    for query in ("amplang", "bakpia", "bakpia", "sari@contoh.test"):
        page.get(f"/cari?q={query}")
    assert rows() == []
    assert chores.keep_searches(app) == 2
    context.expire_all()
    assert [row[:2] for row in rows()] == [("amplang", 1), ("bakpia", 2)]
    assert rows()[0][2] > 0 == rows()[1][2]


def test_a_gap_becomes_a_word_in_two_steps_and_its_effect_is_seen(page: PageClient, context: Session) -> None:
    with time_machine.travel(datetime(2026, 11, 25, 3, tzinfo=UTC), tick=False):
        make_product("Kue Tambang")
        keep_heard(
            heard=[
                Heard(MONDAY, "bakpao", 4, 0),
                Heard(MONDAY - timedelta(days=3), "bakpao", 7, 0),
                Heard(MONDAY, "kue", 9, 5),
            ],
            today=MONDAY,
        )
        account = make_account()
        context.commit()
        sign_in(page, account)
        shown = page.get(PAGE)
        (row,) = shown.select("tbody tr")
        assert row.to_text().split()[:3] == ["bakpao", "4", "kali"] and "7 kali" in row.to_text()
        (way,) = shown.select('tbody a[href*="kata-cari/baru"]')
        page.submit(
            str(way.attrs["href"]), {"kind": "local", "word": "bakpao", "meaning": "tambang", "is_confirmed": "1"}
        )
    with time_machine.travel(datetime(2026, 12, 1, 3, tzinfo=UTC), tick=False):
        sign_in(page, account)
        after = page.get(f"{PAGE}?pekan={MONDAY}")
        assert "membaik" in after.text and "sejak 25 November 2026" in after.text
        assert "Tidak ada pencarian yang gagal" in page.get(PAGE).text


def test_a_gap_is_open_until_it_has_a_word(context: Session) -> None:
    keep_heard(heard=[Heard(MONDAY, "bakpao", 2, 0), Heard(MONDAY, "sekali", 1, 0)], today=MONDAY)
    assert count_open_gaps(MONDAY) == 1 and count_open_gaps(MONDAY - timedelta(days=7)) == 0
    make_product("Kue Tambang")
    create_variant(variant="bakpao", canonical="tambang", kind="local", is_confirmed=True)
    assert count_open_gaps(MONDAY) == 0
    assert [(gap.query, bool(gap.word_key)) for gap in list_gaps(MONDAY)] == [("bakpao", True), ("sekali", False)]
    assert monday_of(date(2026, 11, 29)) == MONDAY


@pytest.mark.parametrize("query", ["pekan=x", "pekan=2020-01-01", "pekan="])
def test_a_week_nobody_can_choose_is_this_one(page: PageClient, context: Session, query: str) -> None:
    account = make_account(role="officer")
    context.commit()
    sign_in(page, account)
    assert not page.get(f"{PAGE}?{query}").select('a[href*="kata-cari/baru"]')
