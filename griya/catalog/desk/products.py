"""Products, public or not, as the desk lists them."""

from flask import render_template, request

from griya.catalog.desk import blueprint
from griya.catalog.queries.desk import STATE_NAMES, page_of_products
from griya.catalog.rules.filters import MAX_QUERY_LENGTH
from griya.core.paging import page_number
from griya.core.text import clean_text, slugify

_STATES = {slugify(name): state for state, name in STATE_NAMES.items()}


@blueprint.get("/produk")
def product_index() -> str:
    """List all products, public or not."""
    text = clean_text(request.args.get("q", ""))[:MAX_QUERY_LENGTH]
    chosen = request.args.get("status", "")
    state = _STATES.get(chosen)
    return render_template(
        "desk/catalog/product_index.html",
        page=page_of_products(text=text, state=state, page=page_number(request.args.get("hal"))),
        text=text,
        chosen=chosen if state else "",
        states=[(key, STATE_NAMES[value]) for key, value in _STATES.items()],
        state_names=STATE_NAMES,
        max_length=MAX_QUERY_LENGTH,
    )
