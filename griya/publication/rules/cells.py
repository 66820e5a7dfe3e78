"""How a value stands in a cell of a CSV file, and never becomes a formula there."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from griya.core.cells import safe_text

Value = str | int | bool | date | Sequence[str] | None

__all__ = ["Value", "cell", "moment", "safe_text"]

_LIST_MARK: Final = "; "
_YES, _NO = "ya", "tidak"


def cell(value: Value) -> str:
    """The value as a cell. Numbers and dates are ours; every text that could be a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return moment(value)
    return safe_text(value if isinstance(value, str) else _LIST_MARK.join(value))


def moment(value: date) -> str:
    """ISO 8601: a day as it is, a moment in whole seconds of UTC."""
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value.isoformat()
