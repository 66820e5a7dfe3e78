"""Products that answer a query: as ids in order, a first few of them, a count, or a condition of a larger statement."""

from array import array
from itertools import chain
from typing import Any, Final

from sqlalchemy import ColumnElement, case, false, literal, select

from griya.catalog.models import Product
from griya.catalog.queries.lookup import index
from griya.catalog.queries.lookup.memory import Memory
from griya.catalog.queries.lookup.understanding import Understanding, understand
from griya.catalog.queries.public import from_public_products
from griya.core.db import db

# So many ids, four bytes each.
memory: Final[Memory[tuple[list["array[int]"], "array[int]"]]] = Memory(4_000_000)
# So many first pages.
firsts: Final[Memory[tuple[list[int], int]]] = Memory(2048)


def find_product_ids(text: str, *, literal: bool = False) -> list[int]:
    """The ids of all public products that answer, in the order they are shown in.

    First those whose name has what was typed, then those whose name has something of its family, then those that have
    what was typed anywhere, then the rest; within each the newest first. One statement beside those of `understand`.
    """
    return list_product_ids(understand(text, literal=literal))


def list_product_ids(understanding: Understanding) -> list[int]:
    """`find_product_ids` for a query that is understood already."""
    return remembered_product_ids(understanding).tolist()


def remembered_product_ids(understanding: Understanding) -> "array[int]":
    """The same as the search remembers them, which is nobody's to change; another object after every change."""
    return _found(understanding)[1]


def list_stages(understanding: Understanding) -> list["array[int]"]:
    """The ids of all public products that answer each stage, newest first; the last stage holds all that answer.

    Every stage but the last may be wanted only to put its products before the others, so nothing is taken out of one
    because it stands in another. Remembered until the catalogue changes.
    """
    return _found(understanding)[0]


def _found(understanding: Understanding) -> tuple[list["array[int]"], "array[int]"]:
    """The stages, and all that answer in order."""
    question, freshness = understanding.question, understanding.freshness
    if question is None:
        return [], array("I")
    if freshness.is_behind:
        return _ordered([_public(ids) for ids in index.gather_product_ids(question.stages)])
    found = memory.get(freshness.content, question)
    if found is None:
        found = _ordered(index.gather_product_ids(question.stages))
        memory.put(freshness.content, question, found, size=1000 + len(found[1]) + sum(map(len, found[0])))
    return found


def _ordered(stages: list["array[int]"]) -> tuple[list["array[int]"], "array[int]"]:
    return stages, array("I", dict.fromkeys(chain.from_iterable(stages)))


def first_products(understanding: Understanding, limit: int) -> tuple[list[int], int]:
    """The first of `list_product_ids` and how many there are; one statement, which reads no more than it has to.

    Remembered until the catalogue changes.
    """
    question, freshness = understanding.question, understanding.freshness
    if question is None:
        return [], 0
    if freshness.is_behind:
        ids = list_product_ids(understanding)
        return ids[:limit], len(ids)
    found = firsts.get(freshness.content, (question, limit))
    if found is None:
        found = index.first_product_ids(question.stages, limit)
        firsts.put(freshness.content, (question, limit), found)
    return found


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


def _public(ids: "array[int]") -> "array[int]":
    """Those that are public now, whatever an index that is behind says."""
    public = set(db.session.scalars(from_public_products(select(Product.id)).where(Product.id.in_(list(ids)))))
    return array("I", (product_id for product_id in ids if product_id in public))
