"""How a list is narrowed: what can be a slug, the words of a query, and which choices make others idle."""

import re
from collections.abc import Mapping
from typing import Final

MAX_QUERY_LENGTH: Final = 100
MAX_WORDS: Final = 8

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_SLUG_LENGTH: Final = 160


def is_slug(text: str) -> bool:
    """Whether `text` can be a slug at all; anything else need not be asked of the database."""
    return len(text) <= _MAX_SLUG_LENGTH and _SLUG.fullmatch(text) is not None


def search_words(text: str) -> tuple[str, ...]:
    """The words of a query that are looked for, each once, without the ones behind a sensible limit."""
    return tuple(dict.fromkeys(text.casefold().split()))[:MAX_WORDS]


def narrow(chosen: tuple[str, ...], parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Chosen categories without a shelf of which a part is chosen too: the part narrows the shelf.

    `parents` maps every known category to the shelf above it; unknown ones are dropped. The order is the alphabet's,
    so that one choice has one address.
    """
    known = {slug for slug in chosen if slug in parents}
    narrowed = {parents[slug] for slug in known}
    return tuple(sorted(known - narrowed))
