"""Public pages of the catalogue, one module per noun, on one blueprint."""

from flask import Blueprint

from griya.catalog.sharing import shared_page
from griya.catalog.views import pieces
from griya.core.share.page import LOCALES

blueprint = Blueprint("catalog", __name__)
pieces.init_blueprint(blueprint)

from griya.catalog.views import categories, producers, products, regions, search, terms  # noqa: E402


@blueprint.app_context_processor
def sharing() -> dict[str, object]:
    """What the layout of every public page tells of it."""
    return {"shared_page": shared_page, "share_locales": LOCALES}


__all__ = ["blueprint", "categories", "producers", "products", "regions", "search", "terms"]
