"""Ending the use of a buyer's data for an inquiry, and going on with it: the law's restriction and objection.

What follows is not left to anybody's memory: the threads' clocks stand still, letters that have not gone never go,
makers' links open nothing, and every step but ending it is refused until somebody lifts it with a reason.
"""

from datetime import datetime

from sqlalchemy import or_, select

from griya.accounts.actions import record_event
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import IS_WAITING, OutboxMessage
from griya.core.state import state_change
from griya.inquiry.actions.stepping import Actor, take_step
from griya.inquiry.letters import cause_of
from griya.inquiry.models import Consent, Inquiry
from griya.inquiry.models.privacy import PrivacyRequest
from griya.inquiry.models.threads import InquiryThread, ThreadEventKind, ThreadState
from griya.inquiry.rules.stopping import STOP_REFUSALS, STOPPING, Stop, stop_of
from griya.inquiry.rules.threads import OPEN

_RUNNING = (*OPEN, ThreadState.HELD)


@state_change()
def restrict_inquiry(*, inquiry: Inquiry, ground: str, actor: Actor, at: datetime | None = None) -> bool:
    """Stop using the buyer's data for an inquiry that the caller holds; False where its use had ended already.

    `ground` is what was asked: restriction, objection, erasure, or that consent is withdrawn, which the proof of
    consent then says too.
    """
    moment = at or now()
    if ground == "tarik":
        for consent in db.session.scalars(select(Consent).where(Consent.inquiry_id == inquiry.id)):
            consent.withdrawn_at = consent.withdrawn_at or moment
    if stop_of(inquiry) is not None:
        return False
    inquiry.restricted_at = moment
    threads = _step_all(inquiry, ThreadEventKind.RESTRICTED, actor, moment)
    stopped = stop_letters(reference=inquiry.reference, at=moment)
    _record(inquiry, "restricted", actor, ground=ground, threads=threads, letters=len(stopped))
    return True


@state_change()
def resume_inquiry(*, inquiry: Inquiry, actor: Actor, reason: str, at: datetime | None = None) -> None:
    """Go on with a restricted inquiry, because the buyer says so or the request was refused.

    Letters that were called back stay called back: whoever goes on forwards anew, knowing what is still wanted.

    Raises:
        Refused: without a reason, when it is not restricted, or when the person still waits for an answer.
    """
    stop = stop_of(inquiry)
    if stop is not Stop.RESTRICTED:
        raise Refused(STOP_REFUSALS[stop] if stop else "Permintaan ini tidak sedang dihentikan.")
    if not reason.strip():
        raise Refused("Tulis mengapa data ini boleh dipakai lagi: siapa yang mengatakannya, kapan, dan bagaimana.")
    if _still_asks(inquiry):
        raise Refused("Permintaan orang ini tentang datanya belum dijawab. Jawab dahulu di Data pribadi.")
    began, moment = inquiry.restricted_at, at or now()
    inquiry.restricted_at = None
    for consent in db.session.scalars(
        select(Consent).where(Consent.inquiry_id == inquiry.id, Consent.withdrawn_at == began)
    ):
        consent.withdrawn_at = None
    threads = _step_all(inquiry, ThreadEventKind.RESUMED, actor, moment, reason)
    _record(inquiry, "resumed", actor, reason, threads=threads)


def stop_letters(*, reference: str, at: datetime) -> list[OutboxMessage]:
    """Call back every letter of an inquiry that has not left yet; a worker that has one in hand finishes it."""
    cause = cause_of(reference)
    letters = db.session.scalars(
        select(OutboxMessage)
        .where(
            IS_WAITING, or_(OutboxMessage.cause == cause, OutboxMessage.cause.startswith(f"{cause}:", autoescape=True))
        )
        .order_by(OutboxMessage.id)
        .with_for_update()
    ).all()
    for letter in letters:
        letter.stopped_at = letter.given_up_at = at
    db.session.flush()
    return list(letters)


def _step_all(inquiry: Inquiry, kind: ThreadEventKind, actor: Actor, at: datetime, reason: str = "") -> int:
    threads = db.session.scalars(
        select(InquiryThread)
        .where(InquiryThread.inquiry_id == inquiry.id, InquiryThread.state.in_(_RUNNING))
        .order_by(InquiryThread.number)
        .with_for_update()
    ).all()
    for thread in threads:
        take_step(
            thread=thread,
            inquiry=inquiry,
            kind=kind,
            state=ThreadState(thread.state),
            actor=actor,
            at=at,
            reason=reason,
        )
    return len(threads)


def _still_asks(inquiry: Inquiry) -> bool:
    """Whether the person asked to be left alone and has no answer yet."""
    contacts = [PrivacyRequest.inquiry_id == inquiry.id]
    contacts += [PrivacyRequest.phone == inquiry.phone] if inquiry.phone else []
    contacts += [PrivacyRequest.email == inquiry.email.casefold()] if inquiry.email else []
    waiting = select(PrivacyRequest.id).where(
        PrivacyRequest.done_at.is_(None), PrivacyRequest.kind.in_(STOPPING), or_(*contacts)
    )
    return db.session.scalar(waiting.limit(1)) is not None


def _record(inquiry: Inquiry, done: str, actor: Actor, reason: str = "", **after: object) -> None:
    record_event(
        verb=f"inquiry.use_{done}",
        object_type="inquiry",
        object_key=inquiry.reference,
        actor_id=actor.account_id,
        acting_for=actor.acting_for,
        reason=reason.strip() or None,
        after=after,
    )
