"""What a browser may fetch ahead of a visit: pages that list products name the rules, no other page does.

The rules stand in a file of our own, so the content security policy stays as strict as it is. They name what may be
fetched (products, shelves, regions, selections); forms, the desk, the kiosk and the screens are none of that.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, Response, g, request

from griya.core.assets import SPECULATION_RULES, asset_url

P = ParamSpec("P")
R = TypeVar("R")


def product_list(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a public page as one whose visitors go on to a product, so that it may be fetched when they point at it."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        g.is_product_list = True
        return view(*args, **kwargs)

    wrapped.is_product_list = True  # type: ignore[attr-defined]
    return wrapped


def _name_rules(response: Response) -> Response:
    """Name the rules, except to a visitor whose browser asks for little data."""
    if g.get("is_product_list") and g.get("is_public") and response.status_code in {200, 304}:
        headers = response.headers
        headers["Vary"] = ", ".join((*headers.getlist("Vary"), "Save-Data"))
        if request.headers.get("Save-Data", "").lower() != "on":
            headers["Speculation-Rules"] = f'"{asset_url(SPECULATION_RULES)}"'
    return response


def init_app(app: Flask) -> None:
    """Let marked pages name the rules."""
    app.after_request(_name_rules)
