"""Days on which the office works, counted forwards: Monday to Friday without the holidays that never move.

Holidays that a yearly joint decree fixes are not known to the program. A day that is due then is one day early, which
harms nobody.
"""

from datetime import date, timedelta
from typing import Final

# Month and day of national holidays with a fixed date.
HOLIDAYS: Final = frozenset({(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)})
_FRIDAY: Final = 4


def is_workday(on: date) -> bool:
    """Whether the office works on that day."""
    return on.weekday() <= _FRIDAY and (on.month, on.day) not in HOLIDAYS


def add_workdays(start: date, count: int) -> date:
    """The `count`th day of work after `start`; what begins on a Friday and takes one day is due on Monday."""
    on = start
    while count > 0:
        on += timedelta(days=1)
        count -= is_workday(on)
    return on


def last_start(due_on: date, count: int) -> date:
    """The last day on which something that takes `count` days of work may begin to be due by `due_on`."""
    start = due_on
    while add_workdays(start, count) > due_on:
        start -= timedelta(days=1)
    return start
