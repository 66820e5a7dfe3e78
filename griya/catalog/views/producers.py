"""All makers, and the page of each."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.queries.producers import find_moved_producer, find_producer, page_of_producers
from griya.catalog.queries.terms import list_terms_of_producer
from griya.catalog.sharing import formats_of, share_page, share_producer
from griya.catalog.views import blueprint
from griya.catalog.views.asked import page_address
from griya.catalog.views.opened import search_result
from griya.core.clock import today
from griya.core.http import public_page
from griya.core.language import gettext
from griya.core.paging import page_number
from griya.core.words import SOURCE


@blueprint.get("/ikm")
@public_page
def producer_index() -> str:
    """Everybody who has something to show, by name."""
    producers = page_of_producers(page_number(request.args.get("halaman")))
    endpoint = "catalog.producer_index"
    return render_template(
        "catalog/producer_index.html",
        producers=producers,
        address=page_address(endpoint, producers.number, language=SOURCE),
        page_url=lambda number: page_address(endpoint, number),
        share=share_page(
            gettext("Para pembuat"),
            gettext("Industri kecil dan menengah Kalimantan Barat yang produknya dapat dilihat di sini."),
            formats=formats_of("ikm"),
        ),
    )


@blueprint.get("/ikm/<slug>")
@public_page
@search_result
def producer_show(slug: str) -> ResponseReturnValue:
    """One maker with its products; an old address leads on."""
    producer = find_producer(slug, today=today())
    if producer is not None:
        return render_template(
            "catalog/producer_show.html",
            producer=producer,
            shelves={card.category_slug: card.category_name for card in producer.products},
            terms=list_terms_of_producer(producer.slug),
            share=share_producer(producer),
        )
    moved = find_moved_producer(slug)
    if moved is None:
        abort(404)
    return redirect(url_for("catalog.producer_show", slug=moved), 301)
