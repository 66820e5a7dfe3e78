"""Which roots an Indonesian word may come from: every prefix and suffix that could be one is taken off.

No dictionary is asked. A wrong candidate does no harm unless another word of the catalogue happens to yield it too, and
the exact form always stands above what only shares a root. English endings are treated alike, because names are told
in both languages.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_VOWELS: Final = frozenset("aeiou")
_SHORTEST_WORD: Final = 5
_SHORTEST_ROOT: Final = 4
# A root of one syllable ("cat", "las", "cap") is believed behind these alone, which take nothing else so short.
_SHORT_AFTER: Final = ("di", "menge", "penge")
_PARTICLES: Final = ("nya", "lah", "kah")

# Which suffixes may close a word that begins with a prefix; others would take letters of the root.
_SUFFIXES_AFTER: Final = {
    "di": ("", "kan", "i"),
    "me": ("", "kan", "i"),
    "pe": ("", "an"),
    "per": ("", "an", "kan", "i"),
    "ber": ("", "an", "kan"),
    "ter": ("", "kan", "i"),
    "ke": ("an",),
    "se": ("", "an"),
}
_SECOND: Final = ("per", "ber", "ter")


@lru_cache(maxsize=65536)
def roots(word: str) -> tuple[str, ...]:
    """The roots that a folded word may come from, without the word itself, in a fixed order; often none."""
    if len(word) < _SHORTEST_WORD or not (word.isascii() and word.isalpha()):
        return ()
    found: dict[str, None] = {}
    for form in (word, *_without_particle(word)):
        if form != word and _is_root(form, ""):
            found[form] = None
        for root in _without_affixes(form):
            found[root] = None
    for root in _without_english_ending(word):
        found[root] = None
    found.pop(word, None)
    return tuple(found)


def _without_particle(word: str) -> Iterator[str]:
    for particle in _PARTICLES:
        if word.endswith(particle):
            yield word.removesuffix(particle)


def _without_affixes(word: str) -> Iterator[str]:
    if word.endswith("an") and _is_root(rest := word.removesuffix("an"), ""):
        yield rest
    if word.endswith("kan") and len(rest := word.removesuffix("kan")) > _SHORTEST_ROOT and _is_root(rest, ""):
        yield rest
    for prefix, suffixes in _SUFFIXES_AFTER.items():
        if not word.startswith(prefix):
            continue
        for suffix in suffixes:
            if not word.endswith(suffix):
                continue
            for bare, lead in _without_prefix(word.removesuffix(suffix) if suffix else word, prefix):
                if _is_root(bare, lead):
                    yield bare
                if lead in {"di", "me", "ke"} and bare.startswith(_SECOND) and _is_root(bare[3:], lead):
                    yield bare[3:]  # diperhalus, mempercantik, keterampilan


def _without_prefix(word: str, prefix: str) -> Iterator[tuple[str, str]]:
    """What may stand behind the prefix, with the prefix as it was taken: `me` and `pe` change letters of the root."""
    if prefix in {"me", "pe"}:
        yield from _without_nasal(word, prefix)
        return
    rest = word[len(prefix) :]
    yield rest, prefix
    if prefix in {"ber", "ter", "per"} and rest[:1] in _VOWELS:
        yield f"r{rest}", prefix  # berenda: be + renda


def _without_nasal(word: str, prefix: str) -> Iterator[tuple[str, str]]:
    rest = word[2:]
    if rest.startswith("nge") and len(rest) == len("nge") + 3:
        yield rest[3:], f"{prefix}nge"  # mengecat, pengelas
    if rest.startswith("ng"):
        bare = rest[2:]
        yield bare, prefix  # menganyam, menggulung, pengrajin
        if bare[:1] in _VOWELS:
            yield f"k{bare}", prefix  # mengupas
    elif rest.startswith("ny"):
        yield f"s{rest[2:]}", prefix  # menyulam
        yield rest, prefix
    elif rest.startswith("m"):
        bare = rest[1:]
        if bare[:1] in _VOWELS:
            yield f"p{bare}", prefix  # memahat
            yield rest, prefix  # memasak
        else:
            yield bare, prefix  # membatik
    elif rest.startswith("n"):
        bare = rest[1:]
        if bare[:1] in _VOWELS:
            yield f"t{bare}", prefix  # menenun
            yield rest, prefix
        else:
            yield bare, prefix  # mencelup, mendempul
    elif rest:
        # melukis, merajut; with `pe` before any letter: perajin, petani, pekerja.
        if (prefix == "pe" or rest[0] in "lrwy") and not (rest[0] == "r" and rest[1:2] not in _VOWELS):
            yield rest, prefix
        if rest.startswith("l") and rest[1:2] in _VOWELS:
            yield rest[1:], prefix  # pelajar: ajar


def _is_root(word: str, lead: str) -> bool:
    """Whether an Indonesian root can look like this: two syllables, and no two consonants at its end but `ng`."""
    vowels = sum(letter in _VOWELS for letter in word)
    if len(word) == _SHORTEST_ROOT - 1:
        return lead in _SHORT_AFTER and vowels == 1 and word[1] in _VOWELS
    if len(word) < _SHORTEST_ROOT or vowels < 2:
        return False
    return word[-1] in _VOWELS or word[-2] in _VOWELS or word.endswith("ng")


def _without_english_ending(word: str) -> Iterator[str]:
    """beads, weaving, carved, berries: the bare word and the one with its e."""
    bare = ""
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith("ss"):
        bare = word[:-1]
        if len(bare) >= _SHORTEST_ROOT:
            yield bare
            if word.endswith(("shes", "ches", "xes", "sses")):
                yield word[:-2]
        return
    elif word.endswith("ing"):
        bare = word[:-3]
    elif word.endswith("ed"):
        bare = word[:-2]
    if len(bare) >= _SHORTEST_ROOT:
        yield bare
        yield f"{bare}e"
        if bare[-1] == bare[-2]:
            yield bare[:-1]  # trimmed, knitting
