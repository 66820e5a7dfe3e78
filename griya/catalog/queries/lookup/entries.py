"""Makers, places and shelves that answer a query."""

import typing
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, select

from griya.catalog.models.search import DocumentKind, SearchDocument
from griya.catalog.queries.lookup import index
from griya.catalog.queries.lookup.understanding import Understanding
from griya.catalog.rules.documents import FIRST_OTHER, FIRST_PRODUCER, FIRST_PRODUCT
from griya.catalog.rules.question import All
from griya.core.db import db
from griya.core.words import Bilingual

ENTRY_COLUMNS: Final = (
    SearchDocument.kind,
    SearchDocument.object_id,
    SearchDocument.label,
    SearchDocument.label_en,
    SearchDocument.detail,
    SearchDocument.slug,
)
_LOOKED_AT: Final = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """Something found that is no product. `detail` tells a place's kab/kota, a maker's place or a part's shelf."""

    kind: DocumentKind
    object_id: int
    label: str
    label_en: str
    detail: str
    slug: str

    @property
    def name(self) -> Bilingual:
        """What it is called, in both languages."""
        return Bilingual(self.label, self.label_en)


def find_entries(understanding: Understanding, limit: int, *, partly: bool = False) -> dict[DocumentKind, list[Entry]]:
    """Makers, places and shelves that answer the query, in three statements.

    A maker's name answers at least a part of it, and its place may answer the rest; a place or a shelf likewise. With
    `partly`, one statement more, those follow that belong beside found products: shelves whose name answers a part,
    and, unless a place answers all, those whose whole name is a part. "tenun sambas" leads to the shelf Tenun and to
    Kab. Sambas as well.
    """
    question = understanding.question
    if question is None:
        return {}
    named = question.anything_in_name
    whole = All((question.everything, named))
    makers = index.first_numbers(whole, limit, first=FIRST_PRODUCER, last=FIRST_PRODUCT - 1, order="ASC")
    others = index.first_numbers(whole, _LOOKED_AT, first=FIRST_OTHER, last=FIRST_PRODUCER - 1, order="ASC")
    beside: list[int] = []
    if partly and len(question.groups) > 1:
        beside = index.first_numbers(named, _LOOKED_AT, first=FIRST_OTHER, last=FIRST_PRODUCER - 1, order="ASC")
    certain = {*makers, *others}
    asked = {word for group in question.groups for phrase in (*group.same, *group.kin) for word in phrase}
    found: dict[DocumentKind, list[Entry]] = {}
    rows = _rows([*makers, *others, *beside])
    has_place = any(row.kind == DocumentKind.PLACE for row in rows if row.id in certain)
    for row in rows:
        kind = DocumentKind(row.kind)
        is_named = kind == DocumentKind.SHELF or (not has_place and asked.issuperset(row.name.split()))
        if row.id in certain or is_named:
            found.setdefault(kind, []).append(entry_of(row))
    return {kind: entries[:limit] for kind, entries in found.items()}


def entry_of(row: Row[*tuple[typing.Any, ...]]) -> Entry:
    """The entry of a row that has the columns of `ENTRY_COLUMNS`."""
    return Entry(DocumentKind(row.kind), row.object_id, row.label, row.label_en, row.detail, row.slug)


def _rows(numbers: list[int]) -> list[Row[*tuple[typing.Any, ...]]]:
    """The documents of these numbers in their order, each once."""
    if not numbers:
        return []
    rows = db.session.execute(
        select(*ENTRY_COLUMNS, SearchDocument.id, SearchDocument.name).where(SearchDocument.id.in_(numbers))
    )
    by_number = {row.id: row for row in rows}
    return [by_number[number] for number in dict.fromkeys(numbers) if number in by_number]
