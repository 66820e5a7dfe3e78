"""Reading a page's linked data as a search engine does."""

import json
from typing import Any

from tests.page import Opened, attributes


def facts(opened: Opened) -> list[dict[str, Any]]:
    """Every object in the page's linked data, each parsed as JSON."""
    scripts = [one for one in opened.select("script") if attributes(one).get("type") == "application/ld+json"]
    return [json.loads(one.to_text()) for one in scripts]


def fact(opened: Opened, kind: str) -> dict[str, Any]:
    """The one object of this type."""
    found = [one for one in facts(opened) if one["@type"] == kind]
    assert len(found) == 1, f"{len(found)} objects of type {kind}"
    return found[0]


def everything(value: object) -> list[tuple[str, object]]:
    """Every name and value at any depth."""
    if isinstance(value, dict):
        return [pair for name, part in value.items() for pair in ((name, part), *everything(part))]
    return [pair for part in value for pair in everything(part)] if isinstance(value, list) else []
