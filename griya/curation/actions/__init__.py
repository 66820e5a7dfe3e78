"""Changes of curation. Each is a named command: guard, change, record and letter in the caller's one transaction."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from sqlalchemy import select

from griya.accounts.actions import record_event
from griya.core import clock
from griya.core.clock import WIB
from griya.core.db import db
from griya.core.outbox import Letter, enqueue
from griya.core.state import state_change
from griya.curation.letters import Post, Told
from griya.curation.models import CurationReview, CurationRubric
from griya.curation.queries.products import maker_addresses
from griya.curation.queries.reviews import REVIEW, Review, Verdict, find_review
from griya.curation.rules.first_rubric import FIRST
from griya.curation.rules.rubric import to_content

CHANGED_SINCE = "Penilaian ini berubah sejak Anda membukanya. Periksa dulu isinya yang sekarang."


@state_change()
def load_rubric() -> None:
    """Make sure that there is a rubric to begin with; where there is any, nothing happens."""
    if db.session.scalar(select(CurationRubric.id).limit(1)) is not None:
        return
    moment = clock.now()
    db.session.add(
        CurationRubric(
            number=1,
            content=to_content(FIRST),
            note="Rubrik awal",
            created_at=moment,
            approved_at=moment,
            approved_note="rubrik awal dari program",
            valid_from=datetime(2026, 1, 1, tzinfo=WIB),
        )
    )
    record_event(
        verb="curation_rubric.loaded", object_type="curation_rubric", object_key="1", reason="rubrik awal dari program"
    )


def locked(*, review: CurationReview) -> Review:
    """The review as it is, with nobody else able to change it before this transaction ends."""
    db.session.refresh(review, with_for_update=True)
    found = find_review(review.code)
    assert found is not None  # noqa: S101 - its row was just read
    return found


def told_of(*, review: Review, verdict: Verdict) -> Told:
    """What a verdict says to the maker."""
    return Told(
        review_code=review.code,
        number=verdict.number,
        kind=verdict.kind,
        result=verdict.result,
        product=str(review.product.name),
        product_code=review.product.code,
        producer=review.product.producer_name,
        reason=verdict.reason,
        improvement=verdict.improvement,
        conditions=tuple((one.text, one.due_on) for one in verdict.conditions),
        appeal_until=verdict.appeal_until,
        valid_from=verdict.valid_from,
        valid_until=verdict.valid_until,
        certificate_code=verdict.certificate_code,
        certificate_number=verdict.certificate_number,
    )


def recipient_of(*, producer_id: int) -> str | None:
    """Where a maker's letters go; None for one without an address, whose letters are printed."""
    return next((one for one in maker_addresses(producer_id) if "@" in parseaddr(one)[1]), None)


def send(*, letter: Letter, post: Post) -> None:
    """Put a letter into the outbox."""
    enqueue(letter, sender_domain=post.sender_domain)


def record(
    *,
    verb: str,
    review_code: str,
    actor_id: int | None,
    reason: str | None = None,
    acting_for: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write a line of a review's record."""
    record_event(
        verb=f"curation.{verb}",
        object_type=REVIEW,
        object_key=review_code,
        actor_id=actor_id,
        acting_for=acting_for,
        reason=reason,
        before=dict(before) if before else None,
        after=dict(after) if after else None,
    )
