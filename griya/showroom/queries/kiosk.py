"""What the kiosk leads to: its lists as chips, and everything it must hold to go on without its server."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from griya.catalog.queries.cards import ProductCard
from griya.catalog.queries.categories import list_shelves
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.inquirable import InquirableProduct, find_inquirable, find_slugs
from griya.catalog.queries.products import ProductPage, find_product
from griya.catalog.rules.facets import Facet
from griya.core.clock import WIB
from griya.core.words import Bilingual
from griya.selection.queries import current_selection
from griya.showroom.queries.programme import find_programme
from griya.showroom.rules.kiosk import EVERYTHING, LISTED, pages_held

KIOSK_SLOT = "kios"
MATERIALS_SHOWN = 18


@dataclass(frozen=True, slots=True)
class Chip:
    """A list that a finger opens: its facet, the value's slug, how people call it, how many products it holds."""

    facet: Facet
    slug: str
    name: Bilingual
    count: int


@dataclass(frozen=True, slots=True)
class Stock:
    """What a kiosk holds for days without a server. `revision` changes when any page of it may say something else."""

    slugs: tuple[str, ...]
    lists: tuple[tuple[Facet, str, int], ...]  # with how many pages of it are held
    revision: str


def list_chips(facet: Facet) -> list[Chip]:
    """The values of a facet that have products: shelves in their order, places by name, the most used materials."""
    if facet is Facet.SHELF:
        return [Chip(facet, shelf.slug, shelf.name, shelf.count) for shelf in list_shelves() if shelf.count]
    snapshot = read_index()
    terms = [term for term in snapshot.terms.by_facet[facet] if term.parent is None]
    chips = [Chip(facet, term.slug, term.name, snapshot.count(facet, term.slug)) for term in terms]
    found = sorted((chip for chip in chips if chip.count), key=lambda chip: chip.name)
    if facet is Facet.MATERIAL:
        found = sorted(sorted(found, key=lambda chip: -chip.count)[:MATERIALS_SHOWN], key=lambda chip: chip.name)
    return found


def list_held(at: datetime) -> list[tuple[ProductCard, ProductPage]]:
    """All products that the kiosk's selection shows in the days ahead, and those that stand in: cards and pages."""
    cards = find_programme(KIOSK_SLOT, at).cards.values()
    pages = ((card, find_product(card.slug, today=at.astimezone(WIB).date())) for card in cards)
    return [(card, page) for card, page in pages if page is not None]


def list_held_words(at: datetime) -> list[tuple[ProductCard, str]]:
    """The cards of the same products, each with the words by which the kiosk finds it without its server."""
    return [(card, " ".join(_words(card, page))) for card, page in list_held(at)]


def _words(card: ProductCard, page: ProductPage) -> Iterator[str]:
    for words in (page.name, page.category[1], page.made_in.label, *page.materials, *page.techniques):
        yield from (str(words), getattr(words, "en", ""))
    yield from (card.producer_name, card.place, page.made_in_detail)


def list_chosen(codes: Sequence[str]) -> list[tuple[str, InquirableProduct]]:
    """The products of these codes that one may ask about, each with its code, in their order."""
    slugs = find_slugs(codes)
    products = find_inquirable(list(slugs.values()))
    return [(code, products[slug]) for code, slug in slugs.items() if slug in products]


def find_stock(at: datetime, *, shell: str) -> Stock:
    """What a kiosk has to hold from `at` on.

    The revision is made of what the pages are made of: the shell, the day, the newest change of the catalogue, the
    selection and its days ahead, and everything that a held product's page tells.
    """
    chips = [chip for facet in LISTED for chip in list_chips(facet)]
    everything = read_index()
    lists = [(chip.facet, chip.slug, pages_held(chip.count)) for chip in chips]
    lists.append((Facet.SHELF, EVERYTHING, pages_held(len(everything.public))))
    programme = find_programme(KIOSK_SLOT, at)
    pages = [page for _, page in list_held(at)]
    told = (
        shell,
        at.astimezone(WIB).date(),
        everything.revision,
        current_selection(KIOSK_SLOT, at),
        programme.air,
        programme.pieces,
        pages,
    )
    revision = hashlib.sha256(repr(told).encode()).hexdigest()[:12]
    return Stock(tuple(page.slug for page in pages), tuple(lists), revision)
