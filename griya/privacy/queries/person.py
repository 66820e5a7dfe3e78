"""Everything that is kept about one person, found by their telephone number or address."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, or_, select

from griya.accounts.models import Event
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import OutboxMessage
from griya.core.text import moment
from griya.inquiry.models import Consent, Inquiry, InquiryLine
from griya.inquiry.models.attachments import InquiryAttachment
from griya.inquiry.models.threads import (
    InquiryNote,
    InquiryThread,
    LineAnswer,
    ThreadEvent,
    ThreadFollowUp,
    ThreadMessage,
)
from griya.registry.rules.phones import parse_phone
from griya.registry.rules.unreadable import Unreadable

# Of each row what is about the person; keys, digests and other people's numbers are not theirs.
_INQUIRY: Final = (
    "reference", "received_at", "source", "kind", "language", "name", "phone", "email", "organisation", "place",
    "message", "need_by", "delivery_place", "country", "incoterm", "monthly_volume", "hs_code", "certificates",
    "spam_score", "spam_reasons", "held_at", "released_at", "withdrawn_at", "restricted_at", "erased_at",
)  # fmt: skip
_HIDDEN: Final = frozenset(
    {
        "id", "inquiry_id", "thread_id", "line_id", "account_id", "actor_id", "answered_by_id", "idempotency_key",
        "digest", "product_id", "revision_id", "producer_id", "alternative_id", "assignee_id", "row_version",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Whom it is about: by a number as it is stored, or by an address."""

    phone: str | None = None
    email: str | None = None


def person_called(contact: str) -> Person:
    """Read what somebody typed.

    Raises:
        Refused: when it is neither a telephone number nor an address.
    """
    text = contact.strip()
    if "@" in text:
        return Person(email=text.casefold())
    try:
        return Person(phone=parse_phone(text).e164)
    except Unreadable as error:
        raise Refused(f"Tulis nomor telepon atau alamat e-mail orangnya. {error}") from error


def inquiries_of(person: Person) -> list[int]:
    """The inquiries that were sent with this number or address and still say so."""
    return list(db.session.scalars(select(Inquiry.id).where(_is(person)).order_by(Inquiry.id)))


def letters_to(person: Person) -> list[int]:
    """The letters to this address; a number receives none."""
    if person.email is None:
        return []
    address = func.lower(OutboxMessage.recipient)
    reply = func.lower(OutboxMessage.reply_to)
    return list(
        db.session.scalars(
            select(OutboxMessage.id).where(
                or_(address == person.email, reply == person.email), OutboxMessage.cause.startswith("inquiry:")
            )
        )
    )


def count_of(person: Person) -> Counter[str]:
    """How much there is, for who has to decide."""
    ids = inquiries_of(person)
    files = db.session.scalar(
        select(func.count()).select_from(InquiryAttachment).where(InquiryAttachment.inquiry_id.in_(ids))
    )
    return Counter({"permintaan": len(ids), "lampiran": files or 0, "surat": len(letters_to(person))})


def everything_about(person: Person) -> dict[str, Any]:
    """All of it with the history of its processing (art. 32), as plain values that a file can hold."""
    found = []
    for inquiry in db.session.scalars(select(Inquiry).where(_is(person)).order_by(Inquiry.id)):
        threads = db.session.scalars(
            select(InquiryThread).where(InquiryThread.inquiry_id == inquiry.id).order_by(InquiryThread.number)
        ).all()
        ids = [one.id for one in threads]
        lines = select(InquiryLine.id).where(InquiryLine.inquiry_id == inquiry.id)
        keys = [inquiry.reference, *(one.code for one in threads)]
        found.append(
            {
                "permintaan": {name: _plain(getattr(inquiry, name)) for name in _INQUIRY},
                "produk": _rows(select(InquiryLine).where(InquiryLine.inquiry_id == inquiry.id)),
                "persetujuan": _rows(select(Consent).where(Consent.inquiry_id == inquiry.id)),
                "lampiran": _rows(select(InquiryAttachment).where(InquiryAttachment.inquiry_id == inquiry.id)),
                "diteruskan_kepada": [
                    {"pembuat": one.maker_name, "keadaan": one.state, "hasil": one.outcome or ""} for one in threads
                ],
                "pesan": _rows(select(ThreadMessage).where(ThreadMessage.thread_id.in_(ids))),
                "jawaban": _rows(select(LineAnswer).where(LineAnswer.line_id.in_(lines))),
                "catatan_petugas": _rows(select(InquiryNote).where(InquiryNote.inquiry_id == inquiry.id)),
                "tindak_lanjut": _rows(select(ThreadFollowUp).where(ThreadFollowUp.thread_id.in_(ids))),
                "kejadian": _rows(select(ThreadEvent).where(ThreadEvent.thread_id.in_(ids))),
                "riwayat_pemrosesan": [
                    {
                        "kapan": _plain(event.at),
                        "apa": event.verb,
                        "oleh": "petugas" if event.actor_id else "sistem",
                        "alasan": event.reason or event.reason_code or "",
                    }
                    for event in db.session.scalars(
                        select(Event)
                        .where(Event.object_type.in_(("inquiry", "inquiry_thread")), Event.object_key.in_(keys))
                        .order_by(Event.id)
                    )
                ],
            }
        )
    letters = db.session.execute(
        select(OutboxMessage.recipient, OutboxMessage.subject, OutboxMessage.body, OutboxMessage.created_at)
        .add_columns(OutboxMessage.sent_at)
        .where(OutboxMessage.id.in_(letters_to(person)))
        .order_by(OutboxMessage.id)
    )
    return {
        "orang": person.email or person.phone,
        "permintaan": found,
        "surat": [{name: _plain(value) for name, value in row._mapping.items()} for row in letters],
    }


def readable(found: dict[str, Any]) -> str:
    """The same for people: one line for each thing that is known."""
    out = [f"Data pribadi yang disimpan tentang {found['orang']}", ""]
    for one in found["permintaan"]:
        out.append(f"PERMINTAAN {one['permintaan']['reference']}")
        out += _lines(one["permintaan"], 1)
        for part, rows in one.items():
            if part == "permintaan" or not rows:
                continue
            out.append(f"  {part.replace('_', ' ').capitalize()}")
            for row in rows:
                out += ["  -", *_lines(row, 2)]
        out.append("")
    for letter in found["surat"]:
        out += ["SURAT", *_lines(letter, 1), ""]
    if not (found["permintaan"] or found["surat"]):
        out.append("Tidak ada data yang disimpan dengan kontak ini.")
    return "\n".join(out) + "\n"


def _lines(row: dict[str, Any], depth: int) -> list[str]:
    indent = "  " * depth
    out = []
    for name, value in row.items():
        if value in (None, "", [], {}):
            continue
        first, *more = str(value).splitlines()
        out += [f"{indent}{name.replace('_', ' ')}: {first}", *(f"{indent}  {line}" for line in more)]
    return out


def _rows(statement: Select[Any]) -> list[dict[str, Any]]:
    rows: Sequence[Any] = db.session.scalars(statement).all()
    return [
        {
            column.name: _plain(getattr(row, column.key))
            for column in row.__table__.columns
            if column.name not in _HIDDEN
        }
        for row in sorted(rows, key=lambda row: row.id)
    ]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return moment(value) if hasattr(value, "hour") else str(value)


def _is(person: Person) -> Any:
    if person.email is not None:
        return func.lower(Inquiry.email) == person.email
    return Inquiry.phone == person.phone
