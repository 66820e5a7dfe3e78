"""The skeleton of a word: what is left when ways of spelling one Indonesian sound are made alike."""

import re
from functools import lru_cache
from typing import Final

# The spelling of before 1972, as ordered replacements. There `j` was today's `y`, but today's words have a `j` of their
# own ("jahe"), so it is taken for one only in a word with another sign of age; "J" holds the place of today's `j`.
_OLD: Final = re.compile("oe|dj|tj|nj|sj")
_OLD_SOUNDS: Final = (("oe", "u"), ("dj", "J"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("j", "y"), ("J", "j"))
# Sounds that are heard alike or written in haste.
_SOUNDS: Final = (
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("bh", "b"), ("ph", "f"),
    ("sh", "sy"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("v", "p"), ("f", "p"), ("z", "s"),
)  # fmt: skip
_VOWELS: Final = "aeiou"
_GLIDES: Final = (
    (re.compile(r"u[w]([aeio])"), r"u\1"),  # buwaya, buaya
    (re.compile(r"i[y]([aeuo])"), r"i\1"),  # tiyang, tiang
    (re.compile(r"([^aeiou\W])w([aeio])"), r"\1u\2"),  # kwali, kuali
    (re.compile(r"ie"), "i"),  # mie, mi
)
_DOUBLED: Final = re.compile(r"(.)\1+")
# The neutral e between a consonant and r or l is often not written: kerupuk, krupuk; selendang, slendang.
_NEUTRAL: Final = re.compile(rf"([^{_VOWELS}\W])e([rl][{_VOWELS}])")
_ENDINGS: Final = ((re.compile(r"ai$"), "e"), (re.compile(r"au$"), "o"), (re.compile(r"(?<=[aeiou])y$"), "i"))


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """What is left of a folded word; words with one skeleton are spellings of one word, if they are words at all.

    Numbers keep every digit, so that 100 and 1000 stay apart.
    """
    if any(c.isdigit() for c in word):
        return word
    bones = word
    for sound, letter in (*_OLD_SOUNDS, *_SOUNDS) if _OLD.search(word) else _SOUNDS:
        bones = bones.replace(sound, letter)
    bones = _DOUBLED.sub(r"\1", bones)
    for pattern, letters in (*_GLIDES, *_ENDINGS):
        bones = pattern.sub(letters, bones)
    bones = _NEUTRAL.sub(r"\1\2", bones)
    return _DOUBLED.sub(r"\1", bones) or word
