"""The desk's pages of the catalogue, one module per noun. Nested under the guarded desk blueprint in `griya.app`."""

from flask import Blueprint

blueprint = Blueprint("catalog", __name__)

from griya.catalog.desk import products, search_gaps, search_words, terms  # noqa: E402

__all__ = ["blueprint", "products", "search_gaps", "search_words", "terms"]
