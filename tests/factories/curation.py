"""Builders for curation: a review as far as a test needs it, by the same commands as the desk's."""

from datetime import datetime
from typing import Any

from griya.accounts.models import Account
from griya.catalog.models import Product
from griya.core.db import db
from griya.curation.actions import load_rubric
from griya.curation.actions.reviews import put_forward
from griya.curation.actions.sheets import declare, save_sheet
from griya.curation.actions.verdicts import Ruling, decide_review
from griya.curation.letters import Post
from griya.curation.models import Conflict, CurationReview, CurationSheet, Result
from griya.curation.queries.reviews import Review, find_review
from griya.curation.rules.scoring import GateAnswer, Sheet

POST = Post(
    "http://localhost", "Griya Uji", "kantor@contoh.test", "0561-000000", "contoh.test", "kunci-pabrik-uji-0123456789"
)
REASON = "Tenunnya rapat dan rapi, motifnya khas Sambas, dan labelnya lengkap."
IMPROVEMENT = "Perbaiki label kemasan dan tulis tanggal kedaluwarsa."


def make_review(product: Product, actor: Account, *, at: datetime | None = None, **options: Any) -> CurationReview:
    """A product that was put forward."""
    load_rubric()
    (review,) = put_forward(product_ids=[product.id], actor_id=actor.id, at=at, **options)
    return review


def fill_sheet(step: int = 2, *, review: CurationReview, failed: tuple[str, ...] = (), **scores: int) -> Sheet:
    """A sheet that gives every criterion the same step, but for those named, and passes all gates but the failed."""
    found = whole(review)
    return Sheet(
        {one.code: step for one in found.rubric.criteria} | scores,
        {
            gate.code: GateAnswer(gate.code not in failed, "Sudah saya periksa sendiri.")
            for gate in found.rubric.gates_for(is_food=found.product.is_food)
        },
    )


def score(
    review: CurationReview, curator: Account, sheet: Sheet | None = None, *, at: datetime | None = None
) -> CurationSheet:
    """A curator without a tie who hands in a sheet."""
    made = declare(review=review, conflict=Conflict.NONE, actor_id=curator.id, at=at)
    save_sheet(
        review=review,
        row_version=made.row_version,
        content=sheet or fill_sheet(review=review),
        note="",
        is_final=True,
        actor_id=curator.id,
        at=at,
    )
    return made


def decide(
    review: CurationReview, actor: Account, result: Result | None = None, *, at: datetime | None = None, **words: Any
) -> None:
    """The review's result, the computed one unless another is named."""
    conclusion = whole(review).conclusion
    wanted = result or (conclusion.result if conclusion else Result.SELECTED)
    values: dict[str, Any] = {
        "is_impartial": True,
        "reason": REASON,
        "improvement": "" if wanted is Result.SELECTED else IMPROVEMENT,
    }
    decide_review(
        review=review,
        row_version=review.row_version,
        ruling=Ruling(wanted, **{**values, **words}),
        post=POST,
        actor_id=actor.id,
        at=at,
    )


def make_decided(
    product: Product, scorers: tuple[Account, Account], *, step: int = 3, at: datetime | None = None, **words: Any
) -> CurationReview:
    """A review that two curators scored alike and the second decided."""
    review = make_review(product, scorers[0], at=at)
    for scorer in scorers:
        score(review, scorer, fill_sheet(step, review=review), at=at)
    decide(review, scorers[1], at=at, **words)
    return review


def whole(review: CurationReview) -> Review:
    """The review as pages see it, read anew."""
    db.session.flush()
    db.session.expire_all()
    found = find_review(review.code)
    assert found is not None
    return found
