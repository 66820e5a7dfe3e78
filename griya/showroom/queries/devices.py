"""The screens of the showroom by their codes, with what stands over the list of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from griya.core.clock import WIB
from griya.core.db import db
from griya.showroom.models import Emergency, Pairing, Place, Screen, ScreenGroup
from griya.showroom.rules.air import Times
from griya.showroom.rules.hours import Special, Weekly, as_times, hours_words
from griya.showroom.rules.pairing import digest
from griya.showroom.rules.profile import Profile
from griya.showroom.rules.programme import ms_of
from griya.showroom.rules.standing import Standing, standing_of


@dataclass(frozen=True, slots=True)
class PairedScreen:
    """A screen that is in use, as its public page needs it: nothing of this is secret."""

    code: str
    name: str
    kind: str
    slot_code: str
    group_code: str
    profile: Profile
    is_still: bool
    idle_seconds: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Waiting:
    """A panel that shows a code until `expires_at`, and the screen it has become once the code was typed."""

    code: str
    expires_at: datetime
    screen_code: str | None
    kind: str | None


def find_paired(code: str, at: datetime) -> PairedScreen | None:
    """The screen of this code; None for one that is not there or retired."""
    row = db.session.scalar(
        select(Screen)
        .where(Screen.code == code, Screen.retired_at.is_(None))
        .options(
            joinedload(Screen.group).joinedload(ScreenGroup.slot),
            joinedload(Screen.place).selectinload(Place.hours),
            joinedload(Screen.place).selectinload(Place.special_days),
        )
    )
    if row is None:
        return None
    profile = profile_of(row)
    return PairedScreen(
        code=row.code,
        name=row.name,
        kind=row.kind,
        slot_code=row.group.slot.code,
        group_code=row.group.code,
        profile=profile,
        is_still=profile.is_quiet or row.group.is_still,
        idle_seconds=row.idle_seconds,
        standing=_standing(row.place, list_emergencies(at, group_id=row.group_id), at),
    )


def find_waiting(secret: str, at: datetime) -> Waiting | None:
    """The pairing that a panel with this secret waits for or has just got; None when it is over."""
    row = db.session.execute(
        select(Pairing.code, Pairing.expires_at, Screen.code.label("screen_code"), Screen.kind)
        .outerjoin(Screen, Screen.id == Pairing.screen_id)
        .where(Pairing.secret_digest == digest(secret), Pairing.expires_at > at)
    ).first()
    return Waiting(row.code, row.expires_at, row.screen_code, row.kind) if row else None


def find_standing(at: datetime) -> Standing:
    """What stands over the list of a screen that was never paired: the messages that are for all."""
    return _standing(None, list_emergencies(at, group_id=None), at)


def find_group_standing(group_id: int, place_id: int, at: datetime) -> Standing:
    """What stands over the list of the screens of a group in a place."""
    place = db.session.scalar(
        select(Place).where(Place.id == place_id).options(selectinload(Place.hours), selectinload(Place.special_days))
    )
    return _standing(place, list_emergencies(at, group_id=group_id), at)


def list_emergencies(at: datetime, *, group_id: int | None) -> Sequence[Emergency]:
    """The messages for a group and for all that are not over at the moment; one that was taken back ended there."""
    return db.session.scalars(
        select(Emergency).where(
            func.coalesce(Emergency.ended_at, Emergency.ends_at) > at,
            or_(Emergency.group_id.is_(None), Emergency.group_id == group_id),
        )
    ).all()


def profile_of(row: Screen) -> Profile:
    """How large things are on a screen."""
    return Profile(
        diagonal_tenths=row.diagonal_tenths,
        distance_cm=row.distance_cm,
        width_px=row.width_px,
        height_px=row.height_px,
        ratio_percent=row.ratio_percent,
        rotation=row.rotation,
        is_quiet=row.is_quiet,
    )


def weekly_of(place: Place) -> list[Weekly]:
    """The hours of the week of a place."""
    return [Weekly(row.days, row.opens, row.closes) for row in place.hours]


def special_of(place: Place) -> list[Special]:
    """The special days of a place."""
    return [Special(row.first_on, row.last_on, row.opens, row.closes, row.reason) for row in place.special_days]


def hours_of(place: Place, at: datetime) -> tuple[Times, ...]:
    """The windows in which a place is open, as screens reckon with them."""
    return as_times(weekly_of(place), special_of(place), at.astimezone(WIB).date())


def _standing(place: Place | None, emergencies: Sequence[Emergency], at: datetime) -> Standing:
    weekly = weekly_of(place) if place else []
    return standing_of(
        hours=hours_of(place, at) if place else (),
        emergencies=[
            (row.id, row.message_id, row.message_en, ms_of(row.starts_at), ms_of(row.ended_at or row.ends_at))
            for row in emergencies
        ],
        night=place.night if place else "hitam",
        hours_words=hours_words(weekly),
    )
