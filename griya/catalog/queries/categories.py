"""Shelves and their parts, with how many public products stand on each."""

from dataclasses import dataclass

from griya.catalog.queries.index.current import read_index
from griya.catalog.rules.facets import Facet
from griya.core.words import Bilingual


@dataclass(frozen=True, slots=True)
class ShelfPart:
    """A part of a shelf."""

    slug: str
    name: Bilingual
    count: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf with its parts. `count` is of the shelf and all its parts."""

    slug: str
    name: Bilingual
    count: int
    parts: tuple[ShelfPart, ...]


def list_shelves() -> list[Shelf]:
    """All shelves in their order, named and counted by the index; no statement but the one that asks if it is true."""
    snapshot = read_index()
    terms = snapshot.terms.by_facet[Facet.SHELF]
    parts: dict[str, list[ShelfPart]] = {}
    for slug, name, parent in terms:
        if parent is not None:
            parts.setdefault(parent, []).append(ShelfPart(slug, name, snapshot.count(Facet.SHELF, slug)))
    return [
        Shelf(slug, name, snapshot.count(Facet.SHELF, slug), tuple(parts.get(slug, ())))
        for slug, name, parent in terms
        if parent is None
    ]
