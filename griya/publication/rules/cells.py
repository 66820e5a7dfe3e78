"""How a value stands in a cell of a CSV file, and never becomes a formula there."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

Value = str | int | bool | date | Sequence[str] | None

_LIST_MARK: Final = "; "
_YES, _NO = "ya", "tidak"
# What makes a spreadsheet calculate, also in the full width that some of them fold. An Indonesian spreadsheet parts
# cells at semicolons and takes every line break for a new row, quotes or not, so a formula may begin behind those too;
# blanks and quotes in front of it save nobody.
_FORMULA: Final = re.compile('(^|[;\\n\\r\\t])(?=[\\s"]*[=+@＝＋－＠-])|^(?=[\\t\\r\\n])')
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
    """The text, with an apostrophe wherever a spreadsheet could take what follows for a formula."""
    return _FORMULA.sub(lambda found: f"{found[0]}{_GUARD}", text)
