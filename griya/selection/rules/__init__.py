"""What time decides about a selection's window, how reserves fill gaps, and what a version must be to be kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from griya.core.clock import WIB
from griya.core.text import MONTHS, day, moment
from griya.core.words import SOURCE

T = TypeVar("T")

LONGEST_WINDOW = timedelta(days=92)
MOST_ITEMS = 200
# A slot that is permanent takes a longer window; an end it has all the same.
LONGEST_PERMANENT_WINDOW = timedelta(days=3653)
WARNING_BEFORE_END = timedelta(hours=72)
LONGEST_REASON = 300
_UNTIL = {"id": "sampai", "en": "to"}


class WindowState(StrEnum):
    """What a version is at a moment. Derived each time it is read; no job has to run at midnight."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    LIVE = "live"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Window:
    """The half-open window [starts_at, ends_at) of a version: it is live at its start and no longer at its end."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """A product that a curator puts on a version, and why visitors see it there."""

    product_id: int
    reason_id: str
    reason_en: str = ""
    is_reserve: bool = False
    is_pinned: bool = False


def window_state(
    window: Window, *, approved_at: datetime | None, cancelled_at: datetime | None, at: datetime
) -> WindowState:
    """What the version is at `at`. Cancelling outranks approving, and an unapproved version is a draft for ever."""
    if cancelled_at is not None:
        return WindowState.CANCELLED
    if approved_at is None:
        return WindowState.DRAFT
    if at < window.starts_at:
        return WindowState.SCHEDULED
    return WindowState.LIVE if at < window.ends_at else WindowState.OVER


def is_overlapping(one: Window, other: Window) -> bool:
    """Whether some moment belongs to both; windows that only touch do not overlap."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def next_change_at(windows: Iterable[Window], at: datetime) -> datetime | None:
    """The first moment after `at` at which one of these windows opens or closes; None when nothing will change."""
    edges = (edge for window in windows for edge in (window.starts_at, window.ends_at) if edge > at)
    return min(edges, default=None)


def fill_places(wanted: Sequence[T], reserves: Sequence[T], available: Mapping[T, object]) -> list[T]:
    """The order that is shown: each missing one's place is taken by the next reserve, and closes when none is left."""
    spare = iter([item for item in reserves if item in available])
    places = (item if item in available else next(spare, None) for item in wanted)
    return [item for item in places if item is not None]


def period(window: Window, language: str = SOURCE) -> str:
    """The window in words: its last day is the last one on which it is live, so an end at 00.00 WIB is the day before.

    Whole days read "1 sampai 30 November 2026", in English "1 to 30 November 2026"; any other window names its moments.
    """
    until = _UNTIL[language]
    first, end = window.starts_at.astimezone(WIB), window.ends_at.astimezone(WIB)
    if (first.hour, first.minute, first.second) != (0, 0, 0) or (end.hour, end.minute, end.second) != (0, 0, 0):
        return f"{moment(first, language)} {until} {moment(end, language)}"
    last = end - timedelta(days=1)
    if first.date() == last.date():
        return day(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} {until} {day(last, language)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[language][first.month - 1]} {until} {day(last, language)}"
    return f"{day(first, language)} {until} {day(last, language)}"


def version_faults(window: Window, items: Sequence[ItemDraft], *, is_permanent: bool = False) -> list[str]:
    """Why this cannot go on air, as sentences for the curator; empty when it can."""
    faults = draft_faults(window, items, is_permanent=is_permanent)
    if not any(not item.is_reserve for item in items):
        faults.append("Pilih sekurang-kurangnya satu produk yang bukan cadangan.")
    if any(not item.reason_id.strip() for item in items):
        faults.append("Tulis mengapa tiap produk dipilih; pengunjung membacanya.")
    return faults


def draft_faults(window: Window, items: Sequence[ItemDraft], *, is_permanent: bool = False) -> list[str]:
    """Why this cannot even be kept as a draft: a draft may lack products and reasons, nothing else."""
    faults: list[str] = []
    longest = LONGEST_PERMANENT_WINDOW if is_permanent else LONGEST_WINDOW
    if window.starts_at >= window.ends_at:
        faults.append("Waktu selesai harus sesudah waktu mulai.")
    elif window.ends_at - window.starts_at > longest:
        faults.append(f"Masa tayang paling lama {longest.days} hari.")
    if len(items) > MOST_ITEMS:
        faults.append(f"Satu pilihan memuat paling banyak {MOST_ITEMS} produk.")
    if len({item.product_id for item in items}) < len(items):
        faults.append("Satu produk hanya boleh dipilih sekali.")
    if any(max(len(item.reason_id), len(item.reason_en)) > LONGEST_REASON for item in items):
        faults.append(f"Alasan memilih paling panjang {LONGEST_REASON} huruf.")
    return faults


def approval_faults(
    state: WindowState, *, author_id: int | None, approver_id: int | None, note: str | None
) -> list[str]:
    """Why this approval is refused: four eyes, unless a note says why no second person stands behind it."""
    if state is WindowState.CANCELLED:
        return ["Pilihan ini sudah dibatalkan. Buat versi baru."]
    if state is not WindowState.DRAFT:
        return ["Pilihan ini sudah disetujui."]
    if note:
        return []
    if approver_id is None:
        return ["Persetujuan harus menyebut siapa yang menyetujui."]
    if approver_id == author_id:
        return ["Pilihan disetujui oleh orang lain, bukan oleh penyusunnya sendiri."]
    return []


def cancellation_faults(state: WindowState, reason: str) -> list[str]:
    """Why this cannot be cancelled: what is over stays in the record as it was."""
    if state is WindowState.CANCELLED:
        return ["Pilihan ini sudah dibatalkan."]
    if state is WindowState.OVER:
        return ["Masa tayang pilihan ini sudah selesai, jadi tidak dapat dibatalkan."]
    return [] if reason.strip() else ["Tulis alasan pembatalan."]
