"""A file as plain tables: headings, and rows that know their number in the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from griya.intake.rules.columns import Kind, count_known

_HEADING_SEARCH: Final = 12


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; `number` is the row a person sees in the spreadsheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or the whole of a CSV file (whose name is empty)."""

    name: str
    kind: Kind
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything read from one file. `digest` is the SHA-256 of its bytes; `notes` are for the person."""

    tables: tuple[Table, ...]
    digest: str
    notes: tuple[str, ...] = ()


def make_table(name: str, rows: Sequence[tuple[int, Sequence[str]]]) -> Table:
    """A table from raw rows: the heading is the row, among the first dozen, with the most headings we know."""
    kind = kind_of_sheet(name)
    if not rows:
        return Table(name, kind, (), ())
    candidates = rows[:_HEADING_SEARCH]
    # max() keeps the first of equals, so an unknown list is read from its first line.
    start = max(range(len(candidates)), key=lambda index: count_known(candidates[index][1], kind))
    headings = tuple(" ".join(cell.split()) for cell in rows[start][1])
    return Table(name, kind, headings, tuple(Row(number, tuple(cells)) for number, cells in rows[start + 1 :]))


def kind_of_sheet(name: str) -> Kind:
    """What the rows of a sheet are, by its name: the template's two sheets, or a list with both in one row."""
    folded = name.strip().casefold()
    if folded == "ikm":
        return Kind.PRODUCERS
    return Kind.PRODUCTS if folded == "produk" else Kind.LIST
