"""The map of kab/kota as the pages get it."""

from griya.catalog.queries.regions import Regency
from griya.catalog.queries.tile_map import tile_map
from griya.core.words import Bilingual


def regency(code: str, name: str, count: int = 0, level: str = "Kab. ") -> Regency:
    return Regency(name.lower(), Bilingual(f"{level}{name}"), name, code, count, 0)


def test_tiles_are_read_from_north_to_south_and_west_to_east() -> None:
    chart = tile_map(
        [regency("61.10", "Melawi"), regency("61.71", "Pontianak", 4, "Kota "), regency("61.01", "Sambas")]
    )
    assert [(tile.label, tile.name, tile.step) for tile in chart.tiles] == [
        ("Kab. Sambas", "Sambas", 0), ("Kota Pontianak", "Pontianak", 4), ("Kab. Melawi", "Melawi", 0),
    ]  # fmt: skip


def test_a_kabupaten_that_was_split_off_later_stands_below_the_others_until_it_has_a_cell() -> None:
    new = [regency(f"61.{number}", f"Baru {number}", 1) for number in range(13, 18)]
    chart = tile_map([regency("61.01", "Sambas"), *new])
    assert [tile.cell for tile in chart.tiles[1:]] == [(1, 6), (2, 6), (3, 6), (4, 6), (1, 7)]


def test_a_map_of_nothing_has_no_tile_and_no_scale() -> None:
    assert tile_map([]).tiles == ()
    assert tile_map([]).scale == ()
