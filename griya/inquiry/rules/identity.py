"""Numbers of identity cards that people write though nobody asks for them: found, and covered before they are kept.

They are covered, not refused: who wrote one has done nothing wrong, loses no inquiry by it, and is told.
"""

import re
from typing import Final

# Sixteen digits in one piece or in fours: six of a region, six of a birthday (40 more for a woman), four of a count.
_SIXTEEN: Final = re.compile(r"(?<![0-9])[0-9](?:[ .\-]?[0-9]){15}(?![0-9])")
_SHAPE: Final = re.compile(
    r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])[0-9]{4}"
    r"(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(?:0[1-9]|1[0-2])[0-9]{2}(?!0000)[0-9]{4}"
)
_COVERED: Final = "••••••"
_SEEN: Final = re.compile(rf"(?<![0-9])[0-9]{{4}}{_COVERED}[0-9]{{2}}(?![0-9])")


def cover_identity(text: str) -> str:
    """The text with every number that has the shape of an Indonesian identity number covered but for its ends."""
    return _SIXTEEN.sub(_cover, text)


def has_covered(text: str) -> bool:
    """Whether something in this text was covered by `cover_identity`."""
    return _SEEN.search(text) is not None


def _cover(match: re.Match[str]) -> str:
    digits = re.sub(r"[^0-9]", "", match[0])
    return f"{digits[:4]}{_COVERED}{digits[-2:]}" if _SHAPE.fullmatch(digits) else match[0]
