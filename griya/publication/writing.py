"""Open tables as text: CSV for spreadsheets and JSON for programs, from the same rows."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date

from griya.core.clock import WIB
from griya.publication.queries.reading import Reader
from griya.publication.rules.cells import Value, cell, moment
from griya.publication.rules.tables import Row, Table

CSV_TYPE = "text/csv"


def csv_text(table: Table, pieces: Iterable[Iterable[Row]]) -> Iterator[str]:
    """The table as CSV, RFC 4180, piece by piece: UTF-8 without a byte order mark, every cell in quotes.

    A cell in quotes stays one cell where a spreadsheet splits at semicolons, as an Indonesian one does.
    """
    yield _lines([table.names])
    for rows in pieces:
        yield _lines([cell(row[name]) for name in table.names] for row in rows)


def json_lines(pieces: Iterable[Iterable[Row]]) -> Iterator[str]:
    """One JSON object a line."""
    for rows in pieces:
        yield "".join(f"{json.dumps(json_row(row), ensure_ascii=False)}\n" for row in rows)


def json_row(row: Row) -> dict[str, object]:
    """The row as JSON has it: lists stay lists, dates become text, what is unknown is null."""
    return {name: _json_value(value) for name, value in row.items()}


def day_of(reader: Reader) -> date:
    """The calendar day in West Kalimantan on which a table was read."""
    return reader.at.astimezone(WIB).date()


def _json_value(value: Value) -> object:
    if isinstance(value, date):
        return moment(value)
    return None if value == "" else value


def _lines(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
