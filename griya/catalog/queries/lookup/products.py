"""Products that answer a query: as ids in order, a first few of them, a count, or a condition of a larger statement."""

from typing import Any

from sqlalchemy import ColumnElement, case, false, literal, select

from griya.catalog.models import Product
from griya.catalog.queries.lookup import index
from griya.catalog.queries.lookup.understanding import Understanding, understand
from griya.catalog.queries.public import from_public_products
from griya.catalog.rules.documents import PRODUCT_ID_MASK
from griya.core.db import db


def find_product_ids(text: str, *, literal: bool = False) -> list[int]:
    """The ids of all public products that answer, in the order they are shown in.

    First those whose name has what was typed, then those whose name has something of its family, then those that have
    what was typed anywhere, then the rest; within each the newest first. At most four statements beside those of
    `understand`, each of which returns one value.
    """
    return list_product_ids(understand(text, literal=literal))


def list_product_ids(understanding: Understanding) -> list[int]:
    """`find_product_ids` for a query that is understood already."""
    if understanding.question is None:
        return []
    found: dict[int, None] = {}
    for stage in understanding.question.stages:
        found |= dict.fromkeys(index.all_numbers(stage))
    return _public([number & PRODUCT_ID_MASK for number in found], understanding)


def first_product_ids(understanding: Understanding, limit: int) -> list[int]:
    """The first of `list_product_ids`, at a cost that does not grow with how many there are."""
    if understanding.question is None:
        return []
    found: dict[int, None] = {}
    for stage in understanding.question.stages:
        # Of this stage up to `limit` may be known from the ones before.
        found |= dict.fromkeys(index.first_numbers(stage, limit + len(found)))
        if len(found) >= limit:
            break
    return _public([number & PRODUCT_ID_MASK for number in found], understanding)[:limit]


def count_products(understanding: Understanding) -> int:
    """How many public products answer."""
    if understanding.question is None:
        return 0
    if understanding.freshness.is_behind:
        return len(list_product_ids(understanding))
    return index.count(understanding.question.everything)


def product_condition(understanding: Understanding) -> ColumnElement[bool]:
    """The condition that a product answers."""
    if understanding.question is None:
        return false()
    return index.product_answers(understanding.question.everything)


def product_stage(understanding: Understanding) -> ColumnElement[Any]:
    """What to order products by before anything else: the number of the first stage that they answer."""
    if understanding.question is None:
        return literal(0)
    stages = understanding.question.stages[:-1]
    if not stages:
        return literal(0)
    return case(*((index.product_answers(stage), place) for place, stage in enumerate(stages)), else_=len(stages))


def _public(ids: list[int], understanding: Understanding) -> list[int]:
    """The ids themselves while the index is true; else those that are public now, whatever it says."""
    if not (understanding.freshness.is_behind and ids):
        return ids
    public = set(db.session.scalars(from_public_products(select(Product.id)).where(Product.id.in_(ids))))
    return [product_id for product_id in ids if product_id in public]
