"""The words of the index: which are known, which are near to a typed one, and what the curators' tables say."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from griya.catalog.models.search import SearchStopWord, SearchVariant
from griya.catalog.queries.lookup.statements import DIALECTS, POSTGRESQL, SQLITE, Statement, one_of, values_of
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

_LOOK_UP: Final = Statement(
    *(
        f"SELECT word, documents, rooted, weight FROM search_word WHERE word {one_of('words')[spoken]}"  # noqa: S608
        for spoken in DIALECTS
    )
)
_ALIKE: Final = Statement(
    *(
        f"SELECT word, skeleton, weight FROM search_word WHERE skeleton {one_of('skeletons')[spoken]} AND weight > 0"  # noqa: S608
        for spoken in DIALECTS
    )
)
# PostgreSQL finds the words first, whatever it believes of the table; looked up for each of them it would take minutes.
_NEAR: Final = Statement(
    sqlite="SELECT word, weight FROM search_word WHERE word IN "  # noqa: S608
    f"(SELECT word FROM search_deletion WHERE deletion {one_of('deletions')[SQLITE]})",
    postgresql="WITH near AS MATERIALIZED "  # noqa: S608
    f"(SELECT DISTINCT word FROM search_deletion WHERE deletion {one_of('deletions')[POSTGRESQL]}) "
    "SELECT word, weight FROM near JOIN search_word USING (word)",
)
_BEGUN: Final = Statement(
    "SELECT word, weight FROM search_word WHERE word >= :first AND word < :last AND weight > 0 "
    "ORDER BY weight DESC, word LIMIT :limit"
)


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
        rows = db.session.execute(
            select(SearchVariant.variant, SearchVariant.canonical, SearchVariant.kind).where(
                SearchVariant.disabled_at.is_(None)
            )
        )
        stop_words = frozenset(
            db.session.scalars(select(SearchStopWord.word).where(SearchStopWord.disabled_at.is_(None)))
        )
        variants = make_variants((variant, canonical, kind) for variant, canonical, kind in rows)
        found = Curated(variants, stop_words, _near(variants))
        _remembered.clear()
        _remembered[key] = found
    return found


def list_variants(*, used: bool = False) -> list[SearchVariant]:
    """The curators' pairs, by what they stand for; with `used` those alone that are not switched off."""
    wanted = [SearchVariant.disabled_at.is_(None)] if used else []
    return list(
        db.session.scalars(
            select(SearchVariant).where(*wanted).order_by(SearchVariant.canonical, SearchVariant.variant)
        )
    )


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
    rows = _LOOK_UP.rows(words=values_of(stored))
    return {stored[word]: Known(documents, rooted, weight) for word, documents, rooted, weight in rows}


def find_alike(words: Collection[str], said: Curated) -> dict[str, list[str]]:
    """For each typed word the words of the index that are other spellings of it, the weightiest first.

    A skeleton of one letter is no word's: eighty times "a" is not another spelling of "a".
    """
    bones = {word: bone for word in words if len(word) >= SHORTEST and len(bone := skeleton(word)) > 1}
    if not bones:
        return {}
    rows = _ALIKE.rows(skeletons=values_of(set(bones.values())))
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
    vocabulary = {word: 0 for key in keys & said.near.keys() for word in said.near[key]}
    vocabulary |= {row[0]: row[1] for row in _NEAR.rows(deletions=values_of(keys))}
    meant = [(word, weight) for word, weight in vocabulary.items() if word not in said.stop_words]
    return {word: nearest(word, meant, allowed) for word, allowed in typos.items() if allowed}


def find_completions(beginning: str, said: Curated, *, limit: int = COMPLETIONS, shortest: int) -> list[str]:
    """The weightiest words of the index that begin so; none for a beginning shorter than `shortest`.

    Words that stand in village names alone are left out, or every beginning would have one; stop words are, because
    nobody looks for them and nearly everything has them.
    """
    if len(beginning) < shortest:
        return []
    return [word for word, _ in weightiest(as_stored(beginning), said, limit)]


def weightiest(beginning: str, said: Curated, limit: int) -> list[tuple[str, int]]:
    """The weightiest words that begin so and are looked for, with their weights."""
    # Every stored letter is below "~", so this is one range of the index. Stop words are taken out of some more.
    unwanted = sum(word.startswith(beginning) for word in said.stop_words)
    rows = _BEGUN.rows(first=beginning, last=f"{beginning}~", limit=limit + unwanted)
    return [(word, weight) for word, weight in rows if word not in said.stop_words][:limit]
