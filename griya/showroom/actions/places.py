"""Places of the showroom: their opening hours, special days, and what screens show while they are closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from griya.accounts.actions import record_on
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.text import one_line, slugify
from griya.showroom.actions import LONGEST_NAME, OVERTAKEN
from griya.showroom.models import NightPicture, OpeningHours, Place, SpecialDays
from griya.showroom.rules.hours import Special, Weekly, hours_faults, hours_words, special_words
from griya.showroom.rules.pairing import LONGEST_CODE, free_code


@dataclass(frozen=True, slots=True)
class PlaceContent:
    """What somebody says of a place."""

    name: str
    night: str
    weekly: Sequence[Weekly] = ()
    special: Sequence[Special] = ()


def add_place(*, name: str, actor_id: int | None = None) -> Place:
    """A place without hours: always open until somebody says when.

    Raises:
        Refused: with every reason at once.
    """
    name = one_line(name)
    if faults := _faults(PlaceContent(name, NightPicture.BLACK)):
        raise Refused(faults)
    code = free_code(slugify(name, limit=LONGEST_CODE), set(db.session.scalars(select(Place.code))))
    place = Place(code=code, name=name, night=NightPicture.BLACK)
    db.session.add(place)
    db.session.flush()
    record_on(row=place, done="added", actor_id=actor_id, after={"name": name})
    return place


def update_place(*, code: str, row_version: int, content: PlaceContent, actor_id: int | None = None) -> None:
    """Say anew what a place is called, when it is open, and what its screens show at night.

    Raises:
        Overtaken: when somebody else saved it since it was read.
        Refused: with every reason at once.
    """
    place = db.session.scalars(
        select(Place)
        .where(Place.code == code)
        .options(selectinload(Place.hours), selectinload(Place.special_days))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if row_version != place.row_version:
        raise Overtaken(OVERTAKEN)
    if faults := _faults(content):
        raise Refused(faults)
    before = _told(place)
    place.name, place.night = one_line(content.name), content.night
    place.hours = [OpeningHours(days=one.days, opens=one.opens, closes=one.closes) for one in content.weekly]
    place.special_days = [
        SpecialDays(first_on=one.first, last_on=one.last, opens=one.opens, closes=one.closes, reason=one.reason)
        for one in sorted(content.special, key=lambda one: one.first)
    ]
    place.row_version += 1
    db.session.flush()
    after = _told(place)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        record_on(
            row=place,
            done="changed",
            actor_id=actor_id,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )


def _faults(content: PlaceContent) -> list[str]:
    name = one_line(content.name)
    faults = [] if slugify(name) else ["Beri nama tempat yang memuat huruf atau angka."]
    if len(name) > LONGEST_NAME:
        faults.append(f"Nama tempat paling panjang {LONGEST_NAME} huruf.")
    if content.night not in set(NightPicture):
        faults.append("Pilih gambar malam yang tersedia.")
    return faults + hours_faults(content.weekly, content.special)


def _told(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "night": place.night,
        "hours": list(hours_words([Weekly(row.days, row.opens, row.closes) for row in place.hours])),
        "special_days": [
            special_words(Special(row.first_on, row.last_on, row.opens, row.closes, row.reason))
            for row in sorted(place.special_days, key=lambda row: row.first_on)
        ],
    }
