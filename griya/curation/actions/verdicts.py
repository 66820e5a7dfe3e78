"""Deciding a review, following up its conditions, taking a result back. Verdicts are only ever added."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from griya.accounts.models import CODE_SIGNS
from griya.core import clock
from griya.core.clock import WIB
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import one_line
from griya.curation.actions import CHANGED_SINCE, locked, recipient_of, record, send, told_of
from griya.curation.letters import Post, result_letter
from griya.curation.models import Conflict, CurationCondition, CurationReview, CurationVerdict, Result, VerdictKind
from griya.curation.queries.reviews import Review, find_review
from griya.curation.rules import (
    APPEAL_DAYS,
    LONGEST_NOTE,
    Condition,
    ReviewState,
    days_after,
    decision_faults,
    due_is_right,
    letter_faults,
    valid_window,
)

CERTIFICATE_SIGNS = 10


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody decides: the result, why, what to mend, and on which conditions."""

    result: Result
    reason: str
    improvement: str = ""
    override_reason: str = ""
    conditions: Sequence[Condition] = ()
    # Whoever decides without having scored says here that nothing ties them to the maker.
    is_impartial: bool = False


@state_change()
def decide_review(
    *, review: CurationReview, row_version: int, ruling: Ruling, post: Post, actor_id: int, at: datetime | None = None
) -> None:
    """Give a review its result. Against the arithmetic only somebody who did not score it may, with a reason.

    Raises:
        Overtaken: when somebody else has decided it, or it changed since it was read.
        Refused: with every reason at once.
    """
    found, now = locked(review=review), at or clock.now()
    if found.state in {ReviewState.DECIDED, ReviewState.WITHDRAWN} or review.row_version != row_version:
        raise Overtaken("Penilaian ini sudah diputus." if found.state is ReviewState.DECIDED else CHANGED_SINCE)
    conclusion = found.conclusion
    if conclusion is None:
        raise Refused("Belum semua penilai menyerahkan nilainya.")
    own = found.sheet_of(actor_id)
    if own is not None and own.conflict is not Conflict.NONE:
        raise Refused("Anda menyatakan ada hubungan dengan pembuatnya, jadi orang lain yang memutus.")
    faults = decision_faults(
        result=ruling.result,
        computed=conclusion.result,
        has_failed_gate=bool(conclusion.failed),
        is_scorer=own is not None and own.is_submitted,
        has_declared=own is not None or ruling.is_impartial,
        reason=ruling.reason,
        improvement=ruling.improvement,
        override_reason=ruling.override_reason,
        conditions=ruling.conditions,
        on=now.astimezone(WIB).date(),
    )
    if faults:
        raise Refused(faults)
    review.closed_at = now
    verdict = add_verdict(
        review=review, found=found, kind=VerdictKind.DECISION, ruling=ruling, actor_id=actor_id, at=now
    )
    tell(review_code=review.code, number=verdict.number, post=post)


@state_change()
def meet_condition(
    *,
    review: CurationReview,
    condition_id: int,
    row_version: int,
    note: str,
    post: Post,
    actor_id: int,
    at: datetime | None = None,
) -> None:
    """Note that a condition is met. With the last of them the result becomes a full one, for twelve months from now.

    Raises:
        Overtaken: when somebody else has changed it.
        Refused: without a word on how it was seen.
    """
    found, now, note = locked(review=review), at or clock.now(), one_line(note)
    condition = _condition(found, condition_id, row_version)
    if not note or len(note) > LONGEST_NOTE:
        raise Refused(f"Tulis apa yang Anda periksa, paling panjang {LONGEST_NOTE} huruf.")
    condition.met_at, condition.met_by_id, condition.met_note = now, actor_id, note
    condition.row_version = row_version + 1
    db.session.flush()
    after = {"condition": condition.text}
    record(verb="condition_met", review_code=review.code, actor_id=actor_id, reason=note, after=after)
    newest = locked(review=review).newest
    if newest is None or any(one.met_at is None for one in newest.conditions):
        return
    ruling = Ruling(Result.SELECTED, "Semua syarat pada putusan sebelumnya sudah diperiksa dan terpenuhi.")
    verdict = add_verdict(review=review, found=found, kind=VerdictKind.LIFTED, ruling=ruling, actor_id=actor_id, at=now)
    tell(review_code=review.code, number=verdict.number, post=post)


def extend_condition(
    *,
    review: CurationReview,
    condition_id: int,
    row_version: int,
    due_on: date,
    reason: str,
    actor_id: int,
    at: datetime | None = None,
) -> None:
    """Give a maker more time for a condition.

    Raises:
        Overtaken: when somebody else has changed it.
        Refused: without a reason, or for a day that cannot be.
    """
    found, now, reason = locked(review=review), at or clock.now(), one_line(reason)
    condition = _condition(found, condition_id, row_version)
    faults = [] if reason and len(reason) <= LONGEST_NOTE else ["Tulis alasan memberi waktu lagi."]
    if not due_is_right(due_on, now.astimezone(WIB).date()) or due_on <= condition.due_on:
        faults.append("Tanggal yang baru harus sesudah yang lama dan sesudah hari ini.")
    if faults:
        raise Refused(faults)
    before = condition.due_on
    condition.due_on, condition.row_version = due_on, row_version + 1
    db.session.flush()
    record(
        verb="condition_extended",
        review_code=review.code,
        actor_id=actor_id,
        reason=reason,
        before={"due_on": before.isoformat()},
        after={"condition": condition.text, "due_on": due_on.isoformat()},
    )


@state_change()
def revoke_result(
    *, review: CurationReview, reason: str, improvement: str, post: Post, actor_id: int, at: datetime | None = None
) -> None:
    """Take a full or conditional result back, from this moment on.

    Raises:
        Overtaken: when there is none any more.
        Refused: without words for the maker.
    """
    found, now = locked(review=review), at or clock.now()
    newest = found.newest
    if newest is None or newest.result not in {Result.SELECTED, Result.CONDITIONAL}:
        raise Overtaken("Tidak ada hasil yang dapat dicabut.")
    if faults := letter_faults(Result.REVOKED, reason, improvement):
        raise Refused(faults)
    ruling = Ruling(Result.REVOKED, reason, improvement)
    verdict = add_verdict(
        review=review, found=found, kind=VerdictKind.REVOCATION, ruling=ruling, actor_id=actor_id, at=now
    )
    tell(review_code=review.code, number=verdict.number, post=post)


@state_change()
def add_verdict(
    *, review: CurationReview, found: Review, kind: VerdictKind, ruling: Ruling, actor_id: int, at: datetime
) -> CurationVerdict:
    """Write the next verdict of a review that is locked, with its window, certificate and conditions."""
    is_selected = ruling.result is Result.SELECTED
    window = valid_window(at) if is_selected else (None, None)
    conclusion = found.conclusion if kind is VerdictKind.DECISION else None
    verdict = CurationVerdict(
        review_id=review.id,
        number=len(found.verdicts) + 1,
        kind=kind,
        result=ruling.result,
        computed=conclusion.result if conclusion else None,
        score=conclusion.hundredths if conclusion else None,
        override_reason=ruling.override_reason.strip(),
        reason=ruling.reason.strip(),
        improvement=ruling.improvement.strip(),
        decided_at=at,
        decided_by_id=actor_id,
        appeal_until=days_after(at, APPEAL_DAYS) if kind in {VerdictKind.DECISION, VerdictKind.REVOCATION} else None,
        valid_from=window[0],
        valid_until=window[1],
        certificate_code="".join(secrets.choice(CODE_SIGNS) for _ in range(CERTIFICATE_SIGNS)) if is_selected else None,
    )
    db.session.add(verdict)
    review.row_version += 1
    db.session.flush()
    for position, one in enumerate(ruling.conditions, start=1):
        db.session.add(
            CurationCondition(verdict_id=verdict.id, position=position, text=one_line(one.text), due_on=one.due_on)
        )
    db.session.flush()
    record(
        verb=f"verdict.{kind}",
        review_code=review.code,
        actor_id=actor_id,
        reason=verdict.override_reason or verdict.reason,
        before={"result": found.newest.result} if found.newest else None,
        after={"result": verdict.result, "computed": verdict.computed},
    )
    return verdict


def tell(*, review_code: str, number: int, post: Post) -> None:
    """Write the maker's letter about a verdict into this transaction; one without an address gets it on paper."""
    found = find_review(review_code)
    assert found is not None  # noqa: S101 - it is locked by the caller
    address = recipient_of(producer_id=found.product.producer_id)
    if address is not None:
        told = told_of(review=found, verdict=found.verdicts[number - 1])
        send(letter=result_letter(told, post, address), post=post)


def _condition(found: Review, condition_id: int, row_version: int) -> CurationCondition:
    """A condition of the review's newest verdict that nobody has met or changed since it was read."""
    known = {one.condition_id for one in found.newest.conditions} if found.newest else set()
    condition = db.session.scalars(
        select(CurationCondition).where(CurationCondition.id == condition_id).with_for_update()
    ).one_or_none()
    if condition is None or condition_id not in known:
        raise Refused("Syarat ini tidak berlaku lagi.")
    if condition.met_at is not None or condition.row_version != row_version:
        raise Overtaken("Syarat ini baru saja diubah orang lain. Periksa dulu isinya yang sekarang.")
    return condition
