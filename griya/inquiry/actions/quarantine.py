"""Quarantine: holding an inquiry back, letting it go with one press, calling it spam. Only a person decides."""

from datetime import datetime

from sqlalchemy import select

from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.inquiry.actions.stepping import Actor, take_step
from griya.inquiry.actions.threads import hand_over
from griya.inquiry.correspondence import Correspondence
from griya.inquiry.models import Inquiry, InquiryKind
from griya.inquiry.models.threads import InquiryThread, ThreadEventKind, ThreadState
from griya.inquiry.rules.stopping import STOP_REFUSALS, stop_of
from griya.inquiry.rules.threads import ALLOWED, Step


def lock_inquiry(*, reference: str) -> tuple[Inquiry, list[InquiryThread]]:
    """An inquiry with its threads, locked.

    Raises:
        Refused: when there is none.
    """
    inquiry = db.session.scalars(select(Inquiry).where(Inquiry.reference == reference).with_for_update()).one_or_none()
    if inquiry is None:
        raise Refused("Permintaan ini tidak ada.")
    threads = db.session.scalars(
        select(InquiryThread)
        .where(InquiryThread.inquiry_id == inquiry.id)
        .order_by(InquiryThread.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return inquiry, list(threads)


@state_change()
def hold_inquiry(*, reference: str, actor: Actor, reason: str, at: datetime | None = None) -> None:
    """Hold back an inquiry that looked honest at first; whoever was told already is not told otherwise.

    Raises:
        Refused: without a reason, or when nothing of it is open.
    """
    moment = at or now()
    if not reason.strip():
        raise Refused("Tulis mengapa permintaan ini ditahan.")
    inquiry, threads = lock_inquiry(reference=reference)
    held = [thread for thread in threads if thread.state in ALLOWED[Step.HOLD]]
    if not held:
        raise Refused("Tidak ada yang dapat ditahan: permintaan ini sudah selesai atau sudah ditahan.")
    inquiry.held_at, inquiry.released_at, inquiry.released_by_id = moment, None, None
    for thread in held:
        take_step(
            thread=thread,
            inquiry=inquiry,
            kind=ThreadEventKind.HELD,
            state=ThreadState.HELD,
            actor=actor,
            at=moment,
            reason=reason,
        )


@state_change()
def release_inquiry(*, reference: str, actor: Actor, post: Correspondence, at: datetime | None = None) -> None:
    """Let an inquiry go on its way, from quarantine or from spam: the makers are told now.

    Raises:
        Refused: when nothing of it is held, or its buyer's data may not be used.
    """
    moment = at or now()
    inquiry, threads = lock_inquiry(reference=reference)
    held = [thread for thread in threads if thread.state in ALLOWED[Step.RELEASE]]
    if stop := stop_of(inquiry):
        raise Refused(STOP_REFUSALS[stop])
    if not held:
        raise Refused("Permintaan ini tidak sedang ditahan.")
    inquiry.held_at = inquiry.held_at or moment
    inquiry.released_at, inquiry.released_by_id = moment, actor.account_id
    events = [
        take_step(
            thread=thread,
            inquiry=inquiry,
            kind=ThreadEventKind.RELEASED,
            state=ThreadState.RECEIVED,
            actor=actor,
            at=moment,
        )
        for thread in held
    ]
    if inquiry.kind != InquiryKind.EXPORT:
        hand_over(
            inquiry=inquiry,
            threads=held,
            delivery=post.delivery(inquiry),
            actor=actor,
            at=moment,
            event_id=events[0].id,
        )


@state_change()
def mark_spam(*, reference: str, actor: Actor, reason: str, at: datetime | None = None) -> None:
    """A person says it is spam. Nothing is sent; after 30 days the sweep empties it.

    Raises:
        Refused: without a reason, or when nothing of it is open.
    """
    moment = at or now()
    if not reason.strip():
        raise Refused("Tulis mengapa ini spam; alasannya membantu memperbaiki pemeriksaan.")
    inquiry, threads = lock_inquiry(reference=reference)
    spam = [thread for thread in threads if thread.state in ALLOWED[Step.SPAM]]
    if not spam:
        raise Refused("Permintaan ini sudah selesai atau sudah dinyatakan spam.")
    inquiry.held_at = inquiry.held_at or moment
    for thread in spam:
        take_step(
            thread=thread,
            inquiry=inquiry,
            kind=ThreadEventKind.SPAM,
            state=ThreadState.SPAM,
            actor=actor,
            at=moment,
            reason=reason,
        )
