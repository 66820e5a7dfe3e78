"""Products, public or not, as the desk lists them."""

from flask import render_template, request

from griya.catalog.desk import blueprint
from griya.catalog.queries.desk import STATE_NAMES, page_of_products
from griya.catalog.rules.filters import MAX_QUERY_LENGTH
from griya.core.filters import Choice, Filters, Words
from griya.core.paging import page_number
from griya.core.text import slugify

_STATES = {slugify(name): state for state, name in STATE_NAMES.items()}
_WORDS = Words("q", "Nama, kode, IKM, atau tempat", MAX_QUERY_LENGTH)
_STATE = Choice("status", "Status", {key: STATE_NAMES[state] for key, state in _STATES.items()}, "Semua status")


@blueprint.get("/produk")
def product_index() -> str:
    """List all products, public or not."""
    filters = Filters(request.args, _WORDS, _STATE)
    return render_template(
        "desk/catalog/product_index.html",
        page=page_of_products(
            text=filters.text("q"),
            state=_STATES.get(filters.text("status")),
            page=page_number(request.args.get("hal")),
        ),
        filters=filters,
        state_names=STATE_NAMES,
    )
