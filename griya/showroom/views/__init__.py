"""The screens' player, one slide per load for screens without scripts, and the touch kiosk."""

from flask import Blueprint

blueprint = Blueprint("showroom", __name__)

from griya.showroom.views import devices, kiosk, screens, sizes  # noqa: E402

__all__ = ["blueprint", "devices", "kiosk", "screens", "sizes"]
