"""Sheets of the desk as files: a workbook whose texts are text cells, and CSV by the one serializer of the house."""

import io
from collections.abc import Sequence
from typing import Final

import xlsxwriter

from griya.intake.refusals import TEXT_ONLY
from griya.publication.rules.cells import Value, cell
from griya.publication.rules.tables import Row, Table
from griya.publication.writing import CSV_TYPE, csv_text

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTH: Final = 18
# A cell of Excel holds no more; what is longer is cut with a mark rather than refused by Excel.
_LONGEST_CELL: Final = 32_000


def written(table: Table, rows: Sequence[Row], format_: str) -> tuple[bytes, str]:
    """The sheet as a file of this format, and its media type."""
    if format_ == "csv":
        return "".join(csv_text(table, [rows])).encode(), CSV_TYPE
    return _workbook(table, rows), XLSX_TYPE


def _workbook(table: Table, rows: Sequence[Row]) -> bytes:
    """Every text goes into a cell of type text, also one that begins like a formula; whole numbers stay numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**TEXT_ONLY, "in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(table.title[:31])
        heading = workbook.add_format({"bold": True})
        text = workbook.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(table.names) - 1, _WIDTH)
        for column, name in enumerate(table.names):
            sheet.write_string(0, column, name, heading)
        for number, row in enumerate(rows, start=1):
            for column, name in enumerate(table.names):
                value = row[name]
                if isinstance(value, int) and not isinstance(value, bool):
                    sheet.write_number(number, column, value)
                else:
                    sheet.write_string(number, column, _as_text(value), text)
    return out.getvalue()


def _as_text(value: Value) -> str:
    """The value without the apostrophe that only CSV needs: a text cell is never calculated."""
    text = value if isinstance(value, str) else "; ".join(value) if isinstance(value, list | tuple) else cell(value)
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"
