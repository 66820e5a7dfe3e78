"""What a person asks about their data: written down with its term, carried out, answered."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from griya.accounts.actions.record import record_on
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.inquiry.actions.restricting import restrict_inquiry, resume_inquiry
from griya.inquiry.actions.stepping import Actor
from griya.inquiry.models import Inquiry
from griya.inquiry.models.privacy import PrivacyRequest, RetentionPolicy
from griya.inquiry.models.threads import Side
from griya.inquiry.rules.stopping import STOPPING
from griya.privacy.actions.erasure import erase_inquiries, erase_letters
from griya.privacy.queries.person import Person, inquiries_of, letters_to, person_called
from griya.privacy.rules import TERMS, Kind, due_at, term_faults

ASKED = "diminta orangnya"
REFUSED = "permintaan tentang data ditolak"


@state_change()
def take_request(
    *, kind: str, contact: str, note: str, proof: str, actor_id: int | None, asked_at: datetime | None = None
) -> PrivacyRequest:
    """Write down what somebody asked the office, with the time by which the law wants it done.

    Whoever asks to be left alone is left alone from now on, in every inquiry of theirs, and not from the answer on.

    Raises:
        Refused: when the contact is neither a telephone number nor an address.
    """
    person = person_called(contact)
    moment = asked_at or now()
    row = PrivacyRequest(
        kind=kind,
        phone=person.phone,
        email=person.email,
        channel="petugas",
        note=note,
        proof=proof,
        asked_at=moment,
        received_by_id=actor_id,
        due_at=due_at(moment),
    )
    db.session.add(row)
    db.session.flush()
    record_on(row=row, done="taken", actor_id=actor_id, after={"kind": kind})
    if kind in STOPPING:
        officer = Actor(Side.OFFICER, actor_id, acting_for="pembeli", proof=proof)
        for inquiry in _inquiries(row):
            restrict_inquiry(inquiry=inquiry, ground=kind, actor=officer, at=moment)
    return row


@state_change()
def answer_request(*, code: str, row_version: int, outcome: str, reason: str, actor_id: int | None) -> None:
    """End a request. Its contact and everybody's words go with it; that it was asked and answered stays.

    What a refused request had stopped goes on, unless another one stopped it too.

    Raises:
        Overtaken: when somebody else answered it meanwhile.
        Refused: when the request is unknown, or it is refused without a reason.
    """
    row = _locked(code)
    if row.done_at is not None or row.row_version != row_version:
        raise Overtaken("Permintaan ini sudah dijawab atau diubah orang lain. Muat ulang halamannya.")
    if outcome == "ditolak" and not reason.strip():
        raise Refused("Tulis mengapa permintaan ini ditolak: orangnya berhak tahu.")
    stopped = _stopped_by(row) if outcome == "ditolak" else []
    row.done_at, row.outcome, row.done_by_id = now(), outcome, actor_id
    db.session.flush()
    for inquiry in stopped:
        # Only what another request holds as well says no.
        with suppress(Refused):
            resume_inquiry(inquiry=inquiry, actor=Actor(Side.OFFICER, actor_id), reason=REFUSED)
    row.phone = row.email = None
    row.note = row.proof = row.reason = ""
    row.row_version += 1
    # Why it was refused is kept in the record, where the next answer to the same person finds it by its number.
    record_on(row=row, done="answered", actor_id=actor_id, reason=reason, after={"outcome": outcome})


@state_change()
def erase_person(*, person: Person, actor_id: int | None, at: datetime | None = None) -> tuple[int, list[str]]:
    """Take a person out of every inquiry, and their address out of every letter. Returns how many and Message-IDs."""
    moment = at or now()
    ids = inquiries_of(person)
    message_ids = erase_inquiries(ids=ids, ground=ASKED, at=moment, actor_id=actor_id)
    message_ids += erase_letters(ids=letters_to(person), at=moment)
    return len(ids), message_ids


@state_change()
def erase_by_reference(*, references: list[str], actor_id: int | None = None) -> tuple[int, list[str]]:
    """The same for inquiries by their references: after a backup brought back what had been erased."""
    ids = list(
        db.session.scalars(select(Inquiry.id).where(Inquiry.reference.in_(references), Inquiry.erased_at.is_(None)))
    )
    return len(ids), erase_inquiries(ids=ids, ground=ASKED, at=now(), actor_id=actor_id)


@state_change()
def set_term(*, kind: Kind, days: int, basis: str, row_version: int, actor_id: int | None) -> None:
    """Decide how long a kind is kept.

    Raises:
        Overtaken: when somebody else decided meanwhile.
        Refused: when it cannot be kept so long.
    """
    if faults := term_faults(kind, days):
        raise Refused(faults)
    row = db.session.scalars(
        select(RetentionPolicy).where(RetentionPolicy.kind == kind).with_for_update()
    ).one_or_none()
    if (row.row_version if row else 0) != row_version:
        raise Overtaken("Masa simpan ini baru saja diubah orang lain. Periksa angkanya, lalu simpan lagi.")
    before = row.days if row else TERMS[kind].days
    if row is None:
        row = RetentionPolicy(kind=kind, days=days, basis=basis)
        db.session.add(row)
    else:
        row.days, row.basis, row.row_version = days, basis, row_version + 1
    db.session.flush()
    record_on(row=row, done="changed", actor_id=actor_id, reason=basis, before={"days": before}, after={"days": days})


def _inquiries(row: PrivacyRequest) -> Sequence[Inquiry]:
    """The inquiries that a request is about, locked."""
    ids = [row.inquiry_id] if row.inquiry_id else inquiries_of(Person(row.phone, row.email))
    return db.session.scalars(select(Inquiry).where(Inquiry.id.in_(ids)).order_by(Inquiry.id).with_for_update()).all()


def _stopped_by(row: PrivacyRequest) -> list[Inquiry]:
    """The inquiries whose use this request ended, and no earlier one."""
    if row.kind not in STOPPING or not (row.inquiry_id or row.phone or row.email):
        return []
    return [one for one in _inquiries(row) if one.restricted_at == row.asked_at]


def _locked(code: str) -> PrivacyRequest:
    row = db.session.scalars(select(PrivacyRequest).where(PrivacyRequest.code == code).with_for_update()).one_or_none()
    if row is None:
        raise Refused("Permintaan ini tidak ada.")
    return row
