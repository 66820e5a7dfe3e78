"""Cells of a CSV file: no text becomes a formula, whatever program opens the file."""

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.publication.rules.cells import Value, cell, moment
from griya.publication.rules.tables import SHELVES
from griya.publication.writing import csv_text

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u00a0=1",
    "\u3000＝1",
)
DANGEROUS = set("=+-@＝＋－＠")
BLANK = '" \t\r\n'


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_could_calculate_gets_an_apostrophe(text: str) -> None:
    assert cell(text).startswith("'") and cell(text).replace("'", "") == text
    assert cell(["x", text]).startswith("x;'")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""), ("", ""), ("Amplang", "Amplang"), ("a=b", "a=b"), ("20–30 cm", "20–30 cm"),
        ("a;=1", "a;'=1"), ("a\n-b", "a\n'-b"), (25_000, "25000"), (True, "ya"), (False, "tidak"),
        (date(2026, 11, 22), "2026-11-22"), (["rotan", "bambu"], "rotan; bambu"), ([], ""),
        (datetime(2026, 11, 22, 7, tzinfo=timezone(timedelta(hours=7))), "2026-11-22T00:00:00Z"),
    ],
)  # fmt: skip
def test_other_values_stand_as_they_are(value: Value, expected: str) -> None:
    assert cell(value) == expected


@given(st.text(alphabet=st.sampled_from([*"ab;=+-@\"' \t\r\n＝－,"])))
def test_no_text_begins_like_a_formula_and_nothing_but_apostrophes_is_added(text: str) -> None:
    written = cell(text)
    assert written.replace("'", "") == text.replace("'", "")
    assert not (written[:1] in DANGEROUS or written.lstrip(BLANK)[:1] in DANGEROUS)


@given(st.lists(st.text(alphabet=st.sampled_from([*"ab;=+-@\"' \t\r\n＝－,"])), min_size=6, max_size=6))
def test_a_row_comes_back_whole_and_safe_also_where_semicolons_part_cells(texts: list[str]) -> None:
    row: dict[str, Value] = dict(zip(SHELVES.names, texts, strict=True))
    text = "".join(csv_text(SHELVES, [[row]])).split("\r\n", 1)[1]
    assert next(csv.reader(io.StringIO(text, newline=""))) == [cell(value) for value in texts]
    for found in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        assert not [one for one in found if one.lstrip(BLANK)[:1] in DANGEROUS and one.strip()], found


def test_a_moment_is_told_in_whole_seconds_of_utc() -> None:
    assert moment(datetime(2026, 11, 22, 1, 2, 3, 456789, tzinfo=UTC)) == "2026-11-22T01:02:03Z"
