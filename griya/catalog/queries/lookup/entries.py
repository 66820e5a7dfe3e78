"""Makers, places and shelves that answer a query."""

import typing
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row

from griya.catalog.models.search import DocumentKind
from griya.catalog.queries.lookup import index
from griya.catalog.queries.lookup.memory import Memory
from griya.catalog.queries.lookup.statements import DIALECTS, Statement
from griya.catalog.queries.lookup.understanding import Understanding
from griya.catalog.rules.documents import FIRST_PRODUCER, LAST
from griya.catalog.rules.question import All, Question
from griya.core.words import Bilingual

ENTRY_COLUMNS: Final = "d.kind, d.object_id, d.label, d.label_en, d.detail, d.detail_en, d.slug"
_LOOKED_AT: Final = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """Something found that is no product. `detail` tells a place's kab/kota, a maker's place or a part's shelf."""

    kind: DocumentKind
    object_id: int
    name: Bilingual
    detail: Bilingual
    slug: str


def find_entries(understanding: Understanding, limit: int, *, partly: bool = False) -> dict[DocumentKind, list[Entry]]:
    """Makers, places and shelves that answer the query; one statement.

    A maker's name answers at least a part of it, and its place may answer the rest; a place or a shelf likewise. With
    `partly` those follow that belong beside found products: shelves whose name answers a part, and, unless a place
    answers all, those whose whole name is a part. "tenun sambas" leads to the shelf Tenun and to Kab. Sambas as well.

    Remembered until the catalogue changes.
    """
    question, freshness = understanding.question, understanding.freshness
    if question is None:
        return {}
    if freshness.is_behind:
        return _find(question, limit, partly=partly)
    found = memory.get(freshness.content, (question, limit, partly))
    if found is None:
        found = _find(question, limit, partly=partly)
        memory.put(freshness.content, (question, limit, partly), found)
    return found


memory: Final[Memory[dict[DocumentKind, list[Entry]]]] = Memory(2048)


def _find(question: Question, limit: int, *, partly: bool) -> dict[DocumentKind, list[Entry]]:
    named = question.anything_in_name
    rows = sorted(
        _FOUND.rows(
            whole=index.as_question(All((question.everything, named))),
            named=index.as_question(named),
            limit=limit,
            looked_at=_LOOKED_AT,
            beside=_LOOKED_AT if partly and len(question.groups) > 1 else 0,
        ),
        key=lambda row: (row.is_beside, row.id),
    )
    certain = {row.id for row in rows if not row.is_beside}
    has_place = any(row.kind == DocumentKind.PLACE for row in rows if not row.is_beside)
    asked = {word for group in question.groups for phrase in (*group.same, *group.kin) for word in phrase}
    found: dict[DocumentKind, list[Entry]] = {}
    for row in rows:
        kind = DocumentKind(row.kind)
        if row.is_beside:
            is_named = kind == DocumentKind.SHELF or (not has_place and asked.issuperset(row.name.split()))
            if row.id in certain or not is_named:
                continue
        found.setdefault(kind, []).append(entry_of(row))
    return {kind: entries[:limit] for kind, entries in found.items()}


def entry_of(row: Row[*tuple[typing.Any, ...]]) -> Entry:
    """The entry of a row that has `ENTRY_COLUMNS`."""
    name, detail = Bilingual(row.label, row.label_en), Bilingual(row.detail, row.detail_en)
    return Entry(DocumentKind(row.kind), row.object_id, name, detail, row.slug)


def documents_of(parts: Sequence[tuple[int, str]], columns: str) -> str:
    """A statement for documents, by parts that give numbers as `id`; each says what its rows are marked by."""
    numbers = " UNION ALL ".join(
        f"SELECT id, {mark} AS is_beside FROM ({part}) AS part_{n}"  # noqa: S608
        for n, (mark, part) in enumerate(parts)
    )
    return f"SELECT d.id, n.is_beside, {columns} FROM ({numbers}) AS n JOIN search_document AS d ON d.id = n.id"  # noqa: S608


_FOUND: Final = Statement(
    *(
        documents_of(
            [
                (0, index.first_numbers(spoken, ":whole", FIRST_PRODUCER, LAST, ":limit")),
                (0, index.first_numbers(spoken, ":whole", 0, FIRST_PRODUCER - 1, ":looked_at")),
                (1, index.first_numbers(spoken, ":named", 0, FIRST_PRODUCER - 1, ":beside")),
            ],
            f"{ENTRY_COLUMNS}, d.name",
        )
        for spoken in DIALECTS
    )
)
