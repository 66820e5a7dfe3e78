"""The words of the index: which are known, which are near to a typed one, and what the curators' tables say."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from griya.catalog.models.search import SearchDeletion, SearchStopWord, SearchVariant, SearchWord
from griya.catalog.rules.correction import (
    SHORTEST,
    Candidate,
    allowed_typos,
    is_target,
    nearest,
    neighbourhood,
    shortened,
)
from griya.catalog.rules.documents import as_stored
from griya.catalog.rules.skeleton import skeleton
from griya.catalog.rules.variants import Variants, make_variants
from griya.core.db import db

COMPLETIONS: Final = 24


@dataclass(frozen=True, slots=True)
class Known:
    """A word of the index; see `catalog.models.search.SearchWord`."""

    documents: int
    rooted: int
    weight: int


@dataclass(frozen=True, slots=True)
class Curated:
    """What the curators' tables say: words that mean the same, and words that are not looked for."""

    variants: Variants
    stop_words: frozenset[str]
    # The words of the phrases by what is left of them without a letter or two, as `SearchDeletion` has it.
    near: Mapping[str, frozenset[str]]


# What the process remembers of the curators' tables: they hold a few hundred rows, are read with every search and
# change rarely. The key is drawn at random with every change, so an old copy is never taken for the present one.
_remembered: dict[int, Curated] = {}


def curated(key: int) -> Curated:
    """The curators' tables as they stand at this key of `Freshness.variants`."""
    found = _remembered.get(key)
    if found is None:
        rows = db.session.execute(select(SearchVariant.variant, SearchVariant.canonical, SearchVariant.kind))
        stop_words = frozenset(db.session.scalars(select(SearchStopWord.word)))
        variants = make_variants((variant, canonical, kind) for variant, canonical, kind in rows)
        found = Curated(variants, stop_words, _near(variants))
        _remembered.clear()
        _remembered[key] = found
    return found


def list_variants() -> list[SearchVariant]:
    """The curators' pairs, by what they stand for."""
    return list(db.session.scalars(select(SearchVariant).order_by(SearchVariant.canonical, SearchVariant.variant)))


def _near(variants: Variants) -> dict[str, frozenset[str]]:
    near: defaultdict[str, set[str]] = defaultdict(set)
    for word in {word for phrase in variants.same for word in phrase if is_target(word)}:
        for short in neighbourhood(word):
            near[short].add(word)
    return {short: frozenset(words) for short, words in near.items()}


def look_up(words: Collection[str]) -> dict[str, Known]:
    """Those of the words that the index knows; one statement."""
    stored = {as_stored(word): word for word in words}
    if not stored:
        return {}
    rows = db.session.execute(
        select(SearchWord.word, SearchWord.documents, SearchWord.rooted, SearchWord.weight).where(
            SearchWord.word.in_(sorted(stored))
        )
    )
    return {stored[word]: Known(documents, rooted, weight) for word, documents, rooted, weight in rows}


def find_alike(words: Collection[str], said: Curated) -> dict[str, list[str]]:
    """For each typed word the words of the index that are other spellings of it, the weightiest first.

    A skeleton of one letter is no word's: eighty times "a" is not another spelling of "a".
    """
    bones = {word: bone for word in words if len(word) >= SHORTEST and len(bone := skeleton(word)) > 1}
    if not bones:
        return {}
    rows = db.session.execute(
        select(SearchWord.word, SearchWord.skeleton, SearchWord.weight).where(
            SearchWord.skeleton.in_(sorted(set(bones.values()))), SearchWord.weight > 0
        )
    ).all()
    return {
        word: [
            other
            for other, bone, _ in sorted(rows, key=lambda row: (-row[2], row[0]))
            if bone == bones[word] and other != word and other not in said.stop_words
        ]
        for word in bones
    }


def find_near(words: Collection[str], said: Curated, *, more: int = 0) -> dict[str, tuple[Candidate, ...]]:
    """For each typed word the nearest words of the index and of the curators' table; one statement for all of them.

    `more` forgives so many typos beyond the rule.
    """
    typos = {word: allowed_typos(word) + (more if allowed_typos(word) else 0) for word in words}
    keys = {key for word, allowed in typos.items() if allowed for key in shortened(word, allowed)}
    if not keys:
        return {}
    rows = db.session.execute(
        select(SearchDeletion.word, SearchWord.weight)
        .join(SearchWord, SearchWord.word == SearchDeletion.word)
        .where(SearchDeletion.deletion.in_(sorted(keys)))
        .distinct()
    )
    vocabulary = {word: 0 for key in keys & said.near.keys() for word in said.near[key]} | dict(rows.all())
    meant = [(word, weight) for word, weight in vocabulary.items() if word not in said.stop_words]
    return {word: nearest(word, meant, allowed) for word, allowed in typos.items() if allowed}


def find_completions(beginning: str, said: Curated, *, limit: int = COMPLETIONS, shortest: int) -> list[str]:
    """The weightiest words of the index that begin so; none for a beginning shorter than `shortest`.

    Words that stand in village names alone are left out, or every beginning would have one; stop words are, because
    nobody looks for them and nearly everything has them.
    """
    if len(beginning) < shortest:
        return []
    start = as_stored(beginning)
    # The last letter plus one bounds the range; every stored letter is below "~".
    unwanted = sorted(word for word in said.stop_words if word.startswith(beginning))
    rows = db.session.scalars(
        select(SearchWord.word)
        .where(SearchWord.word >= start, SearchWord.word < f"{start}~", SearchWord.weight > 0)
        .where(SearchWord.word.not_in(unwanted))
        .order_by(SearchWord.weight.desc(), SearchWord.word)
        .limit(limit)
    )
    return list(rows)
