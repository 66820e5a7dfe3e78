"""Changes to what the search takes for the same, and to the words it does not look for."""

import csv
from importlib.resources import files
from typing import Final

from sqlalchemy import func, insert, select

from griya.accounts.actions import record_event, record_on
from griya.catalog.models.search import SearchStopWord, SearchVariant
from griya.catalog.queries.lookup.vocabulary import list_variants
from griya.catalog.queries.search_words import stop_word_doubts, variant_doubts
from griya.catalog.rules.variants import circle_of, phrase_of, stop_word_refusals, variant_refusals
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Doubtful, Refused
from griya.core.state import state_change
from griya.core.text import clean_text, one_line

_VARIANT_FILES: Final = ("search_variants.csv", "search_languages.csv")
_STOP_WORD_FILE: Final = "search_stop_words.csv"


@state_change()
def load_search_words() -> bool:
    """Fill the curators' tables where they are empty. Returns whether anything was written."""
    written = False
    if not db.session.scalar(select(func.count()).select_from(SearchVariant)):
        rows = [row for name in _VARIANT_FILES for row in _rows(name)]
        names = ("variant", "canonical", "kind")
        db.session.execute(insert(SearchVariant), [{name: row[name] for name in names} for row in rows])
        written = True
    if not db.session.scalar(select(func.count()).select_from(SearchStopWord)):
        rows = _rows(_STOP_WORD_FILE)
        db.session.execute(insert(SearchStopWord), [{"word": row["word"], "kind": row["kind"]} for row in rows])
        written = True
    if written:
        record_event(verb="search_words.loaded", object_type="search_words", object_key="search_words")
    return written


def create_variant(
    *,
    variant: str,
    canonical: str,
    kind: str,
    is_confirmed: bool = False,
    actor_id: int | None = None,
    reason: str = "",
) -> SearchVariant:
    """Say that `variant` means `canonical`.

    Raises:
        Refused: when either is no phrase, both are the same, the pair is there already, or it would close a circle.
        Doubtful: when there is something to think about first, and nobody has confirmed it.
    """
    variant, canonical = _cleaned(variant), _cleaned(canonical)
    _check_variant(variant, canonical, kind, None, is_confirmed=is_confirmed)
    row = SearchVariant(variant=variant, canonical=canonical, kind=kind)
    db.session.add(row)
    db.session.flush()
    _record("created", row, actor_id, reason, after=_told(row))
    return row


def change_variant(
    *,
    row: SearchVariant,
    variant: str,
    canonical: str,
    kind: str,
    is_confirmed: bool = False,
    actor_id: int | None = None,
    reason: str = "",
) -> None:
    """Correct a pair; whether it is switched off stays as it is.

    Raises:
        Refused: as `create_variant`, or when nothing would change.
        Doubtful: likewise.
    """
    variant, canonical = _cleaned(variant), _cleaned(canonical)
    before = _told(row)
    if (variant, canonical, kind) == (row.variant, row.canonical, row.kind):
        raise Refused("Belum ada yang diubah.")
    _check_variant(variant, canonical, kind, row, is_confirmed=is_confirmed)
    row.variant, row.canonical, row.kind = variant, canonical, kind
    db.session.flush()
    _record("changed", row, actor_id, reason, before=before, after=_told(row))


def create_stop_word(
    *, word: str, kind: str = "query", is_confirmed: bool = False, actor_id: int | None = None, reason: str = ""
) -> SearchStopWord:
    """Say that a word is not looked for unless a query has no other.

    Raises:
        Refused: when it is not one word, or is one already.
        Doubtful: when products are called by it, and nobody has confirmed it.
    """
    word = _cleaned(word)
    reasons = stop_word_refusals(word)
    if not reasons and db.session.get(SearchStopWord, word) is not None:
        reasons.append(f"“{word}” sudah ada di daftar kata yang diabaikan.")
    if reasons:
        raise Refused(reasons)
    if not is_confirmed and (doubts := stop_word_doubts(word)):
        raise Doubtful(doubts)
    row = SearchStopWord(word=word, kind=kind)
    db.session.add(row)
    db.session.flush()
    _record("created", row, actor_id, reason, after=_told(row))
    return row


@state_change()
def disable_search_word(*, row: SearchVariant | SearchStopWord, reason: str, actor_id: int | None = None) -> None:
    """Let no search obey a word any more; it stays in the list.

    Raises:
        Refused: when it is switched off already, or no reason is given.
    """
    if row.disabled_at is not None:
        raise Refused("Kata ini sudah dimatikan.")
    _check_reason(reason)
    row.disabled_at = now()
    db.session.flush()
    _record("disabled", row, actor_id, reason, before=_told(row))


@state_change()
def enable_search_word(*, row: SearchVariant | SearchStopWord, reason: str, actor_id: int | None = None) -> None:
    """Let searches obey a word again.

    Raises:
        Refused: when it is not switched off, or no reason is given.
    """
    if row.disabled_at is None:
        raise Refused("Kata ini sudah dipakai.")
    _check_reason(reason)
    row.disabled_at = None
    db.session.flush()
    _record("enabled", row, actor_id, reason, after=_told(row))


def remove_search_word(*, row: SearchVariant | SearchStopWord, reason: str, actor_id: int | None = None) -> None:
    """Take a word out of the list.

    Raises:
        Refused: when no reason is given.
    """
    _check_reason(reason)
    _record("removed", row, actor_id, reason, before=_told(row))
    db.session.delete(row)
    db.session.flush()


def _check_variant(variant: str, canonical: str, kind: str, own: SearchVariant | None, *, is_confirmed: bool) -> None:
    reasons = variant_refusals(variant, canonical, kind)
    others = [row for row in list_variants() if row is not own]
    if not reasons:
        phrases = phrase_of(variant), phrase_of(canonical)
        if any((phrase_of(row.variant), phrase_of(row.canonical)) == phrases for row in others):
            reasons.append(f"Sudah tercatat: “{variant}” berarti “{canonical}”.")
        elif circle := circle_of(variant, canonical, [(row.variant, row.canonical) for row in others]):
            reasons.append(f"Ini melingkar: {' → '.join(circle)}. Pilih satu sebagai kata yang dimaksud.")
    if reasons:
        raise Refused(reasons)
    # Only another kind: what there was to think about the words themselves was thought when they were put there.
    is_same = own is not None and (own.variant, own.canonical) == (variant, canonical)
    if not is_confirmed and not is_same and (doubts := variant_doubts(variant, canonical)):
        raise Doubtful(doubts)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Tulis alasannya.")


def _told(row: SearchVariant | SearchStopWord) -> dict[str, str]:
    """What the record keeps of a row."""
    if isinstance(row, SearchVariant):
        return {"word": row.variant, "meaning": row.canonical, "kind": row.kind}
    return {"word": row.word, "kind": row.kind}


def _record(
    verb: str,
    row: SearchVariant | SearchStopWord,
    actor_id: int | None,
    reason: str,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    record_on(row=row, done=verb, actor_id=actor_id, reason=reason, before=before, after=after)


def _cleaned(text: str) -> str:
    return one_line(clean_text(text)).lower()


def _rows(name: str) -> list[dict[str, str]]:
    text = files("griya.catalog.reference").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))
