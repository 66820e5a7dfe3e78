"""Public pages of the catalogue, one module per noun, on one blueprint."""

from flask import Blueprint

blueprint = Blueprint("catalog", __name__)

from griya.catalog.views import categories, producers, products, regions, search  # noqa: E402

__all__ = ["blueprint", "categories", "producers", "products", "regions", "search"]
