"""Changing many products at once: only what is safe to change without a review."""

from dataclasses import dataclass
from typing import Final

from griya.catalog.models import Availability, ProductState
from griya.catalog.rules.availability import AVAILABILITY_LABELS

MAX_ROWS: Final = 50
LONGEST_SHELF: Final = 10
INQUIRABLE: Final = {"ya": "Dapat ditanyakan", "tidak": "Tidak dapat ditanyakan"}
CLEAR: Final = "-"


@dataclass(frozen=True, slots=True)
class Safe:
    """What may be changed at once. None leaves a value as it is; an empty shelf takes it off the shelf."""

    availability: str | None = None
    is_inquirable: bool | None = None
    showroom_shelf: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be changed."""
        return self == Safe()


@dataclass(frozen=True, slots=True)
class Present:
    """The same values of one product as they are."""

    code: str
    name: str
    state: str
    availability: str
    is_inquirable: bool
    showroom_shelf: str | None


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one product: sentences, or why nothing is done with it."""

    present: Present
    changes: tuple[tuple[str, str, str], ...] = ()
    refusal: str = ""


def read_safe(availability: str, inquirable: str, shelf: str) -> tuple[Safe, list[str]]:
    """What was typed, and what is wrong with it. A lone dash clears the shelf."""
    faults = []
    if availability and availability not in set(Availability):
        faults.append("Pilih ketersediaan yang ada dalam daftar.")
    if inquirable and inquirable not in INQUIRABLE:
        faults.append("Pilih apakah produk dapat ditanyakan.")
    if len(shelf) > LONGEST_SHELF:
        faults.append(f"Rak showroom paling banyak {LONGEST_SHELF} huruf, misalnya B2.")
    safe = Safe(
        availability or None,
        None if not inquirable else inquirable == "ya",
        None if not shelf else "" if shelf == CLEAR else shelf.upper(),
    )
    if not faults and safe.is_empty:
        faults.append("Pilih paling sedikit satu hal yang diubah.")
    return safe, faults


def plan(present: Present, safe: Safe) -> Planned:
    """What would become of one product."""
    if present.state in (ProductState.SUSPENDED, ProductState.ARCHIVED):
        return Planned(present, refusal="Sedang dihentikan atau diarsipkan.")
    changes = []
    if safe.availability is not None and safe.availability != present.availability:
        changes.append(("Ketersediaan", _available(present.availability), _available(safe.availability)))
    if safe.is_inquirable is not None and safe.is_inquirable != present.is_inquirable:
        changes.append(("Dapat ditanyakan", _yes(present.is_inquirable), _yes(safe.is_inquirable)))
    if safe.showroom_shelf is not None and safe.showroom_shelf != (present.showroom_shelf or ""):
        changes.append(("Rak showroom", present.showroom_shelf or "tidak ada", safe.showroom_shelf or "tidak ada"))
    return Planned(present, tuple(changes), "" if changes else "Sudah begitu.")


def _available(value: str) -> str:
    return AVAILABILITY_LABELS[Availability(value)]


def _yes(value: bool) -> str:
    return "ya" if value else "tidak"
