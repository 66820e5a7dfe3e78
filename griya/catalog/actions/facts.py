"""Deciding about standing answers: in which words what a maker answered once stands, and whether everybody sees it."""

from sqlalchemy import select

from griya.accounts.actions import record_event
from griya.catalog.models import Product
from griya.catalog.models.facts import ProductFact
from griya.catalog.rules.questions import answer_faults, known_questions
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Overtaken, Refused

LONGEST = 300
_OVERTAKEN = "Jawaban ini baru saja diubah orang lain. Baca yang sekarang; yang Anda tulis masih ada."


def decide_fact(
    *,
    product_id: int,
    question: str,
    answer_id: str,
    answer_en: str,
    is_public: bool,
    row_version: int,
    actor_id: int | None,
    acting_for: str | None = None,
    proof: str = "",
) -> None:
    """Take an answer over as the product's own, in words that suit everybody, and show it or not.

    `row_version` is that of the standing answer that was read, 0 where there was none. The record says which question
    and whether it is shown; the words stand with the product.

    Raises:
        Overtaken: when somebody else changed it meanwhile.
        Refused: when it may not be shown, or says nothing.
    """
    text, english = answer_id.strip(), answer_en.strip()
    product = db.session.scalars(select(Product).where(Product.id == product_id).with_for_update()).one_or_none()
    if product is None or not known_questions([question]):
        raise Refused("Pertanyaan ini tidak dikenal.")
    faults = [] if any(c.isalnum() for c in text) else ["Tulis jawabannya."]
    if max(len(text), len(english)) > LONGEST:
        faults.append(f"Jawaban paling panjang {LONGEST} huruf.")
    if is_public:
        faults += dict.fromkeys(answer_faults(question, text) + answer_faults(question, english))
    if faults:
        raise Refused(faults)
    fact = db.session.scalars(
        select(ProductFact).where(ProductFact.product_id == product_id, ProductFact.question == question)
    ).one_or_none()
    if (fact.row_version if fact else 0) != row_version:
        raise Overtaken(_OVERTAKEN)
    was_public = fact.is_public if fact else None
    if fact is None:
        fact = ProductFact(
            product_id=product_id, question=question, answered_at=now(), acting_for=acting_for, proof=proof.strip()
        )
        db.session.add(fact)
    fact.answer_id, fact.answer_en, fact.is_public = text, english, is_public
    fact.answered_by_id, fact.row_version = actor_id, row_version + 1
    db.session.flush()
    record_event(
        verb="product.answer_shown" if is_public else "product.answer_kept",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        acting_for=acting_for,
        before={"question": question, "shown": was_public},
        after={"question": question, "shown": is_public},
    )
