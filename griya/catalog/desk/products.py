"""Products, public or not, as the desk lists them."""

from flask import render_template, request

from griya.catalog.desk import blueprint
from griya.catalog.queries.desk import PRODUCT_FIELDS, STATE_NAMES, STATES_BY_WORD, page_of_products
from griya.core.filters import Filters
from griya.core.paging import page_number


@blueprint.get("/produk")
def product_index() -> str:
    """List all products, public or not."""
    filters = Filters(request.args, *PRODUCT_FIELDS)
    return render_template(
        "desk/catalog/product_index.html",
        page=page_of_products(
            text=filters.text("q"),
            state=STATES_BY_WORD.get(filters.text("status")),
            page=page_number(request.args.get("hal")),
        ),
        filters=filters,
        state_names=STATE_NAMES,
    )
