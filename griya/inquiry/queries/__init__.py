"""Reading inquiries: the status behind a link; the visitor's own list, threads and the desk's inbox stand beside."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from griya.core.clock import now
from griya.core.db import db
from griya.core.tokens import digest
from griya.inquiry.models import Inquiry
from griya.inquiry.models.privacy import PrivacyRequest
from griya.inquiry.models.threads import InquiryThread, ThreadState
from griya.inquiry.queries.threads import ThreadView, read_threads
from griya.inquiry.rules import JUST_SENT, is_token, masked_email, masked_phone
from griya.inquiry.rules.stopping import Stop, stop_of
from griya.inquiry.rules.threads import worst
from griya.inquiry.rules.wording import STATES, Words


@dataclass(frozen=True, slots=True)
class InquiryStatus:
    """What the holder of the link sees: no name, and contacts masked. `inquiry_id` is for commands alone."""

    inquiry_id: int
    key: str
    language: str
    reference: str
    received_at: datetime
    message: str
    masked_phone: str
    masked_email: str
    threads: tuple[ThreadView, ...]
    is_withdrawn: bool
    is_restricted: bool
    is_erased: bool
    erasure_due_at: datetime | None

    @property
    def state(self) -> ThreadState:
        """What the whole of it is: its worst thread."""
        return worst(thread.state for thread in self.threads)

    @property
    def words(self) -> Words:
        """The same in words."""
        return next((one.words for one in self.threads if one.state is self.state), STATES[self.state])


@dataclass(frozen=True, slots=True)
class SentInquiry:
    """An inquiry that this browser has just sent."""

    reference: str
    token: str
    received_at: datetime


def find_status(token: str, at: datetime | None = None) -> InquiryStatus | None:
    """The inquiry behind a status link that still opens something."""
    moment = at or now()
    if not is_token(token):
        return None
    inquiry = db.session.scalars(select(Inquiry).where(Inquiry.token_digest == digest(token))).one_or_none()
    if inquiry is None or inquiry.link_revoked_at is not None:
        return None
    if inquiry.link_expires_at is not None and moment >= inquiry.link_expires_at:
        return None
    due_at = db.session.scalar(
        select(func.min(PrivacyRequest.due_at)).where(
            PrivacyRequest.inquiry_id == inquiry.id,
            PrivacyRequest.kind.in_(("hapus", "tarik")),
            PrivacyRequest.done_at.is_(None),
        )
    )
    return InquiryStatus(
        inquiry_id=inquiry.id,
        key=inquiry.idempotency_key,
        language=inquiry.language,
        reference=inquiry.reference,
        received_at=inquiry.received_at,
        message=inquiry.message,
        masked_phone=masked_phone(inquiry.phone) if inquiry.phone else "",
        masked_email=masked_email(inquiry.email) if inquiry.email else "",
        threads=tuple(read_threads(InquiryThread.inquiry_id == inquiry.id, at=moment)),
        is_withdrawn=inquiry.withdrawn_at is not None,
        is_restricted=stop_of(inquiry) is Stop.RESTRICTED,
        is_erased=inquiry.erased_at is not None,
        erasure_due_at=due_at,
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
