"""Text as a reader sees it, whatever letters it is dressed in, and how much dressing there is."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

# Letters of other scripts that a reader takes for Latin ones. Only those that look the same in common typefaces.
_ALIKE: Final = str.maketrans(
    {
        **dict(zip("авекмнорстухіјѕԁһӏԛԝ", "abekmhopctyxijsdhlqw", strict=True)),
        **dict(zip("αβεικνορτυχγω", "abeikvoptuxyw", strict=True)),
        "ı": "i", "ɑ": "a", "ɡ": "g", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ꜱ": "s", "ɪ": "i",
    }
)  # fmt: skip
_NAMED_LETTER: Final = re.compile(
    r"(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER|REGIONAL INDICATOR SYMBOL LETTER)"
    r" ([A-Z])"
)
_STYLES: Final = (
    "MATHEMATICAL ", "FULLWIDTH ", "CIRCLED ", "PARENTHESIZED ", "SQUARED ", "NEGATIVE ", "DOUBLE-STRUCK ", "SCRIPT ",
    "BLACK-LETTER ", "LATIN LETTER SMALL CAPITAL ", "REGIONAL INDICATOR ", "MODIFIER LETTER ",
)  # fmt: skip
# The soft hyphen is left out: programs that set text put it there, and it comes along when people copy.
_UNSEEN: Final = re.compile(r"(?<=[A-Za-z])[\u180e\u200b-\u200f\u2060-\u2064\ufeff](?=[A-Za-z0-9])")
_FORMAT: Final = re.compile(r"[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SPELT: Final = re.compile(r"(?<![^\W_])(?:[^\W_][ \t.\-_*·|,'/]{1,3}){3,}[^\W_](?![^\W_])")
_GAPS: Final = re.compile(r"[^\w]|_")
_DRAWN_OUT: Final = re.compile(r"([a-z])\1{2,}")
_FIGURED: Final = re.compile(r"\b(?=[\w@$]*[a-z])(?=[\w@$]*[013457@$])[\w@$]+")
_FIGURES: Final = (
    str.maketrans("013457@$", "oieastas"),
    str.maketrans("013457@$", "oleastas"),
)
_WORD: Final = re.compile(r"[^\W\d_]+")
# There are single characters that NFKD takes apart into eighteen.
_LONGEST: Final = 12_000


@dataclass(frozen=True, slots=True)
class Dressing:
    """How much of a text is not written in plain letters."""

    styled: int
    mixed_words: int
    unseen: int


def plain(text: str) -> str:
    """Small Latin letters without style, marks and what nobody sees; other scripts are kept as they are."""
    visible = _FORMAT.sub("", text)
    flat = unicodedata.normalize("NFKD", "".join(_letter(c) for c in visible)).casefold()[:_LONGEST]
    unmarked = "".join(c for c in flat if unicodedata.category(c) != "Mn")
    return _WORD.sub(_as_latin, unmarked)


def views(text: str) -> tuple[str, ...]:
    """The text as it can be read: plainly, with spelt-out words joined, and with figures that stand for letters."""
    read = plain(text)
    joined = _DRAWN_OUT.sub(r"\1", _SPELT.sub(lambda match: _GAPS.sub("", match[0]), read))
    figured = (_FIGURED.sub(_swapped(table), joined) for table in _FIGURES)
    return tuple(dict.fromkeys((read, joined, *figured)))


def dressing(text: str) -> Dressing:
    """Count styled letters, words of two scripts at once, and unseen characters inside words."""
    styled = sum(1 for c in text if not c.isascii() and unicodedata.name(c, "").startswith(_STYLES) and _letter(c) != c)
    styled += sum(1 for c in text if not c.isascii() and _is_compatible(c))
    mixed = sum(1 for word in _WORD.findall(text) if _is_mixed(word))
    return Dressing(styled, mixed, len(_UNSEEN.findall(text)))


def _letter(c: str) -> str:
    if c.isascii():
        return c
    match = _NAMED_LETTER.fullmatch(unicodedata.name(c, ""))
    return match[1] if match else c


def _is_compatible(c: str) -> bool:
    """Whether this is a Latin letter or a figure in another dress, such as 𝗚 or ７."""
    if not unicodedata.name(c, "").startswith(_STYLES):
        return False
    flat = unicodedata.normalize("NFKC", c)
    return flat != c and flat.isascii() and any(sign.isalnum() for sign in flat)


def _scripts(word: str) -> set[str]:
    names = (unicodedata.name(c, "").partition(" ")[0] for c in unicodedata.normalize("NFKC", word))
    return {name for name in names if name in {"LATIN", "CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN"}}


def _is_mixed(word: str) -> bool:
    return len(word) > 1 and not word.isascii() and len(_scripts(word)) > 1


def _as_latin(match: re.Match[str]) -> str:
    """A word in look-alikes as Latin letters; one of which something else is left stays as it was: it is a language."""
    word = match[0]
    if word.isascii():
        return word
    turned = word.translate(_ALIKE)
    return turned if turned.isascii() else word


def _swapped(table: dict[int, int]) -> Callable[[re.Match[str]], str]:
    return lambda match: match[0].translate(table)
