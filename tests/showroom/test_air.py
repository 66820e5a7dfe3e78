"""What a screen shows at a moment: the rule against a second one made of calendars."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.showroom.rules.air import AirList, Entry, Kind, Times, as_json, from_json, is_on, showing

WIB = timezone(timedelta(hours=7))
MONDAY, FRIDAY, EVERY_WORKDAY = 0b1, 0b10000, 0b11111
SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000


def ms(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    """A moment told in WIB as a screen counts it."""
    return int(datetime(year, month, day, hour, minute, second, tzinfo=WIB).timestamp() * 1000)


THURSDAY = ms(2026, 11, 26)


def is_on_by_calendar(times: Times, at: int) -> bool:
    """The same question answered by walking the days of a calendar: no arithmetic is shared with the rule."""
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(WIB)
    if (times.starts is not None and at < times.starts) or (times.ends is not None and at >= times.ends):
        return False
    for began in (moment.date() - timedelta(days=1), moment.date()):
        if times.days is not None and not times.days & 1 << began.weekday():
            continue
        midnight = datetime(began.year, began.month, began.day, tzinfo=WIB)
        opens, closes = times.opens, times.closes
        if opens is None or closes is None or opens == closes:
            opens, closes = 0, 1440
        elif closes < opens:
            closes += 1440
        if midnight + timedelta(minutes=opens) <= moment < midnight + timedelta(minutes=closes):
            return True
    return False


def random_times(draw: random.Random, near: int) -> Times:
    def sometimes(value: int) -> int | None:
        return value if draw.random() < 0.5 else None

    starts = sometimes(near + draw.randrange(-3 * DAY, DAY, 500))
    ends = sometimes((starts or near) + draw.randrange(500, 3 * DAY, 500))
    has_hours = draw.random() < 0.6
    opens, closes = draw.randrange(0, 1440, 15), draw.randrange(0, 1440, 15)
    return Times(starts, ends, sometimes(draw.randrange(0, 128)), *((opens, closes) if has_hours else (None, None)))


def random_list(draw: random.Random, near: int) -> AirList:
    entries = tuple(
        Entry(f"p{place}", draw.randrange(10, 41) * SECOND, random_times(draw, near), draw.choice((0, 0, 0, 1)))
        for place in range(draw.randrange(0, 9))
    )
    hours = tuple(random_times(draw, near) for _ in range(draw.choice((0, 0, 1, 2))))
    takeovers = (Entry("darurat", 0, random_times(draw, near)),) if draw.random() < 0.2 else ()
    return AirList(entries, near + draw.randrange(-DAY, HOUR), hours, takeovers)


def questions(count: int, seed: int) -> Iterator[tuple[AirList, int]]:
    """Lists and moments, half of them at an edge of what is in the list or a millisecond beside it."""
    draw = random.Random(seed)
    for _ in range(count):
        at = THURSDAY + draw.randrange(-400 * DAY, 400 * DAY)
        plan = random_list(draw, at)
        edge = showing(plan, at).until
        yield plan, edge + draw.choice((-1, 0, 1)) if edge is not None and draw.random() < 0.5 else at


moments = st.integers(THURSDAY - 400 * DAY, THURSDAY + 400 * DAY)


@given(st.randoms(use_true_random=False), moments)
def test_times_hold_exactly_when_a_calendar_says_so(draw: random.Random, at: int) -> None:
    times = random_times(draw, at)
    for edge in (0, *(value for value in (times.starts, times.ends) if value is not None)):
        for moment in (at, edge - 1, edge, edge + 1) if edge else (at,):
            assert is_on(times, moment) == is_on_by_calendar(times, moment)


@pytest.mark.parametrize(
    ("times", "at", "expected"),
    [
        (Times(days=EVERY_WORKDAY, opens=480, closes=960), ms(2026, 11, 27, 8, 0), True),
        (Times(days=EVERY_WORKDAY, opens=480, closes=960), ms(2026, 11, 27, 7, 59, 59), False),
        (Times(days=EVERY_WORKDAY, opens=480, closes=960), ms(2026, 11, 27, 16, 0), False),
        (Times(days=EVERY_WORKDAY, opens=480, closes=960), ms(2026, 11, 28, 9, 0), False),
        (Times(days=FRIDAY, opens=1320, closes=120), ms(2026, 11, 28, 1, 59, 59), True),
        (Times(days=FRIDAY, opens=1320, closes=120), ms(2026, 11, 28, 2, 0), False),
        (Times(days=FRIDAY, opens=1320, closes=120), ms(2026, 11, 27, 1, 0), False),
        (Times(days=MONDAY, opens=600, closes=600), ms(2026, 11, 30, 23, 59), True),
        (Times(days=0), ms(2026, 11, 30), False),
    ],
)
def test_hours_are_half_open_and_a_night_belongs_to_the_day_it_began_on(times: Times, at: int, expected: bool) -> None:
    assert is_on(times, at) is expected
    assert is_on_by_calendar(times, at) is expected


def test_slides_take_turns_from_the_anchor() -> None:
    plan = AirList((Entry("a", 15 * SECOND), Entry("b", 30 * SECOND)), anchor=THURSDAY)
    seen = [showing(plan, THURSDAY + second * SECOND).key for second in (0, 14, 15, 44, 45, 60)]
    assert seen == ["a", "a", "b", "b", "a", "b"]
    assert showing(plan, THURSDAY + 20 * SECOND).until == THURSDAY + 45 * SECOND


def test_the_layers_are_emergency_then_night_then_the_programme_then_the_list() -> None:
    hour = Times(THURSDAY, THURSDAY + HOUR)
    base, programme = Entry("dasar", 10_000), Entry("program", 10_000, hour, layer=1)
    siren = Entry("darurat", 0, Times(THURSDAY, THURSDAY + MINUTE))
    at = THURSDAY + 30 * SECOND
    assert showing(AirList((base,)), at).key == "dasar"
    assert showing(AirList((base, programme)), at).key == "program"
    assert showing(AirList((base, programme)), THURSDAY + HOUR).key == "dasar"
    closed = AirList((base, programme), hours=(Times(opens=480, closes=960),))
    assert showing(closed, at).kind is Kind.NIGHT
    told = showing(AirList(closed.entries, hours=closed.hours, takeovers=(siren,)), at)
    assert (told.kind, told.until) == (Kind.TAKEOVER, THURSDAY + MINUTE)
    assert showing(AirList(()), at).kind is Kind.STILL


def test_what_is_shown_stands_exactly_as_long_as_it_says() -> None:
    """Everything between `since` and `until` is the same, and something of the answer is another one at `until`."""
    for plan, at in questions(4000, seed=1):
        told = showing(plan, at)
        assert told.since <= at and (told.until is None or at < told.until)
        assert showing(plan, told.since).key == told.key or told.since < plan.anchor
        if told.until is not None:
            assert showing(plan, told.until - 1) == told
            assert showing(plan, told.until).since >= told.until


def test_what_is_on_is_what_the_calendar_has_on() -> None:
    for plan, at in questions(4000, seed=2):
        told = showing(plan, at)
        live = [entry for entry in plan.entries if is_on_by_calendar(entry.times, at)]
        top = max((entry.layer for entry in live), default=0)
        if any(is_on_by_calendar(one.times, at) for one in plan.takeovers):
            assert told.kind is Kind.TAKEOVER
        elif plan.hours and not any(is_on_by_calendar(times, at) for times in plan.hours):
            assert told.kind is Kind.NIGHT
        elif not live:
            assert told.kind is Kind.STILL
        else:
            assert told.key in {entry.key for entry in live if entry.layer == top}


def test_a_list_survives_the_way_to_the_screen() -> None:
    for plan, _ in questions(300, seed=3):
        assert from_json(json.loads(json.dumps(as_json(plan)))) == plan
