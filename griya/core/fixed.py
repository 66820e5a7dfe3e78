"""Parts of a layout that are the same on every page of one language, drawn when they are first needed."""

from flask import Flask, current_app
from markupsafe import Markup

from griya.core import preview
from griya.core.language import current

_KEY = "griya.fixed"


def fixed(name: str, **few: str) -> Markup:
    """The template `name`, which may ask for addresses, messages and settings, and for nothing of the present page.

    What else it asks for is given in `few`: values of which there is a handful in all, such as the part of the site
    that a page belongs to. A preview, whose addresses lead to itself, is drawn anew.
    """
    if preview.current() is not None:
        return _drawn(name, few)
    settings, kept = current_app.config["SETTINGS"], current_app.extensions[_KEY]
    key = name, current(), *few.values()
    known = kept.get(key)
    if known is None or known[0] is not settings:
        known = kept[key] = settings, _drawn(name, few)
    text: Markup = known[1]
    return text


def _drawn(name: str, few: dict[str, str]) -> Markup:
    return Markup(current_app.jinja_env.get_template(name).render(few))  # noqa: S704 - drawn by a template


def init_app(app: Flask) -> None:
    """Offer the function to every template."""
    app.extensions[_KEY] = {}
    app.jinja_env.globals["fixed"] = fixed
