"""The tile map: where each kab/kota stands on it and how many public products are made there."""

from collections.abc import Iterable
from dataclasses import dataclass

from griya.catalog.queries.regions import Regency
from griya.registry.rules.tile_map import CELLS, COLUMNS, Band, Cell, bands, tint


@dataclass(frozen=True, slots=True)
class MapTile:
    """One kab/kota. `label` holds its `name`; `step` is the tint, 0 for no product."""

    slug: str
    label: str
    name: str
    cell: Cell
    product_count: int
    producer_count: int
    step: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """The tiles from north to south and west to east, which is also the order they are read in."""

    tiles: tuple[MapTile, ...]
    scale: tuple[Band, ...]


def tile_map(regencies: Iterable[Regency]) -> TileMap:
    """The map of these kab/kota. One that the grid does not know yet stands in a row of its own below the others."""
    regencies = list(regencies)
    scale = bands(max((regency.product_count for regency in regencies), default=0))
    last_row = max(cell.row for cell in CELLS.values())
    unknown = [regency.code for regency in regencies if regency.code not in CELLS]
    below = {code: Cell(n % COLUMNS + 1, last_row + 1 + n // COLUMNS) for n, code in enumerate(unknown)}
    tiles = (
        MapTile(
            slug=regency.slug,
            label=regency.label,
            name=regency.name,
            cell=CELLS.get(regency.code) or below[regency.code],
            product_count=regency.product_count,
            producer_count=regency.producer_count,
            step=tint(regency.product_count, scale),
        )
        for regency in regencies
    )
    return TileMap(tuple(sorted(tiles, key=lambda tile: (tile.cell.row, tile.cell.column))), scale)
