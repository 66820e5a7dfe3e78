"""Drafting, approving and cancelling versions; the database itself refuses an overlap."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from griya.accounts.models import Account, Event
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import unrecorded_state_change
from griya.selection.actions import (
    ItemDraft,
    add_version,
    approve_version,
    cancel_version,
    create_selection,
    load_slots,
)
from griya.selection.models import SelectionVersion, Slot
from tests.factories.catalog import make_product
from tests.factories.selection import make_selection, make_version

START = datetime(2026, 10, 31, 17, tzinfo=UTC)
END = datetime(2026, 11, 30, 17, tzinfo=UTC)
NOW = datetime(2026, 10, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def make_account(name: str) -> int:
    with unrecorded_state_change("a test's own world"):
        account = Account(
            email=f"{name}@contoh.test", name=name, password_hash="x", role="curator", created_at=NOW, disabled_at=None
        )
        db.session.add(account)
    return account.id


def verbs() -> list[str]:
    return list(
        db.session.scalars(sa.select(Event.verb).where(Event.object_type == "selection_version").order_by(Event.id))
    )


def test_a_version_keeps_the_curators_order_and_counts_up(context: Any) -> None:
    selection, products = make_selection(), [make_product() for _ in range(3)]
    items = [ItemDraft(product.id, "Rapi.") for product in reversed(products)]

    first = add_version(selection=selection, slot_code="home", starts_at=START, ends_at=END, items=items)
    second = add_version(selection=selection, slot_code="home", starts_at=START, ends_at=END, items=items)

    assert (first.number, second.number) == (1, 2)
    assert [item.product_id for item in first.items] == [product.id for product in reversed(products)]
    assert verbs() == ["selection_version.drafted"] * 2


def test_every_reason_against_a_version_is_told_at_once(context: Any) -> None:
    with pytest.raises(Refused) as refused:
        add_version(
            selection=make_selection(),
            slot_code="atap",
            starts_at=END,
            ends_at=START,
            items=[ItemDraft(987_654, "Rapi.")],
        )
    assert len(refused.value.reasons) == 3


def test_a_selection_has_an_address_of_its_own(context: Any) -> None:
    assert create_selection(title_id="Tenun Empat Sungai").slug == "tenun-empat-sungai"
    with pytest.raises(Refused, match="Sudah ada"):
        create_selection(title_id="Tenun, empat sungai!")
    with pytest.raises(Refused, match="huruf"):
        create_selection(title_id="…")


def test_the_slots_are_made_once_and_fall_back_to_the_home_page(context: Any) -> None:
    load_slots()
    load_slots()

    slots = {slot.code: slot for slot in db.session.scalars(sa.select(Slot))}
    assert sorted(slots) == ["ekspor", "home", "kios", "layar"]
    assert slots["layar"].fallback_slot_id == slots["kios"].fallback_slot_id == slots["home"].id


def test_another_person_than_the_author_approves(context: Any) -> None:
    author, other = make_account("sari"), make_account("budi")
    version = make_version([make_product()], starts_at=START, ends_at=END, is_approved=False, actor_id=author)

    with pytest.raises(Refused, match="orang lain"):
        approve_version(version=version, actor_id=author, at=NOW)
    approve_version(version=version, actor_id=other, at=NOW)

    assert (version.approved_at, version.approved_by_id) == (NOW, other)
    assert verbs() == ["selection_version.drafted", "selection_version.approved"]
    with pytest.raises(Refused, match="sudah disetujui"):
        approve_version(version=version, actor_id=other, at=NOW)


def test_a_window_that_has_passed_is_not_approved_any_more(context: Any) -> None:
    version = make_version([make_product()], starts_at=START, ends_at=END, is_approved=False)
    with pytest.raises(Refused, match="sudah lewat"):
        approve_version(version=version, actor_id=make_account("budi"), at=END)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (START, END),
        (START - SECOND, START + SECOND),
        (END - SECOND, END + SECOND),
        (START + SECOND, END - SECOND),
        (START - SECOND, END + SECOND),
    ],
)
def test_an_approval_that_overlaps_is_refused_with_what_is_in_the_way(
    context: Any, start: datetime, end: datetime
) -> None:
    product = make_product()
    make_version([product], starts_at=START, ends_at=END, selection=make_selection("Pilihan November"))
    version = make_version([product], starts_at=start, ends_at=end, is_approved=False)

    with pytest.raises(Refused, match="“Pilihan November” pada 1 sampai 30 November 2026"):
        approve_version(version=version, note="Uji")

    assert version.approved_at is None
    assert verbs()[-1] == "selection_version.drafted"
    make_version([product], starts_at=END, ends_at=END + timedelta(days=1)), "the session still works"


def test_touching_windows_and_other_slots_are_free(context: Any) -> None:
    product = make_product()
    make_version([product], starts_at=START, ends_at=END)
    make_version([product], starts_at=END, ends_at=END + SECOND)
    make_version([product], starts_at=START - SECOND, ends_at=START)
    make_version([product], starts_at=START, ends_at=END, slot="layar")
    assert db.session.scalar(sa.select(sa.func.count(SelectionVersion.id))) == 4


def test_a_cancelled_version_makes_room(context: Any) -> None:
    product, budi = make_product(), make_account("budi")
    version = make_version([product], starts_at=START, ends_at=END)

    cancel_version(version=version, reason="Salah produk.", actor_id=budi, at=START)

    event = db.session.scalars(sa.select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert (event.verb, event.reason, event.actor_id) == ("selection_version.cancelled", "Salah produk.", budi)
    assert event.before == {"state": "live"}
    make_version([product], starts_at=START, ends_at=END)
    with pytest.raises(Refused, match="sudah dibatalkan"):
        cancel_version(version=version, reason="Lagi.", at=START)


def test_what_is_over_stays_in_the_record(context: Any) -> None:
    version = make_version([make_product()], starts_at=START, ends_at=END)
    with pytest.raises(Refused, match="sudah selesai"):
        cancel_version(version=version, reason="Terlambat.", at=END)


INSERT = sa.text(
    "INSERT INTO selection_version (selection_id, slot_id, number, starts_at, ends_at, created_at, approved_at, "
    "approved_note) VALUES (:selection, :slot, :number, :start, :end, :start, :approved, :note)"
).bindparams(*(sa.bindparam(name, type_=SelectionVersion.starts_at.type) for name in ("start", "end", "approved")))


@unrecorded_state_change("a test's own world")
@pytest.mark.parametrize("shift", [timedelta(), timedelta(days=29), timedelta(days=-29), END - START - SECOND])
def test_the_database_itself_refuses_an_overlap(context: Any, shift: timedelta) -> None:
    version = make_version([make_product()], starts_at=START, ends_at=END)
    row = {"selection": version.selection_id, "slot": version.slot_id, "start": START + shift, "end": END + shift}

    with pytest.raises(IntegrityError, match="ex_selection_version_no_overlap"), db.session.begin_nested():
        db.session.execute(INSERT, row | {"number": 2, "approved": START, "note": "x"})

    # A draft may lie there, and moving or approving it by hand is refused as well.
    db.session.execute(INSERT, row | {"number": 3, "approved": None, "note": None})
    approve = sa.text("UPDATE selection_version SET approved_at = created_at, approved_note = 'x' WHERE number = 3")
    with pytest.raises(IntegrityError, match="ex_selection_version_no_overlap"), db.session.begin_nested():
        db.session.execute(approve)


@unrecorded_state_change("a test's own world")
def test_the_database_lets_windows_touch(context: Any) -> None:
    version = make_version([make_product()], starts_at=START, ends_at=END)
    row = {"selection": version.selection_id, "slot": version.slot_id, "approved": START, "note": "x"}

    db.session.execute(INSERT, row | {"number": 2, "start": END, "end": END + SECOND})
    db.session.execute(INSERT, row | {"number": 3, "start": START - SECOND, "end": START})
    with pytest.raises(IntegrityError, match="window_is_not_empty"), db.session.begin_nested():
        db.session.execute(INSERT, row | {"number": 4, "start": END + SECOND, "end": END + SECOND})
