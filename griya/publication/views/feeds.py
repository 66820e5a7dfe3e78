"""The feed of new products, Atom 1.0, in the language of its address."""

import uuid
from typing import Final

from flask import Response, current_app

from griya.core.addresses import absolute, by_slug
from griya.core.http import public_page
from griya.core.language import current, gettext, plain
from griya.core.markup import Element, child, document, root
from griya.publication.queries.feed import FeedEntry, list_feed_entries
from griya.publication.rules.cells import moment
from griya.publication.rules.licence import LICENCE
from griya.publication.views import pages

ATOM_TYPE: Final = "application/atom+xml"
# Ids are made of this and of a product's code, so they survive a new name, a new address and a new host.
_NAMESPACE: Final = uuid.UUID("6f0c6c1e-5a8e-5d0b-9a55-3d1f0b7c2a10")
# An empty feed still has to say when it changed.
_BEGINNING: Final = "2026-01-01T00:00:00Z"


@pages.get("/produk/baru.atom")
@public_page
def feed_show() -> Response:
    """The newest products."""
    entries = list_feed_entries()
    office = current_app.config["SETTINGS"].office.name
    feed = root("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": current()})
    child(feed, "id", _id(f"produk-baru-{current()}"))
    child(feed, "title", f"{gettext('Produk baru')} – {office}")
    child(feed, "updated", max((moment(entry.changed_at) for entry in entries), default=_BEGINNING))
    child(feed, "link", attributes={"rel": "self", "type": ATOM_TYPE, "href": absolute("publication.feed_show")})
    child(feed, "link", attributes={"rel": "alternate", "type": "text/html", "href": absolute("catalog.product_index")})
    child(child(feed, "author"), "name", office)
    child(feed, "rights", f"{LICENCE.name} {LICENCE.address}")
    address = by_slug("catalog.product_show")
    for entry in entries:
        _add(feed, entry, address(entry.slug))
    return Response(document(feed), mimetype=ATOM_TYPE)


def _add(feed: Element, entry: FeedEntry, address: str) -> None:
    element = child(feed, "entry")
    child(element, "id", _id(entry.code))
    child(element, "title", plain(entry.name))
    child(element, "published", moment(entry.published_at))
    child(element, "updated", moment(entry.changed_at))
    child(element, "link", attributes={"rel": "alternate", "type": "text/html", "href": address})
    child(child(element, "author"), "name", entry.producer_name)
    child(element, "category", attributes={"term": entry.shelf_slug, "label": plain(entry.shelf_name)})
    told = [plain(entry.summary), f"{entry.producer_name}, {plain(entry.place)}"]
    told += [gettext("Data contoh")] if entry.is_sample else []
    child(element, "summary", " · ".join(part for part in told if part))


def _id(key: str) -> str:
    return uuid.uuid5(_NAMESPACE, key).urn
