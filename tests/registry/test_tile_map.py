"""The tile map keeps the province's shape as far as four columns allow."""

import csv
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.registry.rules.tile_map import CELLS, COLUMNS, Band, bands, tint
from tests.house import source

# In degrees. Above the first a tile may never stand on the wrong side, above the second it must stand on the right one.
CLEARLY, FAR = 0.5, 1.0
# Far apart and yet in one column or row, because four columns and five rows are too few.
SAME_COLUMN = {("61.05", "61.10"), ("61.06", "61.10")}
SAME_ROW = {("61.04", "61.10"), ("61.04", "61.11")}
NEIGHBOURS = """
    61.01-61.07 61.01-61.72 61.72-61.07 61.07-61.08 61.07-61.02 61.07-61.03 61.02-61.08 61.02-61.12 61.02-61.71
    61.71-61.12 61.08-61.03 61.08-61.12 61.12-61.03 61.12-61.04 61.12-61.11 61.11-61.04 61.04-61.03 61.04-61.09
    61.04-61.10 61.03-61.09 61.09-61.05 61.05-61.10 61.05-61.06 61.09-61.10
"""


def label_points() -> dict[str, tuple[float, float]]:
    """Longitude and latitude by code, as the reference data has them."""
    with (source.ROOT / "griya/registry/reference/regions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] in {"regency", "city"}]
    return {row["code"]: (float(row["label_lng"]), float(row["label_lat"])) for row in rows}


def test_every_kab_and_kota_has_a_cell_of_its_own() -> None:
    assert set(CELLS) == set(label_points())
    assert len(set(CELLS.values())) == len(CELLS) == 14
    assert all(1 <= cell.column <= COLUMNS and 1 <= cell.row <= 5 for cell in CELLS.values())


def test_who_lies_clearly_west_or_north_of_another_never_stands_on_the_other_side() -> None:
    points = label_points()
    same_column, same_row = set(), set()
    for one, other in combinations(sorted(points), 2):
        east, north = points[other][0] - points[one][0], points[other][1] - points[one][1]
        columns, rows = CELLS[other].column - CELLS[one].column, CELLS[one].row - CELLS[other].row
        if abs(east) >= CLEARLY:
            assert columns * east >= 0, f"{one} and {other}: west and east are swapped"
        if abs(north) >= CLEARLY:
            assert rows * north >= 0, f"{one} and {other}: north and south are swapped"
        same_column |= {(one, other)} if abs(east) >= FAR and not columns else set()
        same_row |= {(one, other)} if abs(north) >= FAR and not rows else set()
    assert (same_column, same_row) == (SAME_COLUMN, SAME_ROW)


def test_two_thirds_of_the_neighbours_touch() -> None:
    def touches(pair: str) -> bool:
        one, other = (CELLS[code] for code in pair.split("-"))
        return abs(one.column - other.column) + abs(one.row - other.row) == 1

    assert sum(map(touches, NEIGHBOURS.split())) == 16


@pytest.mark.parametrize(
    ("most", "labels"),
    [(0, []), (1, ["1"]), (3, ["1", "2", "3"]), (5, ["1–2", "3–4", "5"]), (12, ["1–3", "4–6", "7–9", "10–12"])],
)
def test_a_scale_has_at_most_four_bands_of_equal_width(most: int, labels: list[str]) -> None:
    assert [band.label for band in bands(most)] == labels


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_every_count_up_to_the_most_has_exactly_one_band_and_nothing_has_none(most: int, count: int) -> None:
    scale = bands(most)
    assert len(scale) <= 4
    assert sum(band.first <= count <= band.last for band in scale) == (0 < count <= most)
    assert tint(0, scale) == 0
    assert tint(most, scale) == len(scale)


def test_a_band_of_one_number_is_told_as_that_number() -> None:
    assert Band(7, 7).label == "7"
