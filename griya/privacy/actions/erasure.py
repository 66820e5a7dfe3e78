"""Taking a person out of an inquiry and everything that hangs on it; what is counted stays.

The row keeps its kind, its place as far as it is a town of the register, its lines, its threads with their clocks and
outcomes, and the consent. Names, contacts, words, files, digests and letters go, and whatever the record says in
people's own words about it. The buyer's link and the makers' links open nothing any more.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, quote_plus

from sqlalchemy import ColumnElement, Select, String, cast, delete, func, null, or_, select, update

from griya.accounts.actions.record import record_event
from griya.accounts.models import Event
from griya.accounts.queries.seals import event_digest
from griya.catalog.models.drafts import SavedView
from griya.catalog.models.facts import ProductFact
from griya.catalog.rules.questions import names_one_of
from griya.core.db import db
from griya.core.outbox import OutboxMessage
from griya.core.state import state_change, unrecorded_state_change
from griya.core.tokens import digest, new_token
from griya.inquiry.models import Inquiry, InquiryLine
from griya.inquiry.models.attachments import InquiryAttachment
from griya.inquiry.models.office import ExportLog
from griya.inquiry.models.privacy import PrivacyRequest
from griya.inquiry.models.threads import (
    InquiryNote,
    InquiryThread,
    LineAnswer,
    MergeSuggestion,
    ThreadFollowUp,
    ThreadLink,
    ThreadMessage,
)
from griya.registry.models import Region

# What a line in the buyer's own words says once those are gone.
UNNAMED = "Produk di luar katalog"
ERASED = "(dihapus)"
_TOWNS = ("province", "regency", "city")
_NO_SYNC = {"synchronize_session": False}


@state_change()
def erase_inquiries(*, ids: Sequence[int], ground: str, at: datetime, actor_id: int | None = None) -> list[str]:
    """Take the person out of these inquiries. Returns the Message-IDs whose files have to go as well.

    `ground` is why: the end of a term, or what the person asked.
    """
    message_ids: list[str] = []
    for inquiry in db.session.scalars(
        select(Inquiry).where(Inquiry.id.in_(ids), Inquiry.erased_at.is_(None)).with_for_update()
    ).all():
        message_ids += _erase(inquiry, at)
        record_event(
            verb="inquiry.erased",
            object_type="inquiry",
            object_key=inquiry.reference,
            actor_id=actor_id,
            reason_code=ground,
        )
    return message_ids


def erase_letters(*, ids: Sequence[int], at: datetime) -> list[str]:
    """Take addresses and words out of these letters; what waits is not sent any more. Returns their Message-IDs."""
    messages = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.id.in_(ids), OutboxMessage.erased_at.is_(None)).with_for_update()
    ).all()
    if not messages:
        return []
    with unrecorded_state_change("the sweep's own row, or the event of the inquiry's erasure, tells of it"):
        for one in messages:
            if one.sent_at is None and one.bounced_at is None:
                one.given_up_at = one.given_up_at or at
            # The address was part of what makes a letter unique; its number takes its place.
            one.recipient, one.reply_to, one.subject, one.body = f"terhapus-{one.id}", None, "", ""
            one.last_error, one.handled_note, one.erased_at = None, "", at
    _redact("outbox_message", [str(one.id) for one in messages])
    return [one.message_id for one in messages]


def _letters_of(references: Sequence[str], codes: Sequence[str]) -> list[int]:
    """The letters that follow from these inquiries and their threads."""
    causes = [OutboxMessage.cause == f"inquiry:{one}" for one in references]
    causes += [OutboxMessage.cause.startswith(f"inquiry:{one}:", autoescape=True) for one in references]
    causes += [OutboxMessage.cause.contains(f":{one}", autoescape=True) for one in codes]
    if not causes:
        return []
    return list(db.session.scalars(select(OutboxMessage.id).where(or_(*causes))))


def _erase(inquiry: Inquiry, at: datetime) -> list[str]:
    threads = db.session.execute(
        select(InquiryThread.id, InquiryThread.code).where(InquiryThread.inquiry_id == inquiry.id)
    ).all()
    thread_ids, codes = [row.id for row in threads], [row.code for row in threads]
    contacts = [one for one in (inquiry.phone, inquiry.email) if one]
    # A name of one word is a word like others; in full it is nobody else's.
    contacts += [inquiry.name] if len(inquiry.name.split()) > 1 else []
    _erase_answers(inquiry.id, [inquiry.name, inquiry.organisation], contacts)
    _erase_words(inquiry.id, thread_ids)
    message_ids = erase_letters(ids=_letters_of([inquiry.reference], codes), at=at)
    _redact("inquiry", [inquiry.reference])
    _redact("inquiry_thread", codes)
    _redact("privacy_request", list(db.session.scalars(select(PrivacyRequest.code).where(_asked_about(inquiry)))))
    _redact_mentions(contacts)
    _forget_views(contacts)
    inquiry.name = inquiry.organisation = inquiry.message = ""
    inquiry.delivery_place = inquiry.monthly_volume = ""
    inquiry.place = _town(inquiry.place)
    inquiry.phone = inquiry.email = inquiry.words_digest = inquiry.network_digest = None
    # Over so little text a digest could be guessed back.
    inquiry.content_digest = ""
    inquiry.token_digest = digest(new_token())
    inquiry.link_revoked_at = inquiry.link_revoked_at or at
    inquiry.erased_at = at
    db.session.execute(
        update(PrivacyRequest)
        .where(PrivacyRequest.inquiry_id == inquiry.id)
        .values(phone=None, email=None, note="", proof="", reason="")
        .execution_options(**_NO_SYNC)
    )
    db.session.flush()
    return message_ids


def _asked_about(inquiry: Inquiry) -> ColumnElement[bool]:
    """What was asked about this inquiry, or by its contacts and not answered yet."""
    ways = [PrivacyRequest.inquiry_id == inquiry.id]
    ways += [PrivacyRequest.phone == inquiry.phone] if inquiry.phone else []
    ways += [func.lower(PrivacyRequest.email) == inquiry.email.casefold()] if inquiry.email else []
    return or_(*ways)


def _erase_words(inquiry_id: int, thread_ids: list[int]) -> None:
    """Everything that anybody wrote, and the files."""
    lines = select(InquiryLine.id).where(InquiryLine.inquiry_id == inquiry_id)
    statements = (
        delete(InquiryAttachment).where(InquiryAttachment.inquiry_id == inquiry_id),
        delete(ThreadLink).where(ThreadLink.thread_id.in_(thread_ids)),
        update(InquiryLine).where(InquiryLine.inquiry_id == inquiry_id).values(note=""),
        update(InquiryLine)
        .where(InquiryLine.inquiry_id == inquiry_id, InquiryLine.product_id.is_(None))
        .values(label=UNNAMED),
        update(LineAnswer).where(LineAnswer.line_id.in_(lines)).values(note="", facts={}, acting_for=None, proof=""),
        update(ThreadMessage).where(ThreadMessage.thread_id.in_(thread_ids)).values(body="", acting_for=None, proof=""),
        update(InquiryNote).where(InquiryNote.inquiry_id == inquiry_id).values(body=""),
        update(InquiryThread).where(InquiryThread.id.in_(thread_ids)).values(outcome_reason=""),
        update(ThreadFollowUp).where(ThreadFollowUp.thread_id.in_(thread_ids)).values(note=""),
        update(MergeSuggestion)
        .where(or_(MergeSuggestion.inquiry_id == inquiry_id, MergeSuggestion.other_id == inquiry_id))
        .values(evidence=[]),
    )
    for statement in statements:
        db.session.execute(statement.execution_options(**_NO_SYNC))


def _erase_answers(inquiry_id: int, names: Sequence[str], contacts: Sequence[str]) -> None:
    """Take out standing answers that a maker wrote for this buyer by name, and that nobody has shown to everybody."""
    products = select(InquiryLine.product_id).where(InquiryLine.inquiry_id == inquiry_id)
    for fact in db.session.scalars(select(ProductFact).where(ProductFact.product_id.in_(products))):
        said = f"{fact.answer_id}\n{fact.answer_en}"
        if not fact.is_public and (names_one_of(said, names) or any(one in said for one in contacts)):
            db.session.delete(fact)
        elif names_one_of(fact.proof, names) or any(one in fact.proof for one in contacts):
            fact.proof, fact.acting_for = "", None
    db.session.flush()


def _forget_views(contacts: Sequence[str]) -> None:
    """Take out views of the desk's lists that search for this person."""
    for contact in _written(contacts):
        db.session.execute(
            delete(SavedView).where(SavedView.query.icontains(contact, autoescape=True)).execution_options(**_NO_SYNC)
        )


def _written(contacts: Sequence[str]) -> list[str]:
    """The same as they stand in words, and as an address of the desk's lists holds them."""
    return list(dict.fromkeys(way for one in contacts for way in (one, quote_plus(one), quote(one))))


def _town(place: str) -> str:
    """The place, where it is a town or regency of the register; anything finer or freer goes."""
    name = place.strip().casefold().removeprefix("kabupaten ").removeprefix("kab. ").removeprefix("kota ")
    if not name:
        return ""
    found = db.session.scalar(
        select(Region.name)
        .where(Region.level.in_(_TOWNS), func.lower(Region.name).in_([name, f"kabupaten {name}", f"kota {name}"]))
        .limit(1)
    )
    return found or ""


def _redact(object_type: str, keys: Sequence[str]) -> None:
    """Empty what people wrote into the record about these objects; states and numbers before and after stay."""
    if keys:
        _empty(select(Event).where(Event.object_type == object_type, Event.object_key.in_(keys)), words_alone=True)


def _redact_mentions(contacts: Sequence[str]) -> None:
    """Empty events, and lists taken out of the desk, that name a telephone number or an address themselves."""
    fields = (Event.reason, cast(Event.before, String), cast(Event.after, String))
    for contact in _written(contacts):
        mentions = or_(*(field.contains(contact, autoescape=True) for field in fields))
        _empty(select(Event).where(mentions), words_alone=False)
        db.session.execute(
            update(ExportLog)
            .where(cast(ExportLog.filters, String).contains(contact, autoescape=True))
            .values(filters={})
            .execution_options(**_NO_SYNC)
        )
        db.session.execute(
            update(ExportLog)
            .where(ExportLog.purpose.contains(contact, autoescape=True))
            .values(purpose=ERASED)
            .execution_options(**_NO_SYNC)
        )


def _empty(statement: Select[Any], *, words_alone: bool) -> None:
    """Leave the digest of the whole event behind, by which its seal goes on to fit."""
    wanted = statement.with_only_columns(*Event.__table__.columns).where(Event.erased_digest.is_(None))
    for row in db.session.execute(wanted).all():
        if words_alone and row.reason is None:
            continue
        values: dict[str, object] = {"reason": None, "erased_digest": event_digest(row)}
        if not words_alone:
            values |= {"before": null(), "after": null()}
        db.session.execute(update(Event).where(Event.id == row.id).values(values).execution_options(**_NO_SYNC))
