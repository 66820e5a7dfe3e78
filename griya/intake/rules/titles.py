"""Turns LISTS TYPED IN CAPITALS into names as people write them, and leaves everything else alone."""

import re
from typing import Final

# Short words whose capitals are their spelling, although they hold a vowel.
_ACRONYMS: Final = frozenset(
    {"UD", "UKM", "IKM", "UMKM", "KUB", "KUBE", "UPJ", "UPPKS", "IRT", "PIRT", "UPT", "PPI", "TPI", "RI", "TNI"}
)
# Abbreviations without a vowel that are written with one capital only.
_ABBREVIATIONS: Final = frozenset(
    {"JL", "JLN", "GG", "DR", "DRS", "HJ", "BLK", "KPG", "DSN", "KP", "SDR", "BPK", "NY", "TN", "TLP"}
)
_FIXED: Final = {"BUMDES": "BUMDes"}
_SMALL: Final = frozenset({"dan", "di", "ke", "dari", "dengan", "untuk", "atau", "yang"})
_ROMAN: Final = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})[A-D]?")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def is_shouted(text: str) -> bool:
    """Whether a text is typed in capitals, apart from a stray word such as "No"."""
    letters = [c for c in text if c.isalpha() and c.lower() != c.upper()]
    return sum(c.isupper() for c in letters) > 0.7 * len(letters) and any(len(w) > 1 for w in _WORD.findall(text))


def titled(text: str) -> str:
    """`UD. PANCARAN KASIH` → `UD. Pancaran Kasih`; a text that is not shouted comes back as it is."""
    if not is_shouted(text) or _is_acronym_alone(text):
        return text
    return _WORD.sub(lambda match: _word(match[0], is_first=match.start() == 0), text)


def _is_acronym_alone(text: str) -> bool:
    """A name that is one short word may be an acronym; where it has a vowel it is read as a word."""
    return len(text) <= 3 and not re.search("[AIUEO]", text)


def _word(word: str, *, is_first: bool) -> str:
    if not word.isupper() or len(word) == 1:
        return word
    if word in _FIXED:
        return _FIXED[word]
    if word in _ACRONYMS or _ROMAN.fullmatch(word):
        return word
    if len(word) <= 4 and word not in _ABBREVIATIONS and not re.search("[AIUEOY]", word):
        return word
    lower = word.lower()
    return lower if lower in _SMALL and not is_first else lower[0].upper() + lower[1:]
