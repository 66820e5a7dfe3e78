"""Rows of the short open tables: kab/kota, shelves, materials, techniques, and what curators selected."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from griya.catalog.queries.categories import list_shelves
from griya.catalog.queries.regions import list_regencies
from griya.catalog.queries.terms import TermKind, list_terms
from griya.curation.queries.figures import find_year, list_years
from griya.publication.queries.addresses import Addresses
from griya.publication.rules.tables import CURATION, MATERIALS, REGIONS, SELECTIONS, SHELVES, TECHNIQUES, Row
from griya.selection.queries import list_selection_pages
from griya.selection.rules import WindowState

# Years of selections.
_MOST_SELECTIONS = 200
_PROVINCE = "61"


def list_region_rows(addresses: Addresses) -> list[Row]:
    """The 14 kab/kota."""
    return REGIONS.rows(
        (
            one.code,
            one.slug,
            str(one.label),
            _english(one.label),
            addresses.region(one.slug),
            one.product_count,
            one.producer_count,
        )
        for one in list_regencies()
    )


def list_shelf_rows(addresses: Addresses) -> list[Row]:
    """Every shelf, each followed by its parts."""

    def values() -> Iterator[tuple[Any, ...]]:
        for shelf in list_shelves():
            yield shelf.slug, "", str(shelf.name), _english(shelf.name), addresses.shelf(shelf.slug), shelf.count
            for part in shelf.parts:
                address = addresses.shelf(part.slug)
                yield part.slug, shelf.slug, str(part.name), _english(part.name), address, part.count

    return SHELVES.rows(values())


def list_material_rows(addresses: Addresses) -> list[Row]:
    """Every material on the list, used or not."""
    return MATERIALS.rows(_terms(TermKind.MATERIAL, addresses.material))


def list_technique_rows(addresses: Addresses) -> list[Row]:
    """Every technique on the list, used or not."""
    return TECHNIQUES.rows(_terms(TermKind.TECHNIQUE, addresses.technique))


def list_selection_rows(at: datetime, addresses: Addresses) -> list[Row]:
    """The products of what is or was selected, as the selections' own pages show them; never what is only planned."""

    def values() -> Iterator[tuple[Any, ...]]:
        for page in list_selection_pages(at, limit=_MOST_SELECTIONS):
            for place, item in enumerate(page.items, start=1):
                yield (
                    page.slug,
                    str(page.title),
                    _english(page.title),
                    addresses.selection(page.slug),
                    "tayang" if page.state is WindowState.LIVE else "selesai",
                    page.window.starts_at,
                    page.window.ends_at,
                    place,
                    item.card.code,
                    str(item.card.name),
                    str(item.reason),
                    _english(item.reason),
                    page.is_sample,
                )

    return SELECTIONS.rows(values())


def list_curation_rows(at: datetime) -> list[Row]:
    """Every year's curation, the newest first: the province, then its kab/kota."""

    def values() -> Iterator[tuple[Any, ...]]:
        for year in list_years(at):
            one = find_year(year, at)
            yield (
                year, _PROVINCE, "Kalimantan Barat", one.put_forward, one.selected, one.decided, one.median_days,
                one.appeals, one.granted,
            )  # fmt: skip
            for region in one.regions:
                told = (year, region.code, str(region.label), region.put_forward, region.selected)
                yield (*told, None, None, None, None)

    return CURATION.rows(values())


def _terms(kind: TermKind, address: Callable[[str], str]) -> Iterator[tuple[Any, ...]]:
    for term in list_terms(kind):
        yield term.slug, str(term.name), _english(term.name), address(term.slug), term.count


def _english(words: str) -> str:
    return getattr(words, "en", "")
