"""Adding, changing and closing slots: a kabupaten, an event, whatever else shows a selection."""

from datetime import datetime

from sqlalchemy import select

from griya.accounts.actions import record_on
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.core.text import one_line, slugify
from griya.registry.models import Region
from griya.selection.actions import SLOTS, find_slot
from griya.selection.models import Slot


def add_slot(
    *, name: str, region_code: str | None = None, is_permanent: bool = False, actor_id: int | None = None
) -> Slot:
    """A new slot; its empty hours show what the front page shows.

    Raises:
        Refused: with every reason at once.
    """
    name = one_line(name)
    code = slugify(name, limit=30)
    faults = []
    if not code:
        faults.append("Beri nama tempat tayang yang memuat huruf atau angka.")
    elif db.session.scalar(select(Slot.id).where(Slot.code == code)):
        faults.append(f"Tempat tayang “{code}” sudah ada.")
    if len(name) > 80:
        faults.append("Nama tempat tayang paling panjang 80 huruf.")
    if region_code and not db.session.scalar(select(Region.id).where(Region.code == region_code)):
        faults.append("Kabupaten atau kota ini tidak dikenal.")
    elif region_code and db.session.scalar(select(Slot.id).where(Slot.region_code == region_code)):
        faults.append("Kabupaten atau kota ini sudah punya tempat tayang.")
    if faults:
        raise Refused(faults)
    home = find_slot(slot_code="home")
    slot = Slot(
        code=code,
        name=name,
        region_code=region_code or None,
        is_permanent=is_permanent,
        fallback_slot_id=home.id if home else None,
    )
    db.session.add(slot)
    db.session.flush()
    _record(slot, "added", actor_id, {"name": name, "region_code": region_code, "is_permanent": is_permanent})
    return slot


@state_change()
def close_slot(*, slot: Slot, is_closed: bool, actor_id: int | None = None, at: datetime | None = None) -> None:
    """Take a slot out of use, or back into it. The showroom's own four stay open.

    Raises:
        Refused: for one of those.
    """
    if is_closed and any(slot.code == code for code, _, _ in SLOTS):
        raise Refused("Tempat tayang milik ruang pamer tidak dapat ditutup.")
    if is_closed == (slot.closed_at is not None):
        return
    slot.closed_at = (at or clock.now()) if is_closed else None
    db.session.flush()
    _record(slot, "closed" if is_closed else "opened", actor_id, {"name": slot.name})


def require_distinction(*, slot: Slot, is_required: bool, actor_id: int | None = None) -> None:
    """Keep a slot for products that curation has found worthy, or open it to all again.

    What was approved before stays; the next approval is asked. A result that is taken back later takes its product out.
    """
    if slot.requires_distinction == is_required:
        return
    slot.requires_distinction = is_required
    db.session.flush()
    _record(slot, "changed", actor_id, {"requires_distinction": is_required})


def _record(slot: Slot, verb: str, actor_id: int | None, after: dict[str, object]) -> None:
    record_on(row=slot, done=verb, actor_id=actor_id, after=after)
