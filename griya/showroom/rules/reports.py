"""What a screen reports, read strictly, and what may be said of a screen by it."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

LONGEST_REPORT: Final = 2048
MOST_KEYS: Final = 60
DAY_MS: Final = 86_400_000
MOST_TIMES: Final = 20_000
# A screen keeps its counts while its server is away; older ones than this are nobody's any more.
OLDEST_DAYS: Final = 31
# A screen asks about every 15 seconds; what is heard is written down once in so long where nothing is new.
WRITE_EVERY: Final = timedelta(seconds=50)
ONLINE: Final = timedelta(minutes=2)
LATE: Final = timedelta(minutes=15)
STILL_SLIDES: Final = 3
# What is heard is written down up to `WRITE_EVERY` late, and a slide may be on its way while it is told.
STILL_GRACE: Final = timedelta(seconds=60)
PAST_BOOTS: Final = 8

_BOOT: Final = re.compile(r"[0-9a-f]{8}", re.ASCII)
_REVISION: Final = re.compile(r"[0-9a-f]{12}", re.ASCII)
_KEY: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z+~-]{0,59}", re.ASCII)
_ERROR: Final = re.compile(r"[0-9a-z_-]{0,20}", re.ASCII)
_FIELDS: Final = {"boot", "seq", "rev", "slide", "n", "error", "shown", "on"}
_MUST: Final = _FIELDS - {"on"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a screen says: which of its starts, which report of it, its list, its slide, how many it has shown.

    `shown` is times and milliseconds by product since the last report that was taken; `on` the day they belong to.
    """

    boot: str
    seq: int
    revision: str
    slide: str
    count: int
    error: str
    shown: dict[str, tuple[int, int]]
    on: date | None = None


class Unreadable(ValueError):
    """What came is no report."""


def read_report(body: bytes, today: date) -> Report:
    """The report in a request's body.

    Raises:
        Unreadable: for anything that is not exactly one, or that no screen can have counted.
    """
    if len(body) > LONGEST_REPORT:
        raise Unreadable("longer than a report can be")
    try:
        told = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    if not isinstance(told, dict) or not _MUST <= set(told) <= _FIELDS:
        raise Unreadable("not the fields of a report")
    return Report(
        boot=_text(told["boot"], _BOOT),
        seq=_whole(told["seq"], 2**31 - 1),
        revision=_text(told["rev"], _REVISION),
        slide=told["slide"] if told["slide"] == "" else _text(told["slide"], _KEY),
        count=_whole(told["n"], 2**31 - 1),
        error=_text(told["error"], _ERROR),
        shown=_shown(told["shown"]),
        on=_day(told["on"], today) if "on" in told else None,
    )


def codes_of(key: str) -> tuple[str, ...]:
    """The products on the slide of this key (`griya/showroom/rules/composition.py`)."""
    return tuple(dict.fromkeys(code for code in key.rstrip("~").split("+") if code))


def _shown(told: Any) -> dict[str, tuple[int, int]]:
    if not isinstance(told, dict) or len(told) > MOST_KEYS:
        raise Unreadable("not a table of counts")
    counts: dict[str, tuple[int, int]] = {}
    for key, pair in told.items():
        _text(key, _KEY)
        if not isinstance(pair, list) or len(pair) != 2:
            raise Unreadable("not a pair")
        times, ms = _whole(pair[0], MOST_TIMES), _whole(pair[1], OLDEST_DAYS * DAY_MS)
        if times == 0:
            raise Unreadable("something shown no times")
        for code in codes_of(key):
            before = counts.get(code, (0, 0))
            counts[code] = before[0] + times, before[1] + ms
    return counts


def _day(told: Any, today: date) -> date:
    if not isinstance(told, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", told, re.ASCII):
        raise Unreadable("not a day")
    try:
        day = date.fromisoformat(told)
    except ValueError as error:
        raise Unreadable("not a day") from error
    # A screen whose clock runs a little ahead of ours is at its next day already.
    if not today - timedelta(days=OLDEST_DAYS) <= day <= today + timedelta(days=1):
        raise Unreadable("not a day of these weeks")
    return day


def _text(told: Any, pattern: re.Pattern[str]) -> str:
    if not isinstance(told, str) or not pattern.fullmatch(told):
        raise Unreadable(f"not {pattern.pattern}")
    return told


def _whole(told: Any, most: int) -> int:
    if type(told) is not int or not 0 <= told <= most:
        raise Unreadable("not a whole number within the limits")
    return told


def _refuse(constant: str) -> None:
    raise Unreadable(constant)


class Life(StrEnum):
    """How a screen is, as far as it said so."""

    UNPAIRED = "belum dipasang"
    SILENT = "belum melapor"
    ONLINE = "hidup"
    LATE = "terlambat"
    DEAD = "mati"
    STILL = "diam"
    FAULTY = "hidup, ada masalah"
    BEHIND = "hidup, isi lama"


@dataclass(frozen=True, slots=True)
class Heard:
    """The last thing a screen said and when.

    `moved_at` is when its count of slides last rose, `behind_since` from when it has another list than it should.
    """

    at: datetime
    moved_at: datetime
    behind_since: datetime | None
    error: str


def life_of(
    heard: Heard | None,
    *,
    is_paired: bool,
    at: datetime,
    slide_seconds: int,
    turning_since: datetime | None,
) -> Life:
    """How a screen is.

    `turning_since` is from when its slides should have taken turns without a break, None where they should not: at
    night, under a message, with a single slide.
    """
    if not is_paired:
        return Life.UNPAIRED
    if heard is None:
        return Life.SILENT
    age = at - heard.at
    if age > LATE:
        return Life.DEAD
    if age > ONLINE:
        return Life.LATE
    if turning_since is not None:
        quiet_since = max(heard.moved_at, turning_since)
        if at - quiet_since > STILL_SLIDES * timedelta(seconds=slide_seconds) + STILL_GRACE:
            return Life.STILL
    if heard.error:
        return Life.FAULTY
    if heard.behind_since is not None and at - heard.behind_since > ONLINE:
        return Life.BEHIND
    return Life.ONLINE
