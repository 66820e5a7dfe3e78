"""Days that people may mean: not so early or so late that a day more, or another zone, is no day any more."""

from datetime import date
from typing import Final

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999


def is_meant(day: date) -> bool:
    """Whether somebody may mean this day."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def read_day(text: str) -> date:
    """The day in `2026-11-26`.

    Raises:
        ValueError: for anything else, and for a day that nobody means.
    """
    day = date.fromisoformat(text)
    if not is_meant(day):
        raise ValueError(text)
    return day
