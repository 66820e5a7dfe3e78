"""The 14 kabupaten and kota as equal tiles in their true neighbourhood, and how deep a count tints its tile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

COLUMNS: Final = 4
_DEEPEST: Final = 4


class Cell(NamedTuple):
    """A place on the grid, counted from 1: columns from the west, rows from the north."""

    column: int
    row: int


# Four columns, so that a name can be read on a phone 320 px wide. 16 of 24 pairs of neighbours touch here, and whoever
# lies clearly west or north of another stays there: tests/registry/test_tile_map.py compares the label points.
CELLS: Final[Mapping[str, Cell]] = {
    "61.01": Cell(1, 1),  # Sambas
    "61.72": Cell(1, 2),  # Singkawang
    "61.07": Cell(2, 2),  # Bengkayang
    "61.02": Cell(1, 3),  # Mempawah
    "61.08": Cell(2, 3),  # Landak
    "61.03": Cell(3, 3),  # Sanggau
    "61.06": Cell(4, 3),  # Kapuas Hulu
    "61.71": Cell(1, 4),  # Pontianak
    "61.12": Cell(2, 4),  # Kubu Raya
    "61.09": Cell(3, 4),  # Sekadau
    "61.05": Cell(4, 4),  # Sintang
    "61.11": Cell(2, 5),  # Kayong Utara
    "61.04": Cell(3, 5),  # Ketapang
    "61.10": Cell(4, 5),  # Melawi
}


@dataclass(frozen=True, slots=True)
class Band:
    """Counts that share a tint, both ends included."""

    first: int
    last: int

    @property
    def label(self) -> str:
        """`3–4`, or `5` where the band holds one number."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def bands(most: int) -> tuple[Band, ...]:
    """At most four bands of equal width from 1 to `most`; none while there is nothing to count."""
    width = -(-most // _DEEPEST)
    return tuple(Band(first, min(first + width - 1, most)) for first in range(1, most + 1, width or 1))


def tint(count: int, scale: tuple[Band, ...]) -> int:
    """The number of the band that holds `count`, from 1; 0 for none."""
    return next((step for step, band in enumerate(scale, start=1) if band.first <= count <= band.last), 0)
