"""Reading when work is done, and who answers for which place."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from griya.core.db import db
from griya.inquiry.models.office import Holiday, Substitution, Territory, WorkingHours
from griya.inquiry.rules.calendar import Calendar
from griya.inquiry.rules.threads import Duty, Leave

CalendarOf = Callable[[str | None], Calendar]


def load_calendars() -> CalendarOf:
    """The calendar of any kab/kota, in two statements for all of them."""
    hours = {
        row.weekday: (row.opens_minute, row.closes_minute)
        for row in db.session.scalars(select(WorkingHours).where(WorkingHours.opens_minute.is_not(None)))
        if row.opens_minute is not None and row.closes_minute is not None
    }
    holidays: dict[str | None, dict[date, str]] = {None: {}}
    for row in db.session.scalars(select(Holiday)):
        holidays.setdefault(row.region_code, {})[row.day] = row.name
    made: dict[str | None, Calendar] = {}

    def calendar(region_code: str | None) -> Calendar:
        if region_code not in made:
            made[region_code] = Calendar(hours, {**holidays.get(region_code, {}), **holidays[None]})
        return made[region_code]

    return calendar


def load_duties() -> tuple[list[Duty], list[Leave]]:
    """The table of territories and who stands in for whom."""
    duties = [Duty(row.region_code, row.kind, row.account_id) for row in db.session.scalars(select(Territory))]
    leaves = [
        Leave(row.account_id, row.substitute_id, row.starts_on, row.ends_on)
        for row in db.session.scalars(select(Substitution))
    ]
    return duties, leaves
