"""How the desk writes moments and distances in time, and how a typed day and hour become a moment."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from griya.selection.rules import Window, WindowState

DAYS: Final = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
WIB_MINUTES: Final = 7 * 60
_ZONES: Final = {7 * 60: "WIB", 8 * 60: "WITA", 9 * 60: "WIT"}


def read_moment(on: date, at: time, offset_minutes: int = WIB_MINUTES) -> datetime:
    """The moment that a day and an hour mean in the zone they were typed in, as UTC."""
    zone = timezone(timedelta(minutes=offset_minutes))
    return datetime.combine(on, at.replace(second=0, microsecond=0), zone).astimezone(UTC)


def typed_parts(moment: datetime, offset_minutes: int = WIB_MINUTES) -> tuple[date, time]:
    """The day and the hour that were typed for this moment."""
    local = moment.astimezone(timezone(timedelta(minutes=offset_minutes)))
    return local.date(), local.time().replace(second=0, microsecond=0)


def short_moment(moment: datetime, offset_minutes: int = WIB_MINUTES) -> str:
    """`Sen 1 Des 2026 00.00 WIB`: the weekday catches a slip of the finger, the zone leaves nothing to guess."""
    local = moment.astimezone(timezone(timedelta(minutes=offset_minutes)))
    zone = _ZONES.get(offset_minutes, f"UTC{local:%z}")
    return f"{short_day(local.date())} {local:%H.%M} {zone}"


def short_day(on: date) -> str:
    """`Sen 1 Des 2026`."""
    return f"{DAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}"


def last_day(until: datetime, offset_minutes: int = WIB_MINUTES) -> str:
    """The last day before an end: `Rab 25 Nov 2027` for the midnight after it."""
    local = (until - timedelta(seconds=1)).astimezone(timezone(timedelta(minutes=offset_minutes)))
    return short_day(local.date())


def distance(between: timedelta) -> str:
    """A length of time in its largest fitting unit, rounded down: `9 jam`, `3 hari`, `40 menit`."""
    minutes = int(abs(between).total_seconds() // 60)
    if minutes < 1:
        return "kurang dari semenit"
    if minutes < 60:
        return f"{minutes} menit"
    if minutes < 48 * 60:
        return f"{minutes // 60} jam"
    return f"{minutes // (24 * 60)} hari"


def nearness(window: Window, state: WindowState, at: datetime) -> str:
    """How near a version is: `mulai dalam 9 jam`, `berakhir dalam 3 hari`, `selesai 2 hari lalu`."""
    if state is WindowState.CANCELLED:
        return "dibatalkan"
    if at < window.starts_at:
        return f"mulai dalam {distance(window.starts_at - at)}"
    if at < window.ends_at:
        return f"berakhir dalam {distance(window.ends_at - at)}"
    return f"selesai {distance(at - window.ends_at)} lalu"
