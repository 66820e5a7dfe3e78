"""What a screen shows at a moment: one pure function of its list and the clock, and the same in `static/js/air.js`.

The desk's answer to "apa yang tayang pada …?" and every screen, with or without a server, come from this one rule, so
that they cannot differ; `tests/journeys/test_air.py` asks both the same questions. All moments are milliseconds since
1970, all windows are half-open, and West Kalimantan is seven hours ahead of UTC all year.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

DAY_MS: Final = 86_400_000
MINUTE_MS: Final = 60_000
OFFSET_MS: Final = 7 * 3_600_000
# 1 January 1970 was a Thursday: three days after a Monday, which is bit 0 of `days`.
_FIRST_WEEKDAY: Final = 3


@dataclass(frozen=True, slots=True)
class Times:
    """When something is on: from a moment to another, on some weekdays, between two minutes of the day.

    `starts` and `ends` are milliseconds since 1970, None for open; `days` has bit 0 for Monday, None for every day;
    `opens` and `closes` are minutes after midnight in WIB, None for the whole day. Where `closes` comes before `opens`
    the hours run into the next morning and count to the day on which they began. Equal minutes are the whole day.
    """

    starts: int | None = None
    ends: int | None = None
    days: int | None = None
    opens: int | None = None
    closes: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to show for `ms` milliseconds. Of what is on, only the highest `layer` is shown."""

    key: str
    ms: int
    times: Times = Times()
    layer: int = 0


@dataclass(frozen=True, slots=True)
class AirList:
    """What a screen plays: entries in their order, opening hours (none: always open), and emergency messages.

    `anchor` is the moment from which the order counts where no window's edge came later. An emergency message is an
    entry whose `ms` means nothing: it stands until it ends.
    """

    entries: Sequence[Entry]
    anchor: int = 0
    hours: Sequence[Times] = ()
    takeovers: Sequence[Entry] = ()


class Kind(StrEnum):
    """What is on a screen."""

    TAKEOVER = "takeover"  # an emergency message
    NIGHT = "night"  # the showroom is closed
    SLIDE = "slide"
    STILL = "still"  # nothing is on air: the branded picture


@dataclass(frozen=True, slots=True)
class Showing:
    """What is shown, since when, and until when at most; `until` is None while nothing can change."""

    kind: Kind
    key: str
    since: int
    until: int | None


def is_on(times: Times, at: int) -> bool:
    """Whether these times hold at the moment."""
    if times.starts is not None and at < times.starts:
        return False
    if times.ends is not None and at >= times.ends:
        return False
    local = at + OFFSET_MS
    day, minute_ms = local // DAY_MS, local % DAY_MS
    if times.opens is None or times.closes is None or times.opens == times.closes:
        return _has_day(times, day)
    opens, closes = times.opens * MINUTE_MS, times.closes * MINUTE_MS
    if opens < closes:
        return _has_day(times, day) and opens <= minute_ms < closes
    return (minute_ms >= opens and _has_day(times, day)) or (minute_ms < closes and _has_day(times, day - 1))


def showing(plan: AirList, at: int) -> Showing:
    """What a screen with this list shows at the moment."""
    since, until = _segment(plan, at)
    if takeover := next((one for one in plan.takeovers if is_on(one.times, at)), None):
        return Showing(Kind.TAKEOVER, takeover.key, since, until)
    if plan.hours and not any(is_on(times, at) for times in plan.hours):
        return Showing(Kind.NIGHT, "", since, until)
    live = [entry for entry in plan.entries if is_on(entry.times, at)]
    top = max((entry.layer for entry in live), default=0)
    live = [entry for entry in live if entry.layer == top]
    if not live:
        return Showing(Kind.STILL, "", since, until)
    passed = (at - since) % sum(entry.ms for entry in live)
    for entry in live:
        if passed < entry.ms:
            end = at - passed + entry.ms
            return Showing(Kind.SLIDE, entry.key, at - passed, end if until is None else min(end, until))
        passed -= entry.ms
    raise AssertionError("the rest of a division is smaller than what it was divided by")


def turning_since(plan: AirList, at: int) -> int | None:
    """From when slides have taken turns without a break; None where nothing turns: at night, or with a single slide."""
    told = showing(plan, at)
    if told.kind is not Kind.SLIDE:
        return None
    live = [entry for entry in plan.entries if is_on(entry.times, at)]
    top = max(entry.layer for entry in live)
    return _segment(plan, at)[0] if sum(entry.layer == top for entry in live) > 1 else None


def _has_day(times: Times, day: int) -> bool:
    return times.days is None or bool(times.days >> ((day + _FIRST_WEEKDAY) % 7) & 1)


def _segment(plan: AirList, at: int) -> tuple[int, int | None]:
    """The last moment up to `at` and the first after it at which what is on could change."""
    # One day before the anchor there may be no edge at all; midnight of the day is one that every screen knows.
    since, until = (at + OFFSET_MS) // DAY_MS * DAY_MS - OFFSET_MS if at < plan.anchor else plan.anchor, None
    for edge in _edges(plan, at):
        if since < edge <= at:
            since = edge
        elif edge > at and (until is None or edge < until):
            until = edge
    return since, until


def _edges(plan: AirList, at: int) -> Iterator[int]:
    if plan.anchor > at:
        yield plan.anchor
    midnight = (at + OFFSET_MS) // DAY_MS * DAY_MS - OFFSET_MS
    for times in (*(entry.times for entry in plan.entries), *plan.hours, *(one.times for one in plan.takeovers)):
        if times.starts is not None:
            yield times.starts
        if times.ends is not None:
            yield times.ends
        has_hours = times.opens is not None and times.closes is not None and times.opens != times.closes
        if times.days is None and not has_hours:
            continue
        for day in (midnight - DAY_MS, midnight, midnight + DAY_MS):
            yield day
            if times.opens is not None and times.closes is not None:
                yield day + times.opens * MINUTE_MS
                yield day + times.closes * MINUTE_MS


def times_as_json(times: Times) -> dict[str, int]:
    """What travels to a screen: only what is said."""
    told = {
        "from": times.starts,
        "until": times.ends,
        "days": times.days,
        "a": times.opens,
        "b": times.closes,
    }
    return {name: value for name, value in told.items() if value is not None}


def as_json(plan: AirList) -> dict[str, Any]:
    """The list as a screen reads it, without what its slides show."""
    return {
        "anchor": plan.anchor,
        "hours": [times_as_json(times) for times in plan.hours],
        "takeovers": [_entry_as_json(one) for one in plan.takeovers],
        "items": [_entry_as_json(one) for one in plan.entries],
    }


def from_json(told: Mapping[str, Any]) -> AirList:
    """The list that `as_json` told."""
    return AirList(
        entries=tuple(map(_entry, told["items"])),
        anchor=told["anchor"],
        hours=tuple(map(_times, told["hours"])),
        takeovers=tuple(map(_entry, told["takeovers"])),
    )


def _entry_as_json(entry: Entry) -> dict[str, Any]:
    return {"id": entry.key, "ms": entry.ms, "layer": entry.layer, **times_as_json(entry.times)}


def _entry(told: Mapping[str, Any]) -> Entry:
    return Entry(told["id"], told["ms"], _times(told), told["layer"])


def _times(told: Mapping[str, Any]) -> Times:
    return Times(told.get("from"), told.get("until"), told.get("days"), told.get("a"), told.get("b"))
