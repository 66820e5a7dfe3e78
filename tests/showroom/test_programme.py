"""What a slot's screens play in the days ahead, and the reasons for everything that they do not."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product
from griya.core.db import db
from griya.selection.actions import load_slots
from griya.selection.queries import current_selection
from griya.showroom.queries.programme import find_programme
from griya.showroom.rules.air import Kind
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.selection import make_version
from tests.page import PageClient

START = datetime(2026, 11, 30, 17, tzinfo=UTC)  # Tuesday 1 December 2026, 00.00 WIB
END = START + timedelta(days=3)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def made(context: Session) -> list[Product]:
    """Four products; two of them on the screens in turn from START to END, one in reserve, one on the home page."""
    load_slots()
    products = [make_product(name) for name in ("Songket", "Bidai", "Madu", "Tanjak")]
    make_version(products[:2], reserves=products[2:3], starts_at=START, ends_at=END, slot="layar")
    make_version(products[3:], starts_at=START - DAY, ends_at=END + DAY, slot="home")
    context.commit()
    return products


def names(at: datetime) -> list[str]:
    return [str(turn.card.name) for turn in find_programme("layar", at).loop(at)]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (START - SECOND, ["Tanjak"]),
        (START, ["Songket", "Bidai"]),
        (END - SECOND, ["Songket", "Bidai"]),
        (END, ["Tanjak"]),
    ],
)
def test_the_screens_change_by_the_clock_alone(made: list[Product], at: datetime, expected: list[str]) -> None:
    assert names(at) == expected
    # A screen that got its list days ago, and never again, shows the same.
    old = find_programme("layar", START - DAY)
    assert [str(turn.card.name) for turn in old.loop(at)] == expected


def test_the_list_is_what_the_selection_shows_at_every_hour(made: list[Product]) -> None:
    old = find_programme("layar", START - DAY)
    for hour in range(-12, 24 * 4, 5):
        at = START + hour * HOUR
        assert [str(turn.card.name) for turn in old.loop(at)] == [
            str(item.card.name) for item in current_selection("layar", at).items
        ]


def test_a_reserve_takes_the_place_of_what_is_withdrawn(made: list[Product], context: Session) -> None:
    withdraw_product(product=made[0], reason="Uji.")
    context.commit()
    assert names(START) == ["Madu", "Bidai"]
    reasons = {one.name: one.reason for one in find_programme("layar", START).absences(START)}
    assert "ditarik" in reasons["Songket"]
    assert "Madu" not in reasons


def test_everything_that_was_chosen_is_on_or_has_its_reason(made: list[Product]) -> None:
    for at in (START - HOUR, START, END):
        programme = find_programme("layar", at)
        on = {str(turn.card.name) for turn in programme.loop(at)}
        told = {one.name for one in programme.absences(at)}
        chosen = {item.name for one in programme.airings for item in one.items}
        assert on | told >= chosen and not on & told
    early = {one.name: one.reason for one in find_programme("layar", START - HOUR).absences(START - HOUR)}
    assert early["Songket"] == "Belum mulai: tayang dalam 1 jam, Sel 1 Des 2026 00.00 WIB."
    now = {one.name: one.reason for one in find_programme("layar", START).absences(START)}
    assert now["Tanjak"].startswith("Mengalah")
    assert now["Madu"].startswith("Cadangan")


def test_the_newest_stand_in_where_nothing_is_chosen_and_the_still_where_nothing_is_public(context: Session) -> None:
    load_slots()
    assert find_programme("layar", START).showing(START).kind is Kind.STILL
    make_product("Bidai")
    context.commit()
    assert names(START) == ["Bidai"]


def test_the_statements_do_not_grow_with_the_list(made: list[Product], context: Session) -> None:
    def count() -> int:
        seen: list[str] = []
        connection = context.connection()
        sa.event.listen(connection, "before_cursor_execute", lambda *_, seen=seen: seen.append(""))
        find_programme("layar", START)
        return len(seen)

    few = count()
    make_version([make_product(f"P{n}") for n in range(40)], slot="layar", starts_at=END, ends_at=END + DAY)
    db.session.flush()
    assert count() == few


def test_the_page_answers_for_any_moment(page: PageClient, made: list[Product]) -> None:
    with time_machine.travel(START - HOUR, tick=False):
        sign_in(page, make_account())
        now = page.get("/meja/layar/tayang")
        assert "Tanjak" in now.select(".on-air__name")[0].to_text()
        assert "Belum mulai: tayang dalam 1 jam" in now.text
        later = page.get("/meja/layar/tayang?hari=2026-12-01&jam=08.30")
        assert later.select(".on-air__name")[0].to_text() in {"Songket", "Bidai"}
        assert "Sel 1 Des 2026 08.30 WIB" in later.text and "Satu putaran 2 produk: 30 detik" in later.text
        page.get("/meja/layar/tayang?hari=salah&jam=99.99&tempat=tidak-ada")
