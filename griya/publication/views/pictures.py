"""The share pictures: each at an address that names what stands on it, as long as that is public."""

import re
from pathlib import Path
from typing import Final

from flask import Response, current_app, request

from griya.catalog.queries.shared import find_shared_producer, find_shared_product
from griya.catalog.sharing import HOUSE, PRODUCER, PRODUCT, card_of_house, card_of_producer, card_of_product
from griya.core import unit_of_work
from griya.core.assets import YEAR_SECONDS
from griya.core.clock import now
from griya.core.share import kept
from griya.core.share.card import ShareCard
from griya.publication.views import pages
from griya.selection.queries import find_selection
from griya.selection.sharing import SELECTION, card_of_selection

_DIGEST: Final = re.compile(r"[0-9a-f]{24}")
_KINDS: Final = (PRODUCT, PRODUCER, SELECTION, HOUSE)


@pages.get(f"/bagikan/<any({','.join(_KINDS)}):kind>/<slug>/<digest>.jpg")
def share_show(kind: str, slug: str, digest: str) -> Response:
    """One picture, drawn when it is first asked for. Nothing is drawn for a digest that is not today's."""
    card = _card(kind, slug) if _DIGEST.fullmatch(digest) else None
    if card is None or card.digest != digest:
        return _plain("Gambar ini tidak ada.\n", 404)
    unit_of_work.let_go()
    folder = current_app.config["SETTINGS"].instance / kept.FOLDER
    try:
        content = kept.picture(card, folder=folder, media=Path(current_app.config["MEDIA_FOLDER"]))
    except kept.Busy:
        response = _plain("Gambar ini sedang disiapkan.\n", 503)
        response.headers["Retry-After"] = "2"
        return response
    response = Response(content, mimetype="image/jpeg")
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # a chat in a browser shows it too.
    response.set_etag(digest)
    response.make_conditional(request)
    return response


def _card(kind: str, slug: str) -> ShareCard | None:
    """What stands on the picture of something public now."""
    if kind == PRODUCT:
        product = find_shared_product(slug)
        return card_of_product(product) if product else None
    if kind == PRODUCER:
        producer = find_shared_producer(slug)
        return card_of_producer(producer) if producer else None
    if kind == SELECTION:
        selection = find_selection(slug, now())
        return card_of_selection(selection) if selection else None
    return card_of_house() if slug == HOUSE else None


def _plain(text: str, status: int) -> Response:
    """A short answer: a page of its own would cost more than the picture it is not."""
    response = Response(text, status=status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
