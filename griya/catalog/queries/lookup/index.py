"""The full-text index in the two databases: how a question is asked of it, how documents get in and out."""

import json
from array import array
from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Integer, TextClause, bindparam, column, text
from sqlalchemy.sql.elements import NamedColumn

from griya.catalog.models import Product
from griya.catalog.queries.lookup.statements import DIALECTS, POSTGRESQL, SQLITE, Statement, dialect
from griya.catalog.rules.documents import FIRST_PRODUCT, LAST, LAST_PRODUCT, PRODUCT_ID_MASK, Fields, index_words
from griya.catalog.rules.question import All, Has, Wanted
from griya.core.db import db

MOST_STAGES: Final = 4
_LETTERS: Final = "abcd"

# What no document has: a word and not that word; a word that is never stored, because words hold no blank.
_NOTHING: Final = {SQLITE: '("0" NOT "0")', POSTGRESQL: "' '"}
_NUMBER: Final = {SQLITE: "rowid", POSTGRESQL: "id"}
_MATCH: Final = {
    SQLITE: "FROM search_index WHERE search_index MATCH {} AND rowid BETWEEN {} AND {}",
    POSTGRESQL: "FROM search_index WHERE words @@ CAST({} AS tsquery) AND id BETWEEN {} AND {}",
}
# All ids in one value, the newest first: a row for each would cost three times as much.
_GATHERED: Final = {
    SQLITE: "SELECT {}, (SELECT group_concat(id) FROM (SELECT -rowid & {} AS id {} ORDER BY rowid))",
    POSTGRESQL: "SELECT {}, (SELECT string_agg(CAST(-id & {} AS text), ',' ORDER BY id) {})",
}


def matching(spoken: str, wanted: str, first: int | str = FIRST_PRODUCT, last: int | str = LAST_PRODUCT) -> str:
    """The part of a statement, from FROM on, for the documents between two numbers that answer a parameter."""
    return _MATCH[spoken].format(wanted, first, last)


def first_numbers(spoken: str, wanted: str, first: int | str, last: int | str, limit: str) -> str:
    """A statement for the first of those numbers, as `id`. It stops reading as soon as there are enough."""
    number = _NUMBER[spoken]
    return f"SELECT {number} AS id {matching(spoken, wanted, first, last)} ORDER BY {number} LIMIT {limit}"


def _gathering(spoken: str, stages: int) -> str:
    parts = (
        _GATHERED[spoken].format(stage, PRODUCT_ID_MASK, matching(spoken, f":stage_{_LETTERS[stage]}"))
        for stage in range(stages)
    )
    return " UNION ALL ".join(parts)


def _first_page(spoken: str, stages: int) -> str:
    parts = [
        f"SELECT {stage} AS stage, id FROM ("  # noqa: S608
        + first_numbers(spoken, f":stage_{_LETTERS[stage]}", FIRST_PRODUCT, LAST_PRODUCT, ":limit")
        + f") AS page_{stage}"
        for stage in range(stages)
    ]
    total = f"SELECT {stages} AS stage, (SELECT count(*) {matching(spoken, f':stage_{_LETTERS[stages - 1]}')}) AS id"
    return " UNION ALL ".join([*parts, total])


_GATHERING: Final = [Statement(*(_gathering(spoken, n) for spoken in DIALECTS)) for n in range(1, MOST_STAGES + 1)]
_FIRST_PAGE: Final = [Statement(*(_first_page(spoken, n) for spoken in DIALECTS)) for n in range(1, MOST_STAGES + 1)]
_ANY_ANSWER: Final = Statement(*(first_numbers(spoken, ":wanted", FIRST_PRODUCT, ":last", "1") for spoken in DIALECTS))
_INSERT: Final = {
    SQLITE: text("INSERT INTO search_index (rowid, words) VALUES (:id, :words)"),
    POSTGRESQL: text(
        "INSERT INTO search_index (id, words) VALUES (:id, array_to_tsvector(string_to_array(:words, ' ')))"
    ),
}
# FTS5 has to be told what a document held.
_DELETE: Final = {
    SQLITE: text("INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', :id, :words)"),
    POSTGRESQL: text("DELETE FROM search_index WHERE id = :id"),
}


def gather_product_ids(stages: Sequence[Wanted]) -> list["array[int]"]:
    """For each question the ids of all products that answer, the newest first; one statement."""
    rows = _GATHERING[len(stages) - 1].rows(**_asked(stages))
    found = {stage: array("I", json.loads(f"[{ids}]")) if ids else array("I") for stage, ids in rows}
    return [found[stage] for stage in range(len(stages))]


def first_product_ids(stages: Sequence[Wanted], limit: int) -> tuple[list[int], int]:
    """The first products by question and then by age, and how many answer the last question; one statement."""
    rows = _FIRST_PAGE[len(stages) - 1].rows(**_asked(stages), limit=limit)
    by_stage: list[list[int]] = [[] for _ in range(len(stages) + 1)]
    for stage, number in rows:
        by_stage[stage].append(number)
    total = by_stage.pop()[0]
    found = dict.fromkeys(number for numbers in by_stage for number in sorted(numbers))
    return [-number & PRODUCT_ID_MASK for number in found][:limit], total


def is_answered(wanted: Wanted, *, last: int = LAST) -> bool:
    """Whether any document answers, of those up to the number `last`."""
    return _ANY_ANSWER.value(wanted=as_question(wanted), last=last) is not None


def product_answers(wanted: Wanted) -> ColumnElement[bool]:
    """The condition that a product answers, for statements over products."""
    spoken = dialect()
    statement = text(f"SELECT -{_NUMBER[spoken]} & {PRODUCT_ID_MASK} AS id {matching(spoken, ':wanted')}").bindparams(
        bindparam("wanted", as_question(wanted), unique=True)
    )
    answered: NamedColumn[int] = column("id", Integer)
    return Product.id.in_(statement.columns(answered))


def insert_documents(rows: Sequence[tuple[int, Fields]]) -> None:
    """Put documents into the index."""
    _write(_INSERT[dialect()], rows)


def delete_documents(rows: Sequence[tuple[int, Fields]]) -> None:
    """Take documents out of the index."""
    _write(_DELETE[dialect()], rows)


def empty() -> None:
    """Take everything out of the index."""
    statement = {SQLITE: "INSERT INTO search_index (search_index) VALUES ('delete-all')"}
    db.session.execute(text(statement.get(dialect(), "DELETE FROM search_index")))


def tidy() -> None:
    """Let the database gather what a large change has left in pieces."""
    statement = {SQLITE: "INSERT INTO search_index (search_index) VALUES ('optimize')"}
    db.session.execute(
        text(statement.get(dialect(), "ANALYZE search_index, search_document, search_word, search_deletion"))
    )


def as_question(wanted: Wanted) -> str:
    """The question in the language of this database."""
    return as_tsquery(wanted) if dialect() == POSTGRESQL else as_fts5(wanted)


def as_fts5(wanted: Wanted) -> str:
    """The question in FTS5's language. Words hold letters and digits alone, so quotes are enough to keep them words."""
    if isinstance(wanted, Has):
        return f'"{wanted.where}{wanted.word}"'
    return _joined(wanted, SQLITE, [as_fts5(part) for part in wanted.parts])


def as_tsquery(wanted: Wanted) -> str:
    """The question in PostgreSQL's language."""
    if isinstance(wanted, Has):
        return f"'{wanted.where}{wanted.word}'"
    return _joined(wanted, POSTGRESQL, [as_tsquery(part) for part in wanted.parts])


def _joined(wanted: Wanted, spoken: str, parts: list[str]) -> str:
    joints = {SQLITE: (" AND ", " OR "), POSTGRESQL: (" & ", " | ")}[spoken]
    return f"({joints[0 if isinstance(wanted, All) else 1].join(parts)})" if parts else _NOTHING[spoken]


def _asked(stages: Sequence[Wanted]) -> dict[str, str]:
    return {f"stage_{letter}": as_question(stage) for letter, stage in zip(_LETTERS, stages, strict=False)}


def _write(statement: TextClause, rows: Sequence[tuple[int, Fields]]) -> None:
    if rows:
        db.session.execute(statement, [{"id": number, "words": index_words(fields)} for number, fields in rows])
