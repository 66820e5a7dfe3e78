"""What makers answered once: shown where a buyer would otherwise have to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, bindparam, select

from griya.catalog.models import Product, ProductRevision
from griya.catalog.models.facts import ProductFact
from griya.catalog.rules.questions import Question
from griya.catalog.rules.units import unit_words
from griya.core.db import db, fetch
from griya.core.text import number
from griya.core.words import Bilingual


@dataclass(frozen=True, slots=True)
class Fact:
    """A standing answer. `answered_at` is None for one that stands on the product's own page."""

    question: str
    answer: Bilingual
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StandingAnswer:
    """A standing answer as the desk decides about it."""

    answer_id: str
    answer_en: str
    is_public: bool
    answered_at: datetime
    row_version: int


def read_answers(product_id: int) -> Sequence[Any]:
    """The public answers of one product, as rows."""
    return fetch(_PUBLIC, product_id=product_id)


def answers_of(rows: Sequence[Any], *, but: frozenset[str] = frozenset()) -> tuple[Fact, ...]:
    """The same in the order of the questions, without those that the page answers itself."""
    known = {row.question: row for row in rows}
    return tuple(
        Fact(code, Bilingual(known[code].answer_id, known[code].answer_en), known[code].answered_at)
        for code in Question
        if code in known and code not in but
    )


def find_standing(product_ids: Sequence[int]) -> dict[int, dict[str, StandingAnswer]]:
    """Every standing answer by product and question, shown or not."""
    found: dict[int, dict[str, StandingAnswer]] = {product_id: {} for product_id in product_ids}
    for fact in db.session.scalars(select(ProductFact).where(ProductFact.product_id.in_(found))):
        found[fact.product_id][fact.question] = StandingAnswer(
            fact.answer_id, fact.answer_en, fact.is_public, fact.answered_at, fact.row_version
        )
    return found


def find_facts(product_ids: Sequence[int]) -> dict[int, dict[str, Fact]]:
    """Public answers by product and question, in two statements: what the live revision says, and the makers' own.

    Where both answer, the revision does: it is what the product's page says.
    """
    found: dict[int, dict[str, Fact]] = {product_id: {} for product_id in product_ids}
    if not found:
        return found
    revisions = db.session.execute(
        select(Product.id, ProductRevision.moq, ProductRevision.unit, ProductRevision.lead_time_days)
        .join(ProductRevision, ProductRevision.id == Product.live_revision_id)
        .where(Product.id.in_(found))
    )
    for row in revisions:
        if row.moq:
            unit = unit_words(row.unit, row.moq)
            english = f"{number(row.moq, 'en')} {unit.en or unit}"
            found[row.id][Question.LEAST] = Fact(Question.LEAST, Bilingual(f"{number(row.moq)} {unit}", english))
        if row.lead_time_days:
            words = Bilingual(f"{number(row.lead_time_days)} hari", f"{number(row.lead_time_days, 'en')} days")
            found[row.id][Question.LEAD_TIME] = Fact(Question.LEAD_TIME, words)
    facts = db.session.execute(
        select(
            ProductFact.product_id,
            ProductFact.question,
            ProductFact.answer_id,
            ProductFact.answer_en,
            ProductFact.answered_at,
        ).where(ProductFact.product_id.in_(found), ProductFact.is_public)
    )
    for fact in facts:
        own = Fact(fact.question, Bilingual(fact.answer_id, fact.answer_en), fact.answered_at)
        found[fact.product_id].setdefault(fact.question, own)
    return found


_PUBLIC: Final = (
    select(ProductFact.question, ProductFact.answer_id, ProductFact.answer_en, ProductFact.answered_at)
    .where(ProductFact.product_id == bindparam("product_id", type_=Integer), ProductFact.is_public)
    .order_by(ProductFact.id)
)
