"""Search over products, makers, places and shelves."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from griya.catalog.queries.search import search
from griya.catalog.rules.filters import search_words
from griya.catalog.views import blueprint
from griya.catalog.views.asked import typed_query
from griya.core.http import public_page


@blueprint.get("/cari")
@public_page
def search_index() -> ResponseReturnValue:
    """What was found, grouped by kind; an empty question shows how to ask."""
    text = typed_query()
    # "persis" is the way back from a correction: the words as they were typed.
    results = search(text, literal=request.args.get("persis") == "1") if search_words(text) else None
    return render_template("catalog/search_index.html", text=text, results=results)
