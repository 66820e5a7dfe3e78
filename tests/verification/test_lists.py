"""The list of credentials: filters, due days, doubles, and the same numbers wherever they are counted."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event as sa_event
from sqlalchemy.orm import Session

from griya.core.clock import WIB
from griya.core.db import db
from griya.registry.models import CredentialState
from griya.verification.actions import reject, revoke
from griya.verification.actions.turns import take
from griya.verification.queries import (
    NOBODY,
    Asked,
    Standing,
    count_credentials,
    list_credentials,
    list_holders,
    page_of_credentials,
)
from griya.verification.queries.work import Work, count_work, list_work
from griya.verification.rules.due import WORKDAYS, Due, Term, bounds, due_on, due_state, term
from tests.factories.accounts import make_account
from tests.factories.registry import make_producer, make_region
from tests.verification.cases import TODAY, check, make_credential, pirt_number, see

NOON = datetime(2026, 11, 26, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def day(context: Any) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def codes(**asked: Any) -> list[str]:
    return [row.code for row in page_of_credentials(Asked(**asked), today=TODAY, page=1).items]


def test_a_due_day_counts_days_of_work_from_the_day_in_west_kalimantan() -> None:
    # 23.30 UTC on Thursday is Friday morning there.
    assert due_on(CredentialState.SEEN, datetime(2026, 11, 26, 23, 30, tzinfo=UTC)) == date(2026, 12, 2)
    assert due_on(CredentialState.SEEN, datetime(2026, 11, 26, 16, 59, tzinfo=UTC)) == date(2026, 12, 1)
    assert due_on(CredentialState.CHECKED, NOON) is None


@pytest.mark.parametrize("state", list(WORKDAYS))
def test_the_bounds_of_a_statement_say_what_the_rule_says(state: CredentialState) -> None:
    for offset in range(0, 60 * 24, 7):
        since = NOON - timedelta(hours=offset)
        due = due_on(state, since)
        assert due is not None
        bound = bounds(state, TODAY)
        found = Due.LATE if since < bound.late_before else Due.TODAY if since < bound.later_from else Due.LATER
        assert found is due_state(due, TODAY), since


@pytest.mark.parametrize(
    ("left", "found"),
    [
        (None, Term.RUNNING),
        (-1, Term.EXPIRED),
        (0, Term.SOON),
        (30, Term.SOON),
        (31, Term.LATER),
        (90, Term.LATER),
        (91, Term.RUNNING),
    ],
)
def test_a_term_is_over_on_the_day_after_its_last_one(left: int | None, found: Term) -> None:
    assert term(None if left is None else TODAY + timedelta(days=left), TODAY) is found


def test_what_is_due_first_stands_first_whatever_its_state(day: time_machine.Traveller) -> None:
    entered = {}
    for days in (12, 9, 7, 6, 5, 3, 1, 0):
        day.move_to(NOON - timedelta(days=days))
        entered[days, "claim"] = make_credential()
        entered[days, "seen"] = make_credential()
        see(entered[days, "seen"])
    day.move_to(NOON)
    rows = page_of_credentials(Asked(), today=TODAY, page=1).items
    assert len(rows) == len(entered)
    due = [row.due_on for row in rows]
    assert due == sorted(due, key=lambda on: on or date.max)
    for which in Due:
        found = page_of_credentials(Asked(due=which), today=TODAY, page=1)
        assert found.total == len(found.items) == sum(due_state(on, TODAY) is which for on in due if on)
        assert found.total > 0, which


def test_a_step_begins_the_time_anew(day: time_machine.Traveller) -> None:
    day.move_to(NOON - timedelta(days=30))
    credential = make_credential()
    day.move_to(NOON)
    assert codes(due="lewat") == [credential.code]
    see(credential)
    assert codes(due="lewat") == []
    assert page_of_credentials(Asked(), today=TODAY, page=1).items[0].due_on == date(2026, 12, 1)


def test_each_filter_finds_what_it_says() -> None:
    sambas, landak = make_region("61.01", "Sambas"), make_region("61.03", "Landak")
    ani = make_account(role="officer", name="Ani")
    dapur, rumah = make_producer("Dapur Sahang", region=sambas), make_producer("Rumah Tenun", region=landak)
    pirt, nib = make_credential(producer=dapur), make_credential("nib", producer=rumah, number="0220003690831")
    take(credential=nib, actor_id=ani.id)
    assert codes(kind="nib") == [nib.code]
    assert codes(region="61.01") == [pirt.code]
    assert codes(holder=ani.code) == [nib.code]
    assert codes(holder=NOBODY) == [pirt.code]
    assert codes(producer=dapur.code) == [pirt.code]
    assert codes(text="sahang") == [pirt.code]
    assert codes(text="0220003690831") == codes(text="NIB 0220.0036.90831") == [nib.code]
    assert codes(text=(pirt.number or "").replace("-", " - ")) == [pirt.code]
    assert codes(text="P-IRT No. " + (pirt.number or "")) == [pirt.code]
    assert codes(text="tidak ada yang begini") == codes(text="100%_") == []
    assert list_holders() == {ani.code: "Ani"}


def test_doubles_are_found_with_both_makers_and_standards_are_no_doubles() -> None:
    number = pirt_number()
    one, two = make_credential(number=number), make_credential(number=number)
    for _ in range(2):
        make_credential("sni", number="SNI 3553:2015")
    make_credential()
    assert sorted(codes(only_doubles=True)) == sorted([one.code, two.code])
    shown = {row.code: row.has_double for row in page_of_credentials(Asked(), today=TODAY, page=1).items}
    assert sum(shown.values()) == 2


def stocked() -> None:
    """Two hundred credentials in every state, with every kind of end."""
    chance = random.Random(5)
    makers = [make_producer() for _ in range(7)]
    officer = make_account(role="officer")
    for number in range(200):
        ends = chance.choice([None, -400, -1, 0, 1, 29, 30, 31, 89, 90, 91, 500])
        credential = make_credential(
            "merek",
            producer=chance.choice(makers),
            number=f"IDM{chance.randint(0, 150) if number % 3 else 1000 + number:09}",
            expires_on=None if ends is None else TODAY + timedelta(days=ends),
        )
        fate = chance.choice(["claim", "seen", "checked", "rejected", "revoked"])
        if fate == "claim":
            continue
        see(credential)
        if fate in {"checked", "revoked"} and number % 3 == 0:
            check(credential)
        version = credential.row_version
        if fate == "revoked" and credential.state == CredentialState.CHECKED:
            revoke(credential=credential, row_version=version, reason="x", actor_id=None)
        if fate == "rejected":
            outcome = chance.choice([CredentialState.NOT_FOUND, CredentialState.NOT_APPLICABLE])
            reject(credential=credential, row_version=version, outcome=outcome, reason="x", actor_id=None)
        if credential.state == CredentialState.SEEN and chance.random() < 0.4:
            take(credential=credential, actor_id=officer.id)


def test_every_count_equals_the_list_it_counts() -> None:
    stocked()
    for asked in (Asked(), Asked(text="1"), Asked(due="nanti"), Asked(holder=NOBODY), Asked(only_doubles=True)):
        counts = count_credentials(asked, today=TODAY)
        for standing in Standing:
            narrowed = Asked(**{name: getattr(asked, name) for name in Asked.__slots__} | {"standing": standing})
            first = page_of_credentials(narrowed, today=TODAY, page=1)
            found = [
                row.code
                for n in range(first.count)
                for row in page_of_credentials(narrowed, today=TODAY, page=n + 1).items
            ]
            assert len(found) == len(set(found)) == first.total == counts[standing], (asked, standing)
            assert found[:20] == [row.code for row in list_credentials(narrowed, today=TODAY, limit=20)]
    counts = count_credentials(Asked(), today=TODAY)
    assert counts[Standing.OPEN] == counts[Standing.CLAIMED] + counts[Standing.SEEN]
    assert counts[Standing.SOON] <= counts[Standing.LATER] <= counts[Standing.CHECKED]
    parts = (Standing.OPEN, Standing.CHECKED, Standing.EXPIRED, Standing.REJECTED, Standing.REVOKED)
    assert sum(counts[standing] for standing in parts) == counts[Standing.ALL] == 200
    assert all(counts.values())


def test_tasks_are_the_list_and_their_number_its_count_one_statement_each(context: Session) -> None:
    stocked()
    statements: list[str] = []

    def heard(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    bind = context.connection()
    sa_event.listen(bind, "before_cursor_execute", heard)
    try:
        counts = count_work(today=TODAY)
        assert len(statements) == 1
        for work in Work:
            statements.clear()
            tasks = list_work(work, today=TODAY)
            assert len(statements) == 1
            assert len(tasks) == counts[work]
            listed = page_of_credentials(Asked(standing=Standing(work)), today=TODAY, page=1)
            assert [task.code for task in tasks][:50] == [row.code for row in listed.items]
            assert all(task.due_on for task in tasks)
    finally:
        sa_event.remove(bind, "before_cursor_execute", heard)


def test_the_list_asks_the_database_as_often_for_200_as_for_one(context: Session) -> None:
    make_credential()
    statements: list[str] = []

    def heard(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    bind = context.connection()
    sa_event.listen(bind, "before_cursor_execute", heard)
    try:
        page_of_credentials(Asked(), today=TODAY, page=1)
        few = len(statements)
        stocked()
        statements.clear()
        page_of_credentials(Asked(), today=TODAY, page=1)
        assert len(statements) == few == 2
    finally:
        sa_event.remove(bind, "before_cursor_execute", heard)


def test_a_pirt_lapses_by_its_own_digits_and_a_nib_never(context: Any) -> None:
    wrong = date(2026, 12, 1)
    pirt = make_credential(number=pirt_number(26), expires_on=date(2030, 1, 1))
    nib = make_credential("nib", number="0220003690831", expires_on=wrong)
    see(pirt)
    see(nib)
    check(pirt)
    check(nib, nib_status="01")
    assert codes(standing=Standing.LATER) == [pirt.code]
    assert page_of_credentials(Asked(standing=Standing.LATER), today=TODAY, page=1).items[0].expires_on == date(
        2026, 12, 31
    )
    after = date(2027, 1, 1)
    assert [row.code for row in list_credentials(Asked(standing=Standing.EXPIRED), today=after, limit=9)] == [pirt.code]
    assert db.session.is_active and WIB.utcoffset(None) == timedelta(hours=7)
