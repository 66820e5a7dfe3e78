"""What is past its term: the same statements for the count beforehand and for the sweep itself."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select

from griya.accounts.models import AccountLink, AccountSession, Attempt
from griya.core.db import db
from griya.core.outbox import IS_WAITING, OutboxMessage
from griya.inquiry.models import Consent, Inquiry, InquiryList
from griya.inquiry.models.attachments import InquiryAttachment
from griya.inquiry.models.threads import InquiryThread, ThreadEvent, ThreadState
from griya.privacy.queries import terms_now
from griya.privacy.rules import Kind


def due(kind: Kind, before: datetime) -> Select[Any]:
    """The numbers of the rows of a kind whose term ended before this moment."""
    match kind:
        case Kind.INQUIRY:
            return _inquiries().where(_ended_at() < before, ~_is_spam())
        case Kind.SPAM:
            return _inquiries().where(_ended_at() < before, _is_spam())
        case Kind.LIST:
            return select(InquiryList.id).where(InquiryList.changed_at < before)
        case Kind.ATTACHMENT:
            return (
                select(InquiryAttachment.id)
                .join(Inquiry, Inquiry.id == InquiryAttachment.inquiry_id)
                .where(_ended_at() < before)
            )
        case Kind.LETTER:
            ended = func.coalesce(OutboxMessage.bounced_at, OutboxMessage.sent_at, OutboxMessage.given_up_at)
            settled = ~IS_WAITING
            return select(OutboxMessage.id).where(OutboxMessage.erased_at.is_(None), settled, ended < before)
        case Kind.ATTEMPT:
            return select(Attempt.id).where(Attempt.at < before)
        case Kind.SESSION:
            return select(AccountSession.id).where(
                or_(AccountSession.ended_at < before, AccountSession.seen_at < before)
            )
        case Kind.CONSENT:
            return select(Consent.id).join(Inquiry, Inquiry.id == Consent.inquiry_id).where(Inquiry.erased_at < before)


def old_links(before: datetime) -> Select[Any]:
    """One-use links of accounts that ended or expired before this moment; they go with the sessions."""
    return select(AccountLink.id).where(or_(AccountLink.ended_at < before, AccountLink.expires_at < before))


def count_due(at: datetime) -> dict[Kind, int]:
    """How much of each kind the next sweep will take."""
    return {
        kind: db.session.scalar(select(func.count()).select_from(due(kind, at - timedelta(days=now.days)).subquery()))
        or 0
        for kind, now in terms_now().items()
    }


def _inquiries() -> Select[Any]:
    return select(Inquiry.id).where(Inquiry.erased_at.is_(None))


def _ended_at() -> Any:
    """When an inquiry ended: with its last thread, each by its closing, or by the last thing that happened to it."""
    happened = select(func.max(ThreadEvent.at)).where(ThreadEvent.thread_id == InquiryThread.id).scalar_subquery()
    of_thread = case((InquiryThread.closed_at.is_not(None), InquiryThread.closed_at), else_=happened)
    last = (
        select(func.max(func.coalesce(of_thread, InquiryThread.opened_at)))
        .where(InquiryThread.inquiry_id == Inquiry.id)
        .scalar_subquery()
    )
    return func.coalesce(last, Inquiry.withdrawn_at, Inquiry.received_at)


def _is_spam() -> Any:
    """Whether every thread of it was declared spam."""
    of_it = InquiryThread.inquiry_id == Inquiry.id
    return and_(
        exists().where(of_it, InquiryThread.state == ThreadState.SPAM),
        ~exists().where(of_it, InquiryThread.state != ThreadState.SPAM),
    )
