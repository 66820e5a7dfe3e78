"""The nearest word: how far apart two words may be, how far they are, and which letters they share at that distance."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Final

from griya.catalog.rules.words import is_code

# Words of the vocabulary outside these lengths are found as they are written or not at all.
SHORTEST: Final = 4
LONGEST: Final = 24
# How easily a letter slips; see `slip`.
EASY: Final = 0
HARD: Final = 2
_TWO_TYPOS_FROM: Final = 9
_BOLD_FROM: Final = 6
_VOWELS: Final = "aeiou"
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# The keys around each key: beside it, and the two it touches in the rows above and below.
_BESIDE: Final = {
    key: "".join(
        other
        for n, keys in enumerate(_ROWS)
        for m, other in enumerate(keys)
        if other != key and abs(n - row) <= 1 and (abs(m - place) <= 1 if n == row else m - place in {0, row - n})
    )
    for row, letters in enumerate(_ROWS)
    for place, key in enumerate(letters)
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of the vocabulary near to a typed one. `weight` says how much of the catalogue speaks of it.

    The first letter is the one that people get right, so of two equal guesses `begins_alike` is the likelier.
    """

    word: str
    distance: int
    slip: int
    weight: int
    begins_alike: bool


def allowed_typos(word: str) -> int:
    """How many typos a typed word of this length is forgiven: none in a number, a code or a very short word."""
    if is_code(word) or not SHORTEST - 1 <= len(word) <= LONGEST + 2:
        return 0
    return 2 if len(word) >= _TWO_TYPOS_FROM else 1


def is_target(word: str) -> bool:
    """Whether a word of the vocabulary may be what somebody meant to type."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha() and word.isascii()


def distance(one: str, other: str, limit: int) -> int:
    """How many letters were added, left out, changed or exchanged with their neighbour; `limit + 1` when more.

    This is the optimal string alignment form of the Damerau-Levenshtein distance: no place is touched twice.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(before) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def shortened(word: str, typos: int) -> set[str]:
    """The word and every word that comes of leaving out up to `typos` of its letters.

    Two words within that distance share one of these, so near words are found by looking up equal ones.
    """
    return {
        "".join(letter for place, letter in enumerate(word) if place not in gone)
        for count in range(min(typos, len(word) - 1) + 1)
        for gone in combinations(range(len(word)), count)
    }


def neighbourhood(word: str) -> set[str]:
    """Under what a word of the vocabulary is kept, so that whoever mistypes it finds it.

    Words of six letters and more are kept for two typos: one more than the rule forgives most of them, because an empty
    answer may make a bolder guess.
    """
    return shortened(word, 2 if len(word) >= _BOLD_FROM else allowed_typos(word))


def slip(typed: str, word: str) -> int:
    """How easily one letter of `word` slips to make `typed`: from `EASY` to `HARD`.

    A letter left out, or exchanged with its neighbour, can make only a few words of one; a letter changed or added can
    make twenty-six times as many, so each of those is that much less likely. Of them, the neighbour on the keyboard,
    another vowel and a doubled letter are the common ones.
    """
    if len(typed) < len(word):
        return EASY
    start = next((n for n, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), len(word))
    if len(typed) > len(word):
        return 1 if typed[start : start + 1] == typed[start - 1 : start] else HARD
    a, b = typed[start], word[start]
    if typed[start + 1 : start + 2] == b and word[start + 1 : start + 2] == a:
        return EASY
    return 1 if b in _BESIDE.get(a, "") or (a in _VOWELS and b in _VOWELS) else HARD


def nearest(typed: str, vocabulary: Iterable[tuple[str, int]], typos: int, limit: int = 4) -> tuple[Candidate, ...]:
    """The words near enough to `typed`, the best guess first: fewest typos, the easier slip, first letter, weight.

    A word of three letters may have lost one: anything looser meets half a dictionary.
    """
    found = []
    for word, weight in vocabulary:
        if len(typed) < SHORTEST and len(word) <= len(typed):
            continue
        apart = distance(typed, word, typos)
        if 0 < apart <= typos:
            slipped = slip(typed, word) if apart == 1 else HARD
            found.append((apart, slipped, word[0] != typed[0], -weight, word))
    return tuple(
        Candidate(word, apart, slipped, -weight, not begins_otherwise)
        for apart, slipped, begins_otherwise, weight, word in sorted(found)[:limit]
    )


def ranks(candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    """Candidates in groups of those that are about equally likely, the likeliest group first.

    Keyboard, vowels and the first letter decide which of them is shown first and not which are answered: people get the
    first letter right and miss by a key more often, but not so often that the other words could be left out.
    """
    return [list(rank) for _, rank in groupby(candidates, key=lambda near: (near.distance, near.slip == EASY))]


def distance_to_beginning(typed: str, word: str, typos: int) -> int:
    """How far an unfinished word is from the beginning of `word`; `typos + 1` when further than that."""
    lengths = range(max(len(typed) - typos, 1), min(len(typed) + typos, len(word)) + 1)
    return min((distance(typed, word[:length], typos) for length in lengths), default=typos + 1)
