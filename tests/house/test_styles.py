"""Style sheets: everything in a named layer, raw colours only in the tokens, every block used, everything parses."""

import re

import pytest

from tests.house import source

ORDER = "@layer reset, base, layout, components, screens, utilities, print;"
ENTRIES = ("static/css/griya.css", "static/css/desk.css", "static/css/light.css")
# A page for slow telephones has this one and none of the others.
LIGHT = "static/css/light.css"
# What shows a component in a state without a pointer or a key, in the gallery.
SHOWN_STATE = re.compile(r", \.is-(?:hover|focus) \*")
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(")


def sheets() -> list[str]:
    return [source.name(path) for path in source.files("static/css", "*.css")]


def read(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (source.ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_sheet_says_the_order_of_the_layers_first(name: str) -> None:
    assert read(name).strip().startswith(ORDER)


@pytest.mark.parametrize("name", [s for s in sheets() if s not in ENTRIES])
def test_a_sheet_wraps_itself_in_a_layer(name: str) -> None:
    text = read(name).strip()
    assert re.match(r"@layer (reset|base|layout|components|screens|utilities|print)\s*\{", text), (
        f"{name} is outside layers"
    )
    assert text.endswith("}") and text.count("{") == text.count("}")


@pytest.mark.parametrize("name", [s for s in sheets() if not s.endswith("/tokens.css")])
def test_raw_colours_stand_only_in_the_tokens(name: str) -> None:
    found = RAW_COLOUR.findall(read(name))
    assert not found, f"{name}: use a meaning token instead of {found[:3]}"


def test_every_sheet_is_imported_once() -> None:
    imported = {entry: re.findall(r'@import (?:url\()?"([^"]+)"', read(entry)) for entry in ENTRIES}
    alone = imported.pop(LIGHT)
    assert len(alone) == len(set(alone))
    imports = [name for names in imported.values() for name in names]
    entries = {entry.removeprefix("static/css/") for entry in ENTRIES}
    expected = {s.removeprefix("static/css/") for s in sheets()} - entries
    linked = {
        match.removeprefix("css/")
        for path in source.files("templates", "*.html")
        for match in re.findall(r"asset_url\(['\"](css/[^'\"]+)", path.read_text(encoding="utf-8"))
    } - entries
    assert len(imports) == len(set(imports))
    assert {i.removeprefix("./") for i in (*imports, *alone)} | linked == expected


def test_every_token_that_is_used_is_defined() -> None:
    everything = "\n".join(read(name) for name in sheets())
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", everything))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", everything))
    assert used <= defined, f"tokens without a definition: {sorted(used - defined)}"


@pytest.mark.parametrize("name", [s for s in sheets() if "/components/" in s])
def test_a_component_sheet_holds_one_block(name: str) -> None:
    block = name.rsplit("/", 1)[1].removesuffix(".css")
    own = re.compile(rf"{block}(-list)?(__|--|$)")
    for selectors in re.findall(r"([^{};@]+)\{", SHOWN_STATE.sub("", read(name))):
        for selector in selectors.split(","):
            first = re.search(r"\.(-?[a-z][a-z0-9_-]*)", selector)
            assert first is None or own.match(first[1]), f"{name}: .{first[1]} is another block"


@pytest.mark.parametrize("name", sheets())
def test_a_sheet_is_read_by_a_real_parser(name: str) -> None:
    import lightningcss

    lightningcss.process_stylesheet((source.ROOT / name).read_text(encoding="utf-8"), filename=name)
