"""Text in a cell of a file for a spreadsheet, which never becomes a formula there."""

import re
from typing import Final

# What makes a spreadsheet calculate, also in the full width that some of them fold. An Indonesian spreadsheet parts
# cells at semicolons and takes every line break for a new row, quotes or not, so a formula may begin behind those too;
# blanks and quotes in front of it save nobody.
_FORMULA: Final = re.compile('(^|[;\\n\\r\\t])(?=[\\s"]*[=+@＝＋－＠-])|^(?=[\\t\\r\\n])')
_GUARD: Final = "'"


def safe_text(text: str) -> str:
    """The text, with an apostrophe wherever a spreadsheet could take what follows for a formula."""
    return _FORMULA.sub(lambda found: f"{found[0]}{_GUARD}", text)
