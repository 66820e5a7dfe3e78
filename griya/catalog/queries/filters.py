"""Filters as conditions on the public products. A facet's own filter can be left out to count its values."""

from sqlalchemy import ColumnElement, or_

from griya.catalog.models import Category
from griya.catalog.queries.lookup.products import product_condition, product_stage
from griya.catalog.queries.lookup.understanding import understand
from griya.catalog.queries.public import PLACE, SHELF
from griya.catalog.rules.filters import Filters


def conditions(filters: Filters, *, without: str = "") -> list[ColumnElement[bool]]:
    """Any of the values of one facet, all facets together, every word of the text. `without` leaves one facet out."""
    found: list[ColumnElement[bool]] = []
    if filters.shelves and without != "shelves":
        found.append(or_(Category.slug.in_(filters.shelves), SHELF.slug.in_(filters.shelves)))
    if filters.regions and without != "regions":
        found.append(PLACE.slug.in_(filters.regions))
    if filters.text:
        found.append(product_condition(understand(filters.text, literal=filters.is_literal)))
    return found


def closeness(filters: Filters) -> list[ColumnElement[int]]:
    """What a list is ordered by before its own order: how closely the text is answered."""
    return [product_stage(understand(filters.text, literal=filters.is_literal))] if filters.text else []
