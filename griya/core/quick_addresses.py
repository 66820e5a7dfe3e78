"""Addresses that are a fixed text with at most one slug or file name in it, put together without the router.

A page holds dozens of them, a list of products more than a hundred. Werkzeug's router takes seven microseconds for
each, which is more than everything else on a card together.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from flask import Flask

# What needs no escaping in a path and is no step up or down.
_PLAIN: Final = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
_FORM: Final = re.compile(r"(?P<head>[^<>]*)(?:<(?P<name>[a-z_]+)>(?P<tail>[^<>]*))?")


class _Form(NamedTuple):
    """How an endpoint's address reads: the text before its one argument, the argument's name if any, the rest."""

    head: str
    name: str
    tail: str


class QuickAddresses:
    """Learns the form of each endpoint's address when it is first asked for."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._known: dict[str, _Form | None] = {}

    def build(self, endpoint: str, values: Mapping[str, Any]) -> str | None:
        """The path of an endpoint with these values; None where only the router can tell it."""
        try:
            form = self._known[endpoint]
        except KeyError:
            form = self._known[endpoint] = self._learn(endpoint)
        if form is None:
            return None
        head, name, tail = form
        if not name:
            return None if values else head
        if len(values) != 1:
            return None
        value = values.get(name)
        return f"{head}{value}{tail}" if type(value) is str and _PLAIN.fullmatch(value) else None

    def _learn(self, endpoint: str) -> _Form | None:
        app = self._app
        rules = list(app.url_map.iter_rules(endpoint)) if endpoint in app.view_functions else []
        if len(rules) != 1 or app.url_default_functions:
            return None
        rule = rules[0]
        match = _FORM.fullmatch(rule.rule)
        if match is None or rule.defaults or rule.subdomain or rule.host:
            return None
        return _Form(match["head"], match["name"] or "", match["tail"] or "")
