"""What may be published of a year: no figure that points at fewer than three, and a median in whole days."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

LEAST_PUBLIC: Final = 3


def held_back(count: int) -> bool:
    """Whether a figure would point at single makers; nobody is nobody's secret."""
    return 0 < count < LEAST_PUBLIC


def median_days(lengths: Sequence[timedelta]) -> int | None:
    """The middle of these lengths in whole days, rounded half up; None where there are too few to tell."""
    if len(lengths) < LEAST_PUBLIC:
        return None
    ordered, half = sorted(lengths), len(lengths) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return int(middle / timedelta(days=1) + 0.5)
