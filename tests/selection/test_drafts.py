"""Drafts: begun, saved over the read save only, approved complete, copied, returned to; slots; previews."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from griya.accounts.models import Event
from griya.catalog.actions import withdraw_product
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.selection.actions import approve_version, cancel_version, find_slot
from griya.selection.actions.drafts import DraftContent, copy_version, return_to_version, save_draft, start_draft
from griya.selection.actions.previews import create_preview, revoke_preview
from griya.selection.actions.slots import add_slot, close_slot
from griya.selection.models import Selection, SelectionVersion
from griya.selection.queries import current_selection
from griya.selection.queries.meter import Placement, find_meter, find_year, list_years
from griya.selection.queries.previews import find_preview, list_previews
from griya.selection.queries.slots import find_lost_items, list_slots, selections_without_successor
from griya.selection.queries.versions import find_version, list_happenings
from griya.selection.rules import ItemDraft, Window
from griya.selection.rules.fairness import Repeats
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer, make_region
from tests.factories.selection import make_selection, make_version

START = datetime(2026, 12, 1, 17, tzinfo=UTC)
END = START + timedelta(days=30)
NOW = datetime(2026, 11, 26, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WINDOW = Window(START, END)


def content(*items: ItemDraft, **changes: Any) -> DraftContent:
    values: dict[str, Any] = {"slot_code": "home", "window": WINDOW, "items": items} | changes
    return DraftContent(**values)


def chosen(*names: str) -> list[ItemDraft]:
    return [ItemDraft(make_product(name).id, f"Karena {name}") for name in names]


def draft(*items: ItemDraft, actor_id: int | None = None, **changes: Any) -> SelectionVersion:
    return start_draft(selection=make_selection(), content=content(*items, **changes), actor_id=actor_id, at=NOW)


def last_event() -> Event:
    return db.session.scalars(sa.select(Event).order_by(Event.id.desc()).limit(1)).one()


def names(slot: str, at: datetime, draft_id: int | None = None) -> list[str]:
    return [str(item.card.name) for item in current_selection(slot, at, draft_id=draft_id).items]


def test_a_draft_may_lack_products_and_reasons_but_is_not_approved_so(context: Any) -> None:
    version = draft()
    with pytest.raises(Refused, match="sekurang-kurangnya satu produk"):
        approve_version(version=version, actor_id=make_account().id, at=NOW)

    save_draft(version=version, row_version=1, content=content(ItemDraft(make_product().id, " ")))
    with pytest.raises(Refused, match="mengapa tiap produk dipilih"):
        approve_version(version=version, actor_id=make_account().id, at=NOW)
    assert version.approved_at is None


def test_a_save_writes_everything_at_once_and_the_record_says_what_changed(context: Any) -> None:
    one, two, three = chosen("Satu", "Dua", "Tiga")
    spare = ItemDraft(make_product("Cadangan").id, "Bila perlu", is_reserve=True)
    refused = make_product("Lain").id
    version = draft(one, two)

    changed = content(
        ItemDraft(two.product_id, "Lebih baik", "Better", is_pinned=True), three, spare,
        exclusions={refused: "Fotonya kabur"}, slot_code="layar", repeat_reason="Hanya mereka.",
    )  # fmt: skip
    assert save_draft(version=version, row_version=1, content=changed, actor_id=None)

    found = find_version(_slug(version), version.number, NOW)
    assert found is not None
    assert [item.draft for item in found.shown] == [changed.items[0], three]
    assert [item.draft for item in found.reserves] == [spare]
    assert [(one.product_id, one.reason) for one in found.excluded] == [(refused, "Fotonya kabur")]
    assert (found.slot_code, found.row_version, found.repeat_reason) == ("layar", 2, "Hanya mereka.")
    event = last_event()
    assert event.verb == "selection_version.changed"
    assert event.before and event.after
    assert event.after["removed"] == [one.product_id] and event.after["added"] == [three.product_id, spare.product_id]
    assert event.after["reasons"] == {str(two.product_id): "Lebih baik"}


def _slug(version: SelectionVersion) -> str:
    return db.session.get_one(Selection, version.selection_id).slug


def test_saving_the_same_again_is_no_change(context: Any) -> None:
    items = chosen("Satu", "Dua")
    version = draft(*items)
    assert not save_draft(version=version, row_version=1, content=content(*items))
    assert (version.row_version, last_event().verb) == (1, "selection_version.drafted")


def test_the_second_of_two_saves_is_told_and_writes_nothing(context: Any) -> None:
    one, two = chosen("Satu", "Dua")
    version = draft(one)
    save_draft(version=version, row_version=1, content=content(one, two))
    with pytest.raises(Overtaken, match="disimpan lagi"):
        save_draft(version=version, row_version=1, content=content(two))
    found = find_version(_slug(version), 1, NOW)
    assert found is not None and [item.draft.product_id for item in found.items] == [one.product_id, two.product_id]


def test_an_approval_of_what_was_saved_since_it_was_read_is_refused(context: Any) -> None:
    one, two = chosen("Satu", "Dua")
    version = draft(one)
    save_draft(version=version, row_version=1, content=content(one, two))
    with pytest.raises(Overtaken, match="disimpan lagi"):
        approve_version(version=version, actor_id=make_account().id, row_version=1, at=NOW)
    approve_version(version=version, actor_id=make_account().id, row_version=2, at=NOW)
    with pytest.raises(Overtaken, match="bukan rancangan lagi"):
        save_draft(version=version, row_version=2, content=content(one))


def test_a_window_of_more_than_92_days_needs_a_permanent_slot(context: Any) -> None:
    long = Window(START, START + timedelta(days=92, seconds=1))
    with pytest.raises(Refused, match="92 hari"):
        draft(window=long)
    draft(window=Window(START, START + timedelta(days=92)))
    slot = add_slot(name="Etalase tetap", is_permanent=True)
    draft(window=Window(START, START + timedelta(days=900)), slot_code=slot.code)


def test_over_the_cap_a_reason_is_needed_to_approve(context: Any) -> None:
    version = draft(*chosen("Satu"))
    over = Repeats(first=1, returning=0, repeated=2, cap_percent=50)
    with pytest.raises(Refused, match="2 dari 3 IKM sudah terpilih"):
        approve_version(version=version, actor_id=make_account().id, repeats=over, at=NOW)
    version.repeat_reason = "Hanya tiga perajin yang tersisa."
    approve_version(version=version, actor_id=make_account().id, repeats=over, at=NOW)
    assert last_event().reason == "Hanya tiga perajin yang tersisa."


def test_a_copy_has_everything_and_says_where_it_came_from(context: Any) -> None:
    items = [*chosen("Satu", "Dua"), ItemDraft(make_product().id, "C", is_reserve=True, is_pinned=True)]
    version = draft(*items, exclusions={make_product().id: "Habis"})
    copy = copy_version(version=version, window=Window(END, END + timedelta(days=3)), at=NOW)
    found = find_version(_slug(version), copy.number, NOW)
    assert found is not None
    assert list(found.drafts) == items and [one.reason for one in found.excluded] == ["Habis"]
    assert (copy.number, copy.based_on_id, copy.approved_at) == (2, version.id, None)


def test_one_step_leads_back_to_the_earlier_version(context: Any) -> None:
    selection, curator = make_selection("Tenun"), make_account(name="Budi Kurator")
    old, new = make_product("Lama"), make_product("Baru")
    first = make_version([old], starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=1), selection=selection)
    second = make_version([new], starts_at=NOW - timedelta(days=1), ends_at=END, selection=selection)

    fresh = return_to_version(version=first, actor_id=curator.id, at=NOW)

    assert names("home", NOW) == ["Lama"] and names("home", END - SECOND) == ["Lama"]
    assert (fresh.starts_at, fresh.ends_at, fresh.number) == (NOW, END, 3)
    assert second.cancelled_at == NOW and fresh.approved_at == NOW and fresh.approved_by_id is None
    told = list_happenings(fresh.id)[0]
    assert (told.verb, told.actor) == ("returned", "Budi Kurator")
    assert "Kembali ke versi 1" in told.reason
    assert [one.reason for one in list_happenings(second.id) if one.verb == "cancelled"] == [
        "Dikembalikan ke “Tenun” versi 1."
    ]
    with pytest.raises(Refused, match="sedang tayang"):
        return_to_version(version=fresh, at=NOW)
    with pytest.raises(Refused, match="belum pernah disetujui"):
        return_to_version(version=draft(*chosen("X")), at=NOW)


def test_a_return_fills_an_empty_slot_until_the_next_begins(context: Any) -> None:
    old = make_version([make_product("Lama")], starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=1))
    make_version([make_product("Nanti")], starts_at=START, ends_at=END)
    fresh = return_to_version(version=old, at=NOW)
    assert (fresh.starts_at, fresh.ends_at) == (NOW, START)


# Slots, warnings and the digest.


def test_an_end_without_a_successor_is_told_for_72_hours_and_no_longer(context: Any) -> None:
    make_version([make_product()], starts_at=NOW, ends_at=END)
    hours = timedelta(hours=72)
    for at, count in ((END - hours - SECOND, 0), (END - hours, 1), (END - SECOND, 1), (END, 0)):
        assert len(selections_without_successor(at)) == count, at
    make_version([make_product()], starts_at=END, ends_at=END + timedelta(days=9))
    assert not selections_without_successor(END - SECOND)


def test_a_successor_that_begins_a_second_late_is_no_successor(context: Any) -> None:
    make_version([make_product()], starts_at=NOW, ends_at=END)
    make_version([make_product()], starts_at=END + SECOND, ends_at=END + timedelta(days=9))
    (ending,) = selections_without_successor(END - SECOND)
    assert (ending.ends_at, ending.slot_code) == (END, "home")


def test_a_slot_says_what_is_on_what_comes_and_from_when_there_is_a_gap(context: Any) -> None:
    make_version([make_product()], starts_at=START, ends_at=END)
    make_version([make_product()], starts_at=END, ends_at=END + timedelta(days=2))
    (home,) = [slot for slot in list_slots(NOW) if slot.code == "home"]
    assert (home.now, home.gap_from) == (None, NOW) and home.next is not None
    (home,) = [slot for slot in list_slots(START) if slot.code == "home"]
    assert home.now is not None and home.gap_from == END + timedelta(days=2)


def test_one_digest_tells_what_was_lost_and_who_stands_in(context: Any) -> None:
    one, two, three, spare = (make_product(name) for name in ("Satu", "Dua", "Tiga", "Cadangan"))
    make_version([one, two, three], starts_at=NOW, ends_at=END, reserves=[spare])
    assert find_lost_items(NOW).items == ()
    withdraw_product(product=one, reason="Uji.")
    found = find_lost_items(NOW)
    assert ([item.product_name for item in found.items], found.filled, found.closed) == (["Satu"], 1, 0)
    withdraw_product(product=two, reason="Uji.")
    found = find_lost_items(NOW)
    assert (len(found.items), found.filled, found.closed) == (2, 1, 1)
    assert find_lost_items(END).items == (), "what is over is nobody's work"


def test_a_slot_for_a_kabupaten_is_made_once_and_falls_back_to_the_front_page(context: Any) -> None:
    make_version([make_product("Depan")], starts_at=START, ends_at=END)
    region = make_region("61.01", "Sambas")
    slot = add_slot(name="Etalase Sambas", region_code=region.code)
    assert names(slot.code, START) == ["Depan"]
    with pytest.raises(Refused) as refused:
        add_slot(name="Etalase Sambas", region_code=region.code)
    assert len(refused.value.reasons) == 2
    close_slot(slot=slot, is_closed=True, at=NOW)
    version = draft(*chosen("X"), slot_code=slot.code)
    with pytest.raises(Refused, match="sudah ditutup"):
        approve_version(version=version, actor_id=make_account().id, at=NOW)
    home = find_slot(slot_code="home")
    assert home is not None
    with pytest.raises(Refused, match="tidak dapat ditutup"):
        close_slot(slot=home, is_closed=True)


# The fairness meter.


def test_the_meter_counts_against_the_register_and_knows_who_was_shown_before(context: Any) -> None:
    sambas, sintang = make_region("61.01", "Sambas"), make_region("61.05", "Sintang")
    weaver = make_producer("Tenun", region=sintang)
    cook = make_producer("Dapur", region=sambas)
    make_producer("Lain", region=sambas)
    shown, fresh = make_product("Kain", producer=weaver), make_product("Kue", producer=cook)
    make_version([shown], starts_at=NOW - timedelta(days=100), ends_at=NOW - timedelta(days=70))

    meter = find_meter([shown.id, fresh.id], Placement(WINDOW), cap_percent=40)

    groups = {group.key: (group.count, group.register) for group in meter.regions.groups}
    assert groups == {"61.01": (1, 2), "61.05": (1, 1)}
    assert (meter.repeats.first, meter.repeats.repeated) == (1, 1) and meter.repeats.is_over_cap
    assert meter.repeated_names == ("Tenun",)
    assert "2 produk dari 2 kabupaten/kota." in meter.summary


def test_a_reserve_a_cancelled_plan_and_the_same_theme_elsewhere_are_no_repeats(context: Any) -> None:
    product, theme = make_product(), make_selection("Tema")
    make_version([make_product()], starts_at=NOW - timedelta(days=9), ends_at=NOW, reserves=[product])
    planned = make_version([product], starts_at=NOW, ends_at=NOW + timedelta(days=1))
    cancel_version(version=planned, reason="Salah.", at=NOW - timedelta(days=1))
    make_version([product], starts_at=START - timedelta(days=1), ends_at=END, slot="layar", selection=theme)
    assert find_meter([product.id], Placement(WINDOW, theme.id), cap_percent=50).repeats.repeated == 0
    assert find_meter([product.id], Placement(WINDOW), cap_percent=50).repeats.repeated == 1, "for another theme it is"


def test_a_showing_ends_a_repeat_twelve_months_later_to_the_second(context: Any) -> None:
    product = make_product()
    make_version([product], starts_at=START - timedelta(days=400), ends_at=START - timedelta(days=365))
    assert find_meter([product.id], Placement(WINDOW), cap_percent=50).repeats.returning == 1
    earlier = Window(START - SECOND, END)
    assert find_meter([product.id], Placement(earlier), cap_percent=50).repeats.repeated == 1


def test_a_years_figures_hold_back_what_points_at_single_firms(context: Any) -> None:
    producer = make_producer()
    producer.women_owned, producer.workers, producer.investment_idr = True, 4, 9
    product = make_product(producer=producer)
    assert list_years(NOW) == []
    began = datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC)
    make_version([product], starts_at=began, ends_at=began + timedelta(days=30))
    assert list_years(NOW) == [2026, 2025], "the window began one second before West Kalimantan's new year"
    figures = find_year(2026, NOW)
    assert (figures.count, figures.makers, figures.sizes, figures.women) == (1, 1, None, None)
    assert figures.repeated == 1, "it was on show in the year before"
    assert find_year(2025, NOW).first == 1


# Links to a preview.


def test_a_link_opens_its_moment_until_it_expires_or_is_revoked(context: Any) -> None:
    version = draft(*chosen("Rancangan"))
    link = create_preview(moment=START, lives_for=timedelta(days=1), version=version, at=NOW)
    seen = find_preview(link.key, NOW)
    assert seen is not None and (seen.at, seen.draft_id, seen.slot_code) == (START, version.id, "home")
    assert names("home", START, draft_id=version.id) == ["Rancangan"]
    assert current_selection("home", START).title == "Produk terbaru", "nobody else sees the draft"
    assert find_preview(link.key, NOW + timedelta(days=1) - SECOND)
    assert find_preview(link.key, NOW + timedelta(days=1)) is None
    assert [one.id for one in list_previews(NOW)] == [link.id]
    revoke_preview(link_id=link.id, at=NOW)
    assert find_preview(link.key, NOW) is None and list_previews(NOW) == []
    with pytest.raises(Overtaken):
        revoke_preview(link_id=link.id, at=NOW)


@pytest.mark.parametrize("lives_for", [timedelta(minutes=59), timedelta(days=30, seconds=1)])
def test_a_link_lives_neither_too_short_nor_too_long(context: Any, lives_for: timedelta) -> None:
    with pytest.raises(Refused, match="30 hari"):
        create_preview(moment=START, lives_for=lives_for, at=NOW)
