"""Sizes in English. A size is free text; it is translated where every word of it is known, and else not at all."""

import re
from typing import Final

_WORDS: Final = {
    "atau": "or",
    "diameter": "diameter",
    "kain": "cloth",
    "keliling": "circumference",
    "lebar": "width",
    "lingkar": "circumference",
    "mulai": "from",
    "panjang": "length",
    "sampai": "to",
    "selendang": "shawl",
    "tebal": "thickness",
    "terbesar": "largest",
    "terkecil": "smallest",
    "tinggi": "height",
}
_SAME: Final = frozenset({"cm", "mm", "m", "s", "l", "xs", "xl", "xxl", "xxxl"})
_WORD: Final = re.compile(r"[^\W\d_]+")
# A whole number with an Indonesian point for thousands and comma for decimals; never a part of "40,60,90" or of "7.5".
_NUMBER: Final = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2})?(?![.,]?\d)")
_SWAPPED: Final = str.maketrans(".,", ",.")


def size_in_english(text: str) -> str | None:
    """The size with English words and numbers, or None where a word is not known.

    "diameter 7,5 cm" is "diameter 7.5 cm"; a page shows what has no translation as typed, with `lang="id"`.
    """
    if any(word.casefold() not in _WORDS and word.casefold() not in _SAME for word in _WORD.findall(text)):
        return None
    points = _NUMBER.sub(lambda found: found[0].translate(_SWAPPED), text)
    return _WORD.sub(lambda found: _WORDS.get(found[0].casefold(), found[0]), points)
