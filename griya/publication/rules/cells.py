"""How a value stands in a cell of a CSV file, and never becomes a formula there."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

Value = str | int | bool | date | Sequence[str] | None

_LIST_MARK: Final = "; "
_YES, _NO = "ya", "tidak"
# What makes a spreadsheet calculate, also in the full width that some of them fold, and the two characters that can
# stand in front of it. A blank in front does not save a cell everywhere.
_FORMULA_STARTS: Final = tuple("=+-@\t\r\n＝＋－＠")
_GUARD: Final = "'"


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


def safe_text(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet could take it for a formula."""
    starts = (text[:1], text.lstrip()[:1])
    return f"{_GUARD}{text}" if any(start and start in _FORMULA_STARTS for start in starts) else text
