"""Two languages: every message is in the English catalogue, none is left over, and no public page speaks beside it."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from griya.core.words import LANGUAGES
from griya.inquiry import notices
from tests.house import messages, source

# Read in Indonesian alone: the desk, the showroom's screens, letters, and pages for developers.
INDONESIAN = (
    "answer/", "desk/", "gallery/", "layouts/desk.html", "layouts/light.html", "layouts/screen.html", "mail/",
    "showroom/_slide.html", "showroom/_still.html", "showroom/pairing", "showroom/screen",
    "components/desk_filter.html", "components/desk_head.html", "components/desk_pager.html",
    "components/history.html", "components/session_list.html", "components/task_list.html",
)  # fmt: skip
# Names that are the same in both languages, and what is no word.
NAMES = re.compile(
    r"Griya IKM|WhatsApp|Griya|WIB|QR|OVOP|IKM|P-IRT|SNI|English|Bahasa Indonesia|\bml\b|Ctrl|UU 27/2022"
)
SPOKEN_ATTRIBUTES = re.compile(r'(?:aria-label|alt|title|placeholder|name="description" content)="([^"]*)"')
TAG = re.compile(r"<code>[^<]*</code>|<[^>]*>|&[a-z]+;|&#\d+;")
WORD = re.compile(r"[^\W\d_]{2,}")


def bilingual() -> list[Path]:
    """The templates that a visitor may read in English."""
    return [path for path in source.files("templates", "*.html") if not _relative(path).startswith(INDONESIAN)]


def _relative(path: Path) -> str:
    return path.relative_to(source.ROOT / "templates").as_posix()


def test_every_message_has_an_english_one_and_none_is_left_over() -> None:
    found = messages.problems()
    assert not found, "run `make messages` and fill in the catalogue:\n" + "\n".join(found)


@pytest.mark.parametrize("path", bilingual(), ids=_relative)
def test_a_public_template_says_nothing_beside_the_catalogue(built_app: Flask, path: Path) -> None:
    found = bare_words(built_app, path.read_text(encoding="utf-8"))
    assert not found, f"{_relative(path)}: put these into _() or {{% trans %}}: {found}"


@pytest.mark.parametrize("path", bilingual(), ids=_relative)
def test_a_message_in_a_template_is_a_literal(built_app: Flask, path: Path) -> None:
    """What is looked up by a variable is `|translate`d: `_()` trusts its message as markup."""
    tree = built_app.jinja_env.parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext"}:
            assert isinstance(call.args[0], nodes.Const), f"{_relative(path)}:{call.lineno} write it as |translate"


@pytest.mark.parametrize("path", list(source.files("templates", "*.html")), ids=_relative)
def test_no_template_takes_the_name_of_the_messages_away(path: Path) -> None:
    assert "set _ " not in path.read_text(encoding="utf-8"), f"{_relative(path)}: write {{% do … %}}"


def test_the_notice_says_as_much_in_each_language_under_a_version_of_its_own() -> None:
    shown = [notices.for_language(language) for language in LANGUAGES]
    assert len({len(notice.sentences) for notice in shown}) == 1, "the wordings say different things"
    assert len({notice.version for notice in shown}) == len({notice.wording_digest for notice in shown}) == len(shown)
    assert [notices.of_version(notice.version) for notice in shown] == shown


def test_the_check_for_bare_words_finds_them(built_app: Flask) -> None:
    assert bare_words(built_app, '<p>Halo {{ _("dunia") }}</p>') == ["Halo"]
    assert bare_words(built_app, '<img alt="Tampak depan">') == ["Tampak", "depan"]
    assert bare_words(built_app, "<p>{% trans %}Halo{% endtrans %} 12</p>") == []


def bare_words(app: Flask, text: str) -> list[str]:
    """Words that a template writes itself, outside any message."""
    data, spoken = [], 0
    for _line, kind, value in app.jinja_env.lex(text):
        if kind == "name" and value in {"trans", "endtrans"}:
            spoken += 1 if value == "trans" else -1
        elif kind == "data" and not spoken:
            data.append(value)
        elif kind == "data":
            data.append(" ")
        elif kind in {"variable_begin", "block_begin"}:
            data.append("\ue000")  # something is put in here: no end of a word or a tag
    joined = "".join(data)
    attributes = SPOKEN_ATTRIBUTES.findall(joined)
    visible = [TAG.sub(" ", joined), *attributes]
    return [word for part in visible for word in WORD.findall(NAMES.sub(" ", part))]
