"""Addresses: with the site's name in front for chats, feeds and search engines, and with numbers that rows can have."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from werkzeug.routing import IntegerConverter, Map

from griya.core.language import current
from griya.core.words import SOURCE

# What a column of the type INTEGER holds on PostgreSQL. SQLite and its driver have other limits, further away.
_GREATEST_ROW = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: the number of a row. One that no row can have leads to no page."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **{"max": _GREATEST_ROW, **options})


def init_app(app: Flask) -> None:
    """Read the numbers in this application's addresses. Must come before its pages."""
    app.url_map.converters["int"] = RowNumber


def absolute(endpoint: str, **values: Any) -> str:
    """The whole public address of a page, in the page's language unless `_language` names one."""
    return whole(current_app.url_for(endpoint, **values))


def whole(path: str) -> str:
    """The public address of a path on this site."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


def canonical(endpoint: str, *, is_translated: bool, **values: Any) -> str:
    """The address a page is known by: an English form that is no translation is known by the Indonesian one."""
    return absolute(endpoint, _language=current() if is_translated else SOURCE, **values)


def by_slug(endpoint: str, *, argument: str = "slug", **values: Any) -> Callable[[str], str]:
    """The whole address of a page by its slug, for lists: the address is built once and only the slug put in."""
    head, _, tail = absolute(endpoint, **{argument: "-slug-"}, **values).rpartition("-slug-")
    return lambda slug: f"{head}{slug}{tail}"
