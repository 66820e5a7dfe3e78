"""The page of a shelf or of a part of one."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from griya.catalog.queries.categories import Shelf, ShelfPart, list_shelves
from griya.catalog.queries.lists import page_of_facet
from griya.catalog.rules.facets import Facet
from griya.catalog.views import blueprint
from griya.catalog.views.asked import page_address
from griya.core.http import public_page
from griya.core.paging import page_number
from griya.core.speculation import product_list
from griya.core.words import SOURCE


@blueprint.get("/rak/<slug>")
@public_page
@product_list
def category_show(slug: str) -> ResponseReturnValue:
    """One shelf with its parts and products."""
    shelf, part = _find(list_shelves(), slug)
    if shelf is None:
        abort(404)
    products = page_of_facet(Facet.SHELF, slug, page_number(request.args.get("halaman")))
    return render_template(
        "catalog/category_show.html",
        shelf=shelf,
        part=part,
        current=part or shelf,
        products=products,
        address=page_address("catalog.category_show", products.number, slug=slug, language=SOURCE),
        page_url=lambda number: page_address("catalog.category_show", number, slug=slug),
    )


def _find(shelves: list[Shelf], slug: str) -> tuple[Shelf | None, ShelfPart | None]:
    for shelf in shelves:
        if shelf.slug == slug:
            return shelf, None
        for part in shelf.parts:
            if part.slug == slug:
                return shelf, part
    return None, None
