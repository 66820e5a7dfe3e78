"""All kabupaten and kota, and the page of each."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.queries.cards import ProductCard, list_specialties_made_elsewhere
from griya.catalog.queries.lists import page_beside
from griya.catalog.queries.producers import list_producers_of_regency
from griya.catalog.queries.regions import RegencyFacts, find_regency, list_regencies
from griya.catalog.queries.tile_map import tile_map
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


@blueprint.get("/wilayah")
@public_page
def region_index() -> str:
    """All 14 on the map, with what is made in each and by how many."""
    return render_template(
        "catalog/region_index.html",
        address=url_for("catalog.region_index", _language=SOURCE),
        chart=tile_map(list_regencies()),
        share=share_page(
            gettext("Kabupaten dan kota"),
            gettext("Produk industri kecil dan menengah Kalimantan Barat menurut tempat dibuatnya."),
            formats=formats_of("wilayah"),
        ),
    )


@blueprint.get("/wilayah/<slug>")
@public_page
@product_list
@search_result
def region_show(slug: str) -> ResponseReturnValue:
    """One of the 14: its facts, its makers, what is made there, and its specialities that are made elsewhere."""
    region = find_regency(slug)
    if region is None:
        abort(404)
    products, shelves = page_beside(
        Facet.PLACE, region.slug, page_number(request.args.get("halaman")), other=Facet.SHELF
    )
    return render_template(
        "catalog/region_show.html",
        region=region,
        producers=list_producers_of_regency(region.code),
        products=products,
        shelves=shelves,
        chart=tile_map(list_regencies()),
        elsewhere=list_specialties_made_elsewhere(region.code),
        address=page_address("catalog.region_show", products.number, slug=region.slug, language=SOURCE),
        page_url=lambda number: page_address("catalog.region_show", number, slug=slug),
        share=_shared(region, products),
    )


def _shared(region: RegencyFacts, products: Page[ProductCard]) -> Shared:
    name = plain(region.long_label)
    return share_list(
        name,
        whole(page_address("catalog.region_show", products.number, slug=region.slug)),
        products,
        steps=[
            (gettext("Halaman depan"), absolute("site.home_show")),
            (gettext("Kabupaten dan kota"), absolute("catalog.region_index")),
        ],
        description=gettext("Produk dan industri kecil menengah %(region)s, Kalimantan Barat.") % {"region": name},
        formats=formats_of("produk", wilayah=region.slug),
    )
