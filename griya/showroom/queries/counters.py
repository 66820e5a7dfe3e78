"""How often and how long products were on the screens: by day, screen and product, under the names of their day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from griya.core.clock import today
from griya.core.db import db
from griya.core.paging import Page
from griya.showroom.models import ScreenDay
from griya.showroom.rules.telling import maker_sentence

PAGE_SIZE = 50
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the counters; both days are included."""

    since: date
    until: date
    screen_code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A product on a screen over the days that were asked for."""

    screen_code: str
    screen_name: str
    product_code: str
    product_name: str
    producer_name: str
    times: int
    ms: int


@dataclass(frozen=True, slots=True)
class Total:
    """Times and milliseconds in all."""

    times: int = 0
    ms: int = 0


def page_of_counters(asked: Asked, number: int) -> Page[Counted]:
    """A page of products by screen, what was seen longest first."""
    keys = (ScreenDay.screen_code, ScreenDay.product_code)
    grouped = _narrowed(
        select(
            *keys,
            func.max(ScreenDay.screen_name),
            func.max(ScreenDay.product_name),
            func.max(ScreenDay.producer_name),
            func.sum(ScreenDay.times),
            func.sum(ScreenDay.ms).label("ms"),
        ),
        asked,
    ).group_by(*keys)
    total = db.session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    number = min(number, max(1, -(-total // PAGE_SIZE)))
    rows = db.session.execute(
        grouped.order_by(func.sum(ScreenDay.ms).desc(), *keys).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    )
    items = [
        Counted(screen, screen_name, product, product_name, producer, int(times), int(ms))
        for screen, product, screen_name, product_name, producer, times, ms in rows
    ]
    return Page(items, number, PAGE_SIZE, total)


def total_of(asked: Asked) -> Total:
    """Everything that was asked for in one figure."""
    row = db.session.execute(_narrowed(select(func.sum(ScreenDay.times), func.sum(ScreenDay.ms)), asked)).one()
    return Total(int(row[0] or 0), int(row[1] or 0))


def list_days(asked: Asked) -> list[ScreenDay]:
    """The single days, for a file."""
    return list(
        db.session.scalars(
            _narrowed(select(ScreenDay), asked)
            .order_by(ScreenDay.on_day, ScreenDay.screen_code, ScreenDay.product_code)
            .limit(MOST_ROWS)
        )
    )


def list_counted_screens() -> dict[str, str]:
    """Every screen that has shown something, also those that are gone, by code."""
    rows = db.session.execute(
        select(ScreenDay.screen_code, func.max(ScreenDay.screen_name)).group_by(ScreenDay.screen_code)
    )
    return dict(sorted(((code, name) for code, name in rows), key=lambda row: row[1]))


def product_total(product_code: str, since: date, until: date) -> Total:
    """What one product had in these days."""
    return _sum(ScreenDay.product_code == product_code, since, until)


def producer_total(producer_codes: tuple[str, ...], since: date, until: date) -> Total:
    """What the products of a maker had in these days; a merged one has several codes."""
    return _sum(ScreenDay.producer_code.in_(producer_codes), since, until)


def product_sentence(product_code: str) -> str:
    """What a maker is told of one product: of this week, or of the last one while this one has nothing yet."""
    return _sentence(lambda since, until: product_total(product_code, since, until), "Produk ini")


def producer_sentence(producer_codes: tuple[str, ...]) -> str:
    """What a maker is told of all products."""
    return _sentence(lambda since, until: producer_total(producer_codes, since, until), "Produk Anda")


def _sentence(total: Callable[[date, date], Total], what: str) -> str:
    week = total(*week_of(today()))
    if not week.times and (before := total(*last_week_of(today()))).times:
        return maker_sentence(before.times, before.ms, "minggu lalu", what)
    return maker_sentence(week.times, week.ms, "minggu ini", what)


def week_of(day: date) -> tuple[date, date]:
    """From Monday to this day."""
    return day - timedelta(days=day.weekday()), day


def last_week_of(day: date) -> tuple[date, date]:
    """The seven days before this week's Monday."""
    monday = day - timedelta(days=day.weekday())
    return monday - timedelta(days=7), monday - timedelta(days=1)


def _sum(condition: Any, since: date, until: date) -> Total:
    row = db.session.execute(
        select(func.sum(ScreenDay.times), func.sum(ScreenDay.ms)).where(
            condition, ScreenDay.on_day.between(since, until)
        )
    ).one()
    return Total(int(row[0] or 0), int(row[1] or 0))


def _narrowed(wanted: Any, asked: Asked) -> Any:
    wanted = wanted.where(ScreenDay.on_day.between(asked.since, asked.until))
    if asked.screen_code:
        wanted = wanted.where(ScreenDay.screen_code == asked.screen_code)
    if asked.words:
        wanted = wanted.where(
            ScreenDay.product_name.icontains(asked.words, autoescape=True)
            | ScreenDay.producer_name.icontains(asked.words, autoescape=True)
            | (ScreenDay.product_code == asked.words)
        )
    return wanted
