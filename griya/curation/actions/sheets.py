"""What a curator does with a review: declare, fill in a sheet alone, hand it in, or give the seat back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from griya.core import clock
from griya.core.clock import WIB
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import one_line
from griya.curation.actions import locked, record
from griya.curation.models import Conflict, CurationReview, CurationSheet
from griya.curation.queries.products import read_facts
from griya.curation.rules import LONGEST_NOTE, LONGEST_REASON, ReviewState, free_seat, seat_faults
from griya.curation.rules.gates import find_all
from griya.curation.rules.scoring import Sheet, sheet_faults

_SEALED = "Lembar ini sudah diserahkan, jadi tidak dapat diubah."
_CHANGED = "Lembar ini disimpan di jendela lain sejak Anda membukanya. Periksa dulu isinya yang sekarang."


@state_change()
def declare(
    *, review: CurationReview, conflict: Conflict, note: str = "", actor_id: int, at: datetime | None = None
) -> CurationSheet:
    """Say what ties a curator to the maker. Nothing: they take a seat. Anything: they are kept out, on record.

    Raises:
        Refused: when there is no seat, or the kind of tie is not told.
    """
    found, note = locked(review=review), one_line(note)
    faults = seat_faults(
        state=found.state,
        taken=[one.seat for one in found.seated if one.seat],
        needed=found.needed,
        has_declared=found.sheet_of(actor_id) is not None,
        conflict=conflict,
        note=note,
    )
    if len(note) > LONGEST_NOTE:
        faults.append(f"Keterangan paling panjang {LONGEST_NOTE} huruf.")
    if faults:
        raise Refused(faults)
    is_free = conflict is Conflict.NONE
    sheet = CurationSheet(
        review_id=review.id,
        curator_id=actor_id,
        seat=free_seat([one.seat for one in found.seated if one.seat]) if is_free else None,
        conflict=conflict,
        conflict_note=note,
        declared_at=at or clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(sheet)
    except IntegrityError as error:
        raise Overtaken("Kursi ini baru saja diambil kurator lain.") from error
    after = {"conflict": str(conflict), "seat": sheet.seat}
    record(verb="declared", review_code=review.code, actor_id=actor_id, reason=note or None, after=after)
    return sheet


@state_change()
def save_sheet(
    *,
    review: CurationReview,
    row_version: int,
    content: Sheet,
    note: str,
    is_final: bool,
    actor_id: int,
    at: datetime | None = None,
) -> None:
    """Keep a curator's own sheet, and hand it in when `is_final`; a sheet that was handed in stays as it is.

    Raises:
        Overtaken: when it was saved or handed in elsewhere since it was read.
        Refused: with every reason at once.
    """
    found, now = locked(review=review), at or clock.now()
    sheet = _own(review, actor_id)
    if sheet.submitted_at is not None:
        raise Overtaken(_SEALED)
    if found.state not in {ReviewState.SCORING, ReviewState.THIRD}:
        raise Overtaken("Penilaian ini sudah ditutup.")
    if sheet.row_version != row_version:
        raise Overtaken(_CHANGED)
    facts = read_facts([review.product_id], now.astimezone(WIB).date())[review.product_id]
    findings = {code: one.is_passed for code, one in find_all(found.rubric, facts, now.astimezone(WIB).date()).items()}
    faults = sheet_faults(found.rubric, content, findings, is_food=found.product.is_food, is_final=is_final)
    if len(note) > LONGEST_REASON:
        faults.append(f"Catatan paling panjang {LONGEST_REASON} huruf.")
    if any(len(one.note) > LONGEST_NOTE for one in content.gates.values()):
        faults.append(f"Alasan tentang satu syarat paling panjang {LONGEST_NOTE} huruf.")
    if faults:
        raise Refused(faults)
    known = {one.code for one in found.rubric.criteria}
    sheet.scores = {code: step for code, step in content.scores.items() if code in known}
    sheet.gates = {
        gate.code: {"is_passed": said.is_passed, "note": one_line(said.note)}
        for gate in found.rubric.gates_for(is_food=found.product.is_food)
        if (said := content.gates.get(gate.code)) is not None
    }
    sheet.note, sheet.row_version = note.strip(), row_version + 1
    if is_final:
        sheet.submitted_at = now
    db.session.flush()
    if is_final:
        record(verb="scored", review_code=review.code, actor_id=actor_id, after={"seat": sheet.seat})


@state_change()
def release_seat(*, review: CurationReview, reason: str, actor_id: int, at: datetime | None = None) -> None:
    """Give a seat back before anything was handed in, so that somebody else can take it.

    Raises:
        Overtaken: when the sheet was handed in.
        Refused: without a reason.
    """
    locked(review=review)
    sheet, reason = _own(review, actor_id), one_line(reason)
    if sheet.submitted_at is not None:
        raise Overtaken(_SEALED)
    if not reason or len(reason) > LONGEST_NOTE:
        raise Refused(f"Tulis alasan menyerahkan kursi, paling panjang {LONGEST_NOTE} huruf.")
    sheet.seat, sheet.released_at, sheet.row_version = None, at or clock.now(), sheet.row_version + 1
    db.session.flush()
    record(verb="released", review_code=review.code, actor_id=actor_id, reason=reason)


def _own(review: CurationReview, actor_id: int) -> CurationSheet:
    """The sheet of somebody who holds a seat."""
    sheet = db.session.scalars(
        select(CurationSheet)
        .where(CurationSheet.review_id == review.id, CurationSheet.curator_id == actor_id)
        .with_for_update()
    ).one_or_none()
    if sheet is None or sheet.seat is None:
        raise Refused("Nyatakan dulu hubungan Anda dengan pembuatnya; baru setelah itu ada lembar nilai.")
    return sheet
