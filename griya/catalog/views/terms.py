"""The pages of materials and techniques, and of each of them."""

from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.queries.merging import find_heir
from griya.catalog.queries.terms import TermKind, find_term, list_terms
from griya.catalog.sharing import formats_of, share_list, share_page
from griya.catalog.views import blueprint
from griya.catalog.views.asked import page_address
from griya.core.addresses import whole
from griya.core.http import public_page
from griya.core.language import gettext, plain
from griya.core.paging import page_number
from griya.core.speculation import product_list
from griya.core.words import N_, SOURCE

# What each list is called, what is told of it, and the open table of the same terms.
_MATERIALS: Final = (N_("Bahan"), N_("Produk industri kecil dan menengah Kalimantan Barat menurut bahannya."), "bahan")
_TECHNIQUES: Final = (
    N_("Cara membuat"),
    N_("Produk industri kecil dan menengah Kalimantan Barat menurut cara membuatnya."),
    "teknik",
)
_LISTS: Final = {TermKind.MATERIAL: _MATERIALS, TermKind.TECHNIQUE: _TECHNIQUES}


@blueprint.get("/bahan")
@public_page
def material_index() -> str:
    """What the products are made of."""
    return _index(TermKind.MATERIAL)


@blueprint.get("/bahan/<slug>")
@public_page
@product_list
def material_show(slug: str) -> ResponseReturnValue:
    """One material: its products, its makers, and where they are."""
    return _show(TermKind.MATERIAL, slug)


@blueprint.get("/teknik")
@public_page
def technique_index() -> str:
    """How the products are made."""
    return _index(TermKind.TECHNIQUE)


@blueprint.get("/teknik/<slug>")
@public_page
@product_list
def technique_show(slug: str) -> ResponseReturnValue:
    """One technique: its products, its makers, and where they are."""
    return _show(TermKind.TECHNIQUE, slug)


def _index(kind: TermKind) -> str:
    title, description, table = _LISTS[kind]
    return render_template(
        f"catalog/{kind}_index.html",
        kind=kind,
        address=url_for(f"catalog.{kind}_index", _language=SOURCE),
        terms=[term for term in list_terms(kind) if term.count],
        term_address=lambda slug: url_for(f"catalog.{kind}_show", slug=slug),
        share=share_page(gettext(title), gettext(description), formats=formats_of(table)),
    )


def _show(kind: TermKind, slug: str) -> ResponseReturnValue:
    page = find_term(kind, slug, page_number(request.args.get("halaman")))
    if page is None:
        heir = find_heir(kind, slug)
        if heir is None:
            abort(404)
        return redirect(url_for(f"catalog.{kind}_show", slug=heir), 301)
    endpoint = f"catalog.{kind}_show"
    number = page.products.number
    address = page_address(endpoint, number, slug=slug, language=SOURCE)
    steps = [
        (gettext("Produk"), url_for("catalog.product_index")),
        (gettext(_LISTS[kind][0]), url_for(f"catalog.{kind}_index")),
    ]
    name = plain(page.term.name)
    about = gettext("%(term)s: produk industri kecil dan menengah Kalimantan Barat, pembuatnya, dan asalnya.")
    return render_template(
        f"catalog/{kind}_show.html",
        page=page,
        steps=steps,
        address=address,
        page_url=lambda number: page_address(endpoint, number, slug=slug),
        share=share_list(
            name,
            whole(page_address(endpoint, number, slug=slug)),
            page.products,
            steps=[(label, whole(path)) for label, path in steps],
            description=about % {"term": name},
        ),
    )
