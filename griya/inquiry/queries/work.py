"""Reading what waits for an officer, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from griya.core.clock import WIB
from griya.core.db import db
from griya.inquiry.models import Inquiry
from griya.inquiry.models.privacy import PrivacyRequest
from griya.inquiry.models.threads import Addressee, InquiryThread, ThreadState
from griya.inquiry.queries.calendars import load_duties
from griya.inquiry.queries.stopping import goes_on
from griya.inquiry.queries.threads import ThreadView, read_threads
from griya.inquiry.rules.threads import stand_in, who_answers

_STORED = (
    ThreadState.RECEIVED,
    ThreadState.HELD,
    ThreadState.FORWARDED,
    ThreadState.SEEN,
    ThreadState.ESCALATED,
)


@dataclass(frozen=True, slots=True)
class InquiryWork:
    """One thing to do about a thread, or about a person's data."""

    kind: str
    reference: str
    maker_name: str
    due_at: datetime | None
    has_officer: bool


def list_work(account_id: int, at: datetime) -> list[InquiryWork]:
    """What waits for this person, and what waits for nobody in particular and so for everybody."""
    threads = [(one, kind) for one in read_threads(InquiryThread.state.in_(_STORED), at=at) if (kind := _kind(one))]
    if not threads:
        return _duties_of_law()
    duties, leaves = load_duties()
    today = at.astimezone(WIB).date()
    rows = {
        row.id: row
        for row in db.session.execute(
            select(Inquiry.id, Inquiry.reference, Inquiry.kind).where(
                Inquiry.id.in_({one.inquiry_id for one, _ in threads}), goes_on()
            )
        )
    }
    found: list[InquiryWork] = []
    held: set[int] = set()
    for one, kind in threads:
        row = rows.get(one.inquiry_id)
        # A held inquiry is looked at as a whole, so its threads are one task.
        if row is None or (kind == "karantina" and row.id in held):
            continue
        owner = (
            stand_in(one.assignee_id, leaves, today)
            if one.assignee_id
            else who_answers(one.region_code, row.kind, duties, leaves, today)
        )
        if owner not in {None, account_id}:
            continue
        held |= {row.id} if kind == "karantina" else set()
        found.append(InquiryWork(kind, row.reference, one.maker_name, one.clock.due_at, owner is not None))
    return found + _duties_of_law()


def _kind(thread: ThreadView) -> str:
    if thread.state is ThreadState.HELD:
        return "karantina"
    if thread.state is ThreadState.ESCALATED:
        return "eskalasi"
    if thread.state is ThreadState.RECEIVED:
        return "kantor" if thread.addressee == Addressee.OFFICE else "diterima"
    return ""


def _duties_of_law() -> list[InquiryWork]:
    rows = db.session.execute(
        select(Inquiry.reference, PrivacyRequest.due_at)
        .join(Inquiry, Inquiry.id == PrivacyRequest.inquiry_id)
        .where(PrivacyRequest.done_at.is_(None))
        .order_by(PrivacyRequest.due_at)
    )
    return [InquiryWork("data", row.reference, "", row.due_at, True) for row in rows]
