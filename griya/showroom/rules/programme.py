"""The layers of a slot's list, and the sentence that says why something is not on the screens at a moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final

from griya.core.clock import WIB
from griya.selection.rules import Window
from griya.selection.rules.wording import distance, short_moment

# What stands in for a selection that is missing lies below it; only the highest layer that has anything is shown.
NEWEST: Final = 0
FALLBACK: Final = 1
OWN: Final = 2
DRAFT: Final = 3  # in a preview alone

# A screen that loses its server goes on alone for a week and knows what changes in it; one day more for the weekend.
DAYS_AHEAD: Final = timedelta(days=8)

LONGEST_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Absence:
    """A product that was chosen and is not on the screens at a moment, with the reason in words."""

    name: str
    version: str
    reason: str


def ms_of(moment: datetime) -> int:
    """The moment in milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def seconds_until(at: datetime, until: int | None) -> int:
    """Whole seconds after which something else is surely on; a page without scripts looks again once an hour anyway."""
    if until is None:
        return LONGEST_SECONDS
    return min(LONGEST_SECONDS, max(1, ceil((until - ms_of(at)) / 1000)))


def end_words(at: datetime, end: datetime) -> str:
    """When a slide gives way, to the second where it is today: `10.15.30 WIB`, else `Sen 1 Des 2026 00.00 WIB`."""
    local = end.astimezone(WIB)
    return f"{local:%H.%M.%S} WIB" if local.date() == at.astimezone(WIB).date() else short_moment(end)


def window_absence(window: Window, at: datetime) -> str | None:
    """Why a version's window keeps it off the screens at `at`; None while it is open."""
    if at < window.starts_at:
        return f"Belum mulai: tayang dalam {distance(window.starts_at - at)}, {short_moment(window.starts_at)}."
    if at >= window.ends_at:
        return f"Sudah selesai {distance(at - window.ends_at)} lalu, {short_moment(window.ends_at)}."
    return None


def item_absence(*, is_public: bool, is_reserve: bool, is_shown: bool, is_own: bool, has_own: bool) -> str | None:
    """Why a product of a version whose window is open is off the screens; None when it is on."""
    if not is_public:
        return "Tidak tayang untuk umum: produknya ditarik, pembuatnya ditangguhkan, atau hasil kurasinya dicabut."
    if not is_shown:
        return "Cadangan: naik bila produk lain di versi ini berhenti tayang." if is_reserve else "Tempatnya ditutup."
    if not is_own and has_own:
        return "Mengalah: tempat ini sedang punya pilihannya sendiri."
    return None


def moment_of(ms: int) -> datetime:
    """The moment that is so many milliseconds after 1970 began."""
    return datetime.fromtimestamp(ms / 1000, UTC)
