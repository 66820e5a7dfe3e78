"""The clock of a thread: a pure function of its events, the working hours, the holidays and the moment.

Nothing is stored and nothing is moved. Two clocks there are: the maker's, two days of work, and the officer's, one.
They stand still in two named states only: `tanya_balik`, where the buyer has to answer, and `karantina`, where the
maker has not been told yet; and in any state while the buyer's data may not be used. When the maker's time is over the
thread is the officer's from that very second, whether a worker has written it down or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from griya.inquiry.models.threads import Addressee, ThreadEventKind, ThreadState
from griya.inquiry.rules.calendar import NONE, Calendar

WORKDAY: Final = timedelta(hours=8)
MAKER_LIMIT: Final = 2 * WORKDAY
OFFICER_LIMIT: Final = WORKDAY
PAUSES: Final = {ThreadState.ASKED_BACK: "menunggu jawaban pembeli", ThreadState.HELD: "diperiksa petugas (karantina)"}
RESTRICTED: Final = "pembeli meminta datanya tidak dipakai"
_MAKERS: Final = frozenset({ThreadState.FORWARDED, ThreadState.SEEN})
# What gives the maker the time from the beginning, also after it was over.
_FRESH: Final = frozenset({ThreadEventKind.FORWARDED, ThreadEventKind.REOPENED})
_STOPPED: Final = frozenset({ThreadState.ANSWERED, ThreadState.CLOSED, ThreadState.SPAM})


class Holder(StrEnum):
    """Whose clock runs."""

    MAKER = "pembuat"
    OFFICER = "petugas"


@dataclass(frozen=True, slots=True)
class Happened:
    """What the clock needs of an event."""

    at: datetime
    kind: str
    state: ThreadState


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in one state. Only stretches that are counted have a holder."""

    start: datetime
    end: datetime
    state: ThreadState
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class Clock:
    """How a thread stands at a moment. `holder` is None where no clock runs; then nothing is due."""

    state: ThreadState
    at: datetime
    holder: Holder | None = None
    spent: timedelta = NONE
    limit: timedelta = NONE
    half_at: datetime | None = None
    due_at: datetime | None = None
    paused_since: datetime | None = None
    stretches: tuple[Stretch, ...] = ()

    @property
    def is_overdue(self) -> bool:
        """Whether the time is over; it is from the very moment it is due."""
        return self.due_at is not None and self.at >= self.due_at

    @property
    def is_past_half(self) -> bool:
        """Whether half of the time is over."""
        return self.half_at is not None and self.at >= self.half_at


def read_clock(events: Sequence[Happened], calendar: Calendar, at: datetime, addressee: str) -> Clock:
    """The clock at a moment, from events in their order; those after the moment count for nothing."""
    known = [event for event in events if event.at <= at]
    if not known:
        return Clock(ThreadState.RECEIVED, at)
    reading = _Reading(calendar, addressee)
    for event, following in zip(known, [*known[1:], None], strict=True):
        reading.enter(event, following.at if following else at)
    return reading.result(at)


class _Reading:
    """The time spent so far by each side, while the events are gone through."""

    def __init__(self, calendar: Calendar, addressee: str) -> None:
        self._calendar = calendar
        self._office_limit = MAKER_LIMIT if addressee == Addressee.OFFICE else OFFICER_LIMIT
        self._spent = {Holder.MAKER: NONE, Holder.OFFICER: NONE}
        self._state: ThreadState | None = None
        self._turn: Holder | None = None
        self._since: datetime | None = None
        self._restricted_since: datetime | None = None
        self._stretches: list[Stretch] = []

    def enter(self, event: Happened, end: datetime) -> None:
        """Take in an event and the time until the next one."""
        state, start, before = event.state, event.at, self._state
        if event.kind == ThreadEventKind.RESTRICTED:
            self._restricted_since = self._restricted_since or start
        elif event.kind == ThreadEventKind.RESUMED or state in _STOPPED:
            self._restricted_since = None
        if self._restricted_since is not None:
            # Whatever is written down meanwhile, nobody may work: what was spent before it stays as it is.
            self._state = before if before is ThreadState.ESCALATED and state in _MAKERS else state
            self._add(self._state, None, start, end)
            return
        if before is ThreadState.ESCALATED and state in _MAKERS and event.kind not in _FRESH:
            state = before  # that a maker looks after the time was over gives it back to nobody
        self._state = state
        if state in _MAKERS:
            if before not in _MAKERS and not self._is_resumed(before, Holder.MAKER):
                self._spent[Holder.MAKER] = NONE
            self._run_maker(state, start, end)
        elif state is ThreadState.ASKED_BACK or state in _STOPPED:
            self._add(state, None, start, end)
            self._since = start if before is not state else self._since
        else:
            if not (self._turn is Holder.OFFICER and before in {state, ThreadState.ASKED_BACK}):
                self._spent[Holder.OFFICER] = NONE
            self._run(state, Holder.OFFICER, start, end)

    def result(self, at: datetime) -> Clock:
        """The clock as it is at the end."""
        state, stretches = self._state or ThreadState.RECEIVED, tuple(self._stretches)
        if self._restricted_since is not None:
            return Clock(state, at, paused_since=self._restricted_since, stretches=stretches)
        if state in PAUSES and state is not ThreadState.HELD:
            return Clock(state, at, paused_since=self._since, stretches=stretches)
        if state in _STOPPED or self._turn is None:
            return Clock(state, at, stretches=stretches)
        holder = self._turn
        limit = MAKER_LIMIT if holder is Holder.MAKER else self._limit(state)
        spent = self._spent[holder]
        last = stretches[-1]
        earlier = spent - self._calendar.worked(last.start, last.end)
        return Clock(
            state=state,
            at=at,
            holder=holder,
            spent=spent,
            limit=limit,
            half_at=self._calendar.after(last.start, max(limit / 2 - earlier, NONE)),
            due_at=self._calendar.after(last.start, max(limit - earlier, NONE)),
            stretches=stretches,
        )

    def _limit(self, state: ThreadState) -> timedelta:
        return OFFICER_LIMIT if state in {ThreadState.HELD, ThreadState.ESCALATED} else self._office_limit

    def _is_resumed(self, before: ThreadState | None, holder: Holder) -> bool:
        """Whether a pause ends here, so that what was spent before it still counts."""
        return before in PAUSES and self._spent[holder] > NONE

    def _run_maker(self, state: ThreadState, start: datetime, end: datetime) -> None:
        """The maker's time, and from its end on the officer's."""
        due = self._calendar.after(start, max(MAKER_LIMIT - self._spent[Holder.MAKER], NONE))
        if due is None or due > end:
            self._run(state, Holder.MAKER, start, end)
            return
        if due > start:
            self._run(state, Holder.MAKER, start, due)
            self._spent[Holder.OFFICER] = NONE
        self._state = ThreadState.ESCALATED
        self._run(ThreadState.ESCALATED, Holder.OFFICER, due, end)

    def _run(self, state: ThreadState, holder: Holder, start: datetime, end: datetime) -> None:
        self._turn = holder
        self._spent[holder] += self._calendar.worked(start, end)
        self._add(state, holder, start, end)

    def _add(self, state: ThreadState, holder: Holder | None, start: datetime, end: datetime) -> None:
        last = self._stretches[-1] if self._stretches else None
        # Events that change nothing, such as a reminder, make no stretch of their own.
        if last is not None and (last.state, last.holder, last.end) == (state, holder, start):
            self._stretches[-1] = Stretch(last.start, end, state, holder)
        else:
            self._stretches.append(Stretch(start, end, state, holder))


@dataclass(frozen=True, slots=True)
class Why:
    """One row of “kenapa terlambat”: a day of a stretch, what counted of it, and why no more did."""

    on: date
    state: ThreadState
    holder: Holder | None
    counted: timedelta
    reason: str


def explain(clock: Clock, calendar: Calendar) -> list[Why]:
    """Day by day, what of the time counted for whom and what did not, in the order it happened."""
    rows = []
    for stretch in clock.stretches:
        if stretch.holder is None and stretch.state in _STOPPED:
            continue
        for day in calendar.days(stretch.start, stretch.end):
            counted = day.worked(stretch.start, stretch.end) if stretch.holder else NONE
            pause = "" if stretch.holder else PAUSES.get(stretch.state, RESTRICTED)
            reason = pause or day.why_not or ("" if counted else "di luar jam kerja")
            rows.append(Why(day.on, stretch.state, stretch.holder, counted, reason))
    return rows


def response_time(events: Sequence[Happened], calendar: Calendar) -> timedelta | None:
    """Working time the maker took for the first answer, without pauses; None where there is none yet."""
    spent, may_work = NONE, True
    for event, following in pairwise(events):
        may_work = event.kind == ThreadEventKind.RESUMED or (may_work and event.kind != ThreadEventKind.RESTRICTED)
        if may_work and (event.state in _MAKERS or event.state is ThreadState.ESCALATED):
            spent += calendar.worked(event.at, following.at)
        if following.state is ThreadState.ANSWERED:
            return spent
    return None
