"""What time decides about a review and its results, who may do what, and what a decision must say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from griya.core.clock import WIB
from griya.curation.models import Conflict, Result
from griya.curation.rules.scoring import ORDER

VALID_MONTHS: Final = 12
APPEAL_DAYS: Final = 30
APPEAL_WORK_DAYS: Final = 14
REVIEW_DAYS: Final = 14
LONGEST_CONDITION_DAYS: Final = 183
LAPSE_NEAR, LAPSE_SOON = timedelta(days=30), timedelta(days=90)
SHORTEST_REASON: Final = 20
LONGEST_REASON: Final = 2000
LONGEST_NOTE: Final = 300
MOST_CONDITIONS: Final = 5
CONFLICT_NAMES: Final = {
    Conflict.NONE: "Tidak ada hubungan dengan pembuat ini",
    Conflict.FAMILY: "Ada hubungan keluarga dengan pembuatnya",
    Conflict.OWNERSHIP: "Saya ikut memiliki usaha ini",
    Conflict.BUSINESS: "Ada hubungan usaha: pemasok, pembeli, atau pesaing",
}


class ReviewState(StrEnum):
    """Where a review stands. Derived from its sheets and verdicts whenever it is read."""

    SCORING = "dinilai"
    THIRD = "penilai_ketiga"
    DECIDING = "diputus"
    DECIDED = "selesai"
    WITHDRAWN = "ditarik"


STATE_NAMES: Final = {
    ReviewState.SCORING: "Menunggu nilai",
    ReviewState.THIRD: "Menunggu penilai ketiga",
    ReviewState.DECIDING: "Menunggu putusan",
    ReviewState.DECIDED: "Selesai",
    ReviewState.WITHDRAWN: "Ditarik",
}


class Standing(StrEnum):
    """What a selected result is at a moment."""

    VALID = "berlaku"
    LAPSED = "habis"
    WITHDRAWN = "dicabut"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a maker has to do, and until when."""

    text: str
    due_on: date


def review_state(*, submitted: int, needed: int, is_decided: bool, is_withdrawn: bool) -> ReviewState:
    """Where a review stands, from what was handed in and given."""
    if is_withdrawn:
        return ReviewState.WITHDRAWN
    if is_decided:
        return ReviewState.DECIDED
    if submitted >= needed:
        return ReviewState.DECIDING
    return ReviewState.THIRD if submitted and needed > 2 else ReviewState.SCORING


def may_see_sheets(state: ReviewState) -> bool:
    """Whether curators see each other's sheets: not before all that are needed are in."""
    return state in {ReviewState.DECIDING, ReviewState.DECIDED}


def valid_window(decided_at: datetime) -> tuple[datetime, datetime]:
    """Twelve months from the decision to the midnight (WIB) that ends the last of them: [from, until).

    Decided on 26 November 2026, it holds through 25 November 2027; decided on 29 February, through 28 February.
    """
    day = decided_at.astimezone(WIB).date()
    try:
        last = day.replace(year=day.year + VALID_MONTHS // 12)
    except ValueError:  # 29 February
        last = date(day.year + 1, 3, 1)
    return decided_at, midnight(last)


def midnight(day: date) -> datetime:
    """The moment at which a day begins in West Kalimantan, in UTC."""
    return datetime.combine(day, time(), WIB).astimezone(UTC)


def days_after(moment: datetime, days: int) -> datetime:
    """The midnight (WIB) after so many whole days that follow this moment's day."""
    return midnight(moment.astimezone(WIB).date() + timedelta(days=days + 1))


def standing(valid_from: datetime, valid_until: datetime, at: datetime, *, is_newest: bool) -> Standing:
    """What a selected verdict is at a moment; a later verdict of its review takes its place."""
    del valid_from  # a verdict is looked at only from its own moment on
    if not is_newest:
        return Standing.WITHDRAWN
    return Standing.VALID if at < valid_until else Standing.LAPSED


def seat_faults(
    *, state: ReviewState, taken: Collection[int], needed: int, has_declared: bool, conflict: Conflict, note: str
) -> list[str]:
    """Why a curator cannot declare here; an empty list where they may."""
    if has_declared:
        return ["Anda sudah menyatakan hubungan Anda dengan pembuat ini."]
    if state in {ReviewState.DECIDED, ReviewState.WITHDRAWN}:
        return ["Penilaian ini sudah ditutup."]
    if conflict is not Conflict.NONE:
        return [] if note.strip() else ["Tulis hubungan apa, dengan beberapa kata."]
    if state is ReviewState.DECIDING:
        return ["Penilaian ini tidak memerlukan penilai lagi."]
    if len(taken) >= needed:
        return ["Semua kursi penilai sudah terisi."]
    return []


def free_seat(taken: Collection[int]) -> int:
    """The lowest seat that nobody holds."""
    return next(seat for seat in range(1, len(taken) + 2) if seat not in taken)


def decision_faults(
    *,
    result: Result,
    computed: Result,
    has_failed_gate: bool,
    is_scorer: bool,
    has_declared: bool,
    reason: str,
    improvement: str,
    override_reason: str,
    conditions: Sequence[Condition],
    on: date,
) -> list[str]:
    """Why a decision is refused: it says why and what to mend, and against the arithmetic only a non-scorer decides."""
    faults: list[str] = []
    if result not in ORDER:
        return ["Pilih salah satu hasil."]
    if not has_declared:
        faults.append("Nyatakan bahwa Anda tidak punya hubungan dengan pembuatnya.")
    if result is not computed:
        if is_scorer:
            faults.append("Hasil yang lain dari hitungan diputus oleh orang yang tidak ikut menilai.")
        if len(override_reason.strip()) < SHORTEST_REASON:
            faults.append("Hasilnya lain dari hitungan. Tulis mengapa, sekurang-kurangnya satu kalimat.")
    if has_failed_gate and result in {Result.SELECTED, Result.CONDITIONAL}:
        faults.append("Ada syarat yang tidak terpenuhi, jadi produk ini belum dapat terseleksi.")
    return faults + letter_faults(result, reason, improvement) + condition_faults(result, conditions, on)


def letter_faults(result: Result, reason: str, improvement: str) -> list[str]:
    """Why what a maker will read is not enough."""
    faults = []
    if len(reason.strip()) < SHORTEST_REASON:
        faults.append("Tulis alasan yang dibaca pembuatnya, sekurang-kurangnya satu kalimat.")
    if result is not Result.SELECTED and len(improvement.strip()) < SHORTEST_REASON:
        faults.append("Tulis apa yang perlu diperbaiki, sekurang-kurangnya satu kalimat.")
    if max(len(reason), len(improvement)) > LONGEST_REASON:
        faults.append(f"Alasan dan saran masing-masing paling panjang {LONGEST_REASON} huruf.")
    return faults


def condition_faults(result: Result, conditions: Sequence[Condition], on: date) -> list[str]:
    """Why these conditions cannot stand with this result."""
    if result is not Result.CONDITIONAL:
        return ["Syarat dengan tanggal hanya untuk hasil bersyarat."] if conditions else []
    if not conditions:
        return ["Tulis sekurang-kurangnya satu syarat dengan tanggalnya."]
    faults = []
    if len(conditions) > MOST_CONDITIONS:
        faults.append(f"Paling banyak {MOST_CONDITIONS} syarat.")
    if any(not one.text.strip() or len(one.text) > LONGEST_NOTE for one in conditions):
        faults.append(f"Tulis tiap syarat, paling panjang {LONGEST_NOTE} huruf.")
    if any(not due_is_right(one.due_on, on) for one in conditions):
        faults.append(f"Tanggal syarat sesudah hari ini, paling lama {LONGEST_CONDITION_DAYS} hari lagi.")
    return faults


def due_is_right(due_on: date, on: date) -> bool:
    """Whether a condition may be due on that day."""
    return on < due_on <= on + timedelta(days=LONGEST_CONDITION_DAYS)


def appeal_faults(
    *, result: Result, is_newest: bool, appeal_until: datetime | None, has_appeal: bool, at: datetime
) -> list[str]:
    """Why a maker cannot appeal against a verdict now."""
    if has_appeal:
        return ["Banding atas putusan ini sudah masuk."]
    if appeal_until is None or result is Result.SELECTED or not is_newest:
        return ["Putusan ini tidak dapat dibanding."]
    return [] if at < appeal_until else ["Waktu banding sudah lewat."]


def appeal_decision_faults(*, is_open: bool, is_involved: bool, conflict: Conflict, reason: str) -> list[str]:
    """Why this person cannot decide this appeal."""
    faults = []
    if not is_open:
        return ["Banding ini sudah diputus."]
    if is_involved:
        faults.append("Banding diputus oleh kurator yang tidak ikut menilai atau memutus sebelumnya.")
    if conflict is not Conflict.NONE:
        faults.append("Anda menyatakan ada hubungan dengan pembuatnya, jadi orang lain yang memutus.")
    if len(reason.strip()) < SHORTEST_REASON:
        faults.append("Tulis alasan yang dibaca pembuatnya, sekurang-kurangnya satu kalimat.")
    return faults
