"""The quick way to an address gives the same as Flask's own, for every endpoint there is."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

from griya.core.language import BilingualFlask
from griya.core.quick_addresses import QuickAddresses

VALUES = ["amplang", "a-b_c.d~e", "a" * 64 + ".webp", "", "..", ".", "a/b", "é", "a b", "%41", "a?b", "<x>", None, 7]


def answer(build: Callable[..., str], endpoint: str, **values: Any) -> str:
    try:
        return build(endpoint, **values)
    except BuildError:
        return "no address"


@pytest.mark.parametrize("value", VALUES)
def test_every_address_is_the_one_that_flask_builds(built_app: Flask, value: object) -> None:
    quick, used = QuickAddresses(built_app), 0
    with built_app.test_request_context("/"):
        for rule in built_app.url_map.iter_rules():
            for values in ({}, *({name: value} for name in rule.arguments or {"halaman"})):
                found = quick.build(rule.endpoint, values)
                if found is not None:
                    used += 1
                    assert found == answer(lambda *a, **k: Flask.url_for(built_app, *a, **k), rule.endpoint, **values)
    assert used > 20, "most addresses take the quick way"


def test_only_a_plain_address_of_a_page_takes_the_quick_way(built_app: Flask) -> None:
    assert isinstance(built_app, BilingualFlask)
    with built_app.test_request_context("/"):
        assert url_for("catalog.product_show", slug="a", x="1") == "/produk/a?x=1"
        assert url_for("catalog.product_show", slug="a", _anchor="foto") == "/produk/a#foto"
        assert url_for("catalog.product_show", slug="a", _external=True) == "http://localhost/produk/a"
        assert (
            url_for("catalog.product_show", slug="a", _scheme="https", _external=True) == "https://localhost/produk/a"
        )
        assert url_for("catalog.product_index") == "/produk"
    with built_app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/griya"}):
        assert url_for("catalog.product_show", slug="a") == "/griya/produk/a"
    with built_app.test_request_context("/", environ_overrides={"griya.language": "en"}):
        assert url_for("catalog.product_show", slug="a") == "/en/produk/a"
        assert url_for("catalog.product_show", slug="a", _language="id") == "/produk/a"
