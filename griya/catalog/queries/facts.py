"""What makers answered once: shown where a buyer would otherwise have to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from griya.catalog.models import Product, ProductRevision
from griya.catalog.models.facts import ProductFact
from griya.catalog.rules.questions import Question
from griya.catalog.rules.units import unit_words
from griya.core.db import db
from griya.core.text import number
from griya.core.words import Bilingual


@dataclass(frozen=True, slots=True)
class Fact:
    """A standing answer. `answered_at` is None for one that stands on the product's own page."""

    question: str
    answer: Bilingual
    answered_at: datetime | None = None


def find_facts(product_ids: Sequence[int]) -> dict[int, dict[str, Fact]]:
    """Public answers by product and question, in two statements: the makers' own, and what the live revision says."""
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
        found[fact.product_id][fact.question] = Fact(
            fact.question, Bilingual(fact.answer_id, fact.answer_en), fact.answered_at
        )
    return found
