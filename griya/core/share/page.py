"""What a page tells those who share it and those who index it; `templates/layouts/_sharing.html` writes it down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

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

    `picture` is a whole address, `facts` are objects of schema.org.
    """

    title: str
    description: str
    picture: str
    picture_alt: str
    kind: str = "website"
    facts: Sequence[Facts] = ()
    formats: Sequence[Format] = ()


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
