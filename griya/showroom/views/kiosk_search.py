"""Looking for something on the kiosk: lists to point at first, then words, typed on keys that the page brings along."""

from flask import render_template, request, url_for

from griya.catalog.queries.search import search
from griya.catalog.rules.facets import Facet
from griya.catalog.rules.filters import MAX_QUERY_LENGTH, search_words
from griya.core import clock
from griya.core.http import public_page
from griya.core.qr import qr_code
from griya.core.text import clean_text, one_line
from griya.showroom.queries.kiosk import list_chips, list_held_words
from griya.showroom.rules.kiosk import ERASE, KEYS, SPACE, typed_on
from griya.showroom.views import blueprint
from griya.showroom.views.addresses import public, typed


@blueprint.get("/kios/cari")
@public_page
def kiosk_search_show() -> str:
    """Lists as chips; with `?q=` the keys, where `tambah` is one that was just pressed; with `cari` what was found.

    Without scripts each key is a visit. A script types by itself, and looks among the held products where no server
    answers: for that the results without words carry them all.
    """
    text = one_line(clean_text(request.args.get("q", "")))[:MAX_QUERY_LENGTH]
    if "cari" in request.args:
        return _found(text.strip())
    if "q" in request.args:
        return render_template(
            "showroom/kiosk_search_show.html",
            view="keys",
            text=typed_on(text, request.args.get("tambah", "")),
            keys=KEYS,
            space=SPACE,
            erase=ERASE,
            longest=MAX_QUERY_LENGTH,
        )
    return render_template(
        "showroom/kiosk_search_show.html",
        view="ways",
        text="",
        groups=[list_chips(facet) for facet in (Facet.SHELF, Facet.PLACE, Facet.MATERIAL)],
    )


def _found(text: str) -> str:
    results = search(text) if search_words(text) else None
    address = public(url_for("catalog.search_index", q=text))
    return render_template(
        "showroom/kiosk_search_show.html",
        view="found",
        text=text,
        results=results,
        held=[] if text else list_held_words(clock.now()),
        carried=qr_code(address) if results and results.total else None,
        address=typed(address),
    )
