"""Opening rounds, putting products forward, taking a review back."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from griya.accounts.actions import record_event
from griya.core import clock
from griya.core.clock import WIB
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import one_line
from griya.curation.actions import load_rubric, locked, record
from griya.curation.models import CurationReview, CurationRound
from griya.curation.queries.products import list_products
from griya.curation.queries.rubrics import rubric_in_force
from griya.curation.rules import LONGEST_NOTE, REVIEW_DAYS, ReviewState, days_after

MOST_AT_ONCE = 60
LONGEST_ROUND_DAYS = 183


def open_round(*, name: str, closes_on: date, actor_id: int, at: datetime | None = None) -> CurationRound:
    """Begin a round; it closes with the end of a day.

    Raises:
        Refused: with every reason at once.
    """
    now, name = at or clock.now(), one_line(name)
    faults = []
    if not name or len(name) > 80:
        faults.append("Beri nama putaran, paling panjang 80 huruf.")
    if not 0 < (closes_on - now.astimezone(WIB).date()).days <= LONGEST_ROUND_DAYS:
        faults.append(f"Putaran ditutup sesudah hari ini, paling lama {LONGEST_ROUND_DAYS} hari lagi.")
    if faults:
        raise Refused(faults)
    closes_at = days_after(datetime.combine(closes_on, datetime.min.time(), WIB), 0)
    opened = CurationRound(name=name, closes_at=closes_at, created_at=now, created_by_id=actor_id)
    db.session.add(opened)
    db.session.flush()
    record_event(
        verb="curation_round.opened",
        object_type="curation_round",
        object_key=opened.code,
        actor_id=actor_id,
        after={"name": name, "closes_on": closes_on.isoformat()},
    )
    return opened


@state_change()
def put_forward(
    *,
    product_ids: Sequence[int],
    actor_id: int,
    note: str = "",
    round_code: str = "",
    at: datetime | None = None,
) -> list[CurationReview]:
    """Put products forward under the rubric in force; all of them, or none.

    Raises:
        Refused: naming each product that cannot be.
    """
    now, keys = at or clock.now(), list(dict.fromkeys(product_ids))
    load_rubric()
    rubric = rubric_in_force(now)
    opened = db.session.scalars(select(CurationRound).where(CurationRound.code == round_code)).one_or_none()
    products = list_products(keys)
    faults = []
    if not keys or len(keys) > MOST_AT_ONCE:
        faults.append(f"Pilih sekurang-kurangnya satu produk, paling banyak {MOST_AT_ONCE} sekaligus.")
    if rubric is None:
        faults.append("Belum ada rubrik yang berlaku.")
    if len(note) > LONGEST_NOTE:
        faults.append(f"Catatan paling panjang {LONGEST_NOTE} huruf.")
    if round_code and (opened is None or now >= opened.closes_at):
        faults.append("Putaran ini tidak ada atau sudah ditutup.")
    faults += [
        f"“{products[key].name}” sedang tidak tayang, jadi belum dapat dinilai."
        for key in keys
        if key in products and not products[key].is_public
    ]
    faults += ["Ada produk yang tidak dikenal."] if set(keys) - set(products) else []
    faults += [f"“{products[key].name}” sedang dinilai." for key in _open_ones(keys) if key in products]
    if faults or rubric is None:
        raise Refused(faults)
    made = [
        CurationReview(
            product_id=key,
            rubric_id=rubric.rubric_id,
            round_id=opened.id if opened else None,
            note=one_line(note),
            opened_at=now,
            opened_by_id=actor_id,
            due_at=opened.closes_at if opened else days_after(now, REVIEW_DAYS),
        )
        for key in keys
    ]
    try:
        with db.session.begin_nested():
            db.session.add_all(made)
    except IntegrityError as error:
        raise Overtaken("Salah satu produk ini baru saja diajukan orang lain.") from error
    for review in made:
        after = {"product": products[review.product_id].code, "rubric": rubric.number, "round": round_code}
        record(verb="put_forward", review_code=review.code, actor_id=actor_id, reason=review.note or None, after=after)
    return made


@state_change()
def withdraw_review(*, review: CurationReview, reason: str, actor_id: int, at: datetime | None = None) -> None:
    """Take a review back before it is decided; its sheets stay on record.

    Raises:
        Overtaken: when it is decided or withdrawn already.
        Refused: without a reason.
    """
    found, reason = locked(review=review), one_line(reason)
    if found.state in {ReviewState.DECIDED, ReviewState.WITHDRAWN}:
        raise Overtaken("Penilaian ini sudah selesai atau sudah ditarik.")
    if not reason or len(reason) > LONGEST_NOTE:
        raise Refused(f"Tulis alasan menarik, paling panjang {LONGEST_NOTE} huruf.")
    now = at or clock.now()
    review.withdrawn_at = review.closed_at = now
    review.withdrawn_reason, review.row_version = reason, review.row_version + 1
    db.session.flush()
    record(verb="withdrawn", review_code=review.code, actor_id=actor_id, reason=reason)


def _open_ones(product_ids: Sequence[int]) -> list[int]:
    wanted = select(CurationReview.product_id).where(
        CurationReview.product_id.in_(product_ids), CurationReview.closed_at.is_(None)
    )
    return list(db.session.scalars(wanted))
