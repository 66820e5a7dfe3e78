"""Reading what stands behind a maker's link: the thread, what the buyer wrote, standing facts, or why it is closed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from griya.catalog.models import Product, ProductRevision
from griya.catalog.models.facts import ProductFact
from griya.catalog.queries.public import is_public
from griya.core.clock import now
from griya.core.db import db
from griya.core.tokens import digest
from griya.inquiry.models import Inquiry
from griya.inquiry.models.attachments import InquiryAttachment
from griya.inquiry.models.threads import InquiryThread, ThreadLink, ThreadState
from griya.inquiry.queries.threads import ThreadView, read_threads
from griya.inquiry.rules import is_token, shown_phone
from griya.inquiry.rules.stopping import stop_of
from griya.registry.models import Producer
from griya.registry.rules.phones import parse_phone, whatsapp_url
from griya.registry.rules.unreadable import Unreadable


class LinkState(StrEnum):
    """Whether a link still opens something."""

    OPEN = "terbuka"
    ENDED = "habis"
    REVOKED = "dicabut"


@dataclass(frozen=True, slots=True)
class AskedBy:
    """Who asks, as the maker who was addressed may read it."""

    reference: str
    received_at: datetime
    kind: str
    name: str
    organisation: str
    place: str
    delivery_place: str
    country: str
    need_by: date | None
    phone: str
    whatsapp_url: str | None
    email: str
    message: str
    incoterm: str
    monthly_volume: str
    hs_code: str
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a maker's link shows. `facts` are what the maker answered once, by product and question."""

    state: LinkState
    thread: ThreadView | None = None
    by: AskedBy | None = None
    facts: dict[int, dict[str, str]] | None = None
    others: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()


def find_asked(token: str, at: datetime | None = None) -> Asked | None:
    """What is behind a maker's link; None for a link there never was."""
    moment = at or now()
    if not is_token(token):
        return None
    link = db.session.scalars(
        select(ThreadLink).where(ThreadLink.token_digest == digest(token)).options(joinedload(ThreadLink.thread))
    ).one_or_none()
    if link is None:
        return None
    if link.revoked_at is not None or link.thread.state in {ThreadState.SPAM, ThreadState.HELD}:
        return Asked(LinkState.REVOKED)
    if moment >= link.expires_at:
        return Asked(LinkState.ENDED)
    inquiry = db.session.get_one(Inquiry, link.thread.inquiry_id)
    if stop_of(inquiry) is not None:
        return Asked(LinkState.REVOKED)
    (thread,) = read_threads(InquiryThread.id == link.thread_id, at=moment)
    return Asked(
        state=LinkState.OPEN,
        thread=thread,
        by=asked_by(inquiry),
        facts=facts_of([line.product_id for line in thread.lines if line.product_id]),
        others=_others(thread.producer_id),
        attachments=tuple(
            db.session.execute(
                select(InquiryAttachment.code, InquiryAttachment.name)
                .where(InquiryAttachment.inquiry_id == inquiry.id)
                .order_by(InquiryAttachment.position)
            ).all()
        ),
    )


def asked_by(inquiry: Inquiry) -> AskedBy:
    """Who asks, in full."""
    return AskedBy(
        reference=inquiry.reference,
        received_at=inquiry.received_at,
        kind=inquiry.kind,
        name=inquiry.name,
        organisation=inquiry.organisation,
        place=inquiry.place,
        delivery_place=inquiry.delivery_place,
        country=inquiry.country or "",
        need_by=inquiry.need_by,
        phone=shown_phone(inquiry.phone) if inquiry.phone else "",
        whatsapp_url=_whatsapp(inquiry.phone, inquiry.reference),
        email=inquiry.email or "",
        message=inquiry.message,
        incoterm=inquiry.incoterm or "",
        monthly_volume=inquiry.monthly_volume,
        hs_code=inquiry.hs_code or "",
        certificates=tuple(inquiry.certificates or ()),
    )


def facts_of(product_ids: list[int]) -> dict[int, dict[str, str]]:
    """What makers answered once, by product and question."""
    found: dict[int, dict[str, str]] = {product_id: {} for product_id in product_ids}
    for fact in db.session.scalars(select(ProductFact).where(ProductFact.product_id.in_(product_ids))):
        found[fact.product_id][fact.question] = fact.answer_id
    return found


def _others(producer_id: int | None) -> tuple[tuple[str, str], ...]:
    """The maker's own public products, to offer one of them instead."""
    if producer_id is None:
        return ()
    rows = db.session.execute(
        select(Product.slug, ProductRevision.name_id)
        .join(ProductRevision, ProductRevision.id == Product.live_revision_id)
        .join(Producer, Producer.id == Product.producer_id)
        .where(Product.producer_id == producer_id, is_public())
        .order_by(ProductRevision.name_id)
        .limit(60)
    )
    return tuple((row.slug, row.name_id) for row in rows)


def _whatsapp(phone: str | None, reference: str) -> str | None:
    """A chat with the number of the inquiry as its draft, and nothing personal."""
    try:
        return whatsapp_url(parse_phone(phone), f"Permintaan {reference} lewat Griya IKM: ") if phone else None
    except Unreadable:
        return None
