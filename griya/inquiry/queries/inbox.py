"""What narrows the inbox, and its rows as they leave the desk in a file."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from griya.core.clock import now
from griya.core.db import db
from griya.core.filters import Choice, Day, Filters, Words
from griya.core.text import clean_text, day, moment
from griya.inquiry.models import Inquiry, InquiryKind
from griya.inquiry.models.threads import InquiryThread, ThreadState
from griya.inquiry.queries.desk import conditions
from griya.inquiry.queries.office import list_regencies
from griya.inquiry.queries.threads import read_threads, sides_of
from griya.inquiry.rules import shown_phone
from griya.inquiry.rules.threads import LINE_WORDS
from griya.inquiry.rules.wording import OUTCOMES, STATES

KIND_NAMES: Final = {InquiryKind.RETAIL: "Eceran", InquiryKind.WHOLESALE: "Grosir", InquiryKind.EXPORT: "Ekspor"}
MOST_ROWS: Final = 5_000
COLUMNS: Final = (
    "Nomor", "Masuk", "Cara membeli", "Tempat pembeli", "Kepada", "Wilayah", "Keadaan", "Produk", "Jumlah", "Satuan",
    "Jawaban", "Harga (Rp)", "Berlaku s.d.", "Hasil", "Nilai (Rp)", "Menurut pembeli", "Menurut pengrajin",
)  # fmt: skip
CONTACTS: Final = ("Nama", "Telepon", "E-mail")


def read_filters(asked: Mapping[str, str]) -> Filters:
    """What an address of the inbox asks for."""
    view = clean_text(asked.get("tampilan", ""))[:8]
    return Filters(
        asked,
        Words("q", "Nomor, nama, kontak, produk"),
        Choice("keadaan", "Keadaan", {state.value: STATES[state].desk for state in ThreadState}),
        Choice("petugas", "Petugas", {"saya": "Tugas saya"}, any_label="Semua petugas"),
        Choice("jenis", "Cara membeli", {kind.value: name for kind, name in KIND_NAMES.items()}, is_more=True),
        Choice("wilayah", "Wilayah pengrajin", dict(list_regencies()), is_more=True),
        Day("sejak", "Masuk sejak", is_more=True),
        Day("sampai", "Masuk sampai", is_more=True),
        keep={"tampilan": view} if view else {},
    )


def exported_rows(filters: Filters, account_id: int, *, with_contacts: bool) -> list[tuple[str, ...]]:
    """One row for each line of each thread that the filters ask for; contacts only where they were asked for."""
    at = now()
    inquiries = {
        row.id: row
        for row in db.session.scalars(
            select(Inquiry)
            .where(*conditions(filters, account_id, at))
            .order_by(Inquiry.received_at.desc(), Inquiry.id.desc())
            .limit(MOST_ROWS)
        )
    }
    places = dict(list_regencies())
    rows = []
    for thread in read_threads(InquiryThread.inquiry_id.in_(list(inquiries)), at=at):
        row, said = inquiries[thread.inquiry_id], sides_of(thread)
        contacts = (row.name, shown_phone(row.phone) if row.phone else "", row.email or "")
        for line in thread.lines or (None,):
            answer = line.answer if line else None
            rows.append(
                (
                    row.reference,
                    moment(row.received_at),
                    KIND_NAMES[InquiryKind(row.kind)],
                    row.place,
                    thread.maker_name or "Showroom",
                    places.get(thread.region_code or "", ""),
                    STATES[thread.state].desk,
                    str(line.label) if line else "",
                    str(line.quantity) if line else "",
                    line.unit if line else "",
                    str(LINE_WORDS[line.state]) if line else "",
                    str(answer.price_idr or "") if answer else "",
                    day(answer.valid_until) if answer and answer.valid_until else "",
                    OUTCOMES[thread.outcome].desk if thread.outcome else "",
                    str(thread.outcome_value_idr or ""),
                    *((said[side].result or "") if side in said else "" for side in ("pembeli", "pembuat")),
                    *(contacts if with_contacts else ()),
                )
            )
    return rows
