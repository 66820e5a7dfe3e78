"""Search over products, makers, places and shelves, and what is suggested while somebody types."""

from typing import Final

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.heard import counter
from griya.catalog.queries.lookup.suggestions import suggest
from griya.catalog.queries.search import search
from griya.catalog.rules.asked import LITERAL
from griya.catalog.rules.filters import search_words
from griya.catalog.views import blueprint
from griya.catalog.views.asked import typed_query
from griya.catalog.views.pieces import drawn_once
from griya.core.clock import today
from griya.core.http import public_page
from griya.core.words import N_

# What kind of thing a suggestion is, and whose page it leads to.
SUGGESTED: Final = {
    "shelf": ("catalog.category_show", N_("rak")),
    "place": ("catalog.region_show", N_("tempat")),
    "producer": ("catalog.producer_show", N_("pembuat")),
    "product": ("catalog.product_show", N_("produk IKM")),
}


@blueprint.get("/cari")
@public_page
def search_index() -> ResponseReturnValue:
    """What was found, grouped by kind; an empty question shows how to ask."""
    text = typed_query()
    # The way back from a correction: the words as they were typed.
    results = search(text, literal=request.args.get(LITERAL) == "1") if search_words(text) else None
    if results is not None and request.method == "GET":
        counter.note(text, results.total, today())
    return render_template("catalog/search_index.html", text=text, results=results)


@blueprint.get("/cari/saran")
@public_page
def suggestion_index() -> ResponseReturnValue:
    """The options under the search box, as the piece of HTML that stands there; without a script nobody asks for it."""
    suggested = suggest(typed_query())
    told = {"suggested": suggested, "kinds": SUGGESTED, "address_of": _address_of}
    answer = make_response(
        drawn_once(suggested, caller=lambda: render_template("catalog/suggestion_index.html", **told))
    )
    # A piece has no head to say it in.
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _address_of(endpoint: str, slug: str) -> str:
    return url_for(endpoint, slug=slug)
