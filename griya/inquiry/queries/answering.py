"""How long a maker takes to answer first: the median of working time, by events alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from sqlalchemy import select

from griya.core.db import db
from griya.inquiry.models.threads import InquiryThread, ThreadEvent, ThreadEventKind
from griya.inquiry.queries.calendars import load_calendars
from griya.inquiry.queries.threads import as_happened
from griya.inquiry.rules.clock import WORKDAY, response_time
from griya.inquiry.rules.threads import LEAST_FOR_MEDIAN

# The newest threads say how it is now; those of years ago say nothing of it.
_NEWEST: Final = 50


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """How many threads of a maker were answered, of the newest, and the median working time of the first answers."""

    count: int
    median: timedelta

    @property
    def workdays(self) -> int:
        """The median in begun days of work, at least one."""
        return max(1, -(-self.median // WORKDAY))

    @property
    def may_be_told(self) -> bool:
        """Whether there are enough of them to say something about a maker to everybody."""
        return self.count >= LEAST_FOR_MEDIAN


def first_answers(producer_id: int) -> FirstAnswers | None:
    """What is known of a maker; None where nothing was answered yet. A fixed number of statements."""
    answered = (
        select(ThreadEvent.thread_id)
        .join(InquiryThread, InquiryThread.id == ThreadEvent.thread_id)
        .where(InquiryThread.producer_id == producer_id, ThreadEvent.kind == ThreadEventKind.ANSWERED)
        .group_by(ThreadEvent.thread_id)
        .order_by(ThreadEvent.thread_id.desc())
        .limit(_NEWEST)
        .subquery()
    )
    events: dict[int, list[ThreadEvent]] = defaultdict(list)
    regions: dict[int, str | None] = {}
    for event, region_code in db.session.execute(
        select(ThreadEvent, InquiryThread.region_code)
        .join(InquiryThread, InquiryThread.id == ThreadEvent.thread_id)
        .join(answered, answered.c.thread_id == ThreadEvent.thread_id)
        .order_by(ThreadEvent.id)
    ):
        events[event.thread_id].append(event)
        regions[event.thread_id] = region_code
    if not events:
        return None
    calendars = load_calendars()
    times = [response_time(as_happened(own), calendars(regions[key])) for key, own in events.items()]
    seconds = [time.total_seconds() for time in times if time is not None]
    return FirstAnswers(len(seconds), timedelta(seconds=median(seconds))) if seconds else None
