"""A stencil filled in is, byte for byte, what Jinja draws; and it refuses whatever it could not be right about."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from griya.core import stencils
from griya.core.stencils import NotPrinted, Slot, drawn, piece, plain

PAGE = """<html lang="{{ language() }}">{% if is_long %}<p class="{{ kind }}">{{ text }}</p>{% endif %}
{% for one in many %}<li title="{{ one }}">{{ one }}</li>{% endfor %}{{ share.title }}{% if share.has %}!{% endif %}
{{ _("Halaman %(number)s", number=text) }}{{ parts }}
{% for code in languages if code != language() %}<a href="{{ in_other_language(code) }}">é</a>{% endfor %}"""
# What a template may not do with a text, and would do wrongly for every text but the first.
FORBIDDEN = (
    "{% if text %}a{% endif %}", "{{ text|length }}", "{{ text|upper }}", "{{ text|trim }}", "{{ text == 'a' }}",
    "{% for letter in text %}a{% endfor %}", "{{ text + 'a' }}", "{{ text[0] }}", "{{ text in ('a', 'b') }}",
    "{{ text or 'a' }}", "{{ text|truncate(5) }}", "{{ '%s'|format(text|string) }}", "{{ text|tojson }}",
    "{{ many|join(' ')|upper }}", "{{ many[0]|int }}", "{{ 'a' if text < 'b' }}", "{{ 'a' ~ text }}",
)  # fmt: skip
TEXTS = st.text(max_size=20).filter(lambda text: not {"\x02", "\x03"} & set(text)) | st.sampled_from(
    ["<b>\"&'", "%s %(number)s", "{{ text }}", "-rows-", "é…×", ""]
)
WORDS = st.builds(Markup, st.sampled_from(["<b>a</b>", "", "&amp;", "é"])) | TEXTS


@pytest.fixture(scope="module")
def page(built_app: Flask) -> Iterator[Flask]:
    loader = built_app.jinja_env.loader
    built_app.jinja_env.loader = DictLoader(
        {"page.html": PAGE, **{f"{n}.html": text for n, text in enumerate(FORBIDDEN)}}
    )
    yield built_app
    built_app.jinja_env.loader = loader


@settings(max_examples=300, deadline=None)
@given(
    st.booleans(), st.sampled_from(["a", "b"]), st.booleans(), WORDS, WORDS, st.lists(WORDS, max_size=3),
    st.sampled_from(["/?q=%3Cb%3E&a=1", "/produk", "/en/produk?a=%22"]),
)  # fmt: skip
def test_what_is_filled_in_is_what_jinja_draws(
    page: Flask, is_long: bool, kind: str, has: bool, text: str, title: str, many: list[str], address: str
) -> None:
    shape: dict[str, Any] = {"is_long": is_long, "kind": kind, "share.has": has}
    slots: dict[str, Any] = {"text": text, "share.title": title, "many": tuple(many), "parts": ["<i>é</i>", "&lt;"]}
    language = "en" if address.startswith("/en") else "id"
    path = address.removeprefix("/en")
    with page.test_request_context(path, environ_overrides={"griya.language": language}):
        assert drawn("page.html", shape, slots).decode() == plain("page.html", shape, slots)


@pytest.mark.parametrize("number", range(len(FORBIDDEN)))
def test_a_condition_on_a_text_is_an_error_at_the_first_drawing(page: Flask, number: int) -> None:
    slots: dict[str, Any] = {"text": "b", "many": ("a", "b")}
    with page.test_request_context("/"):
        plain(f"{number}.html", {}, slots | {"many": ("1", "2")})
        with pytest.raises((NotPrinted, UndefinedError)):
            drawn(f"{number}.html", {}, slots)


@pytest.mark.parametrize("name", ["request.path", "session.get('a')", "g.account", "request.args"])
def test_a_stencil_knows_nothing_of_the_request_it_is_drawn_in(page: Flask, name: str) -> None:
    with page.test_request_context("/"):
        page.jinja_env.loader.mapping["asks.html"] = f"{{{{ {name} }}}}"  # type: ignore[union-attr]
        page.jinja_env.cache.clear()  # type: ignore[union-attr]
        with pytest.raises(Exception, match=r"request|path|args|attribute"):
            drawn("asks.html", {}, {})


def test_a_piece_is_drawn_once_for_each_key_language_and_number_of_texts(page: Flask) -> None:
    asked: list[str] = []

    def draw(slots: dict[str, Any]) -> str:
        asked.append("drawn")
        return str(Markup(", ").join(slots["many"]))

    for language in ("id", "en"):
        with page.test_request_context("/", environ_overrides={"griya.language": language}):
            for many in (("<", "b"), ("c", "d"), ("e",), ("f",)):
                expected = ", ".join(text.replace("<", "&lt;") for text in many)
                assert piece(("test",), draw, {"many": many}) == expected
    assert len(asked) == 4


def test_stencils_are_few(page: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stencils, "_MOST", 3)
    with page.test_request_context("/"):
        for number in range(20):
            assert piece(("few", number), lambda slots: str(Markup("{}").format(slots["a"])), {"a": "x"}) == "x"
        assert len(page.extensions["griya.stencils"]) <= 3


def test_a_slot_can_only_be_printed() -> None:
    slot = Slot("a")
    assert "a" in Markup("<p>{}</p>").format(slot)
    for use in (bool, len, str, list, hash, int, lambda one: one == "a", lambda one: "b" in one, lambda one: one()):
        with pytest.raises(NotPrinted, match="can only print 'a'"):
            use(slot)
