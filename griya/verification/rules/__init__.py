"""What may be done with a claim in which state, and what stands in the way of it; sentences for the desk."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from griya.core.text import day
from griya.registry.models import CredentialState
from griya.registry.rules.numbers import CredentialKind

LONGEST_REASON: Final = 300
LONGEST_PLACE: Final = 200
# How the issuer was asked, as the desk says it.
METHODS: Final[Mapping[str, str]] = {
    "situs": "Register penerbit (situs)",
    "qr": "Register penerbit (kode QR)",
    "surat": "Surat atau jawaban penerbit",
    "berkas": "Dokumen asli",
    "kunjungan": "Kunjungan ke tempat usaha",
}
# Code and word that OSS tells of a NIB (domain: integration guide of the OSS team, v4.3.22).
NIB_STATUSES: Final[Mapping[str, str]] = {
    "01": "Aktif",
    "02": "Belum Aktif",
    "03": "Diizinkan Usaha",
    "04": "Diizinkan Beroperasi",
    "05": "Dibekukan",
    "06": "Dicabut",
}
NIB_IN_FORCE: Final = frozenset({"01", "03", "04"})


class Step(StrEnum):
    """What can be done to a claim; the value is the word in the address."""

    SEE = "lihat"
    CHECK = "cek"
    REJECT = "tolak"
    REVOKE = "cabut"
    REOPEN = "buka-lagi"


STEP_NAMES: Final[Mapping[Step, str]] = {
    Step.SEE: "Dokumen sudah dilihat",
    Step.CHECK: "Sudah dicek di penerbit",
    Step.REJECT: "Tolak",
    Step.REVOKE: "Cabut",
    Step.REOPEN: "Buka lagi",
}
# From which states each step leads on.
_FROM: Final[Mapping[Step, frozenset[CredentialState]]] = {
    Step.SEE: frozenset({CredentialState.CLAIMED}),
    Step.CHECK: frozenset({CredentialState.SEEN}),
    Step.REJECT: frozenset({CredentialState.CLAIMED, CredentialState.SEEN}),
    Step.REVOKE: frozenset({CredentialState.CHECKED}),
    Step.REOPEN: frozenset(
        {
            CredentialState.REVOKED,
            CredentialState.NOT_FOUND,
            CredentialState.NOT_APPLICABLE,
            CredentialState.CHECKED,
        }
    ),
}
REJECTIONS: Final[Mapping[CredentialState, str]] = {
    CredentialState.NOT_FOUND: "Tidak ditemukan di penerbit",
    CredentialState.NOT_APPLICABLE: "Bukan untuk pembuat atau produk ini",
}
STATE_NAMES: Final[Mapping[CredentialState, str]] = {
    CredentialState.CLAIMED: "Klaim",
    CredentialState.SEEN: "Dokumen dilihat",
    CredentialState.CHECKED: "Dicek di penerbit",
    CredentialState.REVOKED: "Dicabut",
    CredentialState.NOT_FOUND: "Ditolak",
    CredentialState.NOT_APPLICABLE: "Ditolak",
}


def steps_from(state: CredentialState) -> tuple[Step, ...]:
    """The steps that lead on from here, in the order in which they are offered."""
    return tuple(step for step in Step if state in _FROM[step])


def step_faults(step: Step, state: CredentialState) -> list[str]:
    """Why this step is not the next one; empty when it is."""
    if state in _FROM[step]:
        return []
    if step is Step.CHECK and state is CredentialState.CLAIMED:
        return ["Lihat dulu dokumennya, baru cek di penerbit."]
    return [f"Keadaannya sekarang “{STATE_NAMES[state]}”, jadi langkah “{STEP_NAMES[step]}” tidak berlaku lagi."]


def seen_faults(*, has_document: bool, place: str) -> list[str]:
    """Why nobody can have seen the document: there is none here, and no other place is told."""
    if not has_document and not place.strip():
        return ["Unggah salinan dokumennya, atau tuliskan di mana Anda melihatnya."]
    return ["Tempat melihat paling panjang 200 huruf."] if len(place) > LONGEST_PLACE else []


def check_faults(
    kind: str, *, checked_on: date, today: date, issued_on: date | None, method: str, nib_status: str | None
) -> list[str]:
    """Why this cannot have been checked so."""
    faults = []
    if checked_on > today:
        faults.append("Tanggal cek tidak boleh sesudah hari ini.")
    if issued_on is not None and checked_on < issued_on:
        faults.append(f"Tanggal cek lebih awal daripada tanggal terbitnya, {day(issued_on)}.")
    if method not in METHODS:
        faults.append("Pilih bagaimana dicek: register, surat, dokumen, atau kunjungan.")
    if kind == CredentialKind.NIB:
        if nib_status is None or nib_status not in NIB_STATUSES:
            faults.append("Pilih status NIB yang tertulis di OSS.")
        elif nib_status not in NIB_IN_FORCE:
            faults.append(
                f"NIB berstatus {NIB_STATUSES[nib_status]} di OSS tidak dapat dinyatakan berlaku. "
                "Tolak klaim ini dengan alasannya, atau tunggu sampai aktif."
            )
    return faults


def reason_faults(reason: str) -> list[str]:
    """Why this is no reason."""
    if not reason.strip():
        return ["Tuliskan alasannya; yang lain membacanya nanti."]
    return ["Alasan paling panjang 300 huruf."] if len(reason) > LONGEST_REASON else []
