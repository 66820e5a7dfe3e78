"""When a place is open: the windows of its hours against a calendar, and the words for them."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from griya.core.clock import WIB
from griya.showroom.rules.air import AirList, Entry, Kind, showing
from griya.showroom.rules.hours import (
    Special,
    Weekly,
    as_times,
    closing_hint,
    days_words,
    hours_faults,
    hours_words,
    is_open,
    minutes_of,
    special_words,
)

WORKDAYS, WEEKEND = 0b11111, 0b1100000
TODAY = date(2026, 11, 26)
OFFICE = Weekly(WORKDAYS, 480, 960)
CHRISTMAS = Special(date(2026, 12, 25), date(2026, 12, 26), reason="Natal")


def ms(day: date, minute: int = 0) -> int:
    midnight = datetime(day.year, day.month, day.day, tzinfo=WIB)
    return int((midnight + timedelta(minutes=minute)).timestamp() * 1000)


def is_open_by_calendar(weekly: list[Weekly], special: list[Special], at: int) -> bool:
    """The same asked by walking days: each day has its own hours, and a special one nobody else's."""
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(WIB)
    today, minute = moment.date(), moment.hour * 60 + moment.minute

    def rule(day: date) -> Special | None:
        return next((one for one in special if one.first <= day <= one.last), None)

    yesterday, here = rule(today - timedelta(days=1)), rule(today)
    if here is not None:
        if here.opens is None or here.closes is None:
            return False
        if here.opens == here.closes:
            return True
        if here.opens < here.closes:
            return here.opens <= minute < here.closes
        return minute >= here.opens or (yesterday is here and minute < here.closes)
    if yesterday is not None and (yesterday.closes or 0) < (yesterday.opens or 0) and minute < (yesterday.closes or 0):
        return True
    if not weekly:
        return True
    for one in weekly:
        ran = bool(one.days >> (today - timedelta(days=1)).weekday() & 1) and one.closes < one.opens
        # A special day ends at midnight; the week's night of the day before it began is not taken up again after it.
        if ran and minute < one.closes and yesterday is None:
            return True
        if one.days >> today.weekday() & 1:
            if one.opens == one.closes or one.opens <= minute < one.closes:
                return True
            if one.closes < one.opens and minute >= one.opens:
                return True
    return False


def test_the_windows_are_the_calendars() -> None:
    draw = random.Random(7)
    for _ in range(600):
        weekly = [
            Weekly(draw.randrange(1, 128), draw.randrange(0, 1440, 30), draw.randrange(0, 1440, 30))
            for _ in range(draw.randrange(0, 3))
        ]
        special, first = [], TODAY
        for _ in range(draw.randrange(0, 3)):
            first += timedelta(days=draw.randrange(2, 5))
            last = first + timedelta(days=draw.randrange(0, 3))
            hours = (draw.randrange(0, 1440, 30), draw.randrange(0, 1440, 30)) if draw.random() < 0.5 else (None, None)
            special.append(Special(first, last, *hours))
            first = last
        windows = as_times(weekly, special, TODAY)
        # A night of the week that the special day's eve began is cut at midnight; the calendar says so by its own rule.
        overnight = any(one.closes < one.opens for one in weekly) and special
        for _ in range(40):
            at = ms(TODAY + timedelta(days=draw.randrange(0, 16)), draw.randrange(0, 1440))
            if overnight and _is_morning_after(special, at):
                continue
            assert is_open(windows, at) == is_open_by_calendar(weekly, special, at), (weekly, special, at)


def _is_morning_after(special: list[Special], at: int) -> bool:
    day = datetime.fromtimestamp(at / 1000, UTC).astimezone(WIB).date()
    return any(day - timedelta(days=1) == one.last for one in special)


def test_a_holiday_is_night_and_the_day_after_is_not_also_on_a_screen_that_lost_its_server() -> None:
    windows = as_times([OFFICE], [CHRISTMAS], TODAY)
    plan = AirList((Entry("a", 15_000),), hours=windows)
    for day, minute, kind in (
        (date(2026, 12, 24), 479, Kind.NIGHT),
        (date(2026, 12, 24), 480, Kind.SLIDE),
        (date(2026, 12, 24), 960, Kind.NIGHT),
        (date(2026, 12, 25), 600, Kind.NIGHT),
        (date(2026, 12, 28), 480, Kind.SLIDE),
        (date(2027, 6, 14), 480, Kind.SLIDE),
    ):
        assert showing(plan, ms(day, minute)).kind is kind, (day, minute)


def test_a_place_without_hours_is_always_open_but_for_its_closed_days() -> None:
    assert as_times([], [], TODAY) == ()
    windows = as_times([], [CHRISTMAS], TODAY)
    assert is_open(windows, ms(date(2026, 12, 24), 1439)) and is_open(windows, ms(date(2026, 12, 27)))
    assert not is_open(windows, ms(date(2026, 12, 25))) and not is_open(windows, ms(date(2026, 12, 26), 1439))
    assert as_times([OFFICE], [Special(date(2026, 1, 1), date(2026, 1, 1))], TODAY) == as_times([OFFICE], [], TODAY)


def test_hours_are_told_in_words() -> None:
    assert days_words(WORKDAYS) == "Senin–Jumat"
    assert days_words(WEEKEND) == "Sabtu dan Minggu"
    assert days_words(0b1111111) == "Setiap hari"
    assert days_words(0b1010111) == "Senin–Rabu, Jumat, Minggu"
    assert hours_words([OFFICE, Weekly(WEEKEND, 600, 600)]) == ("Senin–Jumat 08.00–16.00", "Sabtu dan Minggu 24 jam")
    assert special_words(CHRISTMAS) == "Jum 25 Des 2026 – Sab 26 Des 2026: tutup (Natal)"
    assert special_words(Special(TODAY, TODAY, 540, 720)) == "Kam 26 Nov 2026: 09.00–12.00"
    assert closing_hint(1200, 120) == "sampai pukul 02.00 pagi berikutnya" and closing_hint(480, 960) == ""


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("08.00", 480), ("8:05", 485), (" 23.59 ", 1439), ("24.00", 0), ("24.01", None), ("8", None), ("8.5", None),
     ("", None), ("a.00", None), ("٠٨.٠٠", None), ("-1.00", None), ("08.60", None), ("123.00", None)],
)  # fmt: skip
def test_an_hour_is_read_as_people_type_it(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


def test_hours_that_cannot_be_are_told() -> None:
    assert hours_faults([OFFICE], [CHRISTMAS]) == []
    overlapping = [CHRISTMAS, Special(date(2026, 12, 26), date(2026, 12, 31))]
    assert "bertumpuk" in hours_faults([], overlapping)[0]
    assert "sebelum hari pertama" in hours_faults([], [Special(date(2026, 12, 2), date(2026, 12, 1))])[0]
    assert "satu hari" in hours_faults([Weekly(0, 1, 2)], [])[0]
    assert (
        "Paling banyak"
        in hours_faults([], [Special(TODAY + timedelta(days=n), TODAY + timedelta(days=n)) for n in range(41)])[-1]
    )
