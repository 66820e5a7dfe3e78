"""Changes of selections: a version is drafted with its items, approved once, and afterwards only cancelled."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from griya.accounts.actions import record_event, record_on
from griya.catalog.models import Product
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import slugify
from griya.selection.models import Selection, SelectionItem, SelectionVersion, Slot
from griya.selection.rules import (
    ItemDraft,
    Window,
    WindowState,
    approval_faults,
    cancellation_faults,
    period,
    version_faults,
    window_state,
)
from griya.selection.rules.fairness import Repeats, repeat_faults

__all__ = [
    "ItemDraft",
    "add_version",
    "approve_version",
    "cancel_version",
    "create_selection",
    "find_slot",
    "load_slots",
]

NO_OVERLAP = "ex_selection_version_no_overlap"
CHANGED_SINCE = ["Rancangan ini disimpan lagi sejak Anda membukanya. Periksa dulu isinya yang sekarang."]
# Addresses that belong to pages of their own.
RESERVED_SLUGS = frozenset({"keadilan", "tempat", "baru", "kalender", "pratinjau", "meter"})

# The places of the showroom that show a selection: code, name, and the slot that stands in for it.
SLOTS = (
    ("home", "Halaman depan", None),
    ("layar", "Layar ruang pamer", "home"),
    ("kios", "Kios sentuh", "home"),
    ("ekspor", "Siap ekspor", "home"),
)


def load_slots() -> None:
    """Make sure that the showroom's own slots exist; one that is there stays as it is."""
    known = {slot.code: slot for slot in db.session.scalars(select(Slot))}
    for code, name, fallback in SLOTS:
        if code not in known:
            known[code] = Slot(code=code, name=name, fallback_slot_id=known[fallback].id if fallback else None)
            db.session.add(known[code])
            db.session.flush()


def create_selection(
    *,
    title_id: str,
    slug: str | None = None,
    title_en: str = "",
    intro_id: str = "",
    intro_en: str = "",
    is_sample: bool = False,
    actor_id: int | None = None,
) -> Selection:
    """Make a selection without any version; it is nowhere to be seen until one is approved."""
    slug = slug or slugify(title_id)
    if slug in RESERVED_SLUGS:
        slug = f"pilihan-{slug}"
    if not slug:
        raise Refused("Beri judul yang memuat huruf atau angka.")
    if db.session.scalar(select(Selection.id).where(Selection.slug == slug)):
        raise Refused(f"Sudah ada pilihan dengan alamat “{slug}”. Beri judul lain.")
    selection = Selection(
        slug=slug,
        title_id=title_id,
        title_en=title_en,
        intro_id=intro_id,
        intro_en=intro_en,
        is_sample=is_sample,
    )
    db.session.add(selection)
    db.session.flush()
    record_event(
        verb="selection.created",
        object_type="selection",
        object_key=slug,
        actor_id=actor_id,
        after={"title_id": title_id},
    )
    return selection


def add_version(
    *,
    selection: Selection,
    slot_code: str,
    starts_at: datetime,
    ends_at: datetime,
    items: Sequence[ItemDraft],
    actor_id: int | None = None,
    at: datetime | None = None,
) -> SelectionVersion:
    """Draft what the selection will show in a slot; the order of `items` is the order visitors see.

    Raises:
        Refused: with every reason at once.
    """
    window = Window(starts_at, ends_at)
    slot = find_slot(slot_code=slot_code)
    faults = version_faults(window, items, is_permanent=slot is not None and slot.is_permanent)
    ids = [item.product_id for item in items]
    found = db.session.scalar(select(func.count()).select_from(Product).where(Product.id.in_(ids)))
    if slot is None:
        faults.append("Tempat tayang ini tidak dikenal.")
    if found != len(set(ids)):
        faults.append("Ada produk yang tidak ada lagi dalam katalog.")
    if faults or slot is None:
        raise Refused(faults)
    last = db.session.scalar(
        select(func.max(SelectionVersion.number)).where(SelectionVersion.selection_id == selection.id)
    )
    version = SelectionVersion(
        selection_id=selection.id,
        slot_id=slot.id,
        number=(last or 0) + 1,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=at or clock.now(),
        created_by_id=actor_id,
        items=[
            SelectionItem(
                product_id=item.product_id,
                position=position,
                reason_id=item.reason_id.strip(),
                reason_en=item.reason_en.strip(),
                is_reserve=item.is_reserve,
                is_pinned=item.is_pinned,
            )
            for position, item in enumerate(items, start=1)
        ],
    )
    db.session.add(version)
    db.session.flush()
    _record("drafted", version, actor_id, after=_told(version) | {"slot": slot_code, "product_ids": ids})
    return version


@state_change()
def approve_version(
    *,
    version: SelectionVersion,
    actor_id: int | None = None,
    note: str | None = None,
    at: datetime | None = None,
    row_version: int | None = None,
    repeats: Repeats | None = None,
) -> None:
    """Let a draft go on air in its window. Another person than its author does, unless `note` says why nobody can.

    `row_version` is the save that the approver has read; `repeats` what the fairness meter says of it.

    Raises:
        Overtaken: when the draft was saved, approved or cancelled since it was read.
        Refused: also when another approved version holds some of the window; the database decides that, so two
            approvals at the same moment cannot both succeed.
    """
    db.session.refresh(version, with_for_update=True)
    now = at or clock.now()
    state = _state(version, now)
    if row_version is not None and (row_version != version.row_version or state is not WindowState.DRAFT):
        raise Overtaken(approval_faults(state, author_id=None, approver_id=None, note="x") or CHANGED_SINCE)
    faults = approval_faults(state, author_id=version.created_by_id, approver_id=actor_id, note=note)
    if not faults and now >= version.ends_at and not note:
        faults.append("Masa tayang pilihan ini sudah lewat. Buat versi baru.")
    if not faults:
        faults = _unfinished(version)
    if not faults and repeats is not None:
        faults = repeat_faults(repeats, version.repeat_reason)
    if faults:
        raise Refused(faults)
    try:
        with db.session.begin_nested():
            version.approved_at, version.approved_by_id, version.approved_note = now, actor_id, note
    except IntegrityError as error:
        if NO_OVERLAP not in str(error.orig):
            raise
        raise Refused(_overlap_reason(version)) from error
    _record("approved", version, actor_id, reason=note or version.repeat_reason, after=_told(version))


@state_change()
def cancel_version(
    *, version: SelectionVersion, reason: str, actor_id: int | None = None, at: datetime | None = None
) -> None:
    """Take a draft, a planned or a running version back; its slot shows what it falls back to from this moment."""
    db.session.refresh(version, with_for_update=True)
    now = at or clock.now()
    state = _state(version, now)
    if state is WindowState.CANCELLED:
        raise Overtaken(cancellation_faults(state, reason))
    if faults := cancellation_faults(state, reason):
        raise Refused(faults)
    version.cancelled_at = now
    db.session.flush()
    _record("cancelled", version, actor_id, reason=reason.strip(), before={"state": state.value})


def find_slot(*, slot_code: str) -> Slot | None:
    """The slot of this code; the showroom's own ones are made when they are first needed."""
    found = select(Slot).where(Slot.code == slot_code)
    slot = db.session.scalar(found)
    if slot is None and any(slot_code == own for own, _, _ in SLOTS):
        load_slots()
        slot = db.session.scalar(found)
    return slot


def _unfinished(version: SelectionVersion) -> list[str]:
    """What a draft still lacks; reasons and products are asked for here, not while it is being written."""
    rows = db.session.scalars(
        select(SelectionItem).where(SelectionItem.version_id == version.id).order_by(SelectionItem.position)
    )
    items = [ItemDraft(row.product_id, row.reason_id, row.reason_en, row.is_reserve) for row in rows]
    slot = db.session.get_one(Slot, version.slot_id)
    faults = version_faults(Window(version.starts_at, version.ends_at), items, is_permanent=slot.is_permanent)
    return [*faults, "Tempat tayang ini sudah ditutup. Pilih tempat lain."] if slot.closed_at else faults


def _state(version: SelectionVersion, now: datetime) -> WindowState:
    window = Window(version.starts_at, version.ends_at)
    return window_state(window, approved_at=version.approved_at, cancelled_at=version.cancelled_at, at=now)


def _overlap_reason(mine: SelectionVersion) -> str:
    other = db.session.execute(
        select(Selection.title_id, SelectionVersion.starts_at, SelectionVersion.ends_at)
        .join(Selection, SelectionVersion.selection_id == Selection.id)
        .where(
            SelectionVersion.slot_id == mine.slot_id,
            SelectionVersion.id != mine.id,
            SelectionVersion.approved_at.is_not(None),
            SelectionVersion.cancelled_at.is_(None),
            SelectionVersion.starts_at < mine.ends_at,
            SelectionVersion.ends_at > mine.starts_at,
        )
        .order_by(SelectionVersion.starts_at)
        .limit(1)
    ).first()
    if other is None:  # It was cancelled in the moment between.
        return "Tempat ini baru saja terisi pada waktu itu. Coba setujui sekali lagi."
    taken = period(Window(other.starts_at, other.ends_at))
    return f"Tempat ini sudah terisi “{other.title_id}” pada {taken}. Ubah waktunya atau batalkan yang itu dulu."


def _told(version: SelectionVersion) -> dict[str, Any]:
    return {"starts_at": version.starts_at.isoformat(), "ends_at": version.ends_at.isoformat()}


def _record(
    verb: str,
    version: SelectionVersion,
    actor_id: int | None,
    *,
    reason: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record_on(row=version, done=verb, actor_id=actor_id, reason=reason, before=before, after=after)
