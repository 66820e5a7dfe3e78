"""Filters as conditions on the public products. A facet's own filter can be left out to count its values."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from griya.catalog.models import (
    Category,
    Material,
    ProductRevision,
    Technique,
    revision_material,
    revision_technique,
)
from griya.catalog.queries.public import PLACE, SHELF, SPECIALTY
from griya.catalog.rules.filters import Filters, search_words
from griya.registry.models import Producer

_TEXTS = (
    ProductRevision.name_id,
    ProductRevision.name_en,
    ProductRevision.summary_id,
    ProductRevision.description_id,
    Producer.name,
    Category.name_id,
    SHELF.name_id,
    PLACE.name,
    SPECIALTY.name,
)


def conditions(filters: Filters, *, without: str = "") -> list[ColumnElement[bool]]:
    """Any of the values of one facet, all facets together, every word of the text. `without` leaves one facet out."""
    found: list[ColumnElement[bool]] = []
    if filters.shelves and without != "shelves":
        found.append(or_(Category.slug.in_(filters.shelves), SHELF.slug.in_(filters.shelves)))
    if filters.regions and without != "regions":
        found.append(PLACE.slug.in_(filters.regions))
    found.extend(_holds(word) for word in search_words(filters.text))
    return found


def _holds(word: str) -> ColumnElement[bool]:
    # `%` and `_` of the visitor are letters, not wildcards.
    return or_(*(text.icontains(word, autoescape=True) for text in _TEXTS), *_made_of_or_by(word))


def _made_of_or_by(word: str) -> Iterator[ColumnElement[bool]]:
    pairs: tuple[tuple[Any, Any, Any], ...] = (
        (Material, revision_material, revision_material.c.material_id),
        (Technique, revision_technique, revision_technique.c.technique_id),
    )
    for model, table, key in pairs:
        named = model.name_id.icontains(word, autoescape=True)
        yield (
            select(1)
            .select_from(table)
            .join(model, model.id == key)
            .where(table.c.revision_id == ProductRevision.id, named)
            .correlate(ProductRevision)
            .exists()
        )
