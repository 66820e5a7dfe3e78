"""Changes of screens and their groups: they are added, changed, and retired; a code is never used again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from griya.accounts.actions import record_on
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import one_line, slugify
from griya.selection.actions import find_slot
from griya.selection.models import Slot
from griya.showroom.models import Device, NightPicture, Place, Screen, ScreenGroup
from griya.showroom.rules.pairing import LONGEST_CODE, free_code
from griya.showroom.rules.profile import KIOSK, SCREEN, Profile, profile_faults

IDLE_SECONDS = range(30, 301)
LONGEST_NAME = 80
OVERTAKEN = "Sudah disimpan orang lain sejak Anda membukanya. Yang tersimpan kini ada di samping isian Anda."
# What is there from the start: a place, and a group for each of the showroom's two slots.
FIRST_PLACE = ("ruang-pamer", "Ruang pamer")
FIRST_GROUPS = (("layar-ruang-pamer", "Layar ruang pamer", "layar"), ("kios-sentuh", "Kios sentuh", "kios"))


@dataclass(frozen=True, slots=True)
class ScreenContent:
    """What somebody says of a screen."""

    name: str
    group_code: str
    place_code: str
    profile: Profile
    idle_seconds: int = 60


def load_showroom() -> None:
    """Make sure that there is a place and a group to put the first screen into."""
    if not db.session.scalar(select(Place.id).limit(1)):
        db.session.add(Place(code=FIRST_PLACE[0], name=FIRST_PLACE[1], night=NightPicture.BLACK))
    if not db.session.scalar(select(ScreenGroup.id).limit(1)):
        for code, name, slot_code in FIRST_GROUPS:
            slot = find_slot(slot_code=slot_code)
            if slot is not None:
                db.session.add(ScreenGroup(code=code, name=name, slot_id=slot.id))
    db.session.flush()


def add_screen(
    *,
    name: str,
    kind: Device,
    group_code: str = "",
    place_code: str = "",
    profile: Profile | None = None,
    actor_id: int | None = None,
    at: datetime | None = None,
) -> Screen:
    """A screen that nothing is paired with yet, as large as most of its kind until somebody says otherwise.

    Raises:
        Refused: with every reason at once.
    """
    load_showroom()
    name = one_line(name)
    slot_code = kind.value
    group = _found(ScreenGroup, group_code) or db.session.scalar(
        select(ScreenGroup).join(Slot, Slot.id == ScreenGroup.slot_id).order_by(Slot.code != slot_code, ScreenGroup.id)
    )
    place = _found(Place, place_code) or db.session.scalar(select(Place).order_by(Place.id))
    chosen = profile or (KIOSK if kind is Device.KIOSK else SCREEN)
    faults = _name_faults(name, "layar") + profile_faults(chosen)
    if group is None or place is None:
        faults.append("Buat dulu tempat dan kelompok untuk layar ini.")
    if faults or group is None or place is None:
        raise Refused(faults)
    screen = Screen(
        code=_free(Screen.code, name),
        name=name,
        kind=kind.value,
        group_id=group.id,
        place_id=place.id,
        created_at=at or clock.now(),
        **_profile_values(chosen),
    )
    db.session.add(screen)
    db.session.flush()
    record_on(row=screen, done="added", actor_id=actor_id, after={"name": name, "kind": kind.value})
    return screen


def update_screen(*, screen: Screen, row_version: int, content: ScreenContent, actor_id: int | None = None) -> None:
    """Say anew what a screen is called, whom it follows, where it hangs and how large it is.

    Raises:
        Overtaken: when somebody else saved it since it was read.
        Refused: with every reason at once.
    """
    db.session.refresh(screen, with_for_update=True)
    if row_version != screen.row_version:
        raise Overtaken(OVERTAKEN)
    name = one_line(content.name)
    group, place = _found(ScreenGroup, content.group_code), _found(Place, content.place_code)
    faults = _name_faults(name, "layar") + profile_faults(content.profile)
    if content.idle_seconds not in IDLE_SECONDS:
        faults.append("Kios menunggu antara 30 dan 300 detik.")
    if group is None:
        faults.append("Kelompok ini tidak dikenal.")
    if place is None:
        faults.append("Tempat ini tidak dikenal.")
    if screen.retired_at is not None:
        faults.append("Layar ini sudah tidak dipakai.")
    if faults or group is None or place is None:
        raise Refused(faults)
    before = _told(screen)
    screen.name, screen.group_id, screen.place_id = name, group.id, place.id
    screen.idle_seconds = content.idle_seconds
    wanted = content.profile
    screen.diagonal_tenths, screen.distance_cm = wanted.diagonal_tenths, wanted.distance_cm
    screen.width_px, screen.height_px = wanted.width_px, wanted.height_px
    screen.ratio_percent, screen.rotation, screen.is_quiet = wanted.ratio_percent, wanted.rotation, wanted.is_quiet
    screen.row_version += 1
    db.session.flush()
    _record_change(screen, before, _told(screen), actor_id)


@state_change()
def retire_screen(*, screen: Screen, reason: str, actor_id: int | None = None, at: datetime | None = None) -> None:
    """Take a screen out of use for good: its page is gone, what it reports is refused, what it showed stays counted.

    Raises:
        Refused: without a reason, or when it was retired before.
    """
    db.session.refresh(screen, with_for_update=True)
    if screen.retired_at is not None:
        raise Overtaken("Layar ini sudah tidak dipakai.")
    if not one_line(reason):
        raise Refused("Tulis mengapa layar ini tidak dipakai lagi.")
    screen.retired_at, screen.secret_digest = at or clock.now(), None
    screen.row_version += 1
    db.session.flush()
    record_on(row=screen, done="retired", actor_id=actor_id, reason=reason, before={"name": screen.name})


def add_group(*, name: str, slot_code: str, is_still: bool = False, actor_id: int | None = None) -> ScreenGroup:
    """A named list that screens can follow.

    Raises:
        Refused: with every reason at once.
    """
    name = one_line(name)
    slot = find_slot(slot_code=slot_code)
    faults = _name_faults(name, "kelompok")
    if slot is None or slot.closed_at is not None:
        faults.append("Pilih tempat tayang yang masih dipakai.")
    if faults or slot is None:
        raise Refused(faults)
    group = ScreenGroup(code=_free(ScreenGroup.code, name), name=name, slot_id=slot.id, is_still=is_still)
    db.session.add(group)
    db.session.flush()
    record_on(row=group, done="added", actor_id=actor_id, after={"name": name, "slot": slot_code, "is_still": is_still})
    return group


def update_group(
    *, group: ScreenGroup, row_version: int, name: str, slot_code: str, is_still: bool, actor_id: int | None = None
) -> None:
    """Say anew what a group is called, which slot it follows and whether its screens stand still.

    Raises:
        Overtaken: when somebody else saved it since it was read.
        Refused: with every reason at once.
    """
    db.session.refresh(group, with_for_update=True)
    if row_version != group.row_version:
        raise Overtaken(OVERTAKEN)
    name = one_line(name)
    slot = find_slot(slot_code=slot_code)
    faults = _name_faults(name, "kelompok")
    if slot is None or (slot.closed_at is not None and slot.id != group.slot_id):
        faults.append("Pilih tempat tayang yang masih dipakai.")
    if faults or slot is None:
        raise Refused(faults)
    old_slot = db.session.get_one(Slot, group.slot_id)
    before = {"name": group.name, "slot": old_slot.code, "is_still": group.is_still}
    group.name, group.slot_id, group.is_still = name, slot.id, is_still
    group.row_version += 1
    db.session.flush()
    _record_change(group, before, {"name": name, "slot": slot_code, "is_still": is_still}, actor_id)


def _record_change(
    row: Screen | ScreenGroup, before: dict[str, Any], after: dict[str, Any], actor_id: int | None
) -> None:
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        record_on(
            row=row,
            done="changed",
            actor_id=actor_id,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )


def _told(screen: Screen) -> dict[str, Any]:
    group, place = db.session.get_one(ScreenGroup, screen.group_id), db.session.get_one(Place, screen.place_id)
    return {
        "name": screen.name,
        "group": group.name,
        "place": place.name,
        "diagonal_tenths": screen.diagonal_tenths,
        "distance_cm": screen.distance_cm,
        "width_px": screen.width_px,
        "height_px": screen.height_px,
        "ratio_percent": screen.ratio_percent,
        "rotation": screen.rotation,
        "is_quiet": screen.is_quiet,
        "idle_seconds": screen.idle_seconds,
    }


def _profile_values(profile: Profile) -> dict[str, Any]:
    return {
        "diagonal_tenths": profile.diagonal_tenths,
        "distance_cm": profile.distance_cm,
        "width_px": profile.width_px,
        "height_px": profile.height_px,
        "ratio_percent": profile.ratio_percent,
        "rotation": profile.rotation,
        "is_quiet": profile.is_quiet,
    }


def _name_faults(name: str, noun: str) -> list[str]:
    if not slugify(name):
        return [f"Beri nama {noun} yang memuat huruf atau angka."]
    return [f"Nama {noun} paling panjang {LONGEST_NAME} huruf."] if len(name) > LONGEST_NAME else []


def _free(column: "InstrumentedAttribute[str]", name: str) -> str:
    return free_code(slugify(name, limit=LONGEST_CODE), set(db.session.scalars(select(column))))


def _found(model: Any, code: str) -> Any:
    return db.session.scalar(select(model).where(model.code == code)) if code else None
