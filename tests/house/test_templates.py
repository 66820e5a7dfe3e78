"""Templates: one for each page, addresses that exist, components with a block of style, nothing inline."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from tests.house import source

# Rendered by no endpoint of that name, each for the reason given.
NOT_AN_ENDPOINT = {
    "errors/error.html": "error handlers",
    "errors/plain.html": "error handlers",
    "errors/kiosk.html": "error handlers below /kios/",
    "gallery/component_index.html": "an endpoint in local mode only; tests/house/test_gallery.py opens it",
    "errors/product_gone.html": "the answer to a withdrawn product",
}
NOT_A_PAGE_FOLDER = ("layouts/", "components/", "mail/")


def templates() -> list[Path]:
    return list(source.files("templates", "*.html"))


def relative(path: Path) -> str:
    return path.relative_to(source.ROOT / "templates").as_posix()


def test_every_template_is_named_after_an_endpoint(built_app: Flask) -> None:
    endpoints = {rule.endpoint for rule in built_app.url_map.iter_rules()}
    for path in templates():
        name = relative(path)
        if name.startswith(NOT_A_PAGE_FOLDER) or name in NOT_AN_ENDPOINT or path.stem.startswith("_"):
            continue
        endpoint = name.removesuffix(".html").replace("/", ".")
        assert endpoint in endpoints, f"templates/{name}: there is no endpoint {endpoint}"


def test_every_address_in_a_template_exists(built_app: Flask) -> None:
    endpoints = {rule.endpoint for rule in built_app.url_map.iter_rules()}
    for path in templates():
        tree = built_app.jinja_env.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "url_for":
                assert isinstance(call.args[0], nodes.Const), f"{relative(path)}:{call.lineno} url_for of a variable"
                assert call.args[0].value in endpoints, (
                    f"{relative(path)}:{call.lineno} no endpoint {call.args[0].value}"
                )


def test_every_static_file_in_a_template_exists(built_app: Flask) -> None:
    for path in templates():
        tree = built_app.jinja_env.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if (
                isinstance(call.node, nodes.Name)
                and call.node.name == "asset_url"
                and isinstance(call.args[0], nodes.Const)
            ):
                assert (source.ROOT / "static" / call.args[0].value).is_file(), (
                    f"{relative(path)}: {call.args[0].value}"
                )


def test_components_are_imported_without_context() -> None:
    for path in templates():
        assert "with context" not in path.read_text(encoding="utf-8"), f"{relative(path)}: pass what a macro needs"


def test_every_macro_that_is_imported_is_used(built_app: Flask) -> None:
    for path in templates():
        text = path.read_text(encoding="utf-8")
        tree = built_app.jinja_env.parse(text)
        for imported in tree.find_all(nodes.FromImport):
            for entry in imported.names:
                name = entry[1] if isinstance(entry, tuple) else entry
                uses = len(re.findall(rf"\b{name}\s*\(", text))
                assert uses, f"{relative(path)} imports {name} and never calls it"


def test_every_page_of_the_desk_says_what_it_is_for_by_the_one_head(built_app: Flask) -> None:
    for path in templates():
        name, text = relative(path), path.read_text(encoding="utf-8")
        if '"layouts/desk.html"' not in text:
            continue
        heads = [
            call
            for call in built_app.jinja_env.parse(text).find_all(nodes.Call)
            if isinstance(call.node, nodes.Name) and call.node.name == "desk_head"
        ]
        assert heads, f"{name}: begin with desk_head(title, help), components/desk_head.html"
        assert "<h1" not in text and 'class="lead"' not in text, f"{name}: the title and its line stand in desk_head"
        for call in heads:
            help_line = call.args[1] if len(call.args) > 1 else None
            is_empty = isinstance(help_line, nodes.Const) and len(str(help_line.value).split()) < 4
            assert help_line is not None and not is_empty, f"{name}:{call.lineno} say in one line what the page is for"


def test_lists_of_the_desk_are_narrowed_by_the_one_form() -> None:
    for path in templates():
        if not relative(path).startswith("components/"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"<form[^>]*desk-filter", text), (
                f"{relative(path)}: use desk_filter, components/desk_filter.html"
            )


def test_no_template_holds_inline_code() -> None:
    for path in templates():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), f"{relative(path)}: inline style or handler"
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", text), f"{relative(path)}: inline script"


def test_no_template_switches_escaping_off() -> None:
    allowed: set[str] = set()
    for path in templates():
        if relative(path) not in allowed:
            text = path.read_text(encoding="utf-8")
            assert "|safe" not in text.replace(" ", "") and "autoescape false" not in text, f"{relative(path)}: |safe"


@pytest.mark.parametrize("path", templates(), ids=relative)
def test_a_template_compiles_and_has_an_escaped_ending(built_app: Flask, path: Path) -> None:
    built_app.jinja_env.parse(path.read_text(encoding="utf-8"))
    assert path.suffix == ".html"
