"""Search over products, makers, places and shelves, and what to offer when nothing was found."""

from dataclasses import dataclass

from griya.catalog.models.search import DocumentKind
from griya.catalog.queries.cards import ProductCard
from griya.catalog.queries.categories import Shelf, ShelfPart, list_shelves
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.kept_cards import list_kept_cards
from griya.catalog.queries.lookup.entries import Entry, find_entries
from griya.catalog.queries.lookup.products import first_products
from griya.catalog.queries.lookup.understanding import understand
from griya.catalog.queries.producers import ProducerCard, list_producers
from griya.catalog.queries.recovery import Recovery, recover
from griya.core.paging import Page
from griya.core.words import Bilingual

PRODUCTS_SHOWN = 12
OTHERS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place found by its name, and the kab/kota whose page tells about it."""

    label: Bilingual
    regency_label: Bilingual
    regency_slug: str


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What was found, by kind. `products.total` counts all, of which the first are shown.

    `corrected` is the text that was looked for in place of the typed one, "" where that was taken as it is; `others`
    are further texts that may have been meant. `recovery` is there when nothing was found.
    """

    text: str
    products: Page[ProductCard]
    producers: list[ProducerCard]
    places: list[FoundPlace]
    shelves: list[Shelf | ShelfPart]
    corrected: str = ""
    others: tuple[str, ...] = ()
    recovery: Recovery | None = None

    @property
    def total(self) -> int:
        """How many things of all kinds."""
        return self.products.total + len(self.producers) + len(self.places) + len(self.shelves)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found at all."""
        return not (self.products.total or self.producers or self.places or self.shelves)


def search(text: str, *, literal: bool = False) -> SearchResults:
    """Look for `text` everywhere; with `literal` as it is typed, which is the way back from a correction."""
    understanding = understand(text, literal=literal)
    product_ids, total = first_products(understanding, PRODUCTS_SHOWN)
    entries = find_entries(understanding, OTHERS_SHOWN, partly=total > 0)
    is_empty = not (total or entries)
    cards = list_kept_cards(read_index(), product_ids) if product_ids else []
    return SearchResults(
        text=text,
        products=Page(items=cards, number=1, size=PRODUCTS_SHOWN, total=total),
        producers=list_producers([entry.object_id for entry in entries.get(DocumentKind.PRODUCER, [])]),
        places=[_place(entry) for entry in entries.get(DocumentKind.PLACE, [])],
        shelves=_shelves(entries.get(DocumentKind.SHELF, [])),
        corrected="" if is_empty else understanding.corrected,
        others=() if is_empty else understanding.others,
        recovery=recover(understanding, literal=literal) if is_empty else None,
    )


def _place(entry: Entry) -> FoundPlace:
    return FoundPlace(entry.name, entry.detail or entry.name, entry.slug)


def _shelves(entries: list[Entry]) -> list[Shelf | ShelfPart]:
    """The shelves and parts with how many products stand there, out of the index."""
    if not entries:
        return []
    shelves = list_shelves()
    everything: dict[str, Shelf | ShelfPart] = {shelf.slug: shelf for shelf in shelves}
    everything |= {part.slug: part for shelf in shelves for part in shelf.parts}
    return [everything[entry.slug] for entry in entries if entry.slug in everything]
