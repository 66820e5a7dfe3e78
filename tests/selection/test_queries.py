"""What a slot, the list and a selection's page show at a moment, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product
from griya.core.db import db
from griya.registry.models import Producer
from griya.selection.actions import cancel_version
from griya.selection.queries import (
    current_selection,
    find_next_change,
    find_selection,
    list_selection_pages,
    list_selections,
)
from griya.selection.rules import WindowState
from tests.factories.catalog import make_product
from tests.factories.selection import make_selection, make_version
from tests.factories.state import set_state

START = datetime(2026, 10, 31, 17, tzinfo=UTC)
END = datetime(2026, 11, 30, 17, tzinfo=UTC)
DURING = datetime(2026, 11, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def names(slot: str, at: datetime) -> list[str]:
    return [item.card.name for item in current_selection(slot, at).items]


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    engine = db.session.connection().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_the_pages_of_all_selections_take_three_statements_and_are_those_of_each(context: Any) -> None:
    costs = []
    for upto in (1, 30):
        while len(list_selections(DURING)) < upto:
            products = [make_product(), make_product()]
            number = len(list_selections(DURING))
            starts_at = DURING - timedelta(hours=number + 1)
            ends_at = DURING - timedelta(hours=number) if number else END
            make_version(products[:1], reserves=products[1:], starts_at=starts_at, ends_at=ends_at)
            if number % 2:
                withdraw_product(product=products[0], reason="Uji")
        db.session.expunge_all()
        with counted() as statements:
            pages = list_selection_pages(DURING, limit=100)
        costs.append(len(statements))
        assert pages == [find_selection(entry.slug, DURING) for entry in list_selections(DURING)]
        assert len(pages) == upto and all(page.items for page in pages)
    assert costs == [3, 3]
    assert list_selection_pages(DURING, limit=2) == pages[:2]


@pytest.mark.parametrize(
    ("at", "is_own"),
    [
        (START - SECOND, False),
        (START, True),
        (START + SECOND, True),
        (END - SECOND, True),
        (END, False),
        (END + SECOND, False),
    ],
)
def test_a_version_is_shown_from_its_start_until_just_before_its_end(context: Any, at: datetime, is_own: bool) -> None:
    make_version([make_product("Amplang")], starts_at=START, ends_at=END)

    found = current_selection("home", at)

    assert found.is_fallback is not is_own
    assert (found.starts_at, found.ends_at) == ((START, END) if is_own else (None, None))
    assert [item.card.name for item in found.items] == ["Amplang"], "never empty"


def test_two_versions_that_touch_hand_over_without_a_gap(context: Any) -> None:
    make_version([make_product("Lama")], starts_at=START, ends_at=END)
    make_version([make_product("Baru")], starts_at=END, ends_at=END + timedelta(days=9))

    assert (names("home", END - SECOND), names("home", END)) == (["Lama"], ["Baru"])


def test_the_order_is_the_curators(context: Any) -> None:
    products = [make_product(name) for name in "CABED"]
    make_version(products, starts_at=START, ends_at=END)

    assert names("home", DURING) == list("CABED")
    assert [item.reason for item in current_selection("home", DURING).items][:2] == ["Alasan 1", "Alasan 2"]


def test_drafts_and_cancelled_versions_are_never_shown(context: Any) -> None:
    make_version([make_product("Rancangan")], starts_at=START, ends_at=END, is_approved=False)
    version = make_version([make_product("Batal")], starts_at=START, ends_at=END)
    cancel_version(version=version, reason="Salah.", at=DURING)

    assert current_selection("home", DURING).title == "Produk terbaru"
    assert list_selections(DURING) == []


def test_an_empty_slot_shows_its_fallback_and_then_the_newest_products(context: Any) -> None:
    make_version([make_product("Depan")], starts_at=START, ends_at=END, slot="home")

    screen = current_selection("layar", DURING)
    assert (screen.is_fallback, [item.card.name for item in screen.items]) == (True, ["Depan"])

    make_version([make_product("Layar")], starts_at=START, ends_at=END, slot="layar")
    screen = current_selection("layar", DURING)
    assert (screen.is_fallback, [item.card.name for item in screen.items]) == (False, ["Layar"])
    assert names("kios", DURING) == ["Depan"]
    assert names("home", DURING) == ["Depan"], "a slot that others fall back to shows each item once"

    newest = current_selection("layar", END)
    assert (newest.slug, newest.title) == (None, "Produk terbaru")
    assert [item.card.name for item in newest.items] == ["Layar", "Depan"]


def test_a_selection_without_any_public_product_gives_way(context: Any) -> None:
    gone = make_product("Hilang")
    make_version([gone], starts_at=START, ends_at=END, slot="layar")
    make_version([make_product("Depan")], starts_at=START, ends_at=END, slot="home")
    withdraw_product(product=gone, reason="Uji.")

    assert names("layar", DURING) == ["Depan"]


def test_nothing_public_at_all_is_an_empty_selection_and_no_error(context: Any) -> None:
    assert current_selection("layar", DURING).items == ()
    assert current_selection("tidak-ada", DURING).items == ()


def withdrawn(product: Product) -> None:
    withdraw_product(product=product, reason="Uji.")


def of_a_suspended_maker(product: Product) -> None:
    set_state(db.session.get_one(Producer, product.producer_id), standing="suspended")
    db.session.flush()


@pytest.mark.parametrize("lose", [withdrawn, of_a_suspended_maker])
def test_a_reserve_takes_the_place_of_a_product_that_is_no_longer_public(
    context: Any, lose: Callable[[Product], None]
) -> None:
    one, two, three, spare = (make_product(name) for name in ("Satu", "Dua", "Tiga", "Cadangan"))
    version = make_version([one, two, three], starts_at=START, ends_at=END, reserves=[spare])
    slug = next(entry.slug for entry in list_selections(DURING))
    assert names("home", DURING) == ["Satu", "Dua", "Tiga"]

    lose(two)

    assert names("home", DURING) == ["Satu", "Cadangan", "Tiga"]
    page = find_selection(slug, DURING)
    assert page is not None
    assert [item.card.name for item in page.items] == ["Satu", "Cadangan", "Tiga"]
    assert [entry.count for entry in list_selections(DURING)] == [3]
    lose(spare)
    assert names("home", DURING) == ["Satu", "Tiga"]
    assert [entry.count for entry in list_selections(DURING)] == [2]
    assert version.id


def test_the_list_tells_live_selections_first_and_nothing_that_is_only_planned(context: Any) -> None:
    product = make_product()
    old, live, planned = (make_selection(title) for title in ("Lama", "Kini", "Nanti"))
    make_version([product], starts_at=START - timedelta(days=40), ends_at=START, selection=old)
    make_version([product], starts_at=START, ends_at=END, selection=live)
    make_version([product], starts_at=END, ends_at=END + timedelta(days=5), selection=planned)
    make_version([product], starts_at=START - timedelta(days=80), ends_at=START - timedelta(days=60), selection=live)

    assert [(e.title, e.state) for e in list_selections(DURING)] == [
        ("Kini", WindowState.LIVE),
        ("Lama", WindowState.OVER),
    ]
    assert [e.title for e in list_selections(END)] == ["Nanti", "Kini", "Lama"]
    assert find_selection(planned.slug, DURING) is None


def test_a_selections_page_shows_the_live_version_and_afterwards_when_it_ran(context: Any) -> None:
    selection = make_selection("Tenun")
    make_version([make_product("Lama")], starts_at=START - timedelta(days=40), ends_at=START, selection=selection)
    make_version([make_product("Kini")], starts_at=START, ends_at=END, selection=selection)

    def seen(at: datetime) -> tuple[WindowState, str]:
        page = find_selection(selection.slug, at)
        assert page is not None
        return page.state, page.items[0].card.name

    assert seen(START - SECOND) == (WindowState.LIVE, "Lama")
    assert seen(START) == (WindowState.LIVE, "Kini")
    assert seen(END) == (WindowState.OVER, "Kini")
    assert find_selection("tidak-ada", DURING) is None


def test_the_next_change_of_a_slot_counts_its_fallback(context: Any) -> None:
    product = make_product()
    make_version([product], starts_at=START, ends_at=END, slot="layar")
    make_version([product], starts_at=START + timedelta(days=3), ends_at=END + timedelta(days=3), slot="home")

    assert find_next_change("layar", START - SECOND) == START
    assert find_next_change("layar", START) == START + timedelta(days=3)
    assert find_next_change("layar", END) == END + timedelta(days=3)
    assert find_next_change("layar", END + timedelta(days=3)) is None
    assert find_next_change("home", START) == START + timedelta(days=3)


def test_one_and_fifty_products_take_the_same_number_of_statements(context: Any) -> None:
    make_version([make_product()], starts_at=START, ends_at=END)
    first = list_selections(DURING)[0].slug
    make_version([make_product() for _ in range(50)], starts_at=END, ends_at=END + timedelta(days=9))
    second = list_selections(END)[0].slug

    def count(call: Callable[[], object]) -> int:
        db.session.expire_all()
        with counted() as statements:
            call()
        return len(statements)

    assert count(lambda: current_selection("home", DURING)) == count(lambda: current_selection("home", END)) <= 2
    assert count(lambda: find_selection(first, DURING)) == count(lambda: find_selection(second, END)) <= 2
    assert count(lambda: list_selections(DURING)) == count(lambda: list_selections(END)) == 1
