"""What a change of a producer's standing would do: products that stop, chosen places they leave, who is told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from griya.catalog.models import Product
from griya.catalog.queries.public import is_public
from griya.core.db import db
from griya.dossier.rules import OPEN_FOR
from griya.inquiry.models import Inquiry, InquiryLine
from griya.inquiry.queries.stopping import goes_on
from griya.registry.models import Producer
from griya.selection.queries import find_selected


@dataclass(frozen=True, slots=True)
class OpenInquiry:
    """An inquiry that still waits: its reference, and the address its buyer is told at; none for a telephone alone."""

    reference: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What follows from a step at this moment."""

    products: int
    chosen: int
    inquiries: tuple[OpenInquiry, ...]

    @property
    def told(self) -> tuple[OpenInquiry, ...]:
        """The inquiries whose buyers get a letter."""
        return tuple(one for one in self.inquiries if one.email)

    @property
    def by_phone(self) -> tuple[OpenInquiry, ...]:
        """The inquiries whose buyers left only a telephone: an officer has to call."""
        return tuple(one for one in self.inquiries if not one.email)


def find_effect(producer_id: int, at: datetime) -> Effect:
    """What stopping this producer, or listing it again, does now."""
    shown = set(
        db.session.scalars(
            select(Product.id)
            .join(Producer, Producer.id == Product.producer_id)
            .where(Product.producer_id == producer_id, is_public())
        )
    )
    # While it is stopped nothing of it is public; then what was published is what comes back.
    published = db.session.scalar(
        select(func.count()).where(Product.producer_id == producer_id, Product.state == "published")
    )
    return Effect(
        products=len(shown) or published or 0,
        chosen=len(shown & set(find_selected(at).product_ids)),
        inquiries=tuple(list_open_inquiries(producer_id, at)),
    )


def list_open_inquiries(producer_id: int, at: datetime) -> list[OpenInquiry]:
    """The inquiries of the last 30 days that name the producer and whose buyer may be written to, the oldest first."""
    rows = db.session.execute(
        select(Inquiry.reference, Inquiry.email)
        .join(InquiryLine, InquiryLine.inquiry_id == Inquiry.id)
        .where(InquiryLine.producer_id == producer_id, Inquiry.received_at > at - OPEN_FOR, goes_on())
        .group_by(Inquiry.id, Inquiry.reference, Inquiry.email)
        .order_by(Inquiry.id)
    )
    return [OpenInquiry(reference, email) for reference, email in rows]
