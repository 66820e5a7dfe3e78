"""A maker's appeal: filed through an officer or by the link in the letter, decided by a curator who had no part."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from griya.core import clock
from griya.core.clock import WIB
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import one_line
from griya.core.words import Sentence
from griya.curation.actions import locked, recipient_of, record, send, told_of
from griya.curation.actions.verdicts import Ruling, add_verdict, tell
from griya.curation.letters import Post, appeal_filed_letter, appeal_rejected_letter
from griya.curation.models import (
    AppealChannel,
    AppealOutcome,
    Conflict,
    CurationAppeal,
    CurationReview,
    Result,
    VerdictKind,
)
from griya.curation.rules import (
    APPEAL_WORK_DAYS,
    LONGEST_NOTE,
    LONGEST_REASON,
    SHORTEST_REASON,
    appeal_decision_faults,
    appeal_faults,
    condition_faults,
    days_after,
    letter_faults,
)


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """An officer who files what a maker asked for, and how the officer knows."""

    officer_id: int
    acting_for: str
    proof: str


@state_change()
def file_appeal(
    *,
    review: CurationReview,
    number: int,
    grounds: str,
    post: Post,
    on_behalf: OnBehalf | None = None,
    at: datetime | None = None,
) -> None:
    """Take in an appeal against a verdict, within 30 days and once.

    Raises:
        Refused: with every reason at once.
    """
    found, now, grounds = locked(review=review), at or clock.now(), grounds.strip()
    verdict = next((one for one in found.verdicts if one.number == number), None)
    if verdict is None:
        raise Refused("Putusan ini tidak ada.")
    faults = appeal_faults(
        result=verdict.result,
        is_newest=verdict is found.newest,
        appeal_until=verdict.appeal_until,
        has_appeal=verdict.appeal is not None,
        at=now,
    )
    if not faults:
        if not SHORTEST_REASON <= len(grounds) <= LONGEST_REASON:
            faults.append(
                Sentence(
                    "Tulis mengapa Anda tidak setuju, %(least)d sampai %(most)d huruf.",
                    least=SHORTEST_REASON,
                    most=LONGEST_REASON,
                )
            )
        if on_behalf and not (on_behalf.acting_for.strip() and on_behalf.proof.strip()):
            faults.append("Tulis atas nama siapa banding ini, dan bukti bahwa ia memintanya.")
        if on_behalf and (len(on_behalf.acting_for) > 120 or len(on_behalf.proof) > LONGEST_NOTE):
            faults.append("Nama paling panjang 120 huruf dan bukti paling panjang 300 huruf.")
    if faults:
        raise Refused(faults)
    appeal = CurationAppeal(
        review_id=review.id,
        verdict_id=verdict.verdict_id,
        channel=AppealChannel.OFFICER if on_behalf else AppealChannel.LINK,
        filed_at=now,
        filed_by_id=on_behalf.officer_id if on_behalf else None,
        acting_for=one_line(on_behalf.acting_for) if on_behalf else None,
        proof=one_line(on_behalf.proof) if on_behalf else "",
        grounds=grounds,
        due_at=days_after(now, APPEAL_WORK_DAYS),
    )
    try:
        with db.session.begin_nested():
            db.session.add(appeal)
    except IntegrityError as error:
        raise Overtaken("Banding atas putusan ini sudah masuk.") from error
    record(
        verb="appealed",
        review_code=review.code,
        actor_id=appeal.filed_by_id,
        acting_for=appeal.acting_for or found.product.producer_name,
        reason=grounds,
        after={"verdict": number, "channel": appeal.channel, "proof": appeal.proof},
    )
    address = recipient_of(producer_id=found.product.producer_id)
    if address is not None:
        told = told_of(review=found, verdict=verdict)
        send(letter=appeal_filed_letter(told, post, address, appeal.due_at), post=post)


@state_change()
def decide_appeal(
    *,
    review: CurationReview,
    conflict: Conflict,
    outcome: AppealOutcome,
    ruling: Ruling,
    post: Post,
    actor_id: int,
    at: datetime | None = None,
) -> None:
    """Decide the open appeal of a review. Granted, it makes a new verdict; rejected, the old one stands.

    Raises:
        Overtaken: when somebody else has decided it.
        Refused: with every reason at once.
    """
    found, now = locked(review=review), at or clock.now()
    appeal = db.session.scalars(
        select(CurationAppeal)
        .where(CurationAppeal.review_id == review.id, CurationAppeal.decided_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if appeal is None:
        raise Overtaken("Banding ini sudah diputus, atau tidak ada.")
    own = found.sheet_of(actor_id)
    tie = own.conflict if own is not None and own.conflict is not Conflict.NONE else conflict
    faults = appeal_decision_faults(
        is_open=True, is_involved=found.is_involved(actor_id), conflict=tie, reason=ruling.reason
    )
    verdict = next(one for one in found.verdicts if one.verdict_id == appeal.verdict_id)
    if outcome is AppealOutcome.GRANTED:
        if ruling.result is verdict.result or ruling.result is Result.REVOKED:
            faults.append("Banding yang dikabulkan memberi hasil lain dari yang dibanding.")
        faults += [one for one in letter_faults(ruling.result, ruling.reason, ruling.improvement) if one not in faults]
        faults += condition_faults(ruling.result, ruling.conditions, now.astimezone(WIB).date())
    if faults:
        raise Refused(faults)
    appeal.decided_at, appeal.decided_by_id, appeal.outcome, appeal.reason = (
        now, actor_id, outcome, ruling.reason.strip(),
    )  # fmt: skip
    db.session.flush()
    record(
        verb="appeal_decided",
        review_code=review.code,
        actor_id=actor_id,
        reason=appeal.reason,
        after={"outcome": str(outcome)},
    )
    if outcome is AppealOutcome.GRANTED:
        made = add_verdict(
            review=review, found=found, kind=VerdictKind.APPEAL, ruling=ruling, actor_id=actor_id, at=now
        )
        tell(review_code=review.code, number=made.number, post=post)
        return
    address = recipient_of(producer_id=found.product.producer_id)
    if address is not None:
        told = told_of(review=found, verdict=verdict)
        send(letter=appeal_rejected_letter(told, post, address, appeal.reason), post=post)
