"""A list of products as a page shows it: what was asked, what the search made of it, facets, and one page of cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from griya.catalog.models.vocabulary import VocabularyKind
from griya.catalog.queries.cards import PAGE_SIZE, ProductCard
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.index.listing import Found, Listing, find_listing, matching_ids
from griya.catalog.queries.index.shown import FacetValue
from griya.catalog.queries.index.snapshot import Snapshot
from griya.catalog.queries.kept_cards import list_kept_cards
from griya.catalog.queries.lookup.products import remembered_product_ids
from griya.catalog.queries.lookup.understanding import understand
from griya.catalog.queries.merging import find_heirs
from griya.catalog.queries.recovery import list_meant
from griya.catalog.rules.asked import Asked, Order, parse_asked
from griya.catalog.rules.facets import Facet
from griya.core.paging import Page

# The lists whose terms are made one at the desk.
_MERGED: Final = {
    Facet.SHELF: VocabularyKind.CATEGORY,
    Facet.MATERIAL: VocabularyKind.MATERIAL,
    Facet.TECHNIQUE: VocabularyKind.TECHNIQUE,
}


@dataclass(frozen=True, slots=True)
class ListPage:
    """What `/produk` shows. `corrected` is what was looked for in place of the typed words, "" where that was they.

    `meant` are words that may have been meant by some that find nothing.
    """

    listing: Listing
    page: Page[ProductCard]
    corrected: str = ""
    meant: tuple[str, ...] = ()


def read_asked(parameters: Mapping[str, Sequence[str]]) -> tuple[Asked, Snapshot]:
    """What these parameters ask for, and the moment of the catalogue they were read with."""
    snapshot = read_index()
    return parse_asked(parameters, snapshot.vocabulary), snapshot


def query_of_heirs(parameters: Mapping[str, Sequence[str]], asked: Asked) -> str:
    """The same question with every old value of a shelf, material or technique as the one that took it over.

    Empty where none did. Only a question with unknown values can have one, so no other costs a statement.
    """
    heirs = {
        facet.value: found
        for facet, kind in _MERGED.items()
        if (old := set(parameters.get(facet.value, ())).intersection(asked.unknown))
        and (found := find_heirs(kind, sorted(old)))
    }
    if not heirs:
        return ""
    pairs = [(name, heirs.get(name, {}).get(value, value)) for name, values in parameters.items() for value in values]
    return urlencode(sorted(set(pairs)))


def find_list_page(asked: Asked, snapshot: Snapshot, *, language: str) -> ListPage:
    """The page that `asked` gives at the moment of `snapshot`: a statement for cards not seen yet, a few for words."""
    found, corrected = _found(asked)
    listing = find_listing(asked, found=found, language=language, snapshot=snapshot)
    cards = list_kept_cards(snapshot, listing.product_ids)
    is_unknown = found is not None and not found.ranked
    meant = list_meant(asked.text, literal=asked.is_literal) if is_unknown else ()
    return ListPage(listing, Page(cards, listing.page, listing.size, listing.total), corrected, meant)


def list_matching_ids(asked: Asked, snapshot: Snapshot) -> list[int]:
    """The ids of all products that `/produk` would list, whatever the page, in the order in which they were entered."""
    return matching_ids(snapshot, asked, _found(asked)[0])


def page_of_facet(facet: Facet, slug: str, number: int, *, size: int = PAGE_SIZE) -> Page[ProductCard]:
    """One page of the products that have this value, newest first; a page behind the last one gives the last one."""
    return _page_of(Asked(chosen=((facet, (slug,)),), order=Order.NEWEST, page=number), size)


def page_beside(
    facet: Facet, slug: str, number: int, *, other: Facet, snapshot: Snapshot | None = None
) -> tuple[Page[ProductCard], tuple[FacetValue, ...]]:
    """The same, and the values of `other` that any product of the whole list has, counted over it."""
    asked = Asked(chosen=((facet, (slug,)),), order=Order.NEWEST, page=number)
    snapshot = snapshot or read_index()
    listing = find_listing(asked, snapshot=snapshot)
    return _page(snapshot, listing), tuple(value for value in listing.values(other) if value.total)


def page_of_everything(number: int, *, size: int = PAGE_SIZE) -> Page[ProductCard]:
    """One page of all public products, the newest first."""
    return _page_of(Asked(order=Order.NEWEST, page=number), size)


def _page_of(asked: Asked, size: int) -> Page[ProductCard]:
    snapshot = read_index()
    return _page(snapshot, find_listing(asked, size=size, snapshot=snapshot))


def _page(snapshot: Snapshot, listing: Listing) -> Page[ProductCard]:
    cards = list_kept_cards(snapshot, listing.product_ids)
    return Page(cards, listing.page, listing.size, listing.total)


def _found(asked: Asked) -> tuple[Found | None, str]:
    """What the search makes of the words, and the words it took in their place; nothing where there are none."""
    if not asked.text:
        return None, ""
    understanding = understand(asked.text, literal=asked.is_literal)
    found = Found(remembered_product_ids(understanding), is_remembered=not understanding.freshness.is_behind)
    return found, understanding.corrected
