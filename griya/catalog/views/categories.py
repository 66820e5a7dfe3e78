"""All shelves, and the page of each and of its parts."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.models.vocabulary import VocabularyKind
from griya.catalog.queries.cards import ProductCard
from griya.catalog.queries.categories import Shelf, ShelfPart, list_shelves
from griya.catalog.queries.lists import page_beside
from griya.catalog.queries.merging import find_heir
from griya.catalog.rules.facets import Facet
from griya.catalog.sharing import formats_of, share_list, share_page
from griya.catalog.views import blueprint
from griya.catalog.views.asked import page_address
from griya.catalog.views.opened import search_result
from griya.core.addresses import absolute, whole
from griya.core.http import public_page
from griya.core.language import gettext, plain
from griya.core.paging import Page, page_number
from griya.core.share.page import Shared
from griya.core.speculation import product_list
from griya.core.words import SOURCE


@blueprint.get("/rak")
@public_page
def category_index() -> str:
    """All shelves with their parts."""
    return render_template(
        "catalog/category_index.html",
        address=url_for("catalog.category_index", _language=SOURCE),
        shelves=list_shelves(),
        share=share_page(
            gettext("Rak"),
            gettext("Produk industri kecil dan menengah Kalimantan Barat, rak demi rak."),
            formats=formats_of("rak"),
        ),
    )


@blueprint.get("/rak/<slug>")
@public_page
@product_list
@search_result
def category_show(slug: str) -> ResponseReturnValue:
    """One shelf with its parts and products."""
    shelf, part = _find(list_shelves(), slug)
    if shelf is None:
        heir = find_heir(VocabularyKind.CATEGORY, slug)
        if heir is None:
            abort(404)
        return redirect(url_for("catalog.category_show", slug=heir), 301)
    products, places = page_beside(Facet.SHELF, slug, page_number(request.args.get("halaman")), other=Facet.PLACE)
    return render_template(
        "catalog/category_show.html",
        shelf=shelf,
        part=part,
        current=part or shelf,
        products=products,
        places=places,
        address=page_address("catalog.category_show", products.number, slug=slug, language=SOURCE),
        page_url=lambda number: page_address("catalog.category_show", number, slug=slug),
        share=_shared(shelf, part, products),
    )


def _shared(shelf: Shelf, part: ShelfPart | None, products: Page[ProductCard]) -> Shared:
    here = part or shelf
    above = [(plain(shelf.name), absolute("catalog.category_show", slug=shelf.slug))] if part else []
    return share_list(
        plain(here.name),
        whole(page_address("catalog.category_show", products.number, slug=here.slug)),
        products,
        steps=[
            (gettext("Halaman depan"), absolute("site.home_show")),
            (gettext("Rak"), absolute("catalog.category_index")),
            *above,
        ],
        description=gettext("%(shelf)s buatan industri kecil dan menengah Kalimantan Barat.")
        % {"shelf": plain(here.name)},
        formats=formats_of("produk", rak=here.slug),
    )


def _find(shelves: list[Shelf], slug: str) -> tuple[Shelf | None, ShelfPart | None]:
    for shelf in shelves:
        if shelf.slug == slug:
            return shelf, None
        for part in shelf.parts:
            if part.slug == slug:
                return shelf, part
    return None, None
