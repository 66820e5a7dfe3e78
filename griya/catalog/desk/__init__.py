"""The desk's pages of the catalogue, one module per noun. Nested under the guarded desk blueprint in `griya.app`."""

from flask import Blueprint

blueprint = Blueprint("catalog", __name__)

from griya.catalog.desk import (  # noqa: E402
    product_consents,
    product_items,
    product_photos,
    product_steps,
    products,
    proposals,
    search_gaps,
    search_words,
    terms,
    wording,
)

__all__ = [
    "blueprint",
    "product_consents",
    "product_items",
    "product_photos",
    "product_steps",
    "products",
    "proposals",
    "search_gaps",
    "search_words",
    "terms",
    "wording",
]
