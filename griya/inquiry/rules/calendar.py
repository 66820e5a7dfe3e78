"""When the office and the makers work: hours of each weekday, holidays everywhere and in one kab/kota."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from griya.core.clock import WIB

NONE: Final = timedelta()
_WEEKEND: Final = "di luar hari kerja"
# However the hours are set, nothing is looked for further away than this.
_FURTHEST_DAYS: Final = 800
WEEKDAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day: from when to when work is done, or why none is."""

    on: date
    opens: datetime | None
    closes: datetime | None
    why_not: str = ""

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """How much of [start, end) falls into the working hours of this day."""
        if self.opens is None or self.closes is None:
            return NONE
        return max(min(end, self.closes) - max(start, self.opens), NONE)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`hours` are minutes after midnight WIB by weekday, 0 for Monday; a weekday that is missing has none."""

    hours: Mapping[int, tuple[int, int]]
    holidays: Mapping[date, str] = field(default_factory=dict)

    def day(self, on: date) -> Day:
        """What kind of day it is."""
        if on in self.holidays:
            return Day(on, None, None, self.holidays[on])
        if on.weekday() not in self.hours:
            return Day(on, None, None, _WEEKEND)
        midnight = datetime.combine(on, time(), WIB)
        opens, closes = self.hours[on.weekday()]
        return Day(on, midnight + timedelta(minutes=opens), midnight + timedelta(minutes=closes))

    def days(self, start: datetime, end: datetime) -> Iterator[Day]:
        """Every day that [start, end] touches."""
        on, last = start.astimezone(WIB).date(), end.astimezone(WIB).date()
        while on <= last:
            yield self.day(on)
            on += timedelta(days=1)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Working time within [start, end)."""
        return sum((day.worked(start, end) for day in self.days(start, end)), NONE)

    def after(self, start: datetime, amount: timedelta) -> datetime | None:
        """The first moment by which `amount` of working time has passed since `start`; None where nobody ever works."""
        left, on = amount, start.astimezone(WIB).date()
        if left <= NONE:
            return start
        for _ in range(_FURTHEST_DAYS):
            day = self.day(on)
            if day.opens is not None and day.closes is not None:
                begins = max(start, day.opens)
                if day.closes - begins >= left:
                    return begins + left
                left -= max(day.closes - begins, NONE)
            on += timedelta(days=1)
        return None
