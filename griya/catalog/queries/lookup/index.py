"""The full-text index in the two databases: how a question is asked of it, how documents get in and out."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, bindparam, column, text
from sqlalchemy.sql.elements import NamedColumn

from griya.catalog.models import Product
from griya.catalog.rules.documents import FIRST_PRODUCT, PRODUCT_ID_MASK, Fields
from griya.catalog.rules.question import All, Has, Wanted
from griya.core.db import db

_FIELD_NAMES: Final = {"A": "name", "B": "text", "C": "name_roots", "D": "text_roots"}
# What no document has: a word and not that word; a word that is never stored, because words hold no blank.
_NOTHING: Final = {"sqlite": '("0" NOT "0")', "postgresql": "' '"}

_MATCH: Final = {
    "sqlite": "FROM search_index WHERE search_index MATCH :wanted AND rowid BETWEEN :first AND :last",
    "postgresql": "FROM search_index WHERE words @@ CAST(:wanted AS tsquery) AND id BETWEEN :first AND :last",
}
_NUMBER: Final = {"sqlite": "rowid", "postgresql": "id"}
# All numbers in one value: a row for each would cost three times as much.
_ALL_NUMBERS: Final = {
    "sqlite": f"SELECT group_concat(rowid) {_MATCH['sqlite']}",
    "postgresql": f"SELECT string_agg(CAST(id AS text), ',') {_MATCH['postgresql']}",
}
LAST_NUMBER: Final = (1 << 63) - 1
_COUNT: Final = {dialect: text(f"SELECT count(*) {match}") for dialect, match in _MATCH.items()}
_ALL: Final = {dialect: text(statement) for dialect, statement in _ALL_NUMBERS.items()}
_FIRST: Final = {
    (dialect, order): text(f"SELECT {_NUMBER[dialect]} {match} ORDER BY {_NUMBER[dialect]} {order} LIMIT :limit")
    for dialect, match in _MATCH.items()
    for order in ("ASC", "DESC")
}
_INSERT: Final = {
    "sqlite": text(
        "INSERT INTO search_index (rowid, name, text, name_roots, text_roots) "
        "VALUES (:id, :name, :text, :name_roots, :text_roots)"
    ),
    "postgresql": text("INSERT INTO search_index (id, words) VALUES (:id, CAST(:words AS tsvector))"),
}
_DELETE: Final = {
    "sqlite": text(
        "INSERT INTO search_index (search_index, rowid, name, text, name_roots, text_roots) "
        "VALUES ('delete', :id, :name, :text, :name_roots, :text_roots)"
    ),
    "postgresql": text("DELETE FROM search_index WHERE id = :id"),
}


def dialect() -> str:
    """Which of the two databases this is."""
    return db.session.get_bind().dialect.name


def all_numbers(wanted: Wanted, *, first: int = FIRST_PRODUCT, last: int = LAST_NUMBER) -> list[int]:
    """The numbers of all documents that answer, the highest first."""
    found = db.session.scalar(_ALL[dialect()], _values(wanted, first, last))
    return sorted(map(int, found.split(",")), reverse=True) if found else []


def first_numbers(
    wanted: Wanted, limit: int, *, first: int = FIRST_PRODUCT, last: int = LAST_NUMBER, order: str = "DESC"
) -> list[int]:
    """The numbers of the first documents that answer. Stops reading as soon as there are enough of them."""
    statement = _FIRST[dialect(), order]
    return list(db.session.scalars(statement, {**_values(wanted, first, last), "limit": limit}))


def count(wanted: Wanted, *, first: int = FIRST_PRODUCT, last: int = LAST_NUMBER) -> int:
    """How many documents answer."""
    return db.session.scalar(_COUNT[dialect()], _values(wanted, first, last)) or 0


def is_answered(wanted: Wanted) -> bool:
    """Whether any document of any kind answers."""
    return bool(first_numbers(wanted, 1, first=-LAST_NUMBER))


def product_answers(wanted: Wanted) -> ColumnElement[bool]:
    """The condition that a product answers, for statements over products."""
    number = _NUMBER[dialect()]
    statement = text(f"SELECT {number} & {PRODUCT_ID_MASK} AS id {_MATCH[dialect()]}").bindparams(
        *(bindparam(name, value, unique=True) for name, value in _values(wanted, FIRST_PRODUCT, LAST_NUMBER).items())
    )
    answered: NamedColumn[int] = column("id", Integer)
    return Product.id.in_(statement.columns(answered))


def numbers(dialect: str, first: int, last: int, order: str, limit: str) -> str:
    """A part of a statement: the first numbers between two of them that answer `:wanted`, as `id`."""
    match = _MATCH[dialect].replace(":first", str(first)).replace(":last", str(last))
    number = _NUMBER[dialect]
    return f"SELECT {number} AS id {match} ORDER BY {number} {order} LIMIT {limit}"


def insert_documents(rows: Sequence[tuple[int, Fields]]) -> None:
    """Put documents into the index."""
    if rows:
        db.session.execute(_INSERT[dialect()], [_document(number, fields) for number, fields in rows])


def delete_documents(rows: Sequence[tuple[int, Fields]]) -> None:
    """Take documents out of the index; FTS5 has to be told what they held."""
    if rows:
        db.session.execute(_DELETE[dialect()], [_document(number, fields) for number, fields in rows])


def empty() -> None:
    """Take everything out of the index."""
    statement = {"sqlite": "INSERT INTO search_index (search_index) VALUES ('delete-all')"}
    db.session.execute(text(statement.get(dialect(), "DELETE FROM search_index")))


def tidy() -> None:
    """Let the database gather what a large change has left in pieces."""
    statement = {"sqlite": "INSERT INTO search_index (search_index) VALUES ('optimize')"}
    db.session.execute(text(statement.get(dialect(), "ANALYZE search_index")))


def as_question(wanted: Wanted) -> str:
    """The question in the language of this database."""
    return as_tsquery(wanted) if dialect() == "postgresql" else as_fts5(wanted)


def as_fts5(wanted: Wanted) -> str:
    """The question in FTS5's language. Words hold letters and digits alone, so quotes are enough to keep them words."""
    if isinstance(wanted, Has):
        return f'{{{" ".join(_FIELD_NAMES[field] for field in wanted.fields)}}} : "{wanted.word}"'
    return _joined(wanted, "sqlite", [as_fts5(part) for part in wanted.parts])


def as_tsquery(wanted: Wanted) -> str:
    """The question in PostgreSQL's language."""
    if isinstance(wanted, Has):
        return f"'{wanted.word}':{wanted.fields}"
    return _joined(wanted, "postgresql", [as_tsquery(part) for part in wanted.parts])


def as_tsvector(fields: Fields) -> str:
    """A document in PostgreSQL's language: each word with the weights of the fields it stands in."""
    weights: dict[str, list[str]] = {}
    texts = (fields.name, fields.text, fields.name_roots, fields.text_roots)
    for place, (weight, words) in enumerate(zip("ABCD", texts, strict=True), 1):
        for word in words.split():
            weights.setdefault(word, []).append(f"{place}{weight}")
    return " ".join(f"'{word}':{','.join(places)}" for word, places in weights.items())


def _joined(wanted: Wanted, language: str, parts: list[str]) -> str:
    joints = {"sqlite": (" AND ", " OR "), "postgresql": (" & ", " | ")}[language]
    return f"({joints[0 if isinstance(wanted, All) else 1].join(parts)})" if parts else _NOTHING[language]


def _values(wanted: Wanted, first: int, last: int) -> dict[str, Any]:
    return {"wanted": as_question(wanted), "first": first, "last": last}


def _document(number: int, fields: Fields) -> dict[str, Any]:
    if dialect() == "postgresql":
        return {"id": number, "words": as_tsvector(fields)}
    return {
        "id": number,
        "name": fields.name,
        "text": fields.text,
        "name_roots": fields.name_roots,
        "text_roots": fields.text_roots,
    }
