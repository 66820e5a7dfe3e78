"""Static files: a version for the whole tree, and one flat style sheet."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from griya.core.assets import FLAT_SHEETS, asset_url, flat_sheet, tree_version


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small tree of sheets that import each other."""
    for name, text in {
        "css/griya.css": '@layer a, b;\n@import url("parts/one.css");\n@import url("print.css") print;\n',
        "css/parts/one.css": '/* a note */ @layer a { p { mask: url("../../img/x.svg"); } }\n',
        "css/print.css": "@layer b { p { color: black; } }\n",
        "img/x.svg": "<svg/>",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_flat_sheet_holds_every_import_in_its_place(tree: Path) -> None:
    flat = flat_sheet(tree, "css/griya.css")
    assert "@import" not in flat
    assert "a note" not in flat
    assert flat.index("@layer a, b;") < flat.index("mask") < flat.index("@media print")


def test_addresses_in_an_imported_sheet_still_lead_to_the_file(tree: Path) -> None:
    assert 'url("../img/x.svg")' in flat_sheet(tree, "css/griya.css")


def test_the_version_changes_with_any_byte_and_any_name(tree: Path) -> None:
    first = tree_version(tree)
    (tree / "img/x.svg").write_text("<svg></svg>", encoding="utf-8")
    second = tree_version(tree)
    (tree / "img/x.svg").rename(tree / "img/y.svg")
    assert len({first, second, tree_version(tree)}) == 3


@pytest.mark.parametrize("sheet_name", FLAT_SHEETS.values())
def test_an_entry_sheet_is_served_flat_and_for_good(built_app: Flask, client: FlaskClient, sheet_name: str) -> None:
    with client.get(f"/static/{built_app.config['STATIC_VERSION']}/{sheet_name}") as answer:
        assert answer.mimetype == "text/css"
        assert "@import" not in answer.get_data(as_text=True)
        assert "immutable" in answer.headers["Cache-Control"]


def test_every_address_in_the_sites_own_sheet_leads_to_a_file(built_app: Flask, client: FlaskClient) -> None:
    version = built_app.config["STATIC_VERSION"]
    with client.get(f"/static/{version}/{FLAT_SHEETS['css/griya.css']}") as answer:
        assert answer.mimetype == "text/css"
        assert "immutable" in answer.headers["Cache-Control"]
        sheet = answer.get_data(as_text=True)
    assert sheet.startswith("@layer reset, base, layout, components, screens, utilities, print;")
    addresses = set(re.findall(r'url\("\.\./([^"]+)"\)', sheet))
    assert addresses
    for address in addresses:
        with client.get(f"/static/{version}/{address}") as answer:
            assert answer.status_code == 200, address


def test_a_sheet_of_yesterday_is_answered_and_not_kept(client: FlaskClient) -> None:
    assert client.get("/static/000000000000/css/griya.flat.css").headers["Cache-Control"] == "no-cache"


def test_a_name_that_does_not_exist_is_an_error_at_once(built_app: Flask) -> None:
    with built_app.test_request_context("/"), pytest.raises(FileNotFoundError):
        asset_url("css/nothing.css")
