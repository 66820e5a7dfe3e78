"""One way to read any open table: whole, narrowed, or piece by piece behind a row's code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from griya.catalog.queries.lists import list_matching_ids, query_of_heirs, read_asked
from griya.catalog.rules.asked import Asked, by_name
from griya.core.clock import WIB
from griya.publication.queries.addresses import Addresses
from griya.publication.queries.lists import (
    list_curation_rows,
    list_material_rows,
    list_region_rows,
    list_selection_rows,
    list_shelf_rows,
    list_technique_rows,
)
from griya.publication.queries.producers import count_listed_producers, list_producers
from griya.publication.queries.products import count_products, list_products
from griya.publication.rules.tables import CURATION, PRODUCERS, PRODUCTS, Row, Table

EVERYTHING = Asked()
_WHOLE = {
    "wilayah": list_region_rows,
    "rak": list_shelf_rows,
    "bahan": list_material_rows,
    "teknik": list_technique_rows,
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one table at a moment. Products and makers come in pieces; the other tables are short and come whole."""

    table: Table
    addresses: Addresses
    at: datetime
    asked: Asked = EVERYTHING
    # The products that `asked` gives, in order; None where everything is asked for.
    only: Sequence[int] | None = None

    @property
    def is_paged(self) -> bool:
        """Whether the table may be long."""
        return self.table.key in {PRODUCTS.key, PRODUCERS.key}

    def count(self) -> int | None:
        """How many rows a paged table has in all."""
        if self.table.key == PRODUCTS.key:
            return count_products() if self.only is None else len(self.only)
        return count_listed_producers() if self.is_paged else None

    def piece(self, *, after: str | None, limit: int) -> list[Row]:
        """Up to `limit` rows behind the one with the code `after`; a short table whole, whatever is asked."""
        today = self.at.astimezone(WIB).date()
        if self.table.key == PRODUCTS.key:
            return list_products(self.only, after=after, limit=limit, today=today, addresses=self.addresses)
        if self.table.key == PRODUCERS.key:
            return list_producers(after=after, limit=limit, today=today, addresses=self.addresses)
        if self.table.key in _WHOLE:
            return _WHOLE[self.table.key](self.addresses)
        if self.table.key == CURATION.key:
            return list_curation_rows(self.at)
        return list_selection_rows(self.at, self.addresses)

    def pieces(self, *, after: str | None, size: int, most: int | None = None) -> Iterator[list[Row]]:
        """Pieces of at most `size` rows, up to `most` rows in all, each read when the one before was taken."""
        left = most
        while left is None or left > 0:
            limit = size if left is None else min(size, left)
            rows = self.piece(after=after, limit=limit)
            if rows:
                yield rows
            if not self.is_paged or len(rows) < limit:
                return
            after = str(rows[-1]["kode"])
            left = None if left is None else left - len(rows)


def narrowed(parameters: Mapping[str, Sequence[str]]) -> tuple[Asked, Sequence[int] | None]:
    """What `/produk` makes of the same parameters, and the products that it gives; None where that is all of them."""
    asked, snapshot = read_asked(parameters)
    if asked.unknown and (heirs := query_of_heirs(parameters, asked)):
        asked, snapshot = read_asked(by_name(parse_qsl(heirs)))
    return asked, None if asked.is_empty else list_matching_ids(asked, snapshot)
