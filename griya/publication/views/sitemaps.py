"""The sitemap, kind by kind, and what robots are asked to leave alone."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from flask import Response, abort

from griya.catalog.queries.terms import TermKind
from griya.core.addresses import absolute, by_slug
from griya.core.clock import now
from griya.core.http import public_page
from griya.core.markup import Element, child, document, root
from griya.core.words import LANGUAGES, SOURCE
from griya.publication.queries.sitemap import (
    Entry,
    list_files,
    list_producer_entries,
    list_product_entries,
    list_region_entries,
    list_selection_entries,
    list_shelf_entries,
    list_standing_entries,
    list_term_entries,
)
from griya.publication.rules.cells import moment
from griya.publication.views import files

_SPACE: Final = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_XHTML: Final = {"xmlns:xhtml": "http://www.w3.org/1999/xhtml"}
_KINDS: Final = ("halaman", "produk", "ikm", "wilayah", "rak", "bahan", "teknik", "terseleksi")
_ENDPOINTS: Final = {
    "produk": "catalog.product_show",
    "ikm": "catalog.producer_show",
    "wilayah": "catalog.region_show",
    "rak": "catalog.category_show",
    "bahan": "catalog.material_show",
    "teknik": "catalog.technique_show",
    "terseleksi": "selection.selection_show",
}
# Kinds that fit into one file whatever the catalogue holds.
_SHORT: Final[dict[str, Callable[[], list[Entry]]]] = {
    "wilayah": list_region_entries,
    "rak": list_shelf_entries,
    "bahan": lambda: list_term_entries(TermKind.MATERIAL),
    "teknik": lambda: list_term_entries(TermKind.TECHNIQUE),
    "terseleksi": lambda: list_selection_entries(now()),
}
_LONG: Final = {"produk": list_product_entries, "ikm": list_producer_entries}
# Private or endless: the desk, the showroom's own screens, inquiries, searches, and lists narrowed more than once.
_CLOSED: Final = (
    "/meja", "/kios", "/layar", "/permintaan/", "/en/permintaan/", "/cari", "/en/cari", "/*?q=", "/*?*&",
)  # fmt: skip


@files.get("/robots.txt")
@public_page
def robots_show() -> Response:
    """What robots are asked to leave alone, and where the sitemap is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _CLOSED),
        "",
        f"Sitemap: {absolute('open.sitemap_index')}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@files.get("/sitemap.xml")
@public_page
def sitemap_index() -> Response:
    """Every file of the sitemap with something in it."""
    index = root("sitemapindex", _SPACE)
    files_found = [(file.kind, file.number, file.changed_at) for file in list_files()]
    if entries := list_selection_entries(now()):
        files_found.append(("terseleksi", 1, max(filter(None, (entry.changed_at for entry in entries)), default=None)))
    for kind, number, changed_at in files_found:
        file = child(index, "sitemap")
        child(file, "loc", absolute("open.sitemap_show", kind=kind, number=number))
        _changed(file, changed_at)
    return _xml(index)


@files.get(f"/sitemap/<any({','.join(_KINDS)}):kind>-<int:number>.xml")
@public_page
def sitemap_show(kind: str, number: int) -> Response:
    """The pages of one kind, each in the languages that it really has."""
    if kind in _LONG:
        entries = _LONG[kind](number) if 0 < number <= 100_000 else []
    elif number != 1:
        abort(404)
    elif kind == "halaman":
        return _xml(_standing_pages())
    else:
        entries = _SHORT[kind]()
    if not entries:
        abort(404)
    addresses = {language: by_slug(_ENDPOINTS[kind], _language=language) for language in LANGUAGES}
    urls = root("urlset", {**_SPACE, **_XHTML})
    for entry in entries:
        _add(urls, {language: address(entry.slug) for language, address in addresses.items()}, entry)
    return _xml(urls)


def _standing_pages() -> Element:
    urls = root("urlset", {**_SPACE, **_XHTML})
    for entry in list_standing_entries(now()):
        _add(urls, {language: absolute(entry.slug, _language=language) for language in LANGUAGES}, entry)
    return urls


def _add(urls: Element, addresses: dict[str, str], entry: Entry) -> None:
    """One page: its Indonesian address, and where it is translated each form with all of them beside it."""
    shown: Sequence[str] = LANGUAGES if entry.is_translated else (SOURCE,)
    for language in shown:
        url = child(urls, "url")
        child(url, "loc", addresses[language])
        _changed(url, entry.changed_at)
        if entry.is_translated:
            for code in (*LANGUAGES, "x-default"):
                link = {"rel": "alternate", "hreflang": code, "href": addresses.get(code, addresses[SOURCE])}
                child(url, "xhtml:link", attributes=link)


def _changed(parent: Element, changed_at: datetime | None) -> None:
    if changed_at:
        child(parent, "lastmod", moment(changed_at))


def _xml(element: Element) -> Response:
    return Response(document(element), mimetype="application/xml")
