"""Writes the refused rows back as they came, with one more column that says why: mend, and import that file."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from griya.intake.rules.columns import ERROR_HEADING, normalised
from griya.intake.rules.plan import Outcome, Plan
from griya.intake.rules.tables import Book, Table
from griya.intake.sources import UnreadableFile

# Text in these workbooks is text: never a formula, a link or a number that loses its zeros.
TEXT_ONLY = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_LONGEST_CELL = 32_000


def check_target(path: Path, suffixes: tuple[str, ...], source: Path | None = None) -> None:
    """Refuse to write over anything, or in a form we do not write. Raises `UnreadableFile`."""
    if path.suffix.casefold() not in suffixes:
        raise UnreadableFile(f"Nama berkas {path.name} harus berakhir dengan {' atau '.join(suffixes)}.")
    if path.exists() or (source is not None and path.resolve() == source.resolve()):
        raise UnreadableFile(f"Berkas {path} sudah ada dan tidak ditimpa; pilih nama lain.")
    if not path.absolute().parent.is_dir():
        raise UnreadableFile(f"Folder {path.absolute().parent} tidak ada.")


def write_refused(path: Path, book: Book, plan: Plan, reasons: Mapping[tuple[str, int], str]) -> int:
    """Write the refused rows and return how many there were; without any, no file is written."""
    tables = [
        (table, rows)
        for table in book.tables
        if (rows := [row for row in table.rows if plan.outcomes.get((table.name, row.number)) is Outcome.REFUSED])
    ]
    if not tables:
        return 0
    lines = [
        (table.name or "Baris ditolak", _lines(table, [(row.cells, reasons[(table.name, row.number)]) for row in rows]))
        for table, rows in tables
    ]
    try:
        if path.suffix.casefold() == ".csv":
            _write_csv(path, lines)
        else:
            _write_workbook(path, lines)
    except OSError as error:
        raise UnreadableFile(f"Berkas {path} tidak dapat ditulis.") from error
    return sum(len(rows) for _, rows in tables)


def _lines(table: Table, rows: list[tuple[tuple[str, ...], str]]) -> list[list[str]]:
    """Heading and rows without the reasons of an earlier run; cells beyond the heading are kept behind the reason."""
    width = len(table.headings)
    kept = [i for i in range(width) if normalised(table.headings[i]) != normalised(ERROR_HEADING)]
    lines = [[*(table.headings[i] for i in kept), ERROR_HEADING]]
    for cells, reason in rows:
        padded = [*cells, *[""] * (width - len(cells))]
        lines.append([*(padded[i] for i in kept), reason, *padded[width:]])
    return lines


def _write_csv(path: Path, lines: list[tuple[str, list[list[str]]]]) -> None:
    if len(lines) > 1:
        raise UnreadableFile("Dua lembar tidak muat dalam satu CSV; pakai nama berakhiran .xlsx.")
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[_armoured(cell) for cell in line] for line in lines[0][1]])


def _armoured(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; reading it again takes the apostrophe off."""
    cell = cell.encode("utf-8", "replace").decode().replace("\0", "")
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _write_workbook(path: Path, lines: list[tuple[str, list[list[str]]]]) -> None:
    with xlsxwriter.Workbook(str(path), TEXT_ONLY) as workbook:
        heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = workbook.add_format({"num_format": "@", "valign": "top"})
        wrong = workbook.add_format({"font_color": "#B00020", "text_wrap": True, "valign": "top"})
        for name, table in lines:
            sheet = workbook.add_worksheet(_sheet_name(name))
            reason_column = len(table[0]) - 1
            sheet.set_column(0, max(reason_column - 1, 0), 18, text)
            sheet.set_column(reason_column, reason_column, 60, wrong)
            sheet.freeze_panes(1, 0)
            for row, cells in enumerate(table):
                for column, cell in enumerate(cells):
                    style = heading if row == 0 else wrong if column == reason_column else text
                    sheet.write_string(row, column, _storable(cell), style)


def _storable(cell: str) -> str:
    """Text without what XML cannot hold."""
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", cell)
    return kept[:_LONGEST_CELL]


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", _storable(name))[:31].strip() or "Baris ditolak"
