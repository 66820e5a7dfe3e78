"""The list of products and the page of one."""

from dataclasses import replace
from typing import NamedTuple

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.queries.facets import Listing, find_listing
from griya.catalog.queries.products import find_gone_product, find_moved_slug, find_product
from griya.catalog.rules.availability import AVAILABILITY_LABELS
from griya.catalog.rules.photos import PHOTO_ROLE_LABELS
from griya.catalog.sharing import formats_of, share_list, share_product
from griya.catalog.views import blueprint
from griya.catalog.views.asked import chosen, listing_url, typed_query
from griya.core.addresses import whole
from griya.core.clock import now, today
from griya.core.http import public_page
from griya.core.language import gettext
from griya.core.paging import page_number
from griya.core.qr import qr_code
from griya.core.speculation import product_list
from griya.core.words import SOURCE, Bilingual

# A list narrowed by more than one value is for people; search engines need not walk every combination.
_MAX_INDEXED_FILTERS = 1


class Chip(NamedTuple):
    """A chosen filter and the address of the list without it."""

    label: Bilingual
    url: str


@blueprint.get("/produk")
@public_page
@product_list
def product_index() -> ResponseReturnValue:
    """The catalogue, narrowed by shelf, kab/kota and text."""
    listing = find_listing(
        typed_query(),
        chosen("rak"),
        chosen("wilayah"),
        page_number(request.args.get("halaman")),
    )
    filters = listing.filters
    asked = len(filters.shelves) + len(filters.regions) + 2 * bool(filters.text)
    return render_template(
        "catalog/product_index.html",
        listing=listing,
        chips=_chips(listing),
        address=listing_url(filters, page=listing.page.number, language=SOURCE),
        is_indexed=asked <= _MAX_INDEXED_FILTERS,
        page_urls=[listing_url(filters, page=number) for number in range(1, listing.page.count + 1)],
        share=share_list(
            gettext("Produk"),
            whole(listing_url(filters, page=listing.page.number)),
            listing.page,
            formats=formats_of("produk", q=filters.text or None, rak=filters.shelves, wilayah=filters.regions),
        ),
    )


@blueprint.get("/produk/<slug>")
@public_page
def product_show(slug: str) -> ResponseReturnValue:
    """One product; an old address leads on, and one that was public says that it no longer is."""
    product = find_product(slug, today=today())
    if product is not None:
        address = f"{current_app.config['PUBLIC_URL']}{url_for('catalog.product_show', slug=product.slug)}"
        return render_template(
            "catalog/product_show.html",
            product=product,
            availability_labels=AVAILABILITY_LABELS,
            photo_roles=PHOTO_ROLE_LABELS,
            address=address,
            qr=qr_code(address),
            printed_on=today(),
            share=share_product(product),
        )
    moved = find_moved_slug(slug)
    if moved is not None:
        return redirect(url_for("catalog.product_show", slug=moved), 301)
    gone = find_gone_product(slug, at=now())
    if gone is None:
        abort(404)
    # A withdrawn product may come back; an archived one, or one that stayed away for 90 days, will not.
    return make_response(render_template("errors/product_gone.html", gone=gone), 410 if gone.is_closed else 404)


def _chips(listing: Listing) -> list[Chip]:
    filters = listing.filters
    typed = f"“{filters.text}”"
    chips = [Chip(Bilingual(typed, typed), listing_url(replace(filters, text="")))] if filters.text else []
    for slug in filters.shelves:
        rest = tuple(other for other in filters.shelves if other != slug)
        chips.append(Chip(listing.shelf_name(slug), listing_url(replace(filters, shelves=rest))))
    for slug in filters.regions:
        rest = tuple(other for other in filters.regions if other != slug)
        chips.append(Chip(listing.region_label(slug), listing_url(replace(filters, regions=rest))))
    return chips
