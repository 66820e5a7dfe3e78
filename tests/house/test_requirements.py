"""The table of requirements is true: every row has tests, and all that it names is there."""

import ast
import re
from functools import cache

from tests.house import source

TABLE = source.ROOT / "docs" / "requirements.md"
NAMED = re.compile(r"`((?:tests|griya|templates|static)/[\w./-]+)(?:::(\w+))?`")
# Every row that this catalogue has to meet, with its level.
VISITORS = {f"V{number}": "B" if number in {6, 8, 19, 20} else "MS" for number in range(1, 21)}


def rows() -> list[list[str]]:
    """The cells of every row of every table, heads and rules left out."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row[0] != "row" and not set(row[0]) <= {"-"}]


@cache
def functions_of(file: str) -> frozenset[str]:
    """The names of the test functions of one file."""
    tree = ast.parse((source.ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_everything_the_table_names_is_there() -> None:
    named = NAMED.findall(TABLE.read_text(encoding="utf-8"))
    assert len(named) > 60, "the table is read"
    lost = [path for path, _ in named if not (source.ROOT / path).is_file()]
    assert not lost, f"these files are named and not there: {lost}"
    unknown = [f"{path}::{name}" for path, name in named if name and name not in functions_of(path)]
    assert not unknown, f"these tests are named and not there: {unknown}"


def test_every_row_is_there_once_and_has_a_place_and_a_test() -> None:
    found = rows()
    assert all(len(row) == 4 and all(row) for row in found), "row, what it asks for, where, tests"
    visitors = [row[0].split() for row in found if re.match(r"V\d", row[0])]
    assert [name for name, _ in visitors] == list(VISITORS)
    assert all(level in VISITORS[name] for name, level in visitors)
    buyers = [row[0].split()[0] for row in found if re.match(r"B\d+ ", row[0])]
    assert buyers == list(dict.fromkeys(buyers)), "a buyers' row stands once, with all that holds it"
    for row in found:
        tests = [path for path, _ in NAMED.findall(row[3])]
        assert tests and all(path.startswith("tests/") for path in tests), f"{row[0]} names no test"
        assert len(row[1].split()) <= 7, f"{row[0]}: say in a few words what it asks for"
