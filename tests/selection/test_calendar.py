"""Months, days and gaps of a slot, in WIB."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from griya.core.clock import WIB
from griya.selection.rules import Window, WindowState
from griya.selection.rules.calendar import Span, gaps, month_of, neighbours, weeks_of
from griya.selection.rules.wording import distance, nearness, read_moment, short_moment, typed_parts


def wib(day: int, hour: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=WIB)


def span(start: datetime, end: datetime, what: str = "x") -> Span[str]:
    return Span(Window(start, end), what)


DECEMBER = month_of(date(2026, 12, 17))


def test_a_month_is_west_kalimantans() -> None:
    assert (DECEMBER.starts_at, DECEMBER.ends_at) == (wib(1), datetime(2027, 1, 1, tzinfo=WIB))
    assert neighbours(date(2026, 12, 9)) == (date(2026, 11, 1), date(2027, 1, 1))
    assert neighbours(date(2027, 1, 31)) == (date(2026, 12, 1), date(2027, 2, 1))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [(wib(1), DECEMBER.ends_at)]),
        ([span(wib(1), DECEMBER.ends_at)], []),
        ([span(wib(20, month=11), wib(4)), span(wib(4), wib(31, 23))], [(wib(31, 23), DECEMBER.ends_at)]),
        (
            [span(wib(5), wib(6)), span(wib(2), wib(3))],
            [(wib(1), wib(2)), (wib(3), wib(5)), (wib(6), DECEMBER.ends_at)],
        ),
        ([span(wib(1, month=10), wib(1, month=11))], [(wib(1), DECEMBER.ends_at)]),
    ],
)
def test_gaps_are_what_no_version_covers(spans: list[Span[str]], expected: list[tuple[datetime, datetime]]) -> None:
    assert [(gap.starts_at, gap.ends_at) for gap in gaps(spans, DECEMBER)] == expected


def test_a_version_that_ends_at_midnight_is_not_on_in_the_day_that_begins() -> None:
    weeks = weeks_of(date(2026, 12, 1), [span(wib(1), wib(3)), span(wib(3, 8), wib(4), "y")])
    days = {day.on.day: day for week in weeks for day in week if day}
    assert len(days) == 31
    assert weeks[0][0] is None and weeks[0][1] is days[1]  # 1 December 2026 is a Tuesday
    assert [part.what for part in days[2].parts] == ["x"] and not days[2].gaps
    assert [part.what for part in days[3].parts] == ["y"]
    assert [(gap.starts_at, gap.ends_at) for gap in days[3].gaps] == [(wib(3), wib(3, 8))]
    assert days[4].is_bare and not days[3].is_bare


def test_a_typed_hour_is_wib_and_comes_back_as_it_was_typed() -> None:
    moment = read_moment(date(2026, 12, 1), time(0, 0))
    assert moment == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert typed_parts(moment) == (date(2026, 12, 1), time(0, 0))
    assert short_moment(moment) == "Sel 1 Des 2026 00.00 WIB"
    assert short_moment(read_moment(date(2026, 12, 1), time(8, 30), 480), 480) == "Sel 1 Des 2026 08.30 WITA"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "kurang dari semenit"), (60, "1 menit"), (3599, "59 menit"), (9 * 3600, "9 jam"), (47 * 3600, "47 jam"),
     (48 * 3600, "2 hari"), (9 * 86400 + 1, "9 hari")],
)  # fmt: skip
def test_a_distance_is_told_in_its_largest_fitting_unit(seconds: int, words: str) -> None:
    assert distance(timedelta(seconds=seconds)) == words


def test_nearness_turns_at_the_start_and_at_the_end() -> None:
    window = Window(wib(1), wib(3))
    second = timedelta(seconds=1)
    assert nearness(window, WindowState.SCHEDULED, wib(1) - timedelta(hours=9)) == "mulai dalam 9 jam"
    assert nearness(window, WindowState.LIVE, wib(1)).startswith("berakhir dalam")
    assert nearness(window, WindowState.LIVE, wib(3) - second).startswith("berakhir dalam")
    assert nearness(window, WindowState.OVER, wib(3)).startswith("selesai")
    assert nearness(window, WindowState.CANCELLED, wib(1)) == "dibatalkan"
