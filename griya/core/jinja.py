"""The template environment: strict about names, with the house's formatters as filters."""

from flask import Flask
from jinja2 import StrictUndefined

from griya.core import text


def init_app(app: Flask) -> None:
    """Make a missing name an error and offer the formatters to every template."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        rupiah=text.rupiah, number=text.number, day=text.day, moment=text.moment, one_line=text.one_line
    )
