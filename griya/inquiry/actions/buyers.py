"""What the holder of the buyer's link does: reply, open again, withdraw, ask for erasure, say what came of it."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select

from griya.accounts.actions import record_event
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import OutboxMessage
from griya.core.state import state_change
from griya.core.tokens import digest
from griya.inquiry.actions.restricting import restrict_inquiry, stop_letters
from griya.inquiry.actions.stepping import Actor, lock_thread, post_letter, require, take_step
from griya.inquiry.actions.threads import addresses_of, issue_link
from griya.inquiry.correspondence import Correspondence
from griya.inquiry.letters import cause_of
from griya.inquiry.models import Consent, Inquiry
from griya.inquiry.models.privacy import PrivacyRequest
from griya.inquiry.models.threads import (
    Addressee,
    InquiryThread,
    Outcome,
    Side,
    ThreadEvent,
    ThreadEventKind,
    ThreadLink,
    ThreadMessage,
    ThreadState,
)
from griya.inquiry.queries.officers import officer_address
from griya.inquiry.rules import is_token, usable_email
from griya.inquiry.rules.addresses import answer_url
from griya.inquiry.rules.answers import check_message
from griya.inquiry.rules.threads import NOTE_LENGTH, OPEN, Step, check_reopening
from griya.inquiry.thread_letters import REOPENED, REPLIED, WITHDRAWN, to_maker, to_officer

# UU 27/2022: three times 24 hours, whatever day it is.
DUTY: Final = timedelta(hours=72)
BUYER: Final = Actor(Side.BUYER, channel="tautan")


def lock_by_token(*, token: str, at: datetime | None = None) -> Inquiry:
    """The inquiry behind a buyer's link that is still open, locked.

    Raises:
        Refused: when there is none.
    """
    moment = at or now()
    inquiry = None
    if is_token(token):
        inquiry = db.session.scalars(
            select(Inquiry).where(Inquiry.token_digest == digest(token)).with_for_update()
        ).one_or_none()
    if inquiry is None or inquiry.link_revoked_at is not None:
        raise Refused("Tautan ini tidak berlaku lagi.")
    if inquiry.link_expires_at is not None and moment >= inquiry.link_expires_at:
        raise Refused("Tautan ini tidak berlaku lagi.")
    return inquiry


@state_change()
def reply_as_buyer(
    *,
    inquiry: Inquiry,
    number: int,
    body: str,
    post: Correspondence,
    actor: Actor = BUYER,
    key: str | None = None,
    at: datetime | None = None,
) -> bool:
    """Words from the buyer. In a closed thread they open it again; after an answer they begin a new turn.

    False when the form of this key was sent before.

    Raises:
        Refused: when nothing can be said here any more.
    """
    moment = at or now()
    actor.check()
    thread = _thread(inquiry, number)
    if key and db.session.scalar(
        select(ThreadMessage.id).where(ThreadMessage.thread_id == thread.id, ThreadMessage.idempotency_key == key)
    ):
        return False
    require(step=Step.REPLY, thread=thread)
    if faults := check_message(body, most=NOTE_LENGTH):
        raise Refused(faults)
    state = ThreadState(thread.state)
    if state is ThreadState.CLOSED:
        if faults := check_reopening(thread.closed_at, moment):
            raise Refused(faults)
        _open_again(thread, inquiry, actor, moment)
    db.session.add(
        ThreadMessage(
            thread_id=thread.id,
            at=moment,
            side=Side.BUYER,
            channel=actor.channel,
            account_id=actor.account_id,
            acting_for=actor.acting_for,
            proof=actor.proof.strip(),
            body=body.strip(),
            idempotency_key=key,
        )
    )
    event = take_step(
        thread=thread,
        inquiry=inquiry,
        kind=ThreadEventKind.BUYER_REPLIED,
        state=_after_reply(thread, state),
        actor=actor,
        at=moment,
    )
    if state is not ThreadState.HELD:
        tell_maker(template=REPLIED, thread=thread, inquiry=inquiry, event_id=event.id, post=post, at=moment)
    return True


def _after_reply(thread: InquiryThread, before: ThreadState) -> ThreadState:
    """Whose turn it is after the buyer wrote."""
    waiting = ThreadState.FORWARDED if thread.addressee == Addressee.MAKER else ThreadState.RECEIVED
    if before in {ThreadState.ANSWERED, ThreadState.CLOSED}:
        return waiting
    if before is ThreadState.ASKED_BACK:
        asked = db.session.scalars(
            select(ThreadEvent.state_before)
            .where(ThreadEvent.thread_id == thread.id, ThreadEvent.kind == ThreadEventKind.ASKED_BACK)
            .order_by(ThreadEvent.id.desc())
            .limit(1)
        ).one_or_none()
        came_from = ThreadState(asked) if asked else waiting
        return waiting if came_from in {ThreadState.ANSWERED, ThreadState.ASKED_BACK} else came_from
    return before


@state_change()
def reopen_thread(
    *,
    inquiry: Inquiry,
    number: int,
    post: Correspondence,
    actor: Actor = BUYER,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Open a closed thread again, within 60 days.

    Raises:
        Refused: when it is not closed, or too long ago.
    """
    moment = at or now()
    thread = _thread(inquiry, number)
    require(step=Step.REOPEN, thread=thread)
    if faults := check_reopening(thread.closed_at, moment):
        raise Refused(faults)
    event = _open_again(thread, inquiry, actor, moment, reason)
    tell_maker(template=REOPENED, thread=thread, inquiry=inquiry, event_id=event.id, post=post, at=moment)


def _open_again(thread: InquiryThread, inquiry: Inquiry, actor: Actor, at: datetime, reason: str = "") -> ThreadEvent:
    outcome = thread.outcome
    thread.closed_at, thread.outcome = None, None
    waiting = ThreadState.FORWARDED if thread.addressee == Addressee.MAKER else ThreadState.RECEIVED
    return take_step(
        thread=thread,
        inquiry=inquiry,
        kind=ThreadEventKind.REOPENED,
        state=waiting,
        actor=actor,
        at=at,
        reason=reason,
        outcome_before=outcome,
    )


@state_change()
def withdraw_inquiry(
    *, inquiry: Inquiry, post: Correspondence, actor: Actor = BUYER, reason: str = "", at: datetime | None = None
) -> None:
    """The buyer takes the whole inquiry back: every open thread ends, and the makers are told not to answer.

    With it the consent is withdrawn, so that the data are due to be erased within three times 24 hours.

    Raises:
        Refused: when it is withdrawn already.
    """
    moment = at or now()
    actor.check()
    if inquiry.withdrawn_at is not None:
        raise Refused("Permintaan ini sudah ditarik.")
    inquiry.withdrawn_at = moment
    # What never left needs no word after it: those makers heard nothing of the buyer.
    unsent = _never_told(inquiry, moment)
    threads = db.session.scalars(
        select(InquiryThread).where(InquiryThread.inquiry_id == inquiry.id).with_for_update()
    ).all()
    for thread in threads:
        if thread.state not in OPEN and thread.state != ThreadState.HELD:
            continue
        was_told = thread.state not in {ThreadState.RECEIVED, ThreadState.HELD}
        thread.closed_at, thread.outcome, thread.outcome_reason = moment, Outcome.WITHDRAWN, reason.strip()
        event = take_step(
            thread=thread,
            inquiry=inquiry,
            kind=ThreadEventKind.CLOSED,
            state=ThreadState.CLOSED,
            actor=actor,
            at=moment,
            reason=reason,
            outcome=str(Outcome.WITHDRAWN),
        )
        if was_told and thread.id not in unsent:
            tell_maker(template=WITHDRAWN, thread=thread, inquiry=inquiry, event_id=event.id, post=post, at=moment)
        for link in db.session.scalars(
            select(ThreadLink).where(ThreadLink.thread_id == thread.id, ThreadLink.revoked_at.is_(None))
        ):
            link.revoked_at = moment
    for consent in db.session.scalars(select(Consent).where(Consent.inquiry_id == inquiry.id)):
        consent.withdrawn_at = consent.withdrawn_at or moment
    record_event(
        verb="inquiry.replied",
        object_type="inquiry",
        object_key=inquiry.reference,
        actor_id=actor.account_id,
        acting_for=actor.acting_for,
        after={"withdrawn": True, "threads": len(threads)},
    )
    _ask(inquiry, "tarik", actor, moment, reason)


@state_change()
def ask_about_data(
    *, inquiry: Inquiry, kind: str = "hapus", actor: Actor = BUYER, note: str = "", at: datetime | None = None
) -> PrivacyRequest:
    """The buyer asks that the personal data be erased, or not used any more; due within three times 24 hours.

    Their use ends at once, whatever the answer will be.

    Raises:
        Refused: when the same was asked before and is not done yet.
    """
    moment = at or now()
    actor.check()
    waiting = db.session.scalar(
        select(PrivacyRequest.id).where(
            PrivacyRequest.inquiry_id == inquiry.id, PrivacyRequest.kind == kind, PrivacyRequest.done_at.is_(None)
        )
    )
    if waiting is not None:
        raise Refused("Ini sudah diminta dan sedang dikerjakan.")
    return _ask(inquiry, kind, actor, moment, note)


def _ask(inquiry: Inquiry, kind: str, actor: Actor, at: datetime, note: str) -> PrivacyRequest:
    asked = PrivacyRequest(
        kind=kind,
        inquiry_id=inquiry.id,
        channel="tautan" if actor.side is Side.BUYER else "petugas",
        note=note.strip()[:NOTE_LENGTH],
        proof=actor.proof.strip(),
        asked_at=at,
        received_by_id=actor.account_id,
        due_at=at + DUTY,
    )
    db.session.add(asked)
    db.session.flush()
    record_event(
        verb="inquiry.erasure_asked",
        object_type="inquiry",
        object_key=inquiry.reference,
        actor_id=actor.account_id,
        acting_for=actor.acting_for,
        after={"request": asked.code, "kind": kind},
    )
    restrict_inquiry(inquiry=inquiry, ground=kind, actor=actor, at=at)
    return asked


def _never_told(inquiry: Inquiry, at: datetime) -> set[int]:
    """Call back what has not left, and say which threads' makers have been told nothing because of it."""
    # A letter that a worker has had in hand may have arrived, whatever became of the line meanwhile.
    letters = stop_letters(reference=inquiry.reference, at=at)
    stopped = {one.recipient.casefold() for one in letters if not one.tries}
    cause = cause_of(inquiry.reference)
    stopped -= {
        address.casefold()
        for address in db.session.scalars(
            select(OutboxMessage.recipient).where(
                or_(OutboxMessage.cause == cause, OutboxMessage.cause.startswith(f"{cause}:")),
                OutboxMessage.sent_at.is_not(None),
            )
        )
    }
    rows = db.session.execute(
        select(InquiryThread.id, InquiryThread.producer_id).where(InquiryThread.inquiry_id == inquiry.id)
    ).all()
    by_hand = set(
        db.session.scalars(
            select(ThreadLink.thread_id).where(
                ThreadLink.thread_id.in_([row.id for row in rows]), ThreadLink.channel != "email"
            )
        )
    )
    addresses = addresses_of(producer_ids=[row.producer_id for row in rows if row.producer_id])
    return {
        row.id
        for row in rows
        if row.id not in by_hand and (addresses.get(row.producer_id or 0) or "").casefold() in stopped
    }


def tell_maker(
    *, template: str, thread: InquiryThread, inquiry: Inquiry, event_id: int, post: Correspondence, at: datetime
) -> None:
    """Write to the maker with a link of its own; where no mail reaches one, to the officer of that kabupaten."""
    delivery = post.delivery(inquiry)
    address = None
    if thread.producer_id:
        address = usable_email(addresses_of(producer_ids=[thread.producer_id]).get(thread.producer_id))
    if address:
        url = ""
        if template != WITHDRAWN:
            url = answer_url(delivery.public_url, issue_link(thread=thread, channel="email", at=at))
        letter = to_maker(
            template, inquiry=inquiry, thread=thread, event_id=event_id, address=address, url=url, delivery=delivery
        )
        post_letter(letter=letter, inquiry=inquiry, delivery=delivery)
        return
    officer = officer_address(thread, inquiry.kind, at) or delivery.office_email
    if officer and template == REPLIED:
        letter = to_officer(
            template, inquiry=inquiry, thread=thread, event_id=event_id, address=officer, delivery=delivery
        )
        post_letter(letter=letter, inquiry=inquiry, delivery=delivery)


def _thread(inquiry: Inquiry, number: int) -> InquiryThread:
    code = db.session.scalar(
        select(InquiryThread.code).where(InquiryThread.inquiry_id == inquiry.id, InquiryThread.number == number)
    )
    if code is None:
        raise Refused("Permintaan ini tidak ada.")
    return lock_thread(code=code)
