"""The screens' player, one slide per load for screens without scripts, and the touch kiosk."""

from flask import Blueprint

blueprint = Blueprint("showroom", __name__)

from griya.showroom.views import kiosk, kiosk_attract, kiosk_copy, kiosk_list, kiosk_search, screens, sizes  # noqa: E402

__all__ = ["blueprint", "kiosk", "kiosk_attract", "kiosk_copy", "kiosk_list", "kiosk_search", "screens", "sizes"]
