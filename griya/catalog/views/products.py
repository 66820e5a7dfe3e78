"""The list of products and the page of one."""

from dataclasses import replace
from datetime import date
from typing import Final

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from griya.catalog.queries.distinctions import Distinction, holding
from griya.catalog.queries.index.listing import Listing
from griya.catalog.queries.lists import ListPage, find_list_page, query_of_heirs, read_asked
from griya.catalog.queries.products import ProductPage, find_gone_product, find_moved_slug, find_product
from griya.catalog.rules.asked import ORDER_LABELS, is_indexable, needs_redirect, strings_without
from griya.catalog.rules.availability import AVAILABILITY_LABELS
from griya.catalog.rules.facets import FACET_LABELS
from griya.catalog.rules.photos import PHOTO_ROLE_LABELS
from griya.catalog.rules.questions import LABELS
from griya.catalog.sharing import share_product, share_written_list
from griya.catalog.views import blueprint, list_pieces, pieces
from griya.catalog.views.asked import PageAddresses, listing_url, refuse_haste
from griya.catalog.views.list_pieces import Chip
from griya.catalog.views.opened import search_result
from griya.core import stencils
from griya.core.addresses import whole
from griya.core.clock import now, today
from griya.core.http import public_page
from griya.core.language import current, gettext, plain, translate
from griya.core.qr import qr_code
from griya.core.speculation import product_list
from griya.core.text import one_line
from griya.core.words import SOURCE, Bilingual, is_translated

_LONGEST_DESCRIPTION: Final = 155
_ORDERS: Final = tuple((order.value, label) for order, label in ORDER_LABELS.items())


@blueprint.get("/produk")
@public_page
@product_list
@search_result
def product_index() -> ResponseReturnValue:
    """The catalogue, narrowed by facets and words; any other way to ask the same leads to its one address."""
    asked, snapshot = read_asked(request.args.to_dict(flat=False))
    if needs_redirect(request.query_string.decode("utf-8", "replace"), asked):
        return redirect(listing_url(asked), 308)
    if asked.unknown and (heirs := query_of_heirs(request.args.to_dict(flat=False), asked)):
        return redirect(f"{url_for('catalog.product_index')}?{heirs}", 301)
    refuse_haste(asked)
    found = find_list_page(asked, snapshot, language=current())
    # What is rare, and what visitors' own words make different each time, is not worth a stencil.
    draw = stencils.plain if found.listing.is_empty or asked.unknown else stencils.drawn
    return draw("catalog/product_index.html", *_list_parts(found))


def _list_parts(found: ListPage) -> tuple[stencils.Shape, stencils.Slots]:
    """What the page of a list is drawn of."""
    listing, page = found.listing, found.page
    asked = listing.asked
    page_url = PageAddresses(asked)
    chips = _chips(listing, page_url)
    shared, told = share_written_list(
        gettext("Produk"), whole(page_url(page.number)), page, table="produk", query=page_url.query(1)
    ).stencil()
    shape = {
        "place": "/produk",
        "is_its_page": True,
        "is_indexed": is_indexable(asked) and not listing.is_empty,
        "is_corrected": bool(found.corrected),
        "is_partly_unknown": bool(asked.unknown),
        "is_narrowed": bool(chips),
        "is_literal": asked.is_literal,
        "is_empty": listing.is_empty,
        "order": asked.order.value,
        "orders": _ORDERS,
        **shared,
    }
    slots = {
        "address": page_url.in_language(SOURCE, page.number),
        "text": asked.text,
        "corrected": found.corrected,
        "as_typed": listing_url(asked.as_typed()) if found.corrected else "",
        "chip_count": str(len(chips)),
        "chips": list_pieces.chip_list(chips) if chips else "",
        "facets": pieces.drawn_facets(FACET_LABELS, listing.facets, open_first=2),
        "summary": list_pieces.list_summary(page, translate(ORDER_LABELS[asked.order])),
        "cards": pieces.drawn_card_list(page.items),
        "pagination": list_pieces.pagination(page, page_url),
        **told,
    }
    if asked.unknown:
        shape["unknown"] = asked.unknown
    if listing.is_empty:
        shape["meant"] = tuple(
            (text, listing_url(replace(asked.at(1), text=text, is_literal=False))) for text in found.meant
        )
    return shape, slots


@blueprint.get("/produk/<slug>")
@public_page
@search_result
def product_show(slug: str) -> ResponseReturnValue:
    """One product; an old address leads on, and one that was public says that it no longer is."""
    product = find_product(slug, today=today())
    if product is not None:
        printed_on, distinction = today(), holding(product.distinctions, now())
        parts = pieces.drawn_once(
            product, printed_on, distinction, caller=lambda: _product_parts(product, printed_on, distinction)
        )
        return stencils.drawn("catalog/product_show.html", *parts)
    moved = find_moved_slug(slug)
    if moved is not None:
        return redirect(url_for("catalog.product_show", slug=moved), 301)
    gone = find_gone_product(slug, at=now())
    if gone is None:
        abort(404)
    # A withdrawn product may come back; an archived one, or one that stayed away for 90 days, will not.
    return make_response(render_template("errors/product_gone.html", gone=gone), 410 if gone.is_closed else 404)


def _product_parts(
    product: ProductPage, printed_on: date, distinction: Distinction | None
) -> tuple[stencils.Shape, stencils.Slots]:
    """What the page of a product is drawn of."""
    address = whole(url_for("catalog.product_show", slug=product.slug))
    body = render_template(
        "catalog/_product.html",
        product=product,
        distinction=distinction,
        availability_labels=AVAILABILITY_LABELS,
        photo_roles=PHOTO_ROLE_LABELS,
        question_labels=LABELS,
        address=address,
        qr=qr_code(address),
        printed_on=printed_on,
    )
    shared, told = share_product(product).stencil()
    shape = {
        "place": "/produk",
        "is_its_page": False,
        "is_translated": is_translated(product.name, product.summary, product.description),
        "has_photos": bool(product.photos),
        **shared,
    }
    description = one_line(plain(product.summary or product.name))
    slots = {
        "name": plain(product.name),
        "maker": product.producer_name,
        "made_in": plain(product.made_in.label),
        "description": current_app.jinja_env.call_filter("truncate", description, [_LONGEST_DESCRIPTION]),
        "address": url_for("catalog.product_show", slug=product.slug, _language=SOURCE),
        "body": Markup(body),  # noqa: S704 - drawn by a template
        **told,
    }
    return shape, slots


def _chips(listing: Listing, address: PageAddresses) -> list[Chip]:
    asked = listing.asked
    typed = f"“{asked.text}”"
    chips = [Chip(Bilingual(typed, typed), listing_url(asked.without_text()))] if asked.text else []
    chips += [Chip(listing.name(facet, value), address.of(query)) for facet, value, query in strings_without(asked)]
    return chips
