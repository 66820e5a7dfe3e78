"""The curators' search words as the desk shows them: the list, one word, its record, and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, String, cast, func, literal, or_, select, union_all

from griya.accounts.models import Account, Event
from griya.catalog.models.search import PAIR_MARK, STOP_MARK, SearchStopWord, SearchVariant, VariantKind
from griya.catalog.queries.lookup import index
from griya.catalog.queries.lookup.upkeep import freshness
from griya.catalog.rules.documents import NAME, WORDS, as_stored
from griya.catalog.rules.filters import search_words
from griya.catalog.rules.question import All, Has
from griya.catalog.rules.variants import phrase_of
from griya.core.db import db
from griya.core.paging import Page

PAGE_SIZE: Final = 50
# From so many products on, a word is one that people look for as it is.
COMMON_FROM: Final = 5
STOP: Final = "stop"
KIND_NAMES: Final = {
    VariantKind.SPELLING.value: "Ejaan lain",
    VariantKind.LOCAL.value: "Istilah daerah",
    VariantKind.LANGUAGE.value: "Bahasa lain",
    STOP: "Diabaikan",
}
_OBJECTS: Final = (SearchVariant.__tablename__, SearchStopWord.__tablename__)


class WordState(StrEnum):
    """Whether searches obey a word."""

    USED = "dipakai"
    OFF = "dimatikan"


@dataclass(frozen=True, slots=True)
class SearchWordRow:
    """One line of the list; `meaning` is empty for a word that is left out."""

    key: str
    kind: str
    word: str
    meaning: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class WordEvent:
    """One thing that was done to a word; `before` and `after` are what it said then, "" where it was not there."""

    at: datetime
    what: str
    actor: str
    reason: str
    before: str
    after: str


def key_of(row: SearchVariant | SearchStopWord) -> str:
    """By what the desk and the record call a row."""
    return row.record_key


def find_search_word(key: str) -> SearchVariant | SearchStopWord | None:
    """The row of a key; None when there is none."""
    if key.startswith(STOP_MARK):
        return db.session.get(SearchStopWord, key.removeprefix(STOP_MARK))
    number = key.removeprefix(PAIR_MARK)
    if not (key.startswith(PAIR_MARK) and number.isascii() and number.isdecimal() and len(number) <= 9):
        return None
    return db.session.get(SearchVariant, int(number))


def find_variant(variant: str, canonical: str) -> SearchVariant | None:
    """The pair, however it is written: "Aloe-Vera" is "aloe vera"."""
    phrases = phrase_of(variant), phrase_of(canonical)
    rows = db.session.scalars(select(SearchVariant))
    return next((row for row in rows if (phrase_of(row.variant), phrase_of(row.canonical)) == phrases), None)


def page_of_search_words(*, text: str, kind: str, state: WordState | None, page: int) -> Page[SearchWordRow]:
    """Words with all the words of `text` in them or in what they mean, in the order of the alphabet."""
    rows = union_all(
        select(
            (literal(PAIR_MARK) + cast(SearchVariant.id, String)).label("key"),
            SearchVariant.kind,
            SearchVariant.variant.label("word"),
            SearchVariant.canonical.label("meaning"),
            SearchVariant.disabled_at.is_(None).label("is_used"),
        ),
        select(
            (literal(STOP_MARK) + SearchStopWord.word),
            literal(STOP),
            SearchStopWord.word,
            literal(""),
            SearchStopWord.disabled_at.is_(None),
        ),
    ).subquery()
    wanted: list[ColumnElement[bool]] = [
        or_(rows.c.word.icontains(part, autoescape=True), rows.c.meaning.icontains(part, autoescape=True))
        for part in search_words(text)
    ]
    if kind:
        wanted.append(rows.c.kind == kind)
    if state is not None:
        wanted.append(rows.c.is_used.is_(state is WordState.USED))
    total = db.session.scalar(select(func.count()).select_from(rows).where(*wanted)) or 0
    number = min(page, max(1, -(-total // PAGE_SIZE)))
    found = db.session.execute(
        select(rows)
        .where(*wanted)
        .order_by(rows.c.word, rows.c.meaning)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page([SearchWordRow(*row) for row in found], number, PAGE_SIZE, total)


def page_of_word_events(page: int) -> Page[WordEvent]:
    """What was done to any word, removed ones too, newest first."""
    wanted = Event.object_type.in_(_OBJECTS)
    total = db.session.scalar(select(func.count()).select_from(Event).where(wanted)) or 0
    number = min(page, max(1, -(-total // PAGE_SIZE)))
    return Page(_events([wanted], PAGE_SIZE, (number - 1) * PAGE_SIZE), number, PAGE_SIZE, total)


def list_word_events(key: str) -> list[WordEvent]:
    """What was done to this word, newest first; not what was done to one before it that had the same key."""
    found = []
    for event in _events([Event.object_type.in_(_OBJECTS), Event.object_key == key], PAGE_SIZE, 0):
        found.append(event)
        if event.what == "created":
            break
    return found


def variant_doubts(variant: str, canonical: str) -> list[str]:
    """What to think about before `variant` is taken for `canonical`, in Indonesian."""
    doubts = []
    count = _count(variant, WORDS)
    if count >= COMMON_FROM:
        doubts.append(
            f"“{variant}” sendiri ada di {count} produk. Siapa pun yang mencarinya akan mendapat juga “{canonical}”."
        )
    if not _count(canonical, WORDS):
        doubts.append(f"Belum ada produk dengan “{canonical}”, jadi padanan ini belum menemukan apa-apa.")
    stop_words = set(db.session.scalars(select(SearchStopWord.word).where(SearchStopWord.disabled_at.is_(None))))
    if stop_words.issuperset(phrase_of(variant)):
        doubts.append(f"“{variant}” sedang diabaikan pencarian; hapus dulu dari daftar kata yang diabaikan.")
    return doubts


def stop_word_doubts(word: str) -> list[str]:
    """What to think about before a word is left out of searches, in Indonesian."""
    count = _count(word, NAME)
    return [f"{count} produk memakai “{word}” dalam namanya; kata ini tidak akan membedakannya lagi."] if count else []


def _count(text: str, where: str) -> int:
    """How many products have all words of a text there."""
    freshness()
    words = tuple(Has(as_stored(word), where) for word in phrase_of(text))
    return index.first_product_ids([All(words)], 1)[1]


def _events(wanted: Sequence[ColumnElement[bool]], limit: int, offset: int) -> list[WordEvent]:
    rows = db.session.execute(
        select(Event.at, Event.verb, Event.object_key, Account.name, Event.reason, Event.before, Event.after)
        .outerjoin(Account, Account.id == Event.actor_id)
        .where(*wanted)
        .order_by(Event.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_event(row) for row in rows]


def _event(row: Row[*tuple[Any, ...]]) -> WordEvent:
    what = row.verb.partition(".")[2]
    before, after = _said(row.before, row.object_key), _said(row.after, row.object_key)
    return WordEvent(row.at, what, row.name or "Griya", row.reason or "", before, after)


def _said(told: dict[str, str] | None, key: str) -> str:
    """A word as the record tells it. Before there was a list at the desk, it told the pair by its key alone."""
    if told is None:
        return ""
    word = f"{told['word']} = {told['meaning']}" if told.get("meaning") else told.get("word", key)
    kind = KIND_NAMES.get(told.get("kind", ""), KIND_NAMES[STOP])
    return f"{word} ({kind.lower()})"
