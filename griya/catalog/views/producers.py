"""The page of a maker."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.queries.producers import find_moved_producer, find_producer
from griya.catalog.queries.terms import list_terms_of_producer
from griya.catalog.sharing import share_producer
from griya.catalog.views import blueprint
from griya.core.clock import today
from griya.core.http import public_page


@blueprint.get("/ikm/<slug>")
@public_page
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
