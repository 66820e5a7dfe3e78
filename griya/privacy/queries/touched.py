"""Whose data lay here in a period: numbers by kind for the report of a breach, and the contacts to be told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, or_, select

from griya.accounts.models import Account
from griya.core.db import db
from griya.core.outbox import OutboxMessage
from griya.inquiry.models import Inquiry
from griya.inquiry.models.attachments import InquiryAttachment
from griya.privacy.rules.breach import KINDS, Touched
from griya.registry.models import ProducerContact

# Who was erased since counts as a record and as nobody: it cannot be told any longer who it was.
_BUYER: Final = func.coalesce(func.lower(Inquiry.email), Inquiry.phone)


def touched(kinds: Sequence[str], *, began_at: datetime, ended_at: datetime) -> list[Touched]:
    """How many records of each kind were here at some moment of the period, and of how many people."""
    found = []
    for kind in kinds:
        records, people = db.session.execute(_count(kind, began_at, ended_at)).one()
        found.append(Touched(*KINDS[kind], records=records, people=people))
    return found


def contacts_to_tell(*, began_at: datetime, ended_at: datetime) -> list[tuple[str, str, str]]:
    """Name, telephone and e-mail of every buyer whose data were here in the period."""
    rows = db.session.execute(
        select(Inquiry.name, Inquiry.phone, Inquiry.email)
        .where(*_were_here(began_at, ended_at), Inquiry.erased_at.is_(None))
        .distinct()
        .order_by(Inquiry.name, Inquiry.phone, Inquiry.email)
    )
    return [(row.name, row.phone or "", row.email or "") for row in rows]


def _were_here(began_at: datetime, ended_at: datetime) -> tuple[Any, ...]:
    return Inquiry.received_at <= ended_at, or_(Inquiry.erased_at.is_(None), Inquiry.erased_at > began_at)


def _count(kind: str, began_at: datetime, ended_at: datetime) -> Select[Any, Any]:
    if kind == "permintaan":
        statement = select(func.count(), func.count(_BUYER.distinct())).select_from(Inquiry)
        return statement.where(*_were_here(began_at, ended_at))
    if kind == "lampiran":
        statement = select(func.count(), func.count(_BUYER.distinct())).select_from(InquiryAttachment)
        joined = statement.join(Inquiry, Inquiry.id == InquiryAttachment.inquiry_id)
        return joined.where(InquiryAttachment.added_at <= ended_at)
    if kind == "surat":
        statement = select(func.count(), func.count(func.lower(OutboxMessage.recipient).distinct()))
        was_here = or_(OutboxMessage.erased_at.is_(None), OutboxMessage.erased_at > began_at)
        return statement.select_from(OutboxMessage).where(OutboxMessage.created_at <= ended_at, was_here)
    if kind == "akun":
        statement = select(func.count(), func.count(Account.email.distinct())).select_from(Account)
        return statement.where(Account.created_at <= ended_at)
    return select(func.count(), func.count(ProducerContact.producer_id.distinct())).select_from(ProducerContact)
