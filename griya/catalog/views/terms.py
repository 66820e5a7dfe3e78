"""The pages of materials and techniques, and of each of them."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.queries.terms import TermKind, find_term, list_terms
from griya.catalog.sharing import formats_of, share_list, share_page
from griya.catalog.views import blueprint
from griya.catalog.views.asked import page_address
from griya.core.addresses import whole
from griya.core.http import public_page
from griya.core.language import gettext, plain
from griya.core.paging import page_number
from griya.core.speculation import product_list
from griya.core.words import SOURCE

MATERIALS, TECHNIQUES = "bahan", "teknik"


@blueprint.get("/bahan")
@public_page
def material_index() -> str:
    """What the products are made of."""
    about = gettext("Produk industri kecil dan menengah Kalimantan Barat menurut bahannya.")
    return _index(TermKind.MATERIAL, gettext("Bahan"), about, MATERIALS)


@blueprint.get("/bahan/<slug>")
@public_page
@product_list
def material_show(slug: str) -> ResponseReturnValue:
    """One material: its products, its makers, and where they are."""
    return _show(TermKind.MATERIAL, slug, gettext("Bahan"))


@blueprint.get("/teknik")
@public_page
def technique_index() -> str:
    """How the products are made."""
    about = gettext("Produk industri kecil dan menengah Kalimantan Barat menurut cara membuatnya.")
    return _index(TermKind.TECHNIQUE, gettext("Cara membuat"), about, TECHNIQUES)


@blueprint.get("/teknik/<slug>")
@public_page
@product_list
def technique_show(slug: str) -> ResponseReturnValue:
    """One technique: its products, its makers, and where they are."""
    return _show(TermKind.TECHNIQUE, slug, gettext("Cara membuat"))


def _index(kind: TermKind, title: str, description: str, table: str) -> str:
    return render_template(
        f"catalog/{kind}_index.html",
        kind=kind,
        address=url_for(f"catalog.{kind}_index", _language=SOURCE),
        terms=[term for term in list_terms(kind) if term.count],
        term_address=lambda slug: url_for(f"catalog.{kind}_show", slug=slug),
        share=share_page(title, description, formats=formats_of(table)),
    )


def _show(kind: TermKind, slug: str, list_name: str) -> ResponseReturnValue:
    page = find_term(kind, slug, page_number(request.args.get("halaman")))
    if page is None:
        abort(404)
    endpoint = f"catalog.{kind}_show"
    number = page.products.number
    address = page_address(endpoint, number, slug=slug, language=SOURCE)
    steps = [(gettext("Produk"), url_for("catalog.product_index")), (list_name, url_for(f"catalog.{kind}_index"))]
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
