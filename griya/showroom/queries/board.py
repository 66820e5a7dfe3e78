"""The showroom's screens as the desk sees them: what is there, how each is, and what there is to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from griya.core.db import db
from griya.selection.models import Slot
from griya.showroom.models import Device, Place, Screen, ScreenGroup, ScreenReport
from griya.showroom.queries.devices import find_group_standing, hours_of, profile_of
from griya.showroom.queries.programme import Programme, find_programme
from griya.showroom.rules.air import turning_since
from griya.showroom.rules.hours import is_open
from griya.showroom.rules.profile import Profile
from griya.showroom.rules.programme import moment_of, ms_of
from griya.showroom.rules.reports import LATE, ONLINE, STILL_GRACE, STILL_SLIDES, Heard, Life, life_of
from griya.showroom.rules.slides import LEAST_SECONDS
from griya.showroom.rules.telling import TASKS

# No slide stands for less than this, so nothing that moved since can be standing still.
_LOOKS_STILL: Final = STILL_GRACE + STILL_SLIDES * timedelta(seconds=LEAST_SECONDS)
# What a screen says it shows where that is no product.
_PICTURES: Final = {"takeover": "Pesan darurat", "night": "Gambar malam", "still": "", "slide": "Produk"}


@dataclass(frozen=True, slots=True)
class BoardScreen:
    """A screen at the desk. `slide_name` is what it says it shows; `is_place_open` whether it should show anything."""

    screen_id: int
    code: str
    name: str
    kind: Device
    group_code: str
    group_name: str
    place_code: str
    place_name: str
    slot_code: str
    slot_name: str
    profile: Profile
    idle_seconds: int
    row_version: int
    is_paired: bool
    is_retired: bool
    life: Life
    is_place_open: bool
    heard_at: datetime | None
    slide_name: str
    error: str
    is_behind: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with how many screens follow it."""

    code: str
    name: str
    slot_code: str
    slot_name: str
    is_still: bool
    row_version: int
    screen_count: int


def list_board(at: datetime, *, code: str | None = None, with_retired: bool = False) -> list[BoardScreen]:
    """The screens in use, by place and name, each with how it is; with `code` that one alone."""
    wanted = select(Screen).options(joinedload(Screen.group).joinedload(ScreenGroup.slot), joinedload(Screen.place))
    if code is not None:
        wanted = wanted.where(Screen.code == code)
    elif not with_retired:
        wanted = wanted.where(Screen.retired_at.is_(None))
    rows = sorted(db.session.scalars(wanted), key=lambda row: (row.place.name, row.name, row.code))
    reports = {
        one.screen_id: one
        for one in db.session.scalars(select(ScreenReport).where(ScreenReport.screen_id.in_([row.id for row in rows])))
    }
    programmes: dict[tuple[int, int], Programme] = {}
    for row in rows:
        key = row.group_id, row.place_id
        if key not in programmes:
            standing = find_group_standing(row.group_id, row.place_id, at)
            programmes[key] = find_programme(row.group.slot.code, at, standing=standing)
    return [_board(row, reports.get(row.id), programmes[row.group_id, row.place_id], at) for row in rows]


def list_troubled(at: datetime) -> list[BoardScreen]:
    """The screens that somebody has to go to: silent or standing still while their place is open.

    Every page of the desk asks this. What a screen should show is reckoned for those alone that look as if they stood
    still; three statements answer for the others.
    """
    rows = db.session.execute(
        select(Screen, ScreenReport)
        .outerjoin(ScreenReport, ScreenReport.screen_id == Screen.id)
        .where(Screen.retired_at.is_(None), Screen.secret_digest.is_not(None))
        .options(
            joinedload(Screen.place).selectinload(Place.hours),
            joinedload(Screen.place).selectinload(Place.special_days),
        )
    )
    suspects = []
    for row, report in rows:
        if report is None:
            is_suspect = row.paired_at is not None and at - row.paired_at > ONLINE
        else:
            is_suspect = at - report.at > LATE or at - report.moved_at > _LOOKS_STILL
        if is_suspect and is_open(hours_of(row.place, at), ms_of(at)):
            suspects.append(row.code)
    found = [one for code in suspects for one in list_board(at, code=code)]
    return [one for one in found if one.life in TASKS]


def find_screen_row(code: str) -> Screen | None:
    """The row of a screen, also of a retired one."""
    return db.session.scalar(select(Screen).where(Screen.code == code))


def find_group_row(code: str) -> ScreenGroup | None:
    """The row of a group."""
    return db.session.scalar(select(ScreenGroup).where(ScreenGroup.code == code))


def list_groups() -> list[GroupRow]:
    """The groups by name."""
    counted = db.session.execute(
        select(Screen.group_id, func.count()).where(Screen.retired_at.is_(None)).group_by(Screen.group_id)
    )
    counts = {group_id: int(count) for group_id, count in counted}
    rows = db.session.execute(
        select(ScreenGroup, Slot.code, Slot.name).join(Slot, Slot.id == ScreenGroup.slot_id).order_by(ScreenGroup.name)
    )
    return [
        GroupRow(group.code, group.name, slot, slot_name, group.is_still, group.row_version, counts.get(group.id, 0))
        for group, slot, slot_name in rows
    ]


def list_places() -> Sequence[Place]:
    """The places by name, with their hours."""
    return db.session.scalars(
        select(Place).options(selectinload(Place.hours), selectinload(Place.special_days)).order_by(Place.name)
    ).all()


def find_place(code: str) -> Place | None:
    """A place with its hours."""
    return db.session.scalar(
        select(Place).where(Place.code == code).options(selectinload(Place.hours), selectinload(Place.special_days))
    )


def _board(row: Screen, report: ScreenReport | None, programme: Programme, at: datetime) -> BoardScreen:
    heard = Heard(report.at, report.moved_at, report.behind_since, report.error) if report else None
    # A kiosk stands at whatever a visitor looks at.
    since = turning_since(programme.air, ms_of(at)) if row.kind == Device.SCREEN else None
    slide = report.slide if report else ""
    is_paired = row.secret_digest is not None
    life = life_of(
        heard,
        is_paired=is_paired,
        at=at,
        slide_seconds=max((one.ms for one in programme.air.entries), default=0) // 1000,
        turning_since=moment_of(since) if since is not None else None,
    )
    return BoardScreen(
        screen_id=row.id,
        code=row.code,
        name=row.name,
        kind=Device(row.kind),
        group_code=row.group.code,
        group_name=row.group.name,
        place_code=row.place.code,
        place_name=row.place.name,
        slot_code=row.group.slot.code,
        slot_name=row.group.slot.name,
        profile=profile_of(row),
        idle_seconds=row.idle_seconds,
        row_version=row.row_version,
        is_paired=is_paired,
        is_retired=row.retired_at is not None,
        life=life,
        is_place_open=is_open(programme.standing.hours, ms_of(at)),
        heard_at=report.at if report else None,
        slide_name=_slide_name(slide, programme),
        error=report.error if report else "",
        is_behind=bool(report and report.behind_since),
    )


def _slide_name(key: str, programme: Programme) -> str:
    """What the slide of this key shows, by name; the key itself where the list does not have it any more."""
    if key in _PICTURES or key.startswith("darurat-"):
        return _PICTURES.get(key, "Pesan darurat")
    names = [programme.cards[code].name for code in key.rstrip("~").split("+") if code in programme.cards]
    return " dan ".join(map(str, names)) or key
