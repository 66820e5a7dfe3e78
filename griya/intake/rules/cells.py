"""What a single cell says: clean text and lists. Numbers and amounts are read by `catalog.rules.amounts`."""

import re
from typing import Final

from griya.core.text import clean_text, fold

__all__ = ["clean", "fold", "is_blank", "split_list"]

_INVISIBLE: Final = frozenset("\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
_DASHES: Final = re.compile(r"[\s\-–—_.]*")


def clean(value: str, *, keep_lines: bool = False) -> str:
    """NFC text without control characters, lone surrogates and invisible marks; white space as single blanks.

    A leading apostrophe before a formula sign is the armour that our own CSV puts on, and comes off again.
    """
    text = clean_text("".join(c for c in value.replace("\t", " ") if c not in _INVISIBLE))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    text = ("\n" if keep_lines else " ").join(lines).strip()
    return text[1:] if re.match(r"'[=+\-@]", text) else text if keep_lines else " ".join(text.split())


def is_blank(text: str) -> bool:
    """Whether a cell is empty or holds only the dash that people put for "none"."""
    return _DASHES.fullmatch(text) is not None


def split_list(text: str) -> list[str]:
    """The parts of a list inside one cell: at commas, semicolons and lines, but never inside brackets or numbers.

    `RENGGINANG (IKAN, UDANG), STIK 0,5 KG` has two parts. Brackets that do not pair are taken as plain signs.
    """
    pairs = text.count("(") == text.count(")")
    parts, depth = [""], 0
    for position, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")") if pairs else 0
        in_number = sign == "," and re.match(r"[0-9],[0-9]", text[max(position - 1, 0) : position + 2]) is not None
        if sign in ",;\n" and depth <= 0 and not in_number:
            parts.append("")
        else:
            parts[-1] += sign
    return [part for part in (" ".join(part.split()) for part in parts) if not is_blank(part)]
