"""The list of products and the page of one."""

from dataclasses import replace
from typing import NamedTuple

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.queries.distinctions import distinction_of
from griya.catalog.queries.index.listing import Listing
from griya.catalog.queries.lists import find_list_page, read_asked
from griya.catalog.queries.products import find_gone_product, find_moved_slug, find_product
from griya.catalog.rules.asked import ORDER_LABELS, by_name, canonical_query, is_indexable, needs_redirect
from griya.catalog.rules.availability import AVAILABILITY_LABELS
from griya.catalog.rules.facets import FACET_LABELS
from griya.catalog.rules.photos import PHOTO_ROLE_LABELS
from griya.catalog.sharing import formats_of, share_list, share_product
from griya.catalog.views import blueprint
from griya.catalog.views.asked import listing_url, refuse_haste
from griya.core.addresses import whole
from griya.core.clock import now, today
from griya.core.http import public_page
from griya.core.language import current, gettext
from griya.core.qr import qr_code
from griya.core.speculation import product_list
from griya.core.words import SOURCE, Bilingual


class Chip(NamedTuple):
    """A chosen filter and the address of the list without it."""

    label: Bilingual
    url: str


@blueprint.get("/produk")
@public_page
@product_list
def product_index() -> ResponseReturnValue:
    """The catalogue, narrowed by facets and words; any other way to ask the same leads to its one address."""
    asked, snapshot = read_asked(request.args.to_dict(flat=False))
    if needs_redirect(request.query_string.decode("utf-8", "replace"), asked):
        return redirect(listing_url(asked), 308)
    refuse_haste(asked)
    found = find_list_page(asked, snapshot, language=current())
    return render_template(
        "catalog/product_index.html",
        listing=found.listing,
        page=found.page,
        corrected=found.corrected,
        meant=[(text, listing_url(replace(asked.at(1), text=text, is_literal=False))) for text in found.meant],
        chips=_chips(found.listing),
        facet_labels=FACET_LABELS,
        orders=ORDER_LABELS,
        as_typed=listing_url(asked.as_typed()),
        address=listing_url(asked.at(found.page.number), language=SOURCE),
        is_indexed=is_indexable(asked) and not found.listing.is_empty,
        page_url=lambda number: listing_url(asked.at(number)),
        share=share_list(
            gettext("Produk"),
            whole(listing_url(asked.at(found.page.number))),
            found.page,
            formats=formats_of("produk", **by_name(canonical_query(asked.at(1)))),
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
            distinction=distinction_of(product.product_id, now()),
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
    asked = listing.asked
    typed = f"“{asked.text}”"
    chips = [Chip(Bilingual(typed, typed), listing_url(asked.without_text()))] if asked.text else []
    for facet, values in asked.chosen:
        chips += [Chip(listing.name(facet, value), listing_url(asked.without(facet, value))) for value in values]
    return chips
