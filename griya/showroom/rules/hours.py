"""When a place is open: hours of the week and special days, as the windows that a screen reckons with, and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from griya.core.clock import WIB
from griya.selection.rules.wording import short_day
from griya.showroom.rules.air import Times, is_on

DAY_NAMES: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
EVERY_DAY: Final = 0b1111111
MOST_SPECIAL: Final = 40
MINUTE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Weekly:
    """On some weekdays (bit 0 is Monday) from one minute of the day to another; equal minutes are the whole day."""

    days: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Special:
    """Days, the last included, that are closed, or open at hours of their own."""

    first: date
    last: date
    opens: int | None = None
    closes: int | None = None
    reason: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether nothing is open on them."""
        return self.opens is None


def as_times(weekly: Sequence[Weekly], special: Sequence[Special], today: date) -> tuple[Times, ...]:
    """The windows in which the place is open, without those that are over; none at all means that it is always open.

    A special day is cut out of the week from midnight to midnight, so a screen needs no other rule for it.
    """
    ahead = sorted((one for one in special if one.last >= today), key=lambda one: one.first)
    if not weekly and not ahead:
        return ()
    windows: list[Times] = []
    for starts, ends in _gaps(ahead):
        if not weekly:
            windows.append(Times(starts, ends))
        windows += [Times(starts, ends, one.days, one.opens, one.closes) for one in weekly]
    windows += [_special_window(one) for one in ahead if not one.is_closed]
    return tuple(windows)


def _gaps(special: Sequence[Special]) -> list[tuple[int | None, int | None]]:
    """What is left of all time when these days are taken out."""
    gaps: list[tuple[int | None, int | None]] = []
    since: int | None = None
    for one in special:
        begins, ends = _midnight(one.first), _midnight(one.last + timedelta(days=1))
        if since is None or begins > since:
            gaps.append((since, begins))
        since = ends if since is None else max(since, ends)
    return [*gaps, (since, None)]


def _special_window(one: Special) -> Times:
    opens, closes = one.opens or 0, one.closes or 0
    starts, ends = _midnight(one.first), _midnight(one.last + timedelta(days=1))
    if closes < opens:
        # The night belongs to the day it began on: not to the morning of the first, but to the one after the last.
        starts, ends = starts + opens * MINUTE_MS, ends + closes * MINUTE_MS
    return Times(starts, ends, None, opens, closes)


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), WIB).timestamp() * 1000)


def hours_faults(weekly: Sequence[Weekly], special: Sequence[Special]) -> list[str]:
    """What is wrong with a place's hours, in words."""
    faults = []
    for number, one in enumerate(weekly, start=1):
        if not 0 < one.days <= EVERY_DAY:
            faults.append(f"Baris jam {number}: pilih paling sedikit satu hari.")
    for row in special:
        if row.last < row.first:
            faults.append(f"Hari khusus {short_day(row.first)}: hari terakhir ada sebelum hari pertama.")
    ordered = sorted(special, key=lambda row: row.first)
    faults += [
        f"Hari khusus {short_day(later.first)} bertumpuk dengan yang mulai {short_day(earlier.first)}."
        for earlier, later in pairwise(ordered)
        if later.first <= earlier.last
    ]
    if len(special) > MOST_SPECIAL:
        faults.append(f"Paling banyak {MOST_SPECIAL} hari khusus; hapus yang sudah lewat.")
    return faults


def is_open(windows: Sequence[Times], at: int) -> bool:
    """Whether the place is open at a moment in milliseconds since 1970."""
    return not windows or any(is_on(times, at) for times in windows)


def minutes_of(text: str) -> int | None:
    """The minute of the day that is typed as `08.00`, `8:00` or `24.00`; None where it is none."""
    hour, _, minute = text.strip().replace(":", ".").partition(".")
    if not (hour.isascii() and hour.isdigit() and len(hour) <= 2 and minute.isascii() and minute.isdigit()):
        return None
    found = int(hour) * 60 + int(minute)
    if len(minute) != 2 or int(minute) > 59 or found > 1440:
        return None
    return found % 1440


def clock_words(minute: int) -> str:
    """The minute of the day as people read it: `08.00`."""
    return f"{minute // 60:02}.{minute % 60:02}"


def days_words(days: int) -> str:
    """`Senin–Jumat`, `Sabtu dan Minggu`, `Setiap hari`."""
    if days == EVERY_DAY:
        return "Setiap hari"
    runs: list[list[int]] = []
    for day in range(7):
        if not days >> day & 1:
            continue
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = [
        f"{DAY_NAMES[run[0]]}–{DAY_NAMES[run[-1]]}" if len(run) > 2 else " dan ".join(DAY_NAMES[day] for day in run)
        for run in runs
    ]
    return ", ".join(parts)


def hours_words(weekly: Sequence[Weekly]) -> tuple[str, ...]:
    """A line for each: `Senin–Jumat 08.00–16.00`."""
    return tuple(
        f"{days_words(one.days)} "
        + ("24 jam" if one.opens == one.closes else f"{clock_words(one.opens)}–{clock_words(one.closes)}")
        for one in weekly
    )


def closing_hint(opens: int, closes: int) -> str:
    """What hours that run past midnight mean, said in words; empty for others."""
    return f"sampai pukul {clock_words(closes)} pagi berikutnya" if closes < opens else ""


def special_words(one: Special) -> str:
    """`Jum 25 Des 2026: tutup (Natal)`, `… – …: 09.00–12.00`."""
    days = short_day(one.first) if one.first == one.last else f"{short_day(one.first)} – {short_day(one.last)}"
    is_open = one.opens is not None and one.closes is not None
    told = f"{clock_words(one.opens or 0)}–{clock_words(one.closes or 0)}" if is_open else "tutup"
    return f"{days}: {told}" + (f" ({one.reason})" if one.reason else "")
