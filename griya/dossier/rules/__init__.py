"""Who sees what of a producer's file, which steps a standing may take and why, and how long things stay open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from griya.accounts.models import Role
from griya.registry.models import Standing

# An inquiry that nobody took further for so long has ended without an answer (catalogue 3.4).
OPEN_FOR: Final = timedelta(days=30)
# How long a merge can be taken back.
UNDO_FOR: Final = timedelta(days=30)
LONGEST_REASON: Final = 300

STANDING_NAMES: Final = {
    Standing.LISTED: "Terdaftar",
    Standing.SUSPENDED: "Ditangguhkan",
    Standing.CLOSED: "Ditutup",
}
MERGED_NAME: Final = "Digabung"


class Step(StrEnum):
    """The named commands that change a standing; the words are those of their addresses."""

    SUSPEND = "tangguhkan"
    RESTORE = "pulihkan"
    CLOSE = "tutup"


@dataclass(frozen=True, slots=True)
class StepRule:
    """From which standings a step leads where, and the reasons that can be given for it by their code."""

    leads_from: frozenset[Standing]
    leads_to: Standing
    reasons: Mapping[str, str]


STEPS: Final = {
    Step.SUSPEND: StepRule(
        frozenset({Standing.LISTED}),
        Standing.SUSPENDED,
        {
            "aduan": "Ada aduan yang diperiksa",
            "izin": "Izin atau sertifikat bermasalah",
            "mutu": "Mutu atau keamanan produk",
            "data": "Datanya perlu diperiksa",
            "permintaan": "Diminta IKM itu sendiri",
            "lain": "Alasan lain",
        },
    ),
    Step.RESTORE: StepRule(
        frozenset({Standing.SUSPENDED}),
        Standing.LISTED,
        {
            "selesai": "Masalahnya sudah selesai",
            "keliru": "Penangguhannya keliru",
            "permintaan": "Diminta IKM itu sendiri",
            "lain": "Alasan lain",
        },
    ),
    Step.CLOSE: StepRule(
        frozenset({Standing.LISTED, Standing.SUSPENDED}),
        Standing.CLOSED,
        {
            "berhenti": "Usahanya sudah berhenti",
            "pindah": "Pindah ke luar Kalimantan Barat",
            "bukan-ikm": "Bukan IKM",
            "permintaan": "Diminta IKM itu sendiri",
            "lain": "Alasan lain",
        },
    ),
}


def sees_private(role: str) -> bool:
    """Whether this role sees contacts that are not public, addresses, workers and investment (domain 5.4)."""
    return role in {Role.OFFICER, Role.ADMINISTRATOR}


def next_steps(standing: str) -> tuple[Step, ...]:
    """The steps that lead on from a standing; from a closed one there is none."""
    return tuple(step for step, rule in STEPS.items() if standing in rule.leads_from)


def step_faults(step: Step, standing: str, *, reason_code: str, reason: str) -> tuple[str, ...]:
    """Why this step cannot be taken now; empty where it can."""
    rule = STEPS[step]
    faults = []
    if standing == Standing.CLOSED:
        faults.append("IKM ini sudah ditutup; itu tidak dapat dibatalkan.")
    elif standing not in rule.leads_from:
        faults.append(f"IKM ini sekarang {STANDING_NAMES[Standing(standing)].lower()}; langkah ini tidak berlaku.")
    if reason_code not in rule.reasons:
        faults.append("Pilih alasan.")
    if not reason.strip():
        faults.append("Tuliskan penjelasan alasannya; hanya petugas yang membacanya.")
    return tuple(faults)


def may_still_be_undone(merged_at: datetime, at: datetime) -> bool:
    """Whether a merge of then can be taken back at this moment."""
    return at - merged_at <= UNDO_FOR
