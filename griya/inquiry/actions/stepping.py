"""One step of a thread: locked, allowed, written down among its events and in the record, all in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from griya.accounts.actions import record_event
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.outbox import Letter, enqueue
from griya.inquiry.correspondence import Delivery
from griya.inquiry.models import Inquiry
from griya.inquiry.models.threads import InquiryThread, Side, ThreadEvent, ThreadEventKind, ThreadState
from griya.inquiry.rules.stopping import stop_of
from griya.inquiry.rules.threads import PROOF_LENGTH, Step, check_step
from griya.inquiry.thread_letters import WITHDRAWN

_OVERTAKEN: Final = (
    "Ada yang baru saja mengubah permintaan ini. Baca yang baru di bawah; yang Anda tulis masih ada di formulir."
)
_NO_PROOF: Final = "Tulis dari mana Anda tahu: telepon, pesan, atau tatap muka, kapan, dan dengan siapa."


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes a step. An officer who acts for a maker or a buyer says for whom, and how they know."""

    side: Side
    account_id: int | None = None
    acting_for: str | None = None
    channel: str = ""
    proof: str = ""

    def check(self) -> None:
        """Refuse an officer who speaks for somebody and does not say how they know.

        Raises:
            Refused: with what is missing.
        """
        if self.acting_for is not None and not self.proof.strip():
            raise Refused(_NO_PROOF)
        if len(self.proof) > PROOF_LENGTH:
            raise Refused(f"Keterangan bukti paling panjang {PROOF_LENGTH} huruf.")


SYSTEM: Final = Actor(Side.SYSTEM)


def lock_thread(*, code: str, last_event_id: int | None = None) -> InquiryThread:
    """The thread with its inquiry, locked until the end of the transaction.

    Raises:
        Refused: when there is none.
        Overtaken: when something happened since the event that the person saw last.
    """
    thread = db.session.scalars(
        select(InquiryThread)
        .where(InquiryThread.code == code)
        .options(joinedload(InquiryThread.inquiry))
        .with_for_update(of=InquiryThread)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if thread is None:
        raise Refused("Permintaan ini tidak ada.")
    if last_event_id is not None:
        newest = db.session.scalar(select(func.max(ThreadEvent.id)).where(ThreadEvent.thread_id == thread.id))
        if newest != last_event_id:
            raise Overtaken(_OVERTAKEN)
    return thread


def require(*, step: Step, thread: InquiryThread) -> None:
    """Refuse a step that is not allowed from where the thread stands.

    The thread comes from `lock_thread`, with its inquiry.

    Raises:
        Refused: with the reason.
    """
    if reasons := check_step(step, thread.state, stop_of(thread.inquiry)):
        raise Refused(reasons)


def take_step(
    *,
    thread: InquiryThread,
    inquiry: Inquiry,
    kind: ThreadEventKind,
    state: ThreadState,
    actor: Actor,
    at: datetime,
    reason: str = "",
    **facts: Any,
) -> ThreadEvent:
    """Set the state and write the step down twice: for the clock, and for the record. Neither holds anybody's words."""
    before = thread.state
    thread.state = state
    event = ThreadEvent(
        thread_id=thread.id,
        at=at,
        kind=kind,
        side=actor.side,
        actor_id=actor.account_id,
        acting_for=actor.acting_for,
        channel=actor.channel,
        state_before=before,
        state_after=state,
        facts=facts,
    )
    db.session.add(event)
    db.session.flush()
    record_event(
        verb=f"inquiry.{VERBS[kind]}",
        object_type="inquiry",
        object_key=inquiry.reference,
        actor_id=actor.account_id,
        acting_for=actor.acting_for,
        reason=reason.strip() or None,
        before={"thread": thread.number, "state": before},
        after={"thread": thread.number, "state": str(state), "side": str(actor.side), **facts},
    )
    return event


VERBS: Final = {
    ThreadEventKind.OPENED: "opened",
    ThreadEventKind.HELD: "held",
    ThreadEventKind.RELEASED: "released",
    ThreadEventKind.FORWARDED: "forwarded",
    ThreadEventKind.SEEN: "seen",
    ThreadEventKind.ANSWERED: "answered",
    ThreadEventKind.TIME_ASKED: "time_asked",
    ThreadEventKind.ASKED_BACK: "asked_back",
    ThreadEventKind.BUYER_REPLIED: "replied",
    ThreadEventKind.REMINDED: "reminded",
    ThreadEventKind.ESCALATED: "escalated",
    ThreadEventKind.ASSIGNED: "assigned",
    ThreadEventKind.CLOSED: "closed",
    ThreadEventKind.REOPENED: "reopened",
    ThreadEventKind.SPAM: "marked_spam",
    ThreadEventKind.RESTRICTED: "restricted",
    ThreadEventKind.RESUMED: "resumed",
}


def post_letter(*, letter: Letter, inquiry: Inquiry, delivery: Delivery) -> None:
    """Write a letter into this transaction, unless its buyer's data may not be used any more.

    Whoever writes asks that before; here it is asked once more, because a letter cannot be called back. The one that
    goes all the same tells a maker to stop and says nothing of the buyer.
    """
    if stop_of(inquiry) is None or letter.template == WITHDRAWN:
        enqueue(letter, sender_domain=delivery.sender_domain)
