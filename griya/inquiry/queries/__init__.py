"""Reading inquiries: the status behind a link, and what the desk sees; the visitor's own list stands beside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from griya.catalog.rules.units import unit_words
from griya.core.clock import now
from griya.core.db import db
from griya.core.outbox import OutboxMessage
from griya.core.paging import Page
from griya.core.text import number
from griya.core.tokens import digest
from griya.core.words import N_, Bilingual
from griya.inquiry.letters import cause_of
from griya.inquiry.models import Inquiry, InquiryLine
from griya.inquiry.rules import (
    JUST_SENT,
    is_token,
    masked_contact,
    masked_email,
    masked_phone,
    normal_reference,
    shown_phone,
)
from griya.registry.models import Producer, Standing
from griya.registry.rules.phones import parse_phone, whatsapp_url
from griya.registry.rules.unreadable import Unreadable

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a sent inquiry, as it was when it was sent. `slug` is None when the product's record is gone."""

    label: str
    quantity: str
    unit: Bilingual
    note: str
    slug: str | None
    revision_number: int | None


@dataclass(frozen=True, slots=True)
class MakerView:
    """What was asked of one maker. `slug` is None when the maker's record is gone; `name` is then a message of ours."""

    name: str
    slug: str | None
    lines: tuple[LineView, ...]
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class InquiryStatus:
    """What the holder of the link sees: no name, and contacts masked."""

    reference: str
    received_at: datetime
    message: str
    masked_phone: str
    masked_email: str
    makers: tuple[MakerView, ...]


@dataclass(frozen=True, slots=True)
class SentInquiry:
    """An inquiry that this browser has just sent."""

    reference: str
    token: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class InquiryRow:
    """An inquiry in the desk's list. `is_waiting` while a letter of it is not delivered (also when it was given up)."""

    reference: str
    received_at: datetime
    name: str
    masked_contact: str
    line_count: int
    makers: tuple[str, ...]
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter of an inquiry and how it fares."""

    recipient: str
    template: str
    tries: int
    sent_at: datetime | None
    given_up_at: datetime | None
    next_try_at: datetime
    last_error: str


@dataclass(frozen=True, slots=True)
class ConsentView:
    """What was agreed to, under which notice, when and where."""

    purpose: str
    notice_version: str
    wording_digest: str
    given_at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class InquiryDetail:
    """Everything of one inquiry, for the desk; contacts are not masked."""

    reference: str
    received_at: datetime
    kind: str
    source: str
    name: str
    phone: str
    whatsapp_url: str | None
    email: str
    place: str
    message: str
    makers: tuple[MakerView, ...]
    consents: tuple[ConsentView, ...]
    letters: tuple[LetterView, ...]


def find_status(token: str) -> InquiryStatus | None:
    """The inquiry behind a status link."""
    if not is_token(token):
        return None
    inquiry = db.session.scalars(_with_lines().where(Inquiry.token_digest == digest(token))).one_or_none()
    if inquiry is None:
        return None
    return InquiryStatus(
        reference=inquiry.reference,
        received_at=inquiry.received_at,
        message=inquiry.message,
        masked_phone=masked_phone(inquiry.phone) if inquiry.phone else "",
        masked_email=masked_email(inquiry.email) if inquiry.email else "",
        makers=_makers(inquiry.lines),
    )


def find_sent(token: str | None) -> SentInquiry | None:
    """The inquiry behind the link that a browser remembers, for one day after it was sent."""
    if not token or not is_token(token):
        return None
    row = db.session.execute(
        select(Inquiry.reference, Inquiry.received_at).where(
            Inquiry.token_digest == digest(token), Inquiry.received_at > now() - JUST_SENT
        )
    ).one_or_none()
    return SentInquiry(row.reference, token, row.received_at) if row else None


def page_of_inquiries(page: int, size: int = PAGE_SIZE) -> Page[InquiryRow]:
    """The newest inquiries first, in four statements whatever their number."""
    total = db.session.scalar(select(func.count(Inquiry.id))) or 0
    rows = db.session.scalars(
        select(Inquiry).order_by(Inquiry.received_at.desc(), Inquiry.id.desc()).limit(size).offset((page - 1) * size)
    ).all()
    makers: dict[int, list[str | None]] = {row.id: [] for row in rows}
    for inquiry_id, name in db.session.execute(
        select(InquiryLine.inquiry_id, Producer.name)
        .outerjoin(Producer, Producer.id == InquiryLine.producer_id)
        .where(InquiryLine.inquiry_id.in_(makers))
        .order_by(InquiryLine.inquiry_id, InquiryLine.position)
    ):
        makers[inquiry_id].append(name)
    undelivered = set(
        db.session.scalars(
            select(OutboxMessage.cause).where(
                OutboxMessage.cause.in_([cause_of(row.reference) for row in rows]), OutboxMessage.sent_at.is_(None)
            )
        )
    )
    items = [
        InquiryRow(
            reference=row.reference,
            received_at=row.received_at,
            name=row.name,
            masked_contact=masked_contact(row.phone, row.email),
            line_count=len(makers[row.id]),
            makers=tuple(dict.fromkeys(name for name in makers[row.id] if name)),
            is_waiting=cause_of(row.reference) in undelivered,
        )
        for row in rows
    ]
    return Page(items, page, size, total)


def find_inquiry(reference: str) -> InquiryDetail | None:
    """One inquiry by its reference, written in any way that `normal_reference` understands."""
    normal = normal_reference(reference)
    if normal is None:
        return None
    inquiry = db.session.scalars(
        _with_lines().options(selectinload(Inquiry.consents)).where(Inquiry.reference == normal)
    ).one_or_none()
    if inquiry is None:
        return None
    letters = db.session.scalars(
        select(OutboxMessage)
        # News of a maker names the inquiry first and then what it was about.
        .where(or_(OutboxMessage.cause == cause_of(normal), OutboxMessage.cause.startswith(f"{cause_of(normal)}:")))
        .order_by(OutboxMessage.id)
    )
    return InquiryDetail(
        reference=inquiry.reference,
        received_at=inquiry.received_at,
        kind=inquiry.kind,
        source=inquiry.source,
        name=inquiry.name,
        phone=shown_phone(inquiry.phone) if inquiry.phone else "",
        whatsapp_url=_whatsapp(inquiry.phone),
        email=inquiry.email or "",
        place=inquiry.place,
        message=inquiry.message,
        makers=_makers(inquiry.lines),
        consents=tuple(
            ConsentView(c.purpose, c.notice_version, c.wording_digest, c.given_at, c.channel) for c in inquiry.consents
        ),
        letters=tuple(
            LetterView(m.recipient, m.template, m.tries, m.sent_at, m.given_up_at, m.next_try_at, m.last_error or "")
            for m in letters
        ),
    )


def _whatsapp(phone: str | None) -> str | None:
    try:
        return whatsapp_url(parse_phone(phone)) if phone else None
    except Unreadable:
        return None


def _with_lines() -> Select[Inquiry]:
    lines = selectinload(Inquiry.lines)
    return select(Inquiry).options(
        lines.options(
            joinedload(InquiryLine.producer), joinedload(InquiryLine.product), joinedload(InquiryLine.revision)
        )
    )


def _makers(lines: Iterable[InquiryLine]) -> tuple[MakerView, ...]:
    grouped: dict[int | None, list[InquiryLine]] = {}
    for line in lines:
        grouped.setdefault(line.producer_id, []).append(line)
    return tuple(_maker(group) for group in grouped.values())


def _maker(lines: Sequence[InquiryLine]) -> MakerView:
    producer = lines[0].producer
    return MakerView(
        name=producer.name if producer else N_("Pembuat yang datanya sudah dihapus"),
        slug=producer.slug if producer else None,
        lines=tuple(
            LineView(
                # The pinned revision never changes; the label is what is left when it was sample data.
                label=Bilingual(line.revision.name_id, line.revision.name_en) if line.revision else line.label,
                quantity=_shown(line.quantity),
                unit=unit_words(line.unit, int(line.quantity)),
                note=line.note,
                slug=line.product.slug if line.product else None,
                revision_number=line.revision.number if line.revision else None,
            )
            for line in lines
        ),
        is_stopped=producer is not None and producer.standing != Standing.LISTED,
    )


def _shown(quantity: Decimal) -> Bilingual:
    whole = int(quantity)
    if quantity == whole:
        return Bilingual(number(whole), number(whole, "en"))
    written = f"{quantity.normalize():f}"
    return Bilingual(written.replace(".", ","), written)
