"""Reading how the office works, for its own pages."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from griya.accounts.models import Account
from griya.core.db import db
from griya.inquiry.models.office import ExportLog, Holiday, SavedReply, Substitution, Territory, WorkingHours
from griya.registry.models import Region
from griya.registry.rules.regions import region_label


@dataclass(frozen=True, slots=True)
class HolidayView:
    """A day without work."""

    code: str
    day: date
    name: str
    kind: str
    place: str
    source: str


@dataclass(frozen=True, slots=True)
class SubstitutionView:
    """Who stands in for whom."""

    code: str
    name: str
    substitute: str
    starts_on: date
    ends_on: date
    note: str


@dataclass(frozen=True, slots=True)
class ReplyView:
    """Words to use again."""

    code: str
    title: str
    body_id: str
    body_en: str
    row_version: int


def list_regencies() -> list[tuple[str, str]]:
    """Every kab/kota: code and name."""
    rows = db.session.execute(
        select(Region.code, Region.level, Region.name)
        .where(Region.level.in_(("regency", "city")))
        .order_by(Region.code)
    )
    return [(row.code, str(region_label(row.level, row.name))) for row in rows]


def list_holidays(year: int) -> list[HolidayView]:
    """The holidays of a year, in order."""
    places = dict(list_regencies())
    rows = db.session.scalars(
        select(Holiday)
        .where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Holiday.day, Holiday.region_code)
    )
    return [
        HolidayView(row.code, row.day, row.name, row.kind, places.get(row.region_code or "", ""), row.source)
        for row in rows
    ]


def load_hours() -> dict[int, tuple[int, int] | None]:
    """The hours of each weekday; None on a day without work."""
    found: dict[int, tuple[int, int] | None] = dict.fromkeys(range(7))
    for row in db.session.scalars(select(WorkingHours)):
        if row.opens_minute is not None and row.closes_minute is not None:
            found[row.weekday] = (row.opens_minute, row.closes_minute)
    return found


def load_territories() -> dict[tuple[str, str], str]:
    """The officer's code of each kab/kota and kind."""
    rows = db.session.execute(
        select(Territory.region_code, Territory.kind, Account.code).join(Account, Account.id == Territory.account_id)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def list_substitutions(today: date) -> list[SubstitutionView]:
    """Who stands in for whom, now and later."""
    one, other = aliased(Account), aliased(Account)
    rows = db.session.execute(
        select(Substitution, one.name, other.name)
        .join(one, one.id == Substitution.account_id)
        .join(other, other.id == Substitution.substitute_id)
        .where(Substitution.ends_on >= today)
        .order_by(Substitution.starts_on, Substitution.id)
    )
    return [
        SubstitutionView(row.code, name, substitute, row.starts_on, row.ends_on, row.note)
        for row, name, substitute in rows
    ]


def list_replies() -> list[ReplyView]:
    """The replies that can be chosen."""
    return [
        ReplyView(row.code, row.title, row.body_id, row.body_en, row.row_version)
        for row in db.session.scalars(
            select(SavedReply).where(SavedReply.archived_at.is_(None)).order_by(SavedReply.title)
        )
    ]


def list_exports(limit: int = 10) -> list[ExportLog]:
    """What was taken out of the desk lately."""
    return list(
        db.session.scalars(
            select(ExportLog).options(joinedload(ExportLog.account)).order_by(ExportLog.id.desc()).limit(limit)
        )
    )
