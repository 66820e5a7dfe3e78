"""Ending a thread with what came of it, and asking both sides a week after the answer."""

from datetime import datetime

from sqlalchemy import select

from griya.accounts.actions import record_event
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.inquiry.actions.stepping import SYSTEM, Actor, lock_thread, post_letter, require, take_step
from griya.inquiry.actions.threads import addresses_of, issue_link
from griya.inquiry.correspondence import Correspondence
from griya.inquiry.models import Inquiry
from griya.inquiry.models.threads import (
    InquiryThread,
    Outcome,
    Side,
    ThreadEvent,
    ThreadEventKind,
    ThreadFollowUp,
    ThreadState,
)
from griya.inquiry.rules import usable_email
from griya.inquiry.rules.addresses import follow_up_url
from griya.inquiry.rules.threads import MAX_PRICE, REASON_LENGTH, Step
from griya.inquiry.thread_letters import FOLLOW_BUYER, FOLLOW_MAKER, to_buyer, to_maker

# What a person may choose; the others follow from something that happened.
CHOSEN = (Outcome.DEAL, Outcome.NO_DEAL, Outcome.CANNOT, Outcome.SILENCE)
RESULTS = ("jadi", "belum", "tidak")


@state_change()
def close_thread(
    *,
    code: str,
    outcome: Outcome,
    actor: Actor,
    reason: str = "",
    value_idr: int | None = None,
    last_event_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """End a thread, with its value where it came to a deal and with a reason where it did not.

    Raises:
        Refused: with every reason at once.
        Overtaken: when something happened since.
    """
    moment = at or now()
    thread = lock_thread(code=code, last_event_id=last_event_id)
    require(step=Step.CLOSE, thread=thread)
    faults = []
    if outcome is Outcome.NO_DEAL and not reason.strip():
        faults.append("Tulis mengapa tidak jadi.")
    if value_idr is not None and (outcome is not Outcome.DEAL or not 0 < value_idr <= MAX_PRICE):
        faults.append("Nilai hanya untuk yang berhasil, dalam rupiah.")
    if len(reason) > REASON_LENGTH:
        faults.append(f"Alasan paling panjang {REASON_LENGTH} huruf.")
    if faults:
        raise Refused(faults)
    thread.closed_at, thread.outcome = moment, outcome
    thread.outcome_reason, thread.outcome_value_idr = reason.strip(), value_idr
    take_step(
        thread=thread,
        inquiry=thread.inquiry,
        kind=ThreadEventKind.CLOSED,
        state=ThreadState.CLOSED,
        actor=actor,
        at=moment,
        reason=reason,
        outcome=str(outcome),
        **({"value_idr": value_idr} if value_idr else {}),
    )


def ask_what_came(*, thread: InquiryThread, inquiry: Inquiry, post: Correspondence, at: datetime) -> None:
    """Ask both sides once, a week after the answer. Who has no address is asked on the page and by the officer."""
    last = db.session.scalars(
        select(ThreadEvent.id).where(ThreadEvent.thread_id == thread.id).order_by(ThreadEvent.id.desc()).limit(1)
    ).one()
    for side in (Side.BUYER, Side.MAKER):
        db.session.add(ThreadFollowUp(thread_id=thread.id, side=side, asked_at=at))
    db.session.flush()
    delivery = post.delivery(inquiry)
    letters = [to_buyer(FOLLOW_BUYER, inquiry=inquiry, thread=thread, event_id=last, delivery=delivery)]
    address = usable_email(addresses_of(producer_ids=[thread.producer_id or 0]).get(thread.producer_id or 0))
    if address:
        url = follow_up_url(delivery.public_url, issue_link(thread=thread, channel="email", at=at, actor=SYSTEM))
        letters.append(
            to_maker(
                FOLLOW_MAKER, inquiry=inquiry, thread=thread, event_id=last, address=address, url=url, delivery=delivery
            )
        )
    for letter in filter(None, letters):
        post_letter(letter=letter, inquiry=inquiry, delivery=delivery)


@state_change()
def say_what_came(
    *,
    thread_id: int,
    side: Side,
    result: str,
    actor: Actor,
    value_idr: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Keep what one side says came of it; the other side's word stays as it is.

    Raises:
        Refused: when that cannot be said.
    """
    moment = at or now()
    actor.check()
    if result not in RESULTS or side not in {Side.BUYER, Side.MAKER}:
        raise Refused("Pilih jadi, belum, atau tidak.")
    if value_idr is not None and (result != "jadi" or not 0 < value_idr <= MAX_PRICE):
        raise Refused("Nilai hanya untuk yang jadi dibeli, dalam rupiah.")
    if len(note) > REASON_LENGTH:
        raise Refused(f"Keterangan paling panjang {REASON_LENGTH} huruf.")
    thread = db.session.get_one(InquiryThread, thread_id)
    inquiry = db.session.get_one(Inquiry, thread.inquiry_id)
    said = db.session.scalars(
        select(ThreadFollowUp)
        .where(ThreadFollowUp.thread_id == thread_id, ThreadFollowUp.side == side)
        .with_for_update()
    ).one_or_none()
    before = said.result if said else None
    if said is None:
        said = ThreadFollowUp(thread_id=thread_id, side=side, asked_at=moment)
        db.session.add(said)
    said.answered_at, said.result, said.value_idr, said.note = moment, result, value_idr, note.strip()
    record_event(
        verb="inquiry.came_of",
        object_type="inquiry",
        object_key=inquiry.reference,
        actor_id=actor.account_id,
        acting_for=actor.acting_for,
        before={"thread": thread.number, "result": before},
        after={"thread": thread.number, "side": str(side), "result": result, "value_idr": value_idr},
    )


@state_change()
def close_silent(*, thread: InquiryThread, inquiry: Inquiry, at: datetime) -> None:
    """End a thread in which the buyer said nothing for 30 days."""
    thread.closed_at, thread.outcome, thread.outcome_reason = at, Outcome.SILENCE, ""
    take_step(
        thread=thread,
        inquiry=inquiry,
        kind=ThreadEventKind.CLOSED,
        state=ThreadState.CLOSED,
        actor=SYSTEM,
        at=at,
        outcome=str(Outcome.SILENCE),
    )
