"""Letters on a share picture: the site's font as Pillow reads it, and lines that fit their column.

Nothing here may run in two threads at once: a FreeType face has one pen (`kept.py` sees to that).
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

FONT: Final = Path(__file__).resolve().parent / "plus-jakarta-sans.ttf"
# No text of ours has it, so it shows the box that stands for a letter the font has not.
_NOT_A_LETTER: Final = "\uffff"
_PROBE_SIZE: Final = 24
_BALANCE_STEPS: Final = 6


@cache
def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """The site's font, `size` pixels high, in a weight from 400 to 800."""
    face = ImageFont.truetype(FONT, size)
    face.set_variation_by_axes([weight])
    return face


def drawable(text: str) -> str:
    """The text in letters that the font has: foreign accents fall off, and what has no letter is left out."""
    kept = "".join(_letters(character) for character in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


def _letters(character: str) -> str:
    if character.isspace() or _is_in_font(character):
        return character
    plain = unicodedata.normalize("NFKD", character)
    return "".join(part for part in plain if part != character and _is_in_font(part))


@cache
def _is_in_font(character: str) -> bool:
    if not character.isprintable():
        return False
    face = font(_PROBE_SIZE, 400)
    return bytes(face.getmask(character)) != bytes(face.getmask(_NOT_A_LETTER))


def wrapped(text: str, face: ImageFont.FreeTypeFont, width: int, *, is_balanced: bool = False) -> list[str]:
    """The text in lines no wider than `width`; a word that is wider is broken. Balanced lines are about as long."""
    lines = _filled(text, face, width)
    if not is_balanced or len(lines) < 2:
        return lines
    low, high = width // 2, width
    for _ in range(_BALANCE_STEPS):
        middle = (low + high) // 2
        narrower = _filled(text, face, middle)
        if len(narrower) == len(lines) and not _breaks_a_word(text, narrower):
            high, lines = middle, narrower
        else:
            low = middle
    return lines


def _filled(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in _words(text, face, width):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _words(text: str, face: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """The words of the text, each cut into pieces that fit."""
    for word in text.split():
        piece = ""
        for character in word:
            if piece and face.getlength(piece + character) > width:
                yield piece
                piece = ""
            piece += character
        yield piece


def _breaks_a_word(text: str, lines: list[str]) -> bool:
    return " ".join(lines).split() != text.split()
