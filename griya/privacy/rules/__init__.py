"""How long each kind of data may be kept, and by when the law wants an answer. Rules reach no session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

# Art. 30, 32, 40, 41 and 46 of UU 27/2022 all give three times twenty-four hours, on workdays or not.
ANSWER_WITHIN: Final = timedelta(hours=72)


class Kind(StrEnum):
    """What is swept, each by a term of its own."""

    INQUIRY = "permintaan"
    SPAM = "spam"
    LIST = "daftar"
    ATTACHMENT = "lampiran"
    LETTER = "surat"
    ATTEMPT = "percobaan"
    SESSION = "sesi"
    CONSENT = "persetujuan"


@dataclass(frozen=True, slots=True)
class Term:
    """What is kept of a kind, from when it counts, what happens then, and the longest that may be set at the desk."""

    kind: Kind
    name: str
    counts_from: str
    then: str
    days: int
    longest: int


TERMS: Final = {
    term.kind: term
    for term in (
        Term(
            Kind.INQUIRY,
            "Permintaan pembeli",
            "sejak permintaan selesai, atau sejak kejadian terakhirnya bila tidak pernah ditutup",
            "nama, kontak, pesan, catatan, dan lampiran dihapus; jenis, tempat, produk, jumlah, dan hasil tetap",
            730,
            # What the notice beside the form promises: longer needs a new notice, and holds for new inquiries alone.
            730,
        ),
        Term(Kind.SPAM, "Permintaan spam", "sejak dinyatakan spam", "sama seperti permintaan", 30, 365),
        Term(Kind.LIST, "Daftar yang belum dikirim", "sejak terakhir diubah", "dihapus seluruhnya", 7, 7),
        Term(
            Kind.ATTACHMENT, "Lampiran pembeli", "sejak permintaannya selesai", "berkas dan namanya dihapus", 365, 730
        ),
        Term(
            Kind.LETTER, "Isi surat keluar", "sejak terkirim, kembali, atau gagal", "alamat, perihal, dan isi dihapus",
            365, 730,
        ),
        Term(Kind.ATTEMPT, "Percobaan masuk dan kirim", "sejak dicoba", "dihapus seluruhnya", 90, 365),
        Term(Kind.SESSION, "Sesi masuk dan tautan akun", "sejak berakhir", "dihapus seluruhnya", 90, 365),
        Term(Kind.CONSENT, "Bukti persetujuan", "sejak data orangnya dihapus", "dihapus seluruhnya", 1825, 3650),
    )
}  # fmt: skip


def term_faults(kind: Kind, days: int) -> list[str]:
    """Why a kind cannot be kept so long."""
    longest = TERMS[kind].longest
    if days < 1:
        return ["Masa simpan paling sedikit 1 hari."]
    if days > longest:
        return [f"Masa simpan {TERMS[kind].name.lower()} paling lama {longest} hari."]
    return []


def due_at(asked_at: datetime) -> datetime:
    """By when a request or a breach has to be answered."""
    return asked_at + ANSWER_WITHIN
