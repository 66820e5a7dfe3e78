"""Reading inquiries for the desk: the inbox, one inquiry in full, notes, what looks like the same, who is late."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from griya.accounts.models import Account
from griya.core.clock import WIB, now
from griya.core.db import db
from griya.core.filters import Filters
from griya.core.outbox import OutboxMessage
from griya.core.paging import Page
from griya.inquiry.letters import cause_of
from griya.inquiry.models import Inquiry, InquiryLine
from griya.inquiry.models.attachments import InquiryAttachment
from griya.inquiry.models.threads import Addressee, InquiryNote, InquiryThread, MergeSuggestion, ThreadState
from griya.inquiry.queries.calendars import load_duties
from griya.inquiry.queries.letters import LetterView, Unreached, had_letter, letters_about, unreached
from griya.inquiry.queries.links import AskedBy, asked_by
from griya.inquiry.queries.threads import ThreadView, read_threads
from griya.inquiry.rules import masked_contact, normal_reference
from griya.inquiry.rules.abuse import reason_sentence
from griya.inquiry.rules.stopping import Stop, stop_of
from griya.inquiry.rules.threads import LineState, stand_in, who_answers, worst

PAGE_SIZE = 25
SIMILAR_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class NoteView:
    """What one officer told the others."""

    at: datetime
    author: str
    body: str
    thread_number: int | None


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file of the buyer."""

    code: str
    name: str
    extension: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Similar:
    """Another inquiry that may be the same one, and why it looks so."""

    reference: str
    received_at: datetime
    name: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentView:
    """What was agreed to, under which notice, when and where."""

    purpose: str
    notice_version: str
    wording_digest: str
    given_at: datetime
    channel: str
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class InquiryDetail:
    """Everything of one inquiry, for the desk; contacts are not masked."""

    inquiry_id: int
    reference: str
    received_at: datetime
    kind: str
    source: str
    language: str
    by: AskedBy
    message: str
    threads: tuple[ThreadView, ...]
    notes: tuple[NoteView, ...]
    spam_score: int
    spam_reasons: tuple[str, ...]
    held_at: datetime | None
    released_at: datetime | None
    withdrawn_at: datetime | None
    restricted_at: datetime | None
    erased_at: datetime | None
    merged_into: str | None
    attachments: tuple[AttachmentView, ...]
    similar: tuple[Similar, ...]
    consents: tuple[ConsentView, ...]
    letters: tuple[LetterView, ...]
    unreached: dict[int, tuple[Unreached, ...]]
    had_letter: frozenset[int]

    @property
    def state(self) -> ThreadState:
        """What the whole of it is: its worst thread."""
        return worst(thread.state for thread in self.threads)

    @property
    def stop(self) -> Stop | None:
        """Why nothing may be done with it any more; None while it may."""
        return stop_of(self)

    @property
    def told_makers(self) -> tuple[str, ...]:
        """The makers who were given the buyer's contact."""
        told = [
            one.maker_name
            for one in self.threads
            if one.number in self.had_letter
            or any(event.kind == "diteruskan" and event.channel != "email" for event in one.events)
        ]
        return tuple(dict.fromkeys(filter(None, told)))


@dataclass(frozen=True, slots=True)
class InquiryRow:
    """An inquiry in the inbox. `is_waiting` while a letter of it is not delivered (also when it was given up)."""

    reference: str
    received_at: datetime
    kind: str
    name: str
    masked_contact: str
    state: ThreadState
    due_at: datetime | None
    is_overdue: bool
    makers: tuple[str, ...]
    lines: tuple[tuple[LineState, int], ...]
    officer: str
    is_waiting: bool


def page_of_inquiries(
    filters: Filters, page: int, account_id: int, size: int = PAGE_SIZE, at: datetime | None = None
) -> Page[InquiryRow]:
    """The inbox, the newest first, in a fixed number of statements whatever the number of rows."""
    moment = at or now()
    wanted = conditions(filters, account_id, moment)
    total = db.session.scalar(select(func.count(Inquiry.id)).where(*wanted)) or 0
    rows = db.session.scalars(
        select(Inquiry)
        .where(*wanted)
        .order_by(Inquiry.received_at.desc(), Inquiry.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    return Page(rows_of(rows, moment), page, size, total)


def rows_of(rows: Sequence[Inquiry], at: datetime) -> list[InquiryRow]:
    """Rows of the inbox for these inquiries."""
    threads: dict[int, list[ThreadView]] = defaultdict(list)
    for thread in read_threads(InquiryThread.inquiry_id.in_([row.id for row in rows]), at=at):
        threads[thread.inquiry_id].append(thread)
    undelivered = set(
        db.session.scalars(
            select(OutboxMessage.cause).where(
                OutboxMessage.cause.in_([cause_of(row.reference) for row in rows]), OutboxMessage.sent_at.is_(None)
            )
        )
    )
    officers = dict(db.session.execute(select(Account.id, Account.name)).all()) if rows else {}
    duties, leaves = load_duties() if rows else ([], [])
    today = at.astimezone(WIB).date()

    def officer(row: Inquiry) -> str:
        names = []
        for thread in threads[row.id]:
            found = (
                stand_in(thread.assignee_id, leaves, today)
                if thread.assignee_id
                else who_answers(thread.region_code, row.kind, duties, leaves, today)
            )
            names.append(officers.get(found or 0, ""))
        return ", ".join(dict.fromkeys(filter(None, names)))

    return [_row(row, threads[row.id], officer(row), cause_of(row.reference) in undelivered) for row in rows]


def _row(row: Inquiry, threads: Sequence[ThreadView], officer: str, is_waiting: bool) -> InquiryRow:
    running = [thread.clock for thread in threads if thread.clock.due_at is not None]
    counts: dict[LineState, int] = defaultdict(int)
    for thread in threads:
        for line in thread.lines:
            counts[line.state] += 1
    return InquiryRow(
        reference=row.reference,
        received_at=row.received_at,
        kind=row.kind,
        name=row.name,
        masked_contact=masked_contact(row.phone, row.email),
        state=worst(thread.state for thread in threads),
        due_at=min((clock.due_at for clock in running if clock.due_at), default=None),
        is_overdue=any(clock.is_overdue for clock in running),
        makers=tuple(dict.fromkeys(thread.maker_name for thread in threads if thread.maker_name)),
        lines=tuple((state, counts[state]) for state in LineState if counts[state]),
        officer=officer,
        is_waiting=is_waiting,
    )


def conditions(filters: Filters, account_id: int, at: datetime) -> list[ColumnElement[bool]]:
    """What the inbox's filters ask for."""
    wanted: list[ColumnElement[bool]] = []
    if words := filters.text("q"):
        normal = normal_reference(words)
        pattern = f"%{words.replace('%', '').replace('_', '')}%"
        wanted.append(
            or_(
                Inquiry.reference == (normal or words.upper()),
                Inquiry.name.ilike(pattern),
                Inquiry.email.ilike(pattern),
                Inquiry.phone.contains("".join(c for c in words if c.isdigit()).lstrip("0") or "-"),
                exists().where(InquiryLine.inquiry_id == Inquiry.id, InquiryLine.label.ilike(pattern)),
            )
        )
    if state := filters.text("keadaan"):
        wanted.append(_in_state(ThreadState(state), at))
    if kind := filters.text("jenis"):
        wanted.append(Inquiry.kind == kind)
    if region := filters.text("wilayah"):
        wanted.append(exists().where(InquiryThread.inquiry_id == Inquiry.id, InquiryThread.region_code == region))
    if filters.text("petugas") == "saya":
        wanted.append(exists().where(InquiryThread.inquiry_id == Inquiry.id, mine(account_id, at)))
    if since := filters.day("sejak"):
        wanted.append(Inquiry.received_at >= datetime.combine(since, time(), WIB))
    if until := filters.day("sampai"):
        wanted.append(Inquiry.received_at < datetime.combine(until, time(), WIB) + timedelta(days=1))
    return wanted


def _in_state(state: ThreadState, at: datetime) -> ColumnElement[bool]:
    """Inquiries with a thread in this state; who is late is late whether somebody has written it down or not."""
    late = late_threads(at)
    has = InquiryThread.state == state
    if state is ThreadState.ESCALATED:
        has = or_(has, InquiryThread.id.in_(late))
    elif state in {ThreadState.FORWARDED, ThreadState.SEEN}:
        has = and_(has, InquiryThread.id.not_in(late))
    return exists().where(InquiryThread.inquiry_id == Inquiry.id, has)


def late_threads(at: datetime) -> list[int]:
    """Threads whose maker's time is over and that nobody has written down as the officer's yet."""
    running = read_threads(InquiryThread.state.in_((ThreadState.FORWARDED, ThreadState.SEEN)), at=at)
    return [thread.thread_id for thread in running if thread.state is ThreadState.ESCALATED]


def mine(account_id: int, at: datetime) -> ColumnElement[bool]:
    """Threads that this person looks after: by name, by the table of territories, or standing in."""
    duties, leaves = load_duties()
    today = at.astimezone(WIB).date()
    named = [
        owner
        for owner in db.session.scalars(
            select(InquiryThread.assignee_id).where(InquiryThread.assignee_id.is_not(None)).distinct()
        )
        if owner and stand_in(owner, leaves, today) == account_id
    ]
    kinds = ("eceran", "grosir", "ekspor")
    regions = {duty.region_code for duty in duties}
    own = [
        and_(InquiryThread.region_code == code, Inquiry.kind == kind)
        for code in regions
        for kind in kinds
        if who_answers(code, kind, duties, leaves, today) == account_id
    ]
    rest = [
        and_(or_(InquiryThread.region_code.is_(None), InquiryThread.region_code.not_in(regions)), Inquiry.kind == kind)
        for kind in kinds
        if who_answers(None, kind, duties, leaves, today) == account_id
    ]
    return or_(InquiryThread.assignee_id.in_(named), and_(InquiryThread.assignee_id.is_(None), or_(False, *own, *rest)))


def find_inquiry(reference: str, at: datetime | None = None) -> InquiryDetail | None:
    """One inquiry by its reference, written in any way that `normal_reference` understands."""
    moment, normal = at or now(), normal_reference(reference)
    if normal is None:
        return None
    inquiry = db.session.scalars(
        select(Inquiry).options(selectinload(Inquiry.consents)).where(Inquiry.reference == normal)
    ).one_or_none()
    if inquiry is None:
        return None
    letters = letters_about(normal)
    return InquiryDetail(
        inquiry_id=inquiry.id,
        reference=inquiry.reference,
        received_at=inquiry.received_at,
        kind=inquiry.kind,
        source=inquiry.source,
        language=inquiry.language,
        by=asked_by(inquiry),
        message=inquiry.message,
        threads=tuple(read_threads(InquiryThread.inquiry_id == inquiry.id, at=moment)),
        notes=_notes(inquiry.id),
        spam_score=inquiry.spam_score,
        spam_reasons=tuple(map(reason_sentence, inquiry.spam_reasons or ())),
        held_at=inquiry.held_at,
        released_at=inquiry.released_at,
        withdrawn_at=inquiry.withdrawn_at,
        restricted_at=inquiry.restricted_at,
        erased_at=inquiry.erased_at,
        merged_into=_reference_of(inquiry.merged_into_id),
        attachments=tuple(
            AttachmentView(one.code, one.name, one.extension, one.size_bytes)
            for one in db.session.scalars(
                select(InquiryAttachment)
                .where(InquiryAttachment.inquiry_id == inquiry.id)
                .order_by(InquiryAttachment.position)
            )
        ),
        similar=find_similar(inquiry),
        consents=tuple(
            ConsentView(c.purpose, c.notice_version, c.wording_digest, c.given_at, c.channel, c.withdrawn_at)
            for c in inquiry.consents
        ),
        letters=letters,
        unreached=unreached(inquiry, letters),
        had_letter=had_letter(inquiry, letters) if stop_of(inquiry) else frozenset(),
    )


def find_similar(inquiry: Inquiry) -> tuple[Similar, ...]:
    """Inquiries near in time by the same contact, or with the same words; what a person told apart stays apart."""
    ways = [
        (Inquiry.phone == inquiry.phone, "nomor telepon sama") if inquiry.phone else None,
        (Inquiry.email == inquiry.email, "alamat e-mail sama") if inquiry.email else None,
        (Inquiry.words_digest == inquiry.words_digest, "isi pesan sama") if inquiry.words_digest else None,
    ]
    known = [way for way in ways if way]
    if not known or inquiry.merged_into_id is not None or inquiry.erased_at is not None:
        return ()
    decided = aliased(MergeSuggestion)
    rows = db.session.execute(
        select(Inquiry, *(condition.label(f"way{number}") for number, (condition, _) in enumerate(known)))
        .where(
            Inquiry.id != inquiry.id,
            Inquiry.merged_into_id.is_(None),
            Inquiry.erased_at.is_(None),
            Inquiry.received_at.between(inquiry.received_at - SIMILAR_WITHIN, inquiry.received_at + SIMILAR_WITHIN),
            or_(*(condition for condition, _ in known)),
            ~exists().where(
                decided.decision == "berbeda",
                or_(
                    and_(decided.inquiry_id == inquiry.id, decided.other_id == Inquiry.id),
                    and_(decided.inquiry_id == Inquiry.id, decided.other_id == inquiry.id),
                ),
            ),
        )
        .order_by(Inquiry.received_at.desc())
        .limit(5)
    ).all()
    return tuple(
        Similar(
            row[0].reference,
            row[0].received_at,
            row[0].name,
            tuple(words for met, (_, words) in zip(row[1:], known, strict=True) if met),
        )
        for row in rows
    )


def _notes(inquiry_id: int) -> tuple[NoteView, ...]:
    rows = db.session.execute(
        select(InquiryNote, InquiryThread.number)
        .outerjoin(InquiryThread, InquiryThread.id == InquiryNote.thread_id)
        .where(InquiryNote.inquiry_id == inquiry_id)
        .options(joinedload(InquiryNote.account))
        .order_by(InquiryNote.id)
    )
    return tuple(NoteView(row[0].at, row[0].account.name, row[0].body, row[1]) for row in rows)


def _reference_of(inquiry_id: int | None) -> str | None:
    return db.session.scalar(select(Inquiry.reference).where(Inquiry.id == inquiry_id)) if inquiry_id else None


def is_for_office(thread: ThreadView) -> bool:
    """Whether the showroom itself has to answer."""
    return thread.addressee == Addressee.OFFICE
