"""What time brings: reminders at half, escalation at the end, the question a week later, silence after 30 days.

The state is right without it, because it is derived; this writes it down and sends the letters. It may run as often as
one likes and in several processes: every step is taken under a lock, and at most once.
"""

from collections import Counter, defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from griya.core.clock import now
from griya.core.db import db
from griya.core.outbox import OutboxMessage
from griya.core.state import state_change
from griya.inquiry.actions.closing import ask_what_came, close_silent
from griya.inquiry.actions.stepping import SYSTEM, post_letter, take_step
from griya.inquiry.actions.threads import addresses_of, issue_link
from griya.inquiry.correspondence import Correspondence
from griya.inquiry.models import Inquiry
from griya.inquiry.models.threads import InquiryThread, ThreadEvent, ThreadEventKind, ThreadFollowUp, ThreadState
from griya.inquiry.queries.calendars import CalendarOf, load_calendars
from griya.inquiry.queries.officers import officer_address
from griya.inquiry.queries.stopping import goes_on
from griya.inquiry.queries.threads import as_happened
from griya.inquiry.rules import usable_email
from griya.inquiry.rules.addresses import answer_url
from griya.inquiry.rules.clock import read_clock
from griya.inquiry.rules.threads import FOLLOW_UP_AFTER, ORPHAN_AFTER, SILENCE_AFTER
from griya.inquiry.thread_letters import ESCALATED, ORPHAN, REMINDER, to_maker, to_officer

_RUNNING = (ThreadState.FORWARDED, ThreadState.SEEN)
_QUIET = (ThreadState.ANSWERED, ThreadState.ASKED_BACK)
_MOST = 200


def tend_threads(*, post: Correspondence, at: datetime | None = None, limit: int = _MOST) -> dict[str, int]:
    """Do what is due now, the oldest first; what was done, by name."""
    moment = at or now()
    calendars, done = load_calendars(), Counter[str]()
    threads = db.session.scalars(
        select(InquiryThread)
        .where(
            InquiryThread.state.in_((*_RUNNING, *_QUIET, ThreadState.RECEIVED, ThreadState.ESCALATED)),
            InquiryThread.inquiry_id.in_(select(Inquiry.id).where(goes_on())),
        )
        .options(joinedload(InquiryThread.inquiry))
        .order_by(InquiryThread.id)
        .with_for_update(of=InquiryThread, skip_locked=True)
    ).all()
    told: dict[int, list[ThreadEvent]] = defaultdict(list)
    for event in db.session.scalars(
        select(ThreadEvent).where(ThreadEvent.thread_id.in_([one.id for one in threads])).order_by(ThreadEvent.id)
    ):
        told[event.thread_id].append(event)
    for thread in threads:
        if sum(done.values()) >= limit:
            break
        events = told[thread.id]
        if thread.state in _RUNNING:
            done[_tend_running(thread, events, calendars, post, moment)] += 1
        elif thread.state in _QUIET:
            done[_tend_quiet(thread, events, post, moment)] += 1
        else:
            done[_tend_orphan(thread, events, post, moment)] += 1
        del done[""]
    return dict(done)


@state_change()
def _tend_running(
    thread: InquiryThread, events: list[ThreadEvent], calendars: CalendarOf, post: Correspondence, at: datetime
) -> str:
    clock = read_clock(as_happened(events), calendars(thread.region_code), at, thread.addressee)
    if clock.state is ThreadState.ESCALATED:
        _escalate(thread, clock.stretches[-1].start, post, at)
        return "escalated"
    begins = {ThreadEventKind.FORWARDED, ThreadEventKind.REOPENED, ThreadEventKind.BUYER_REPLIED}
    since = max((one.id for one in events if one.kind in begins), default=0)
    has_reminded = any(
        one.kind == ThreadEventKind.REMINDED and one.side == SYSTEM.side and one.id > since for one in events
    )
    if clock.is_past_half and not has_reminded:
        return _remind(thread, post, at)
    return ""


def _remind(thread: InquiryThread, post: Correspondence, at: datetime) -> str:
    event = take_step(
        thread=thread,
        inquiry=thread.inquiry,
        kind=ThreadEventKind.REMINDED,
        state=ThreadState(thread.state),
        actor=SYSTEM,
        at=at,
    )
    delivery = post.delivery(thread.inquiry)
    address = usable_email(addresses_of(producer_ids=[thread.producer_id or 0]).get(thread.producer_id or 0))
    if address:
        url = answer_url(delivery.public_url, issue_link(thread=thread, channel="email", at=at))
        letter = to_maker(
            REMINDER,
            inquiry=thread.inquiry,
            thread=thread,
            event_id=event.id,
            address=address,
            url=url,
            delivery=delivery,
        )
        post_letter(letter=letter, inquiry=thread.inquiry, delivery=delivery)
    return "reminded"


@state_change()
def _escalate(thread: InquiryThread, since: datetime, post: Correspondence, at: datetime) -> None:
    event = take_step(
        thread=thread,
        inquiry=thread.inquiry,
        kind=ThreadEventKind.ESCALATED,
        state=ThreadState.ESCALATED,
        actor=SYSTEM,
        at=at,
    )
    delivery = post.delivery(thread.inquiry)
    address = officer_address(thread, thread.inquiry.kind, at) or delivery.office_email
    if address:
        letter = to_officer(
            ESCALATED,
            inquiry=thread.inquiry,
            thread=thread,
            event_id=event.id,
            address=address,
            delivery=delivery,
            since=since,
        )
        post_letter(letter=letter, inquiry=thread.inquiry, delivery=delivery)


def _tend_quiet(thread: InquiryThread, events: list[ThreadEvent], post: Correspondence, at: datetime) -> str:
    last = events[-1].at
    if at - last >= SILENCE_AFTER:
        close_silent(thread=thread, inquiry=thread.inquiry, at=at)
        return "closed"
    if thread.state == ThreadState.ANSWERED and at - last >= FOLLOW_UP_AFTER:
        asked = db.session.scalar(select(ThreadFollowUp.id).where(ThreadFollowUp.thread_id == thread.id))
        if asked is None:
            ask_what_came(thread=thread, inquiry=thread.inquiry, post=post, at=at)
            return "followed_up"
    return ""


def _tend_orphan(thread: InquiryThread, events: list[ThreadEvent], post: Correspondence, at: datetime) -> str:
    """Tell the office of what nobody looks after for a day: there is no orphan."""
    delivery = post.delivery(thread.inquiry)
    if at - events[-1].at < ORPHAN_AFTER or not delivery.office_email:
        return ""
    if officer_address(thread, thread.inquiry.kind, at) is not None:
        return ""
    letter = to_officer(
        ORPHAN,
        inquiry=thread.inquiry,
        thread=thread,
        event_id=events[-1].id,
        address=delivery.office_email,
        delivery=delivery,
    )
    if db.session.scalar(
        select(OutboxMessage.id).where(
            OutboxMessage.cause == letter.cause,
            OutboxMessage.template == letter.template,
            OutboxMessage.recipient == letter.recipient,
        )
    ):
        return ""
    post_letter(letter=letter, inquiry=thread.inquiry, delivery=delivery)
    return "orphaned"
