"""A narrowed list: its page of cards, each facet's values with exact counts, and what was asked for in vain."""

from collections.abc import Sequence
from dataclasses import dataclass

from griya.catalog.queries.cards import ProductCard, page_of_cards
from griya.catalog.queries.categories import Shelf, ShelfPart, count_shelves, list_uncounted_shelves
from griya.catalog.queries.lookup.understanding import understand
from griya.catalog.queries.regions import Regency, count_regencies, list_uncounted_regencies
from griya.catalog.rules.filters import Filters, narrow
from griya.core.paging import Page
from griya.core.words import Bilingual


@dataclass(frozen=True, slots=True)
class Listing:
    """What `/produk` shows. `filters` holds only values that exist; `unknown` those that do not.

    `corrected` is the text that was looked for in place of the typed one, "" where that was taken as it is.
    """

    filters: Filters
    page: Page[ProductCard]
    shelves: list[Shelf]
    regencies: list[Regency]
    unknown: tuple[str, ...]
    corrected: str = ""

    def shelf_name(self, slug: str) -> Bilingual:
        """What a shelf or a part of one is called."""
        everything: list[Shelf | ShelfPart] = [*self.shelves, *(part for shelf in self.shelves for part in shelf.parts)]
        return next(one.name for one in everything if one.slug == slug)

    def region_label(self, slug: str) -> Bilingual:
        """What a kab/kota is called."""
        return next(regency.label for regency in self.regencies if regency.slug == slug)


def find_listing(
    text: str, shelves: Sequence[str], regions: Sequence[str], page: int, *, literal: bool = False
) -> Listing:
    """Narrow the public products by what a visitor asked for; values that do not exist are left out and told.

    With `literal` the text is not corrected. Six statements and those of `understand`, whatever is asked for and found.
    """
    known_shelves = list_uncounted_shelves()
    known_regencies = list_uncounted_regencies()
    parents: dict[str, str | None] = {shelf.slug: None for shelf in known_shelves}
    parents |= {part.slug: shelf.slug for shelf in known_shelves for part in shelf.parts}
    regency_slugs = {regency.slug for regency in known_regencies}
    filters = Filters(
        text=text,
        shelves=narrow(tuple(shelves), parents),
        regions=tuple(sorted(set(regions) & regency_slugs)),
        is_literal=literal,
    )
    unknown = {value for value in shelves if value and value not in parents}
    unknown |= {value for value in regions if value and value not in regency_slugs}
    return Listing(
        filters=filters,
        page=page_of_cards(filters, page),
        shelves=count_shelves(known_shelves, filters),
        regencies=count_regencies(known_regencies, filters),
        unknown=tuple(sorted(unknown)),
        corrected=understand(text, literal=literal).corrected if text else "",
    )
