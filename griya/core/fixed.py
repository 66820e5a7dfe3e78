"""Parts of a layout that are the same on every page of one language, drawn when they are first needed."""

from flask import Flask, current_app
from markupsafe import Markup

from griya.core.language import current

_KEY = "griya.fixed"


def fixed(name: str) -> Markup:
    """The template `name`, which may ask for addresses, messages and settings, and for nothing of the present page."""
    settings, drawn = current_app.config["SETTINGS"], current_app.extensions[_KEY]
    known = drawn.get((name, current()))
    if known is None or known[0] is not settings:
        html = Markup(current_app.jinja_env.get_template(name).render())  # noqa: S704 - drawn by a template
        known = drawn[name, current()] = settings, html
    text: Markup = known[1]
    return text


def init_app(app: Flask) -> None:
    """Offer the function to every template."""
    app.extensions[_KEY] = {}
    app.jinja_env.globals["fixed"] = fixed
