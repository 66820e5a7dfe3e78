"""The template environment: strict about names, with the house's formatters as filters."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from griya.core import language, text


def init_app(app: Flask) -> None:
    """Make a missing name an error and offer the formatters to every template, in the page's language."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["one_line"] = text.one_line
    for formatter in (text.rupiah, text.number, text.percent, text.day, text.moment):
        app.jinja_env.filters[formatter.__name__] = _in_language(formatter)


def _in_language(formatter: Callable[[Any, str], str]) -> Callable[[Any], str]:
    return lambda value: formatter(value, language.current())
