"""The record and other lists as a file: CSV or XLSX, whose cells never become formulas."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

import xlsxwriter

from griya.accounts.rules.telling import Told
from griya.core.text import moment
from griya.intake.refusals import TEXT_ONLY
from griya.publication.rules.cells import safe_text

# What XML cannot hold, and with it no workbook.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A cell of Excel holds no more.
_LONGEST_CELL: Final = 32_000
COLUMNS: Final = (
    "Nomor", "Waktu", "Siapa", "Atas nama", "Berbuat apa", "Jenis", "Objek", "Alasan", "Kode alasan", "Sebelum",
    "Sesudah", "Permintaan web",
)  # fmt: skip
TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(events: Sequence[Told], kind: str) -> bytes:
    """The events as a file of a kind of `TYPES`."""
    rows = [COLUMNS, *(_row(event) for event in events)]
    return _workbook(rows) if kind == "xlsx" else _text(rows)


def written_rows(columns: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> bytes:
    """Rows of words as a file of a kind of `TYPES`."""
    safe = [columns, *([safe_text(_CONTROLS.sub("", one)) for one in row] for row in rows)]
    return _workbook(safe) if kind == "xlsx" else _text(safe)


def _row(event: Told) -> tuple[str, ...]:
    words = (
        event.actor,
        event.acting_for,
        event.done,
        event.noun,
        event.object_key,
        event.reason,
        event.reason_code,
        "; ".join(f"{change.name}: {change.before}" for change in event.changes),
        "; ".join(f"{change.name}: {change.after}" for change in event.changes),
        event.request_id,
    )
    return (str(event.number), moment(event.at), *(safe_text(_CONTROLS.sub("", one)) for one in words))


def _text(rows: Sequence[Sequence[str]]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return lines.getvalue().encode("utf-8-sig")


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {**TEXT_ONLY, "in_memory": True}) as book:
        sheet = book.add_worksheet("Daftar")
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                sheet.write_string(number, column, words[:_LONGEST_CELL])
    return file.getvalue()
