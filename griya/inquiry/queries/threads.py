"""Reading threads as they are at a moment: state and clock from their events, lines with their answers, words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from griya.accounts.models import Account
from griya.catalog.models import Product, ProductRevision
from griya.catalog.rules.units import unit_words
from griya.core.clock import WIB, now
from griya.core.db import db
from griya.core.text import number
from griya.core.words import Bilingual
from griya.inquiry.models import InquiryLine
from griya.inquiry.models.threads import (
    Addressee,
    InquiryThread,
    LineAnswer,
    Outcome,
    Side,
    ThreadEvent,
    ThreadFollowUp,
    ThreadMessage,
    ThreadState,
)
from griya.inquiry.queries.calendars import CalendarOf, load_calendars
from griya.inquiry.rules.clock import Clock, Happened, read_clock
from griya.inquiry.rules.threads import LineState, is_complete, is_lapsed, line_state
from griya.inquiry.rules.wording import CANNOT_REASONS, OFFICE_WAITS, STATES, Words


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer to one line."""

    kind: str
    price_idr: int | None
    unit: str
    moq: int | None
    lead_days: int | None
    valid_until: date | None
    promised_on: date | None
    reason: str
    note: str
    alternative: Bilingual | None
    alternative_slug: str | None
    facts: dict[str, str]
    answered_at: datetime
    side: str
    acting_for: str | None
    proof: str
    is_lapsed: bool


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A line with everything that was said to it, the oldest first. `promised_on` is by when more is promised."""

    line_id: int
    position: int
    product_id: int | None
    label: str
    quantity: str
    unit: str
    note: str
    questions: tuple[str, ...]
    slug: str | None
    revision_number: int | None
    answers: tuple[AnswerView, ...]

    @property
    def state(self) -> LineState:
        """What became of it."""
        return line_state([answer.kind for answer in self.answers])

    @property
    def answer(self) -> AnswerView | None:
        """What counts: the newest answer that is more than asking for time."""
        return next((one for one in reversed(self.answers) if one.kind != "perlu_waktu"), None)

    @property
    def promised_on(self) -> date | None:
        """By when an answer is promised, while it is the newest that was said."""
        return self.answers[-1].promised_on if self.answers else None


@dataclass(frozen=True, slots=True)
class MessageView:
    """Words of one side."""

    at: datetime
    side: str
    body: str
    channel: str
    acting_for: str | None
    proof: str
    account_name: str | None


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that happened."""

    at: datetime
    kind: str
    side: str
    channel: str
    state: str
    acting_for: str | None
    account_name: str | None


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """What a side said came of it."""

    side: str
    asked_at: datetime
    answered_at: datetime | None
    result: str | None
    value_idr: int | None
    note: str


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread at a moment. `state` is the true one, also where nobody has written down yet that time is over."""

    thread_id: int
    inquiry_id: int
    code: str
    number: int
    addressee: str
    maker_name: str
    maker_slug: str | None
    producer_id: int | None
    is_stopped: bool
    region_code: str | None
    stored_state: ThreadState
    clock: Clock
    opened_at: datetime
    closed_at: datetime | None
    outcome: Outcome | None
    outcome_reason: str
    outcome_value_idr: int | None
    assignee_id: int | None
    assignee_name: str | None
    row_version: int
    lines: tuple[ThreadLine, ...]
    messages: tuple[MessageView, ...]
    events: tuple[EventView, ...]
    last_event_id: int
    follow_ups: tuple[FollowUpView, ...]

    @property
    def state(self) -> ThreadState:
        """Where it stands."""
        return self.clock.state

    @property
    def words(self) -> Words:
        """Its state in both vocabularies."""
        words = STATES[self.state]
        if self.addressee == Addressee.OFFICE and self.state is ThreadState.RECEIVED:
            return OFFICE_WAITS
        return words

    @property
    def is_complete(self) -> bool:
        """Whether every line has its answer."""
        return is_complete(line.state for line in self.lines)

    @property
    def answered_at(self) -> datetime | None:
        """When somebody last answered."""
        return next((one.at for one in reversed(self.events) if one.kind == "dijawab"), None)


def read_threads(*wanted: ColumnElement[bool], at: datetime | None = None) -> list[ThreadView]:
    """The threads of these conditions, by inquiry and number, in a fixed number of statements."""
    moment = at or now()
    threads = db.session.scalars(
        select(InquiryThread)
        .where(*wanted)
        .options(joinedload(InquiryThread.producer), joinedload(InquiryThread.assignee))
        .order_by(InquiryThread.inquiry_id, InquiryThread.number)
    ).all()
    ids = [thread.id for thread in threads]
    if not ids:
        return []
    events, names = _events(ids)
    lines = _lines(ids, moment.astimezone(WIB).date())
    messages = _by_thread(
        select(ThreadMessage)
        .where(ThreadMessage.thread_id.in_(ids), ThreadMessage.body != "")
        .order_by(ThreadMessage.id)
    )
    asked = _by_thread(select(ThreadFollowUp).where(ThreadFollowUp.thread_id.in_(ids)).order_by(ThreadFollowUp.id))
    calendars = load_calendars()
    return [
        _view(
            thread, events[thread.id], lines[thread.id], messages[thread.id], asked[thread.id], names, calendars, moment
        )
        for thread in threads
    ]


def clock_of(thread: InquiryThread, at: datetime, calendars: CalendarOf | None = None) -> Clock:
    """The clock of one thread that a command holds."""
    events = db.session.scalars(
        select(ThreadEvent).where(ThreadEvent.thread_id == thread.id).order_by(ThreadEvent.id)
    ).all()
    calendar = (calendars or load_calendars())(thread.region_code)
    return read_clock(as_happened(events), calendar, at, thread.addressee)


def as_happened(events: Iterable[ThreadEvent]) -> list[Happened]:
    """What the clock needs of stored events."""
    return [Happened(event.at, event.kind, ThreadState(event.state_after)) for event in events]


def _events(ids: Sequence[int]) -> tuple[dict[int, list[ThreadEvent]], dict[int, str]]:
    found = _by_thread(select(ThreadEvent).where(ThreadEvent.thread_id.in_(ids)).order_by(ThreadEvent.id))
    accounts = {event.actor_id for events in found.values() for event in events if event.actor_id}
    accounts |= set(
        db.session.scalars(
            select(ThreadMessage.account_id).where(
                ThreadMessage.thread_id.in_(ids), ThreadMessage.account_id.is_not(None)
            )
        )
    )
    names = dict(db.session.execute(select(Account.id, Account.name).where(Account.id.in_(accounts))).all())
    return found, names


def _by_thread(statement: Any) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.scalars(statement):
        grouped[row.thread_id].append(row)
    return grouped


def _lines(ids: Sequence[int], today: date) -> dict[int, list[ThreadLine]]:
    rows = db.session.scalars(
        select(InquiryLine)
        .where(InquiryLine.thread_id.in_(ids))
        .options(joinedload(InquiryLine.product), joinedload(InquiryLine.revision))
        .order_by(InquiryLine.position)
    ).all()
    answers: dict[int, list[LineAnswer]] = defaultdict(list)
    for answer in db.session.scalars(
        select(LineAnswer).where(LineAnswer.line_id.in_([row.id for row in rows])).order_by(LineAnswer.number)
    ):
        answers[answer.line_id].append(answer)
    others = _names({one.alternative_id for said in answers.values() for one in said if one.alternative_id})
    found: dict[int, list[ThreadLine]] = defaultdict(list)
    for row in rows:
        whole = int(row.quantity)
        shown = number(whole) if row.quantity == whole else f"{row.quantity.normalize():f}".replace(".", ",")
        found[row.thread_id or 0].append(
            ThreadLine(
                line_id=row.id,
                position=row.position,
                product_id=row.product_id,
                label=Bilingual(row.revision.name_id, row.revision.name_en) if row.revision else row.label,
                quantity=Bilingual(shown, number(whole, "en") if row.quantity == whole else str(row.quantity)),
                unit=unit_words(row.unit, whole),
                note=row.note,
                questions=tuple(row.questions),
                slug=row.product.slug if row.product else None,
                revision_number=row.revision.number if row.revision else None,
                answers=tuple(_answer(one, others, today) for one in answers[row.id]),
            )
        )
    return found


def _names(product_ids: set[int]) -> dict[int, tuple[Bilingual, str]]:
    if not product_ids:
        return {}
    rows = db.session.execute(
        select(Product.id, Product.slug, ProductRevision.name_id, ProductRevision.name_en)
        .join(ProductRevision, ProductRevision.id == Product.live_revision_id)
        .where(Product.id.in_(product_ids))
    )
    return {row.id: (Bilingual(row.name_id, row.name_en), row.slug) for row in rows}


def _answer(row: LineAnswer, others: dict[int, tuple[Bilingual, str]], today: date) -> AnswerView:
    name, slug = others.get(row.alternative_id or 0, (None, None))
    return AnswerView(
        kind=row.kind,
        price_idr=row.price_idr,
        unit=unit_words(row.unit),
        moq=row.moq,
        lead_days=row.lead_days,
        valid_until=row.valid_until,
        promised_on=row.promised_on,
        reason=CANNOT_REASONS.get(row.reason_code or "", ""),
        note=row.note,
        alternative=name,
        alternative_slug=slug,
        facts=dict(row.facts),
        answered_at=row.answered_at,
        side=row.side,
        acting_for=row.acting_for,
        proof=row.proof,
        is_lapsed=is_lapsed(row.valid_until, today),
    )


def _view(
    thread: InquiryThread,
    events: Sequence[ThreadEvent],
    lines: Sequence[ThreadLine],
    messages: Sequence[ThreadMessage],
    asked: Sequence[ThreadFollowUp],
    names: dict[int, str],
    calendars: CalendarOf,
    at: datetime,
) -> ThreadView:
    return ThreadView(
        thread_id=thread.id,
        inquiry_id=thread.inquiry_id,
        code=thread.code,
        number=thread.number,
        addressee=thread.addressee,
        maker_name=thread.producer.name if thread.producer else thread.maker_name,
        maker_slug=thread.producer.slug if thread.producer else None,
        producer_id=thread.producer_id,
        is_stopped=thread.producer is not None and thread.producer.standing != "listed",
        region_code=thread.region_code,
        stored_state=ThreadState(thread.state),
        clock=read_clock(as_happened(events), calendars(thread.region_code), at, thread.addressee),
        opened_at=thread.opened_at,
        closed_at=thread.closed_at,
        outcome=Outcome(thread.outcome) if thread.outcome else None,
        outcome_reason=thread.outcome_reason,
        outcome_value_idr=thread.outcome_value_idr,
        assignee_id=thread.assignee_id,
        assignee_name=thread.assignee.name if thread.assignee else None,
        row_version=thread.row_version,
        lines=tuple(lines),
        messages=tuple(
            MessageView(
                one.at, one.side, one.body, one.channel, one.acting_for, one.proof, names.get(one.account_id or 0)
            )
            for one in messages
        ),
        events=tuple(
            EventView(
                one.at, one.kind, one.side, one.channel, one.state_after, one.acting_for, names.get(one.actor_id or 0)
            )
            for one in events
        ),
        last_event_id=events[-1].id if events else 0,
        follow_ups=tuple(
            FollowUpView(one.side, one.asked_at, one.answered_at, one.result, one.value_idr, one.note) for one in asked
        ),
    )


def sides_of(thread: ThreadView) -> dict[str, FollowUpView]:
    """What each side said came of it, by side."""
    return {one.side: one for one in thread.follow_ups if one.side in {Side.BUYER, Side.MAKER}}
