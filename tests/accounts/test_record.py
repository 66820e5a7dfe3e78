"""The record: what an event keeps, that it stays, that a change past every guard is found, and how it is read."""

import ast
import random
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from griya.accounts.actions import record_event
from griya.accounts.actions.sealing import seal_events
from griya.accounts.models import Event
from griya.accounts.queries.record import Asked, every_event, list_history, stretch_of_events
from griya.accounts.queries.seals import list_broken_seals, missing_triggers, seal_state
from griya.accounts.rules.telling import NOUNS, VERBS, value_words
from griya.core.clock import WIB
from griya.core.db import db
from tests.factories.accounts import make_account
from tests.house import source

pytestmark = pytest.mark.usefixtures("context")

MORNING = datetime(2026, 11, 20, 2, tzinfo=UTC)
LATER = MORNING + timedelta(days=30)


def write(count: int, *, verb: str = "product.published", actor_id: int | None = None) -> None:
    for number in range(count):
        record_event(verb=verb, object_type="product", object_key=f"GX-{number:03d}", actor_id=actor_id, reason="Uji")


def numbers(asked: Asked, size: int = 7) -> list[int]:
    """What is read page by page."""
    found: list[int] = []
    before = None
    while True:
        stretch = stretch_of_events(asked, before=before, size=size)
        found += [event.number for event in stretch.events]
        before = stretch.before
        if before is None:
            return found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET reason = 'lain'",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event (id, at, verb, object_type, object_key) SELECT id, at, 'x', 'x', 'x' FROM event",
        "TRUNCATE event CASCADE",
        "UPDATE event_seal SET digest = 'x'",
        "DELETE FROM event_seal",
    ],
)
def test_nobody_changes_the_record_by_the_database(context: Session, statement: str) -> None:
    with time_machine.travel(MORNING, tick=False):
        write(2)
    seal_events(at=LATER)
    is_sqlite = db.engine.dialect.name == "sqlite"
    if ("OR REPLACE" in statement and not is_sqlite) or ("TRUNCATE" in statement and is_sqlite):
        pytest.skip(reason="the other database's word")
    with pytest.raises(DBAPIError, match="tr_event"), context.begin_nested():
        context.execute(sa.text(statement))
    assert seal_state()[:2] == (2, 2) and not list(list_broken_seals())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET reason = 'tidak pernah' WHERE id = (SELECT min(id) + 1 FROM event)",
        "UPDATE event SET at = '2020-01-01 00:00:00' WHERE id = (SELECT max(id) FROM event)",
        "UPDATE event SET \"before\" = '{}' WHERE id = (SELECT min(id) FROM event)",
        "DELETE FROM event WHERE id = (SELECT min(id) FROM event)",
        "DELETE FROM event WHERE id = (SELECT max(id) FROM event)",
        "UPDATE event_seal SET digest = substr(digest, 2) || 'x'",
        "UPDATE event_seal SET event_count = event_count + 1",
    ],
)
def test_what_is_changed_past_the_triggers_is_found(context: Session, statement: str) -> None:
    with time_machine.travel(MORNING, tick=False):
        write(5)
    assert seal_events(at=LATER) == 5
    assert not missing_triggers() and not list(list_broken_seals())
    on = "" if db.engine.dialect.name == "sqlite" else " ON {}"
    for table in ("event", "event_seal"):
        for verb in ("update", "delete"):
            context.execute(sa.text(f"DROP TRIGGER tr_{table}_no_{verb}{on.format(table)}"))
    context.execute(sa.text(statement))
    assert len(missing_triggers()) == 4
    assert list(list_broken_seals())


def test_only_what_is_settled_is_sealed_and_each_event_once(context: Session) -> None:
    with time_machine.travel(MORNING, tick=False):
        write(3)
    assert seal_events(at=MORNING + timedelta(minutes=9)) == 0
    assert seal_events(at=MORNING + timedelta(minutes=11)) == 3
    assert seal_events(at=MORNING + timedelta(minutes=12)) == 0
    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        write(2)
    assert seal_events(at=LATER) == 2
    assert seal_state()[:2] == (5, 5) and not list(list_broken_seals())


def test_a_change_is_told_with_both_sides_and_on_whose_behalf(context: Session) -> None:
    account = make_account(name="Sari Uji")
    record_event(
        verb="product.withdrawn",
        object_type="product",
        object_key="GX-1",
        actor_id=account.id,
        acting_for="Rumah Tenun",
        reason_code="stok",
        reason="Stok habis",
        before={"state": "published"},
        after={"state": "withdrawn", "is_disabled": False},
        request_id="abc",
    )
    (told,) = list_history("product", "GX-1")
    assert (told.actor, told.done, told.acting_for) == ("Sari Uji", "menarik produk", "Rumah Tenun")
    assert (told.reason_code, told.reason, told.request_id) == ("stok", "Stok habis", "abc")
    assert [(one.name, one.before, one.after) for one in told.changes] == [
        ("Keadaan", "tayang", "ditarik"),
        ("Ditutup", "–", "tidak"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("x", None, "–"),
        ("x", [], "–"),
        ("x", True, "ya"),
        ("x", 0, "0"),
        ("starts_at", "2026-11-26T02:41:00+00:00", "Kamis, 26 November 2026 09.41 WIB"),
        ("starts_at", "besok", "besok"),
        ("state", "in_review", "diperiksa"),
        ("x", ["a", 1], "a, 1"),
        ("x", {"state": "draft"}, "Keadaan: draf"),
        ("x", "k" * 400, "k" * 300 + "…"),
    ],
)
def test_a_value_is_told_in_words(name: str, value: object, words: str) -> None:
    assert value_words(name, value) == words


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_pages_hold_each_event_that_was_asked_for_once_and_in_order(context: Session, data: st.DataObject) -> None:
    """Against a plain filter of all rows, for random records and questions."""
    with context.begin_nested() as savepoint:
        people = [make_account().id, make_account().id, None]
        draw = random.Random(data.draw(st.integers(0, 10**6)))
        for step in range(data.draw(st.integers(0, 40))):
            with time_machine.travel(MORNING + timedelta(hours=7 * step), tick=False):
                write(1, verb=draw.choice(["product.published", "product.withdrawn"]), actor_id=draw.choice(people))
        asked = Asked(
            actor_id=data.draw(st.sampled_from(people)),
            verb=data.draw(st.sampled_from(["", "product.published"])),
            object_type="product",
            since=data.draw(st.sampled_from([None, date(2026, 11, 22)])),
            until=data.draw(st.sampled_from([None, date(2026, 11, 25), date(2026, 11, 20)])),
        )
        plain = [
            event.id
            for event in db.session.scalars(sa.select(Event).order_by(Event.id.desc()))
            if event.object_type == "product"
            and (asked.actor_id is None or event.actor_id == asked.actor_id)
            and (not asked.verb or event.verb == asked.verb)
            and (asked.since is None or event.at.astimezone(WIB).date() >= asked.since)
            and (asked.until is None or event.at.astimezone(WIB).date() <= asked.until)
        ]
        assert numbers(asked) == plain
        assert [event.number for event in every_event(asked, most=11)] == plain[:11]
        savepoint.rollback()


def test_free_words_find_reasons_names_values_and_verbs(context: Session) -> None:
    account = make_account(name="Sari Uji")
    record_event(verb="product.withdrawn", object_type="product", object_key="GX-1", reason="Stok habis 100%")
    record_event(
        verb="producer.closed",
        object_type="producer",
        object_key="IKM-7",
        actor_id=account.id,
        after={"name": "Amplang"},
    )
    for words, found in (
        (("stok",), 1), (("100%",), 1), (("sari", "menutup"), 1), (("amplang",), 1), (("menarik",), 1),
        (("stok", "amplang"), 0), (("%",), 1), (("ikm-7",), 1),
    ):  # fmt: skip
        assert len(stretch_of_events(Asked(words=words, hidden=frozenset({"account"}))).events) == found, words


def test_every_verb_and_object_in_the_code_has_words() -> None:
    verbs: set[str] = set()
    kinds: set[str] = set()
    for _, tree in source.trees():
        for node in ast.walk(tree):
            called = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if called not in {"record_event", "record_about", "record_refusal"} or not isinstance(node, ast.Call):
                continue
            for keyword in node.keywords:
                if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
                    (verbs if keyword.arg == "verb" else kinds if keyword.arg == "object_type" else set()).add(
                        keyword.value.value
                    )
    assert len(verbs) > 30
    assert verbs <= set(VERBS), f"say these in griya/accounts/rules/telling.py: {sorted(verbs - set(VERBS))}"
    assert kinds <= set(NOUNS), f"name these in griya/accounts/rules/telling.py: {sorted(kinds - set(NOUNS))}"
