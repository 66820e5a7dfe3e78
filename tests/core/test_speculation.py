"""What browsers may fetch ahead: rules on lists alone, of the right type, for pages that are the same for everybody."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from griya.core.assets import SPECULATION_RULES
from griya.core.http import CONTENT_SECURITY_POLICY
from tests.factories.catalog import make_product
from tests.page import PageClient

LISTS = {
    "site.home_show", "catalog.product_index", "catalog.category_show", "catalog.region_show",
    "selection.selection_index", "selection.selection_show", "selection.slot_show", "catalog.material_show",
    "catalog.technique_show",
}  # fmt: skip
NEVER = ("/permintaan", "/permintaan/tambah/contoh", "/meja/", "/kios/produk/contoh", "/layar", "/media/x.jpg", "/cari")


def rules(folder: str) -> list[dict[str, Any]]:
    text = (Path(folder) / SPECULATION_RULES).read_text(encoding="utf-8")
    return list(json.loads(text)["prefetch"])


def is_matched(address: str, rule: dict[str, Any]) -> bool:
    allowed = next(part["href_matches"] for part in rule["where"]["and"] if "href_matches" in part)
    return any(re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), address) for pattern in allowed)


def test_lists_and_nothing_else_are_marked(built_app: Flask) -> None:
    views = built_app.view_functions
    assert {name for name, view in views.items() if getattr(view, "is_product_list", False)} == LISTS
    assert all(getattr(views[name], "is_public_page", False) for name in LISTS)


def test_a_list_names_the_rules_and_keeps_its_strict_policy(page: PageClient) -> None:
    answer = page.get("/produk").response
    assert re.fullmatch(r'"/static/[0-9a-f]{12}/speculation-rules\.json"', answer.headers["Speculation-Rules"])
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY and "inline" not in CONTENT_SECURITY_POLICY


def test_other_pages_name_none(page: PageClient, context: Any) -> None:
    product = make_product()
    context.commit()
    for path in (f"/produk/{product.slug}", "/permintaan", "/meja/masuk", "/tentang", "/cari?q=kue", "/kios/"):
        assert "Speculation-Rules" not in page.get(path).response.headers, path
    assert "Speculation-Rules" not in page.get("/rak/tidak-ada", expect=404).response.headers


def test_whoever_asks_for_little_data_is_told_of_no_rules_and_caches_know(page: PageClient) -> None:
    thrifty = page.get("/produk", headers={"Save-Data": "on"}).response
    assert "Speculation-Rules" not in thrifty.headers
    assert "Save-Data" in thrifty.headers["Vary"]
    assert "Save-Data" in page.get("/produk").response.headers["Vary"]


@pytest.mark.parametrize("version", ["today", "000000000000"])
def test_the_rules_are_served_as_what_they_are(built_app: Flask, client: FlaskClient, version: str) -> None:
    version = built_app.config["STATIC_VERSION"] if version == "today" else version
    with client.get(f"/static/{version}/{SPECULATION_RULES}") as answer:
        assert answer.status_code == 200
        assert answer.content_type == "application/speculationrules+json"


def test_the_rules_reach_products_and_never_what_is_private_or_does_something(built_app: Flask) -> None:
    (rule,) = rules(built_app.config["STATIC_ROOT"])
    assert rule["eagerness"] == "moderate"
    assert {"not": {"selector_matches": "[rel~=nofollow], [download], [type]"}} in rule["where"]["and"]
    assert is_matched("/produk/lempok", rule) and is_matched("/en/produk/lempok", rule)
    assert not [path for path in NEVER if is_matched(path, rule) or is_matched(f"/en{path}", rule)]
    examples = {re.sub(r"<[^>]+>", "contoh", each.rule): each.endpoint for each in built_app.url_map.iter_rules()}
    reached = {endpoint for address, endpoint in examples.items() if is_matched(address, rule)}
    assert "catalog.product_show" in reached
    for endpoint in reached:
        assert getattr(built_app.view_functions[endpoint], "is_public_page", False), f"{endpoint} is fetched ahead"


def test_a_page_that_is_fetched_ahead_is_the_page(page: PageClient, context: Any) -> None:
    product = make_product()
    context.commit()
    plain = page.get(f"/produk/{product.slug}")
    ahead = page.get(f"/produk/{product.slug}", headers={"Sec-Purpose": "prefetch", "Purpose": "prefetch"})
    assert ahead.response.data == plain.response.data
    assert ahead.response.headers["ETag"] == plain.response.headers["ETag"]
