"""The record as a file: CSV or XLSX, whose cells never become formulas."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from griya.accounts.rules.telling import Told
from griya.core.text import moment
from griya.publication.rules.cells import safe_text

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
    return (str(event.number), moment(event.at), *(safe_text(ILLEGAL_CHARACTERS_RE.sub("", one)) for one in words))


def _text(rows: Sequence[Sequence[str]]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return lines.getvalue().encode("utf-8-sig")


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Catatan")
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
