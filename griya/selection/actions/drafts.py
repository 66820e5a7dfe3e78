"""Writing drafts: begun empty or as a copy, saved whole by whoever read the present one, returned to in one step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from griya.accounts.actions import record_event, record_on
from griya.accounts.models import Account
from griya.catalog.models import Product
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import day, one_line
from griya.selection.actions import CHANGED_SINCE, NO_OVERLAP, cancel_version, find_slot
from griya.selection.models import Selection, SelectionExclusion, SelectionItem, SelectionVersion, Slot
from griya.selection.rules import (
    LONGEST_REASON,
    LONGEST_WINDOW,
    ItemDraft,
    Window,
    draft_faults,
)
from griya.selection.rules.comparison import Change, compare
from griya.selection.rules.wording import WIB_MINUTES

NO_LONGER_A_DRAFT = "Versi ini bukan rancangan lagi. Salin menjadi rancangan baru untuk mengubahnya."


@dataclass(frozen=True, slots=True)
class DraftContent:
    """Everything that one save of a draft says. `exclusions` are reasons by product."""

    slot_code: str
    window: Window
    items: Sequence[ItemDraft] = ()
    exclusions: Mapping[int, str] = field(default_factory=dict)
    repeat_reason: str = ""
    offset_minutes: int = WIB_MINUTES


def start_draft(
    *,
    selection: Selection,
    content: DraftContent,
    actor_id: int | None = None,
    based_on_id: int | None = None,
    at: datetime | None = None,
) -> SelectionVersion:
    """Begin a version that may still lack everything but a slot and a window.

    Raises:
        Refused: with every reason at once.
    """
    slot = _check(content)
    # Whoever begins a version of this selection at the same moment waits here for the number.
    db.session.refresh(selection, with_for_update=True)
    last = db.session.scalar(
        select(func.max(SelectionVersion.number)).where(SelectionVersion.selection_id == selection.id)
    )
    version = SelectionVersion(
        selection_id=selection.id,
        slot_id=slot.id,
        number=(last or 0) + 1,
        starts_at=content.window.starts_at,
        ends_at=content.window.ends_at,
        offset_minutes=content.offset_minutes,
        created_at=at or clock.now(),
        created_by_id=actor_id,
        based_on_id=based_on_id,
        repeat_reason=content.repeat_reason.strip() or None,
    )
    db.session.add(version)
    db.session.flush()
    _put_items(version, content.items)
    _put_exclusions(version, content.exclusions)
    told = {"based_on_id": based_on_id} if based_on_id else {}
    _record(version, "drafted", actor_id, after=_told(version, slot, content.items) | told)
    return version


def save_draft(
    *, version: SelectionVersion, row_version: int, content: DraftContent, actor_id: int | None = None
) -> bool:
    """Write a draft over the save that `row_version` counts. Says whether anything changed.

    Raises:
        Overtaken: when somebody saved, approved or cancelled it in between; nothing is written.
        Refused: with every reason at once.
    """
    db.session.refresh(version, with_for_update=True)
    if version.approved_at is not None or version.cancelled_at is not None:
        raise Overtaken(NO_LONGER_A_DRAFT)
    if version.row_version != row_version:
        raise Overtaken(CHANGED_SINCE)
    slot = _check(content)
    items, excluded = _items(version), _exclusions(version)
    is_new_order = [_bare(item) for item in items] != [_bare(item) for item in content.items]
    frame = (version.slot_id, version.starts_at, version.ends_at, version.offset_minutes, version.repeat_reason)
    wanted = (slot.id, content.window.starts_at, content.window.ends_at, content.offset_minutes, _reason(content))
    if frame == wanted and not is_new_order and excluded == _clean(content.exclusions):
        return False
    before = _told(version, db.session.get_one(Slot, version.slot_id), items)
    version.slot_id, version.starts_at, version.ends_at, version.offset_minutes, version.repeat_reason = wanted
    version.row_version = row_version + 1
    if is_new_order:
        _put_items(version, content.items)
    if excluded != _clean(content.exclusions):
        _put_exclusions(version, content.exclusions)
    db.session.flush()
    after = _told(version, slot, content.items) | _difference(items, content.items)
    _record(version, "changed", actor_id, before=before, after=after)
    return True


def rename_selection(
    *, selection: Selection, title_id: str, title_en: str, intro_id: str, intro_en: str, actor_id: int | None = None
) -> None:
    """Give a theme other words; its address stays, because it was shared."""
    if not one_line(title_id):
        raise Refused("Beri judul.")
    before = {"title_id": selection.title_id, "intro_id": selection.intro_id}
    selection.title_id, selection.title_en = one_line(title_id), one_line(title_en)
    selection.intro_id, selection.intro_en = intro_id.strip(), intro_en.strip()
    db.session.flush()
    after = {"title_id": selection.title_id, "intro_id": selection.intro_id}
    if before != after:
        record_event(
            verb="selection.renamed",
            object_type="selection",
            object_key=selection.slug,
            actor_id=actor_id,
            before=before,
            after=after,
        )


def copy_version(
    *, version: SelectionVersion, window: Window, actor_id: int | None = None, at: datetime | None = None
) -> SelectionVersion:
    """A new draft with the items, pins and exclusions of another version, in the same slot."""
    content = DraftContent(
        slot_code=db.session.get_one(Slot, version.slot_id).code,
        window=window,
        items=_items(version),
        exclusions=_exclusions(version),
        offset_minutes=version.offset_minutes,
    )
    return start_draft(
        selection=db.session.get_one(Selection, version.selection_id),
        content=content,
        actor_id=actor_id,
        based_on_id=version.id,
        at=at,
    )


@state_change()
def return_to_version(
    *, version: SelectionVersion, actor_id: int | None = None, at: datetime | None = None
) -> SelectionVersion:
    """Put an earlier, approved version back on air now, in one step: a new version with its items takes the slot.

    The one that is live is cancelled with this as its reason, and the new one runs until that one would have ended. Its
    items and words were approved by a second person already; the new version's note says whom and when, so nobody
    approves work of their own. The record names who did it.

    Raises:
        Refused: when it never was approved, or is what is live already.
    """
    if version.approved_at is None:
        raise Refused("Versi ini belum pernah disetujui. Ajukan untuk disetujui orang lain.")
    # Whoever changes this slot at the same moment waits here, and looks at the clock afterwards: a moment from before
    # the wait would lie ahead of what the other has just put on air.
    slot = db.session.scalars(select(Slot).where(Slot.id == version.slot_id).with_for_update()).one()
    now = at or clock.now()
    live = _live_in(slot.id, now)
    # A second press finds what the first one put there, and puts nothing in its place.
    if live is not None and (live.id == version.id or (live.based_on_id == version.id and live.approved_by_id is None)):
        raise Refused("Isi versi ini sedang tayang.")
    window = Window(now, live.ends_at if live else _free_until(slot, now))
    if live is not None:
        words = f"Dikembalikan ke {_name(version)}."
        cancel_version(version=live, reason=words, actor_id=actor_id, at=now)
    fresh = copy_version(version=version, window=window, actor_id=actor_id, at=now)
    fresh.approved_at, fresh.approved_note = now, f"Kembali ke versi {version.number}; {_approval_of(version)}"[:120]
    try:
        db.session.flush()
    except IntegrityError as error:
        if NO_OVERLAP not in str(error.orig):
            raise
        raise Overtaken("Tempat ini baru saja diubah orang lain. Lihat dulu apa yang tayang sekarang.") from error
    _record(
        fresh,
        "returned",
        actor_id,
        reason=fresh.approved_note,
        after={"to_version": version.number, "instead_of": live.number if live else None},
    )
    return fresh


def _check(content: DraftContent) -> Slot:
    slot = find_slot(slot_code=content.slot_code)
    faults = draft_faults(content.window, content.items, is_permanent=slot is not None and slot.is_permanent)
    ids = {item.product_id for item in content.items} | set(content.exclusions)
    found = db.session.scalar(select(func.count()).select_from(Product).where(Product.id.in_(ids))) if ids else 0
    if slot is None:
        faults.append("Tempat tayang ini tidak dikenal.")
    if found != len(ids):
        faults.append("Ada produk yang tidak ada lagi dalam katalog.")
    if any(not reason.strip() for reason in content.exclusions.values()):
        faults.append("Tulis mengapa sebuah produk tidak diusulkan lagi.")
    if any(len(text) > LONGEST_REASON for text in (content.repeat_reason, *content.exclusions.values())):
        faults.append(f"Alasan paling panjang {LONGEST_REASON} huruf.")
    if faults or slot is None:
        raise Refused(faults)
    return slot


def _live_in(slot_id: int, at: datetime) -> SelectionVersion | None:
    return db.session.scalars(
        select(SelectionVersion).where(
            SelectionVersion.slot_id == slot_id,
            SelectionVersion.approved_at.is_not(None),
            SelectionVersion.cancelled_at.is_(None),
            SelectionVersion.starts_at <= at,
            SelectionVersion.ends_at > at,
        )
    ).one_or_none()


def _free_until(slot: Slot, at: datetime) -> datetime:
    """Until the slot's next version begins, but no longer than thirty days."""
    after = db.session.scalar(
        select(func.min(SelectionVersion.starts_at)).where(
            SelectionVersion.slot_id == slot.id,
            SelectionVersion.approved_at.is_not(None),
            SelectionVersion.cancelled_at.is_(None),
            SelectionVersion.starts_at > at,
        )
    )
    longest = at + min(timedelta(days=30), LONGEST_WINDOW)
    return min(after, longest) if after else longest


def _items(version: SelectionVersion) -> list[ItemDraft]:
    rows = db.session.scalars(
        select(SelectionItem)
        .where(SelectionItem.version_id == version.id)
        .order_by(SelectionItem.is_reserve, SelectionItem.position)
    )
    return [ItemDraft(row.product_id, row.reason_id, row.reason_en, row.is_reserve, row.is_pinned) for row in rows]


def _exclusions(version: SelectionVersion) -> dict[int, str]:
    rows = db.session.execute(
        select(SelectionExclusion.product_id, SelectionExclusion.reason)
        .where(SelectionExclusion.version_id == version.id)
        .order_by(SelectionExclusion.id)
    )
    return dict(rows.all())


def _put_items(version: SelectionVersion, items: Sequence[ItemDraft]) -> None:
    """Write the items anew: positions are unique, and two that change places would meet on the way."""
    db.session.execute(delete(SelectionItem).where(SelectionItem.version_id == version.id))
    db.session.expire(version, ["items"])
    ordered = sorted(items, key=lambda item: item.is_reserve)
    db.session.add_all(
        SelectionItem(
            version_id=version.id,
            product_id=item.product_id,
            position=position,
            reason_id=item.reason_id.strip(),
            reason_en=item.reason_en.strip(),
            is_reserve=item.is_reserve,
            is_pinned=item.is_pinned,
        )
        for position, item in enumerate(ordered, start=1)
    )
    db.session.flush()


def _put_exclusions(version: SelectionVersion, exclusions: Mapping[int, str]) -> None:
    db.session.execute(delete(SelectionExclusion).where(SelectionExclusion.version_id == version.id))
    db.session.add_all(
        SelectionExclusion(version_id=version.id, product_id=key, reason=reason)
        for key, reason in _clean(exclusions).items()
    )
    db.session.flush()


def _bare(item: ItemDraft) -> tuple[Any, ...]:
    return item.product_id, item.reason_id.strip(), item.reason_en.strip(), item.is_reserve, item.is_pinned


def _clean(exclusions: Mapping[int, str]) -> dict[int, str]:
    return {key: reason.strip() for key, reason in exclusions.items()}


def _reason(content: DraftContent) -> str | None:
    return content.repeat_reason.strip() or None


def _name(version: SelectionVersion) -> str:
    title = db.session.get_one(Selection, version.selection_id).title_id
    return f"“{title}” versi {version.number}"


def _approval_of(version: SelectionVersion) -> str:
    """Who approved the earlier version, for the note of the new one."""
    if version.approved_note:
        return version.approved_note
    name = db.session.scalar(select(Account.name).where(Account.id == version.approved_by_id))
    return f"isinya disetujui {name} pada {day(version.approved_at or clock.now())}"


def _difference(before: Sequence[ItemDraft], after: Sequence[ItemDraft]) -> dict[str, Any]:
    """What a save did to the items, for the record: ids by kind of change, and the new reasons."""
    changed = [item for item in compare(before, after) if item.changes]
    found: dict[str, Any] = {
        change.name.lower(): [item.product_id for item in changed if change in item.changes]
        for change in Change
        if any(change in item.changes for item in changed)
    }
    reasons = {
        str(item.product_id): item.after.reason_id for item in changed if item.after and Change.REASON in item.changes
    }
    return found | ({"reasons": reasons} if reasons else {})


def _told(version: SelectionVersion, slot: Slot, items: Sequence[ItemDraft]) -> dict[str, Any]:
    return {
        "slot": slot.code,
        "starts_at": version.starts_at.isoformat(),
        "ends_at": version.ends_at.isoformat(),
        "product_ids": [item.product_id for item in items],
    }


def _record(version: SelectionVersion, verb: str, actor_id: int | None, **told: Any) -> None:
    record_on(row=version, done=verb, actor_id=actor_id, **told)
