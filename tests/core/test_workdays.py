"""Days of work, counted forwards and back."""

from datetime import date, timedelta

import pytest

from griya.core.workdays import add_workdays, is_workday, last_start


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
        (date(2026, 11, 26), 1, date(2026, 11, 27)),  # Thursday to Friday
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # over the weekend
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # begun on a Saturday
        (date(2026, 11, 26), 5, date(2026, 12, 3)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # Christmas is a Friday
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 8, 14), 1, date(2026, 8, 18)),  # 17 August is a Monday
    ],
)
def test_what_takes_days_of_work_is_due_on_a_day_of_work(start: date, count: int, due: date) -> None:
    assert add_workdays(start, count) == due


@pytest.mark.parametrize("count", [0, 1, 3, 5, 20])
def test_counting_back_finds_the_last_day_that_is_still_in_time(count: int) -> None:
    for days in range(400):
        due = date(2026, 6, 1) + timedelta(days=days)
        start = last_start(due, count)
        assert add_workdays(start, count) <= due < add_workdays(start + timedelta(days=1), count)


def test_a_sunday_and_a_fixed_holiday_are_no_days_of_work() -> None:
    assert not is_workday(date(2026, 11, 29))
    assert not is_workday(date(2026, 5, 1))
    assert is_workday(date(2026, 5, 4))
