"""A slot's month as weeks of days, what is on in each, and the hours in which the slot has nothing of its own."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar

from griya.core.clock import WIB
from griya.selection.rules import Window

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """An approved version of a slot, with whatever the caller shows of it."""

    window: Window
    what: T


@dataclass(frozen=True, slots=True)
class Day(Generic[T]):
    """A day of the month with what is on in it, in order. `gaps` are the parts of the day with nothing of its own."""

    on: date
    parts: tuple[Span[T], ...]
    gaps: tuple[Window, ...]

    @property
    def is_bare(self) -> bool:
        """Whether the whole day is a gap."""
        return not self.parts


def month_of(on: date) -> Window:
    """From the first moment of the month of `on` in WIB to the first of the next."""
    first = on.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return Window(datetime.combine(first, time(), WIB), datetime.combine(after, time(), WIB))


def neighbours(on: date) -> tuple[date, date]:
    """The first days of the month before and the month after."""
    first = on.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)


def gaps(spans: Iterable[Span[T]], within: Window) -> tuple[Window, ...]:
    """The parts of `within` that no span covers; spans of one slot never overlap."""
    found, free = [], within.starts_at
    for span in sorted(spans, key=lambda span: span.window.starts_at):
        if span.window.starts_at > free:
            found.append(Window(free, min(span.window.starts_at, within.ends_at)))
        free = max(free, span.window.ends_at)
        if free >= within.ends_at:
            break
    if free < within.ends_at:
        found.append(Window(free, within.ends_at))
    return tuple(gap for gap in found if gap.starts_at < gap.ends_at)


def weeks_of(on: date, spans: Sequence[Span[T]]) -> tuple[tuple[Day[T] | None, ...], ...]:
    """The month's weeks from Monday to Sunday; days of other months are None."""
    rows = []
    for week in calendar.Calendar().monthdatescalendar(on.year, on.month):
        rows.append(tuple(_day(day, spans) if day.month == on.month else None for day in week))
    return tuple(rows)


def _day(on: date, spans: Sequence[Span[T]]) -> Day[T]:
    start = datetime.combine(on, time(), WIB)
    whole = Window(start, start + timedelta(days=1))
    parts = sorted(
        (span for span in spans if span.window.starts_at < whole.ends_at and span.window.ends_at > whole.starts_at),
        key=lambda span: span.window.starts_at,
    )
    return Day(on, tuple(parts), gaps(parts, whole))
