"""Keeps the index true: what triggers marked is made anew before a commit, and before a search that sees a mark.

The index is derived from the catalogue as a count is, only that it is remembered: no action has to think of it, and
none can forget it. See docs/decisions/007-search.md.
"""

import logging
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from sqlalchemy import Table, bindparam, delete, event, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from griya.catalog.models.search import (
    DocumentKind,
    SearchDeletion,
    SearchDocument,
    SearchStale,
    SearchState,
    SearchWord,
)
from griya.catalog.queries.lookup import index
from griya.catalog.queries.lookup.documents import CHUNK, Document, all_ids, make_documents
from griya.catalog.rules.correction import is_target, neighbourhood
from griya.catalog.rules.documents import RULES, Fields, weights
from griya.catalog.rules.skeleton import skeleton
from griya.core.db import db, peek

log = logging.getLogger(__name__)

# A search makes up to this many documents anew itself. Only a bulk load past Griya leaves more marks than that; they
# wait for the next commit or for `griya search rebuild`, and until then `Freshness.is_behind` says so.
REPAIRED_BY_A_SEARCH: Final = 1000
_ROWS_AT_ONCE: Final = 5000
_SHOWN: Final = ("label", "label_en", "detail", "detail_en", "slug")
_STATE: Final = "SELECT content, variants, (SELECT id FROM search_stale LIMIT 1) FROM search_state"

# As plain tables: thousands of rows pass through here, and none of them needs to be an object.
_WORD_TABLE: Final = cast(Table, SearchWord.__table__)
_DELETION_TABLE: Final = cast(Table, SearchDeletion.__table__)
_DOCUMENT_TABLE: Final = cast(Table, SearchDocument.__table__)
_UPDATE_WORD: Final = (
    update(_WORD_TABLE)
    .where(_WORD_TABLE.c.word == bindparam("which"))
    .values(documents=bindparam("documents"), rooted=bindparam("rooted"), weight=bindparam("weight"))
)


@dataclass(frozen=True, slots=True)
class Freshness:
    """What a search may rely on. `content` and `variants` change whenever what they are named after does."""

    content: int
    variants: int
    is_behind: bool


@dataclass(slots=True)
class Tally:
    """By word: in how many documents it stands, in how many as a root, what it weighs; or by how much that changed."""

    documents: Counter[str] = field(default_factory=Counter)
    rooted: Counter[str] = field(default_factory=Counter)
    weight: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, fields: Fields, *, sign: int = 1) -> None:
        """Count the words of one document, or with -1 take them back."""
        in_name, elsewhere = weights(number)
        name, text = set(fields.name.split()), set(fields.text.split())
        for word in name | text:
            self.documents[word] += sign
            self.weight[word] += sign * (in_name if word in name else elsewhere)
        for root in {*fields.name_roots.split(), *fields.text_roots.split()} if in_name else ():
            self.rooted[root] += sign

    def __iter__(self) -> Any:
        return iter({**self.documents, **self.rooted})

    def of(self, word: str) -> tuple[int, int, int]:
        """The three numbers of one word."""
        return self.documents[word], self.rooted[word], self.weight[word]


def freshness() -> Freshness:
    """Bring the index up to date if it is not, and say what it stands at; one small statement when it is."""
    content, variants, stale = _read_state()
    if stale is None:
        return Freshness(content, variants, is_behind=False)
    is_behind = not _repair()
    content, variants, _ = _read_state()
    return Freshness(content, variants, is_behind)


def _read_state() -> Sequence[Any]:
    row = peek(_STATE)
    if row is None:
        raise LookupError("the search index has no state: its migration makes it")
    return row


def _repair() -> bool:
    """Make marked documents anew inside a search. False where there are too many, or somebody else is writing."""
    marks = db.session.scalars(select(SearchStale.id).limit(REPAIRED_BY_A_SEARCH + 1)).all()
    if len(marks) > REPAIRED_BY_A_SEARCH:
        log.warning("the search index is behind: run griya search rebuild")
        return False
    try:
        with db.session.begin_nested():
            bring_up_to_date()
    except OperationalError as error:
        log.warning("the search index is behind and could not be written: %s", error.orig)
        return False
    return True


def bring_up_to_date() -> int:
    """Make every marked document anew, in the caller's transaction. Returns how many marks there were."""
    _claim()
    marked = db.session.execute(delete(SearchStale).returning(SearchStale.kind, SearchStale.object_id)).all()
    for kind in DocumentKind:
        ids = sorted({object_id for of_kind, object_id in marked if of_kind == kind})
        for start in range(0, len(ids), CHUNK):
            _replace(kind, ids[start : start + CHUNK])
    return len(marked)


def rebuild() -> int:
    """Make the whole index anew, in the caller's transaction. Returns how many documents it holds."""
    _claim()
    for model in (SearchStale, SearchDeletion, SearchWord, SearchDocument):
        db.session.execute(delete(model))
    index.empty()
    tally, count = Tally(), 0
    for kind in DocumentKind:
        for documents in make_documents(kind, all_ids(kind)):
            _insert(documents, tally)
            count += len(documents)
    _write_words({}, tally)
    index.tidy()
    db.session.execute(update(SearchState).values(rules=RULES))
    return count


def follow_the_rules() -> None:
    """Make the index anew if it was made by other rules than this program's, and up to date in any case."""
    if db.session.scalar(select(SearchState.rules)) != RULES:
        rebuild()
    else:
        bring_up_to_date()


@event.listens_for(db.session, "before_commit")
def _before_commit(session: Session) -> None:
    """No commit leaves a mark behind. Savepoints do: what encloses them comes to its own commit."""
    if session.in_nested_transaction():
        return
    session.flush()
    if session.scalar(select(SearchStale.id).limit(1)) is not None:
        bring_up_to_date()


def _claim() -> None:
    """Say that the content changes.

    On PostgreSQL this also makes writers wait for each other here, before they read what they make documents of: the
    later one then sees what the earlier one committed, so no document is made of half the truth.
    """
    db.session.execute(update(SearchState).values(content=secrets.randbits(62)))


def _replace(kind: str, ids: Sequence[int]) -> None:
    known = {
        row.object_id: row
        for row in db.session.execute(
            select(_DOCUMENT_TABLE).where(SearchDocument.kind == kind, SearchDocument.object_id.in_(ids))
        )
    }
    now = {document.object_id: document for chunk in make_documents(kind, ids) for document in chunk}
    gone = [row for key, row in known.items() if key not in now or not _is_same(row, now[key])]
    fresh = [document for key, document in now.items() if key not in known or not _is_same(known[key], document)]
    tally = Tally()
    for row in gone:
        tally.add(row.id, _fields(row), sign=-1)
    index.delete_documents([(row.id, _fields(row)) for row in gone])
    db.session.execute(delete(_DOCUMENT_TABLE).where(SearchDocument.id.in_([row.id for row in gone])))
    _insert(fresh, tally)
    _write_words(_words_of(tally), tally)


def _insert(documents: Sequence[Document], tally: Tally) -> None:
    if not documents:
        return
    db.session.execute(
        insert(_DOCUMENT_TABLE),
        [
            {
                "id": document.number,
                "kind": document.kind,
                "object_id": document.object_id,
                **_shown(document),
                "name": document.fields.name,
                "text": document.fields.text,
                "name_roots": document.fields.name_roots,
                "text_roots": document.fields.text_roots,
            }
            for document in documents
        ],
    )
    index.insert_documents([(document.number, document.fields) for document in documents])
    for document in documents:
        tally.add(document.number, document.fields)


def _words_of(tally: Tally) -> dict[str, tuple[int, int, int]]:
    """What the vocabulary says now of the words that a tally changes."""
    found: dict[str, tuple[int, int, int]] = {}
    for some in _in_pieces(sorted(tally)):
        rows = db.session.execute(
            select(SearchWord.word, SearchWord.documents, SearchWord.rooted, SearchWord.weight).where(
                SearchWord.word.in_(some)
            )
        )
        found |= {word: (documents, rooted, weight) for word, documents, rooted, weight in rows}
    return found


def _write_words(before: Mapping[str, tuple[int, int, int]], tally: Tally) -> None:
    """Change the vocabulary by a tally, and what near words are found by with it."""
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    gone: list[str] = []
    reachable: list[str] = []
    unreachable: list[str] = []
    for word in sorted(tally):
        was, more = before.get(word, (0, 0, 0)), tally.of(word)
        if more == (0, 0, 0):
            continue
        documents, rooted, weight = (old + change for old, change in zip(was, more, strict=True))
        if documents <= 0 and rooted <= 0:
            gone.append(word)
        elif word in before:
            changed.append({"which": word, "documents": documents, "rooted": rooted, "weight": weight})
        else:
            row = {"word": word, "documents": documents, "rooted": rooted, "weight": weight, "skeleton": skeleton(word)}
            new.append(row)
        if is_target(word) and (weight > 0) != (was[2] > 0):
            (reachable if weight > 0 else unreachable).append(word)
    for some in _in_pieces([*gone, *unreachable]):
        db.session.execute(delete(_DELETION_TABLE).where(SearchDeletion.word.in_(some)))
    for some in _in_pieces(gone):
        db.session.execute(delete(_WORD_TABLE).where(SearchWord.word.in_(some)))
    if new:
        db.session.execute(insert(_WORD_TABLE), new)
    if changed:
        db.session.execute(_UPDATE_WORD, changed)
    near = ({"deletion": short, "word": word} for word in reachable for short in sorted(neighbourhood(word)))
    for some in _in_pieces(list(near)):
        db.session.execute(insert(_DELETION_TABLE), some)


def _in_pieces(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + _ROWS_AT_ONCE] for start in range(0, len(rows), _ROWS_AT_ONCE))


def _shown(document: Document) -> dict[str, str]:
    """What a suggestion shows of a document, as the columns hold it."""
    values = (document.label, document.label.en, document.detail, document.detail.en, document.slug)
    return {name: str(value) for name, value in zip(_SHOWN, values, strict=True)}


def _fields(row: Any) -> Fields:
    return Fields(row.name, row.text, row.name_roots, row.text_roots)


def _is_same(row: Any, document: Document) -> bool:
    shown = {name: getattr(row, name) for name in _SHOWN}
    return row.id == document.number and shown == _shown(document) and _fields(row) == document.fields
