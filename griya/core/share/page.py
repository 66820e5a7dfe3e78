"""What a page tells those who share it and those who index it; `templates/layouts/_sharing.html` writes it down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from flask import current_app
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

MOST_TITLE: Final = 65
MOST_DESCRIPTION: Final = 200
LOCALES: Final = {"id": "id_ID", "en": "en_GB"}

Facts = Mapping[str, Any]


class Format(NamedTuple):
    """The same list in another form: its media type, what it is called, and its address."""

    media_type: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A page as chats show it (title, description, picture) and as machines read it.

    `picture` is a whole address, `facts` are objects of schema.org, `written` those that are JSON already. `query`
    stands behind the address of each of the formats.
    """

    title: str
    description: str
    picture: str
    picture_alt: str
    kind: str = "website"
    facts: Sequence[Facts] = ()
    formats: Sequence[Format] = ()
    written: Sequence[Markup] = ()
    query: str = ""

    @property
    def is_described(self) -> bool:
        """Whether it has a description."""
        return bool(self.description)

    def stencil(self) -> tuple[dict[str, Any], dict[str, str | tuple[str, ...]]]:
        """The same as `share` of a stencil's shape and slots (`core.stencils`), with its facts written."""
        shape = {
            "share.kind": self.kind,
            "share.is_described": self.is_described,
            "share.formats": tuple(self.formats),
            "share.facts": (),
        }
        return shape, {
            "share.title": self.title,
            "share.description": self.description,
            "share.picture": self.picture,
            "share.picture_alt": self.picture_alt,
            "share.written": (*map(as_json, self.facts), *self.written),
            "share.query": self.query,
        }


def as_json(facts: Facts | str) -> Markup:
    """The facts, or a text of them, as they stand in a page."""
    return htmlsafe_json_dumps(facts, dumps=current_app.json.dumps)


def cut(text: str, most: int) -> str:
    """The text on one line in at most `most` characters, cut at a word, with `…` where something is missing."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[: most - 1]
    if line[most - 1] != " ":
        head = head.rpartition(" ")[0] or head
    return f"{head.rstrip(' ,;:.–—-(')}…"


def title_of(name: str, maker: str = "", place: str = "") -> str:
    """`Name — maker, place` in 65 characters: the place gives way first, then the maker, and a long name is cut."""
    origin = ", ".join(part for part in (maker, place) if part)
    candidates = [f"{name} — {part}" for part in (origin, maker, place) if part]
    return next((one for one in candidates if len(one) <= MOST_TITLE), cut(name, MOST_TITLE))
