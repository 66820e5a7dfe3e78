"""What officers do around a thread: who looks after it, notes among themselves, two inquiries that are one, exports."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from griya.accounts.actions import record_event
from griya.accounts.models import Account
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.inquiry.actions.quarantine import lock_inquiry
from griya.inquiry.actions.stepping import Actor, lock_thread, take_step
from griya.inquiry.models.office import ExportLog
from griya.inquiry.models.threads import (
    InquiryNote,
    MergeSuggestion,
    Outcome,
    ThreadEventKind,
    ThreadState,
)
from griya.inquiry.queries.officers import AT_THE_DESK
from griya.inquiry.rules.answers import check_message
from griya.inquiry.rules.threads import NOTE_LENGTH, OPEN, REASON_LENGTH


@state_change()
def assign_thread(*, code: str, officer_code: str, actor: Actor, at: datetime | None = None) -> None:
    """Name who looks after a thread; without a code the table of territories decides again.

    Raises:
        Refused: when nobody at the desk has this code.
    """
    thread = lock_thread(code=code)
    officer = None
    if officer_code:
        officer = db.session.scalars(
            select(Account).where(
                Account.code == officer_code, Account.disabled_at.is_(None), Account.role.in_(AT_THE_DESK)
            )
        ).one_or_none()
        if officer is None:
            raise Refused("Pilih petugas yang masih aktif.")
    thread.assignee_id = officer.id if officer else None
    take_step(
        thread=thread,
        inquiry=thread.inquiry,
        kind=ThreadEventKind.ASSIGNED,
        state=ThreadState(thread.state),
        actor=actor,
        at=at or now(),
        officer=officer.code if officer else "",
    )


def add_note(
    *, reference: str, body: str, account_id: int, number: int | None = None, at: datetime | None = None
) -> None:
    """Keep a note for the desk alone. The record says that one was written, and none of its words.

    Raises:
        Refused: when it says nothing, or is about nothing.
    """
    if faults := check_message(body, most=NOTE_LENGTH):
        raise Refused(faults)
    inquiry, threads = lock_inquiry(reference=reference)
    thread = next((one for one in threads if one.number == number), None)
    db.session.add(
        InquiryNote(
            inquiry_id=inquiry.id,
            thread_id=thread.id if thread else None,
            at=at or now(),
            account_id=account_id,
            body=body.strip(),
        )
    )
    db.session.flush()
    record_event(
        verb="inquiry.noted",
        object_type="inquiry",
        object_key=inquiry.reference,
        actor_id=account_id,
        after={"thread": number},
    )


@state_change()
def merge_inquiry(
    *, reference: str, into: str, evidence: tuple[str, ...], actor: Actor, at: datetime | None = None
) -> None:
    """Say that an inquiry is the same as another: its open threads end, and nothing of either is overwritten.

    Raises:
        Refused: when they are not two, or one was merged already.
    """
    moment = at or now()
    # Always in the same order, so that two officers who merge the other way round do not wait for each other.
    pair = {name: lock_inquiry(reference=name) for name in sorted({reference, into})}
    if len(pair) != 2:
        raise Refused("Pilih dua permintaan yang berbeda.")
    (inquiry, threads), (survivor, _) = pair[reference], pair[into]
    if inquiry.merged_into_id is not None or survivor.merged_into_id is not None:
        raise Refused("Salah satu dari keduanya sudah digabung.")
    inquiry.merged_into_id, inquiry.merged_at = survivor.id, moment
    for thread in threads:
        if thread.state not in OPEN and thread.state != ThreadState.HELD:
            continue
        thread.closed_at, thread.outcome, thread.outcome_reason = moment, Outcome.MERGED, f"lihat {survivor.reference}"
        take_step(
            thread=thread,
            inquiry=inquiry,
            kind=ThreadEventKind.CLOSED,
            state=ThreadState.CLOSED,
            actor=actor,
            at=moment,
            outcome=str(Outcome.MERGED),
        )
    _decide(inquiry.id, survivor.id, "digabung", evidence, actor, moment)
    record_event(
        verb="inquiry.merged",
        object_type="inquiry",
        object_key=inquiry.reference,
        actor_id=actor.account_id,
        after={"into": survivor.reference},
    )


@state_change()
def tell_apart(
    *, reference: str, other: str, evidence: tuple[str, ...], actor: Actor, at: datetime | None = None
) -> None:
    """Say that two inquiries that look alike are two; nobody is asked again."""
    pair = {name: lock_inquiry(reference=name) for name in sorted({reference, other})}
    if len(pair) != 2:
        raise Refused("Pilih dua permintaan yang berbeda.")
    _decide(pair[reference][0].id, pair[other][0].id, "berbeda", evidence, actor, at or now())
    record_event(
        verb="inquiry.told_apart",
        object_type="inquiry",
        object_key=reference,
        actor_id=actor.account_id,
        after={"from": other},
    )


def _decide(
    inquiry_id: int, other_id: int, decision: str, evidence: tuple[str, ...], actor: Actor, at: datetime
) -> None:
    row = db.session.scalars(
        select(MergeSuggestion).where(MergeSuggestion.inquiry_id == inquiry_id, MergeSuggestion.other_id == other_id)
    ).one_or_none()
    if row is None:
        row = MergeSuggestion(inquiry_id=inquiry_id, other_id=other_id, evidence=list(evidence), suggested_at=at)
        db.session.add(row)
    row.decided_at, row.decided_by_id, row.decision = at, actor.account_id, decision
    db.session.flush()


def record_export(
    *,
    account_id: int,
    file_format: str,
    purpose: str,
    filters: Mapping[str, str],
    has_contacts: bool,
    row_count: int,
    at: datetime | None = None,
) -> None:
    """Write down who takes which list out, and what for, before it leaves.

    Raises:
        Refused: without a purpose that can be read.
    """
    if len(purpose.strip()) < 10 or not any(c.isalpha() for c in purpose):
        raise Refused("Tulis untuk apa daftar ini dipakai, paling sedikit 10 huruf.")
    if len(purpose) > REASON_LENGTH:
        raise Refused(f"Tujuan paling panjang {REASON_LENGTH} huruf.")
    db.session.add(
        ExportLog(
            at=at or now(),
            account_id=account_id,
            list_name="permintaan",
            file_format=file_format,
            purpose=purpose.strip(),
            filters=dict(filters),
            has_contacts=has_contacts,
            row_count=row_count,
        )
    )
    db.session.flush()
    record_event(
        verb="inquiries.exported",
        object_type="inquiries",
        object_key="permintaan",
        actor_id=account_id,
        reason=purpose.strip(),
        after={"rows": row_count, "format": file_format, "contacts": has_contacts, "filters": dict(filters)},
    )
