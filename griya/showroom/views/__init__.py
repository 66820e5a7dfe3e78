"""The screens' player, one slide per load for screens without scripts, and the touch kiosk."""

from flask import Blueprint

blueprint = Blueprint("showroom", __name__)

from griya.showroom.views import (  # noqa: E402
    devices,
    kiosk,
    kiosk_attract,
    kiosk_copy,
    kiosk_list,
    kiosk_search,
    screens,
    sizes,
)

__all__ = [
    "blueprint",
    "devices",
    "kiosk",
    "kiosk_attract",
    "kiosk_copy",
    "kiosk_list",
    "kiosk_search",
    "screens",
    "sizes",
]
