"""The addresses that rows carry: those of the Indonesian pages, built once for many rows."""

from griya.core.addresses import by_slug
from griya.core.words import SOURCE
from griya.publication.queries.addresses import Addresses


def row_addresses() -> Addresses:
    """Whole addresses of everything a row may name."""
    return Addresses(
        product=by_slug("catalog.product_show", _language=SOURCE),
        producer=by_slug("catalog.producer_show", _language=SOURCE),
        region=by_slug("catalog.region_show", _language=SOURCE),
        shelf=by_slug("catalog.category_show", _language=SOURCE),
        material=by_slug("catalog.material_show", _language=SOURCE),
        technique=by_slug("catalog.technique_show", _language=SOURCE),
        selection=by_slug("selection.selection_show", _language=SOURCE),
        file=by_slug("media.file_show", argument="name"),
    )
