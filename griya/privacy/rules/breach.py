"""The report of a breach (UU 27/2022 art. 46): what it has to say, filled in with what is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from griya.core.text import moment, number
from griya.privacy.rules import due_at

# What a breach can touch: its key in addresses and forms, its name, what is in it.
KINDS: Final = {
    "permintaan": ("Permintaan pembeli", "nama, telepon, e-mail, tempat, pesan"),
    "surat": ("Surat keluar", "alamat e-mail, nama, isi permintaan"),
    "lampiran": ("Lampiran pembeli", "berkas yang dikirim pembeli"),
    "akun": ("Akun petugas", "nama, e-mail, sidik kata sandi"),
    "ikm": ("Kontak IKM", "nama, telepon, e-mail pembuat"),
}


@dataclass(frozen=True, slots=True)
class Breach:
    """What whoever reports it knows. The period is when strangers may have read the data."""

    discovered_at: datetime
    began_at: datetime
    ended_at: datetime
    happened: str
    handled: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A kind of data that lay there in the period, whose it is, how many records and how many people."""

    name: str
    contents: str
    records: int
    people: int


def breach_faults(breach: Breach, at: datetime) -> list[str]:
    """What does not fit together."""
    faults = []
    if breach.ended_at < breach.began_at:
        faults.append("Akhir kejadian lebih awal daripada mulainya.")
    if breach.discovered_at > at:
        faults.append("Waktu diketahui belum terjadi.")
    if breach.began_at > breach.discovered_at:
        faults.append("Kejadian tidak dapat mulai sesudah diketahui.")
    return faults


def report(breach: Breach, touched: Sequence[Touched], office: Mapping[str, str], *, at: datetime) -> str:
    """The report as plain text, ready to be signed; what only people can know is left as a line to fill in."""
    rows = [
        f"- {one.name}: {number(one.records)} catatan, {number(one.people)} orang. Isinya: {one.contents}."
        for one in touched
    ]
    deadline = due_at(breach.discovered_at)
    return "\n".join(
        (
            "PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI",
            "(Pasal 46 Undang-Undang Nomor 27 Tahun 2022)",
            "",
            f"Disusun: {moment(at)}",
            f"Batas waktu memberitahu (3 x 24 jam sejak diketahui): {moment(deadline)}",
            "Ditujukan kepada: (1) setiap orang yang datanya terkena, (2) lembaga pelindungan data pribadi",
            "",
            "1. Pengendali data",
            f"   {office['name']}",
            *(f"   {office[key]}" for key in ("address", "email", "phone") if office.get(key)),
            "   Pejabat pelindungan data pribadi: ______________________________",
            "",
            "2. Kapan dan bagaimana",
            f"   Diketahui: {moment(breach.discovered_at)}",
            f"   Terjadi: {moment(breach.began_at)} sampai {moment(breach.ended_at)}",
            *_indented(breach.happened),
            "",
            "3. Data yang terkena",
            "   Dihitung dari catatan yang ada di sistem pada akhir masa itu:",
            *(f"   {row}" for row in (rows or ["- tidak ada"])),
            "",
            "4. Penanganan dan pemulihan",
            *_indented(breach.handled or "______________________________"),
            "",
            "5. Yang sebaiknya dilakukan orang yang terkena",
            "   Waspada terhadap telepon, pesan, dan surat yang menyebut permintaan Anda; Griya tidak pernah meminta",
            "   kata sandi, kode, atau pembayaran.",
            "",
            "Tempat, tanggal, nama, jabatan, tanda tangan: ______________________________",
            "",
        )
    )


def _indented(words: str) -> list[str]:
    return [f"   {line}" for line in words.splitlines()]
