"""A question tried out by a curator: how the search understands it, what it finds, and why."""

from dataclasses import dataclass
from typing import Final

from griya.catalog.models.search import SearchVariant
from griya.catalog.queries.cards import ProductCard, list_cards
from griya.catalog.queries.lookup.entries import Entry, find_entries
from griya.catalog.queries.lookup.products import list_product_ids, list_stages
from griya.catalog.queries.lookup.understanding import How, Step, Understanding, understand
from griya.catalog.queries.lookup.vocabulary import curated, list_variants
from griya.catalog.queries.search_words import key_of
from griya.catalog.rules.question import Closeness
from griya.catalog.rules.variants import Phrase, phrase_of
from griya.catalog.rules.words import distinct, typed_words
from griya.core.words import Bilingual

SHOWN: Final = 10
OTHERS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class UsedPair:
    """A line of the curators' list that a part of the question was understood by."""

    key: str
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TriedPart:
    """A word or phrase of the question: `how` it was taken and for what.

    `taken` is what it was corrected to, "" for itself; `same` its other spellings, `kin` other words that meet it and
    `roots` what its family shares, as far as the catalogue has them.
    """

    typed: str
    how: How
    taken: str
    same: tuple[str, ...]
    kin: tuple[str, ...]
    roots: tuple[str, ...]
    pairs: tuple[UsedPair, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a question finds as the words are now. `dropped` are words that were not looked for."""

    text: str
    dropped: tuple[str, ...]
    parts: tuple[TriedPart, ...]
    corrected: str
    others: tuple[str, ...]
    choices: tuple[str, ...]
    total: int
    products: tuple[tuple[ProductCard, Closeness], ...]
    entries: tuple[Bilingual, ...]


def try_out(text: str) -> Trial:
    """Ask a question as a visitor would, and keep the reasons."""
    understanding = understand(text)
    stop_words = curated(understanding.freshness.variants).stop_words
    looked_for = {word for step in understanding.steps for word in step.phrase}
    ids = list_product_ids(understanding)
    closeness = _closeness(understanding)
    others: dict[str, list[Entry]] = {
        kind.value: entries for kind, entries in find_entries(understanding, OTHERS_SHOWN, partly=bool(ids)).items()
    }
    return Trial(
        text=text,
        dropped=distinct(word for word in typed_words(text) if word in stop_words and word not in looked_for),
        parts=_parts(understanding),
        corrected=understanding.corrected,
        others=understanding.others,
        choices=understanding.choices,
        total=len(ids),
        products=tuple((card, closeness[card.product_id]) for card in list_cards(ids[:SHOWN])),
        entries=tuple(entry.name for entries in others.values() for entry in entries),
    )


def _closeness(understanding: Understanding) -> dict[int, Closeness]:
    """Of each product the closest stage that it answers."""
    if understanding.question is None:
        return {}
    found: dict[int, Closeness] = {}
    for ids, how in zip(list_stages(understanding), understanding.question.closeness.values(), strict=True):
        for product_id in ids:
            found.setdefault(product_id, how)
    return found


def _parts(understanding: Understanding) -> tuple[TriedPart, ...]:
    rows = list_variants(used=True) if understanding.steps else []
    return tuple(_part(step, rows) for step in understanding.steps)


def _part(step: Step, rows: list[SearchVariant]) -> TriedPart:
    typed, taken = " ".join(step.phrase), phrase_of(step.written) or step.phrase
    group = step.group
    return TriedPart(
        typed=typed,
        how=step.how,
        taken=step.written,
        same=_joined(group.same, {step.phrase, taken}) if group else (),
        kin=_joined(group.kin, {step.phrase, taken}) if group else (),
        roots=tuple(root for root in group.roots if root not in taken) if group else (),
        pairs=tuple(
            UsedPair(key_of(row), row.variant, row.canonical)
            for row in rows
            if taken in {phrase_of(row.variant), phrase_of(row.canonical)}
        ),
    )


def _joined(phrases: tuple[Phrase, ...], without: set[Phrase]) -> tuple[str, ...]:
    return tuple(" ".join(phrase) for phrase in phrases if phrase not in without)
