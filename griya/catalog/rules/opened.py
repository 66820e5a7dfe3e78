"""From which search a page was opened, as far as the browser says so by itself."""

from collections.abc import Container
from typing import Final
from urllib.parse import parse_qs, urlsplit

# The search in both languages. It names nothing that may be fetched ahead, so who comes from it has pressed a link.
_SEARCH: Final = frozenset({"/cari", "/en/cari"})
# No browser sends more, and nobody types so much.
_LONGEST: Final = 2_000


def words_of(referer: str, hosts: Container[str]) -> str:
    """What was looked for on the page of our own search that led here; empty where none did."""
    if not referer or len(referer) > _LONGEST or "/cari?" not in referer:
        return ""
    try:
        parts = urlsplit(referer)
    except ValueError:
        return ""
    if parts.netloc not in hosts or parts.path not in _SEARCH:
        return ""
    try:
        return next(iter(parse_qs(parts.query, max_num_fields=20).get("q", ())), "")
    except ValueError:
        return ""
