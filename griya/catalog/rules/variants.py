"""Words that mean the same: what a curator's table says, as groups of phrases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from griya.catalog.rules.words import distinct, typed_words

Phrase = tuple[str, ...]

MAX_PHRASE_WORDS: Final = 4
MAX_PHRASE_LENGTH: Final = 80
KINDS: Final = ("spelling", "local", "language")


@dataclass(frozen=True, slots=True)
class Variants:
    """For every phrase of the table: `same`, the other spellings of it, and `kin`, what else means it."""

    same: Mapping[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    kin: Mapping[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    longest: int = 1

    def __contains__(self, phrase: object) -> bool:
        return phrase in self.same


def phrase_of(text: str) -> Phrase:
    """A phrase as it is compared: folded, each word once; "manik-manik" and "manik manik" are one."""
    return distinct(typed_words(text))


def variant_refusals(variant: str, canonical: str, kind: str) -> list[str]:
    """Why a pair cannot be taken into the table, in Indonesian; nothing when it can."""
    reasons = []
    for text in (variant, canonical):
        phrase = typed_words(text)
        if not phrase:
            reasons.append("Isi kedua kata: yang diketik orang dan yang dimaksud.")
        elif len(phrase) > MAX_PHRASE_WORDS or len(text) > MAX_PHRASE_LENGTH:
            reasons.append(f"“{text}” terlalu panjang: paling banyak {MAX_PHRASE_WORDS} kata.")
    if not reasons and phrase_of(variant) == phrase_of(canonical):
        reasons.append("Kata itu menunjuk dirinya sendiri: yang diketik dan yang dimaksud sama.")
    if kind not in KINDS:
        reasons.append("Pilih jenisnya: ejaan, istilah daerah, atau bahasa lain.")
    return list(dict.fromkeys(reasons))


def circle_of(variant: str, canonical: str, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The words that would point at each other in a circle once `variant` means `canonical`; empty when none would.

    A circle says of none of its words that it is the one the others stand for.
    """
    meant: dict[Phrase, list[str]] = defaultdict(list)
    for one, other in pairs:
        meant[phrase_of(one)].append(other)
    start = phrase_of(variant)
    ways: list[tuple[str, ...]] = [(variant, canonical)]
    seen: set[Phrase] = set()
    for way in ways:
        last = phrase_of(way[-1])
        if last == start:
            return way
        if last not in seen:
            seen.add(last)
            ways += [(*way, other) for other in meant[last]]
    return ()


def stop_word_refusals(word: str) -> list[str]:
    """Why a word cannot be left out of searches; nothing when it can."""
    return [] if typed_words(word) == (word,) else ["Isi satu kata saja, tanpa tanda baca."]


def make_variants(rows: Iterable[tuple[str, str, str]]) -> Variants:
    """Group rows of (variant, canonical, kind).

    Spellings reach as far as they are chained (trasi, terasi). A local or foreign name reaches one step, to what it
    stands for and what else stands for that, because meaning thins out along a chain.
    """
    pairs = [(phrase_of(one), phrase_of(other), kind) for one, other, kind in rows]
    pairs = [(one, other, kind) for one, other, kind in pairs if one and other and one != other]
    spelled = _chained([(one, other) for one, other, kind in pairs if kind == "spelling"])
    related: dict[Phrase, set[Phrase]] = defaultdict(set)
    centres: dict[Phrase, set[Phrase]] = defaultdict(set)
    for one, other, kind in pairs:
        if kind != "spelling":
            ones, others = spelled.get(one, {one}), spelled.get(other, {other})
            for phrase in ones:
                related[phrase] |= others
            for phrase in others:
                related[phrase] |= ones
                centres[phrase] |= ones
    for siblings in list(centres.values()):
        for phrase in siblings:
            related[phrase] |= siblings
    everything = sorted({*spelled, *related})
    return Variants(
        same={phrase: tuple(sorted(spelled.get(phrase, {phrase}) - {phrase})) for phrase in everything},
        kin={
            phrase: tuple(sorted(related.get(phrase, set()) - spelled.get(phrase, {phrase}) - {phrase}))
            for phrase in everything
        },
        longest=max((len(phrase) for phrase in everything), default=1),
    )


def _chained(pairs: list[tuple[Phrase, Phrase]]) -> dict[Phrase, set[Phrase]]:
    groups: dict[Phrase, set[Phrase]] = {}
    for one, other in pairs:
        group = groups.get(one, {one}) | groups.get(other, {other})
        for phrase in group:
            groups[phrase] = group
    return groups
