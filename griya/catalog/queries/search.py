"""Search over products, makers, places and shelves. Plain matching of the typed words; finer stages come later."""

from dataclasses import dataclass

from griya.catalog.queries.cards import ProductCard, page_of_cards
from griya.catalog.queries.categories import Shelf, ShelfPart, list_shelves
from griya.catalog.queries.producers import ProducerCard, search_producers
from griya.catalog.queries.regions import FoundPlace, search_places
from griya.catalog.rules.filters import Filters, search_words
from griya.core.paging import Page

PRODUCTS_SHOWN = 12
OTHERS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What was found, by kind. `products.total` counts all, of which the first are shown."""

    text: str
    products: Page[ProductCard]
    producers: list[ProducerCard]
    places: list[FoundPlace]
    shelves: list[Shelf | ShelfPart]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found at all."""
        return not (self.products.total or self.producers or self.places or self.shelves)


def search(text: str) -> SearchResults:
    """Look for `text` everywhere, in six statements."""
    return SearchResults(
        text=text,
        products=page_of_cards(Filters(text=text), 1, size=PRODUCTS_SHOWN),
        producers=search_producers(text, limit=OTHERS_SHOWN),
        places=search_places(text, limit=OTHERS_SHOWN),
        shelves=_matching_shelves(text),
    )


def _matching_shelves(text: str) -> list[Shelf | ShelfPart]:
    words = search_words(text)
    shelves = list_shelves()
    everything: list[Shelf | ShelfPart] = [*shelves, *(part for shelf in shelves for part in shelf.parts)]
    return [one for one in everything if words and all(word in one.name.casefold() for word in words)][:OTHERS_SHOWN]
