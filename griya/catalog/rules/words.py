"""Text as the search sees it: words in small letters and digits, the same for what is stored and what is typed."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

MAX_WORD_LENGTH: Final = 40

# Apostrophes are part of a word and are dropped: "Qur'an", "Ma’u". Everything else that is no letter or digit parts.
_APOSTROPHES: Final = str.maketrans("", "", "'’‘`´ʻʼ")
_WORD: Final = re.compile(r"[^\W_]+")
_DOUBLED: Final = re.compile(r"\b([^\W\d_]{2,})-\1\b")
# Letters that carry no accent which could be taken off.
_LETTERS: Final = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


def fold(text: str) -> str:
    """The text in small letters without accents and apostrophes: "É’kor" becomes "ekor"."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFKC", "".join(c for c in plain if not unicodedata.combining(c)))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in their order. A doubled word also counts as one: "ale-ale" is ale, ale and aleale."""
    folded = fold(text)
    found = [word[:MAX_WORD_LENGTH] for word in _WORD.findall(folded)]
    if "-" in folded:
        found += [f"{word}{word}"[:MAX_WORD_LENGTH] for word in _DOUBLED.findall(folded)]
    return tuple(found)


def typed_words(text: str) -> tuple[str, ...]:
    """The words of a query in their order; a doubled word is asked for once: "ale-ale" is ale."""
    return tuple(word[:MAX_WORD_LENGTH] for word in _WORD.findall(_DOUBLED.sub(r"\1", fold(text))))


def is_code(word: str) -> bool:
    """Whether the word is a number, or a code such as "gx001": nothing near it means the same."""
    return any(c.isdigit() for c in word)


def distinct(found: Iterable[str]) -> tuple[str, ...]:
    """Each word once, in the order of its first appearance."""
    return tuple(dict.fromkeys(found))


def without_stop_words(found: tuple[str, ...], stop_words: frozenset[str]) -> tuple[str, ...]:
    """The words that say what is looked for; all of them when they are stop words without exception."""
    return tuple(word for word in found if word not in stop_words) or found
