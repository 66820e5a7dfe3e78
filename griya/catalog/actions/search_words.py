"""Changes to what the search takes for the same, and to the words it does not look for."""

import csv
from importlib.resources import files
from typing import Final

from sqlalchemy import func, insert, select

from griya.accounts.actions import record_event
from griya.catalog.models.search import SearchStopWord, SearchVariant
from griya.catalog.rules.variants import phrase_of, stop_word_refusals, variant_refusals
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.text import clean_text, one_line

_VARIANT_FILES: Final = ("search_variants.csv", "search_languages.csv")
_STOP_WORD_FILE: Final = "search_stop_words.csv"


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
    return written


def put_variant(
    *, variant: str, canonical: str, kind: str, actor_id: int | None = None, reason: str = ""
) -> SearchVariant:
    """Say that `variant` means `canonical`; said again, only its kind changes.

    Raises:
        Refused: when either is no phrase, both are the same, or the pair stands there the other way round.
    """
    variant, canonical = _cleaned(variant), _cleaned(canonical)
    reasons = variant_refusals(variant, canonical, kind)
    if not reasons and _find(canonical, variant) is not None:
        reasons.append(f"Sudah tercatat sebaliknya: {canonical} berarti {variant}.")
    if reasons:
        raise Refused(reasons)
    found = _find(variant, canonical)
    before = {"kind": found.kind} if found else None
    row = found or SearchVariant(variant=variant, canonical=canonical)
    row.kind = kind
    db.session.add(row)
    db.session.flush()
    _record("search_variant.put", f"{variant} = {canonical}", actor_id, reason, before=before, after={"kind": kind})
    return row


def remove_variant(*, variant: str, canonical: str, actor_id: int | None = None, reason: str = "") -> None:
    """Take a pair out again.

    Raises:
        Refused: when there is no such pair.
    """
    row = _find(_cleaned(variant), _cleaned(canonical))
    if row is None:
        raise Refused("Tidak ada padanan kata itu.")
    db.session.delete(row)
    db.session.flush()
    _record("search_variant.removed", f"{row.variant} = {row.canonical}", actor_id, reason, before={"kind": row.kind})


def put_stop_word(*, word: str, kind: str = "query", actor_id: int | None = None, reason: str = "") -> SearchStopWord:
    """Say that a word is not looked for unless a query has no other.

    Raises:
        Refused: when it is not one word, or is one already.
    """
    word = _cleaned(word)
    reasons = stop_word_refusals(word)
    if not reasons and db.session.get(SearchStopWord, word) is not None:
        reasons.append(f"{word} sudah diabaikan.")
    if reasons:
        raise Refused(reasons)
    row = SearchStopWord(word=word, kind=kind)
    db.session.add(row)
    db.session.flush()
    _record("search_stop_word.put", word, actor_id, reason, after={"kind": kind})
    return row


def remove_stop_word(*, word: str, actor_id: int | None = None, reason: str = "") -> None:
    """Let a word be looked for again.

    Raises:
        Refused: when it is none that is left out.
    """
    row = db.session.get(SearchStopWord, _cleaned(word))
    if row is None:
        raise Refused("Kata itu tidak diabaikan.")
    db.session.delete(row)
    db.session.flush()
    _record("search_stop_word.removed", row.word, actor_id, reason, before={"kind": row.kind})


def _record(
    verb: str,
    key: str,
    actor_id: int | None,
    reason: str,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    record_event(
        verb=verb,
        object_type=verb.partition(".")[0],
        object_key=key[:80],
        actor_id=actor_id,
        reason=reason.strip() or None,
        before=before,
        after=after,
    )


def _cleaned(text: str) -> str:
    return one_line(clean_text(text)).lower()


def _find(variant: str, canonical: str) -> SearchVariant | None:
    """The pair, however it is written: "Aloe-Vera" is "aloe vera"."""
    phrases = phrase_of(variant), phrase_of(canonical)
    return next(
        (
            row
            for row in db.session.scalars(select(SearchVariant))
            if (phrase_of(row.variant), phrase_of(row.canonical)) == phrases
        ),
        None,
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = files("griya.catalog.reference").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))
