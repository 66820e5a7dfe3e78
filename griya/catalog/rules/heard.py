"""Which queries may be written down: normalised, and none that could say who asked."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from griya.core.text import clean_text, one_line

LONGEST: Final = 60
# Two words that find nothing may be somebody's name. They are kept when as many asked for them on one day.
ASKED_BY_SEVERAL: Final = 3
# Days after which a count is forgotten.
KEPT_DAYS: Final = 400
_MOST_DIGITS: Final = 4
_ADDRESS: Final = re.compile(r"@|https?:|www\.|[a-z0-9-]+\.(?:com|co|id|net|org)\b")


@dataclass(frozen=True, slots=True)
class Heard:
    """How often a query was asked on a day, how much it found last, and how often a result was opened from it."""

    day: date
    query: str
    asked: int
    found: int
    opened: int = 0


def hearable(text: str) -> str:
    """The query in its plainest form; empty for what may be an address, a telephone or another number, or is too long.

    Five digits and more are no price or size that anybody looks for here: they are telephones, NIB and identity cards.
    """
    plain = " ".join(re.sub(r"[^\w@.:/-]+", " ", one_line(clean_text(text)).lower()).split())
    if not plain or len(plain) > LONGEST or sum(sign.isdigit() for sign in plain) > _MOST_DIGITS:
        return ""
    return "" if _ADDRESS.search(plain) else plain


def is_kept(heard: Heard) -> bool:
    """Whether a count may be written down by itself."""
    may_be_a_name = heard.found == 0 and len(heard.query.split()) > 1
    return not may_be_a_name or heard.asked >= ASKED_BY_SEVERAL
