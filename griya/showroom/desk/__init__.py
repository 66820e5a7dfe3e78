"""The desk's pages about screens. Nested under the guarded desk blueprint in `griya.app`."""

from flask import Blueprint

blueprint = Blueprint("showroom", __name__, url_prefix="/layar")

from griya.showroom.desk import air  # noqa: E402

__all__ = ["air", "blueprint"]
