"""What a visitor asked for in the query string, and the addresses that ask for it again."""

import math
from typing import Final

from flask import request, url_for
from werkzeug.exceptions import TooManyRequests

from griya.accounts.limits import network_of
from griya.catalog.rules.asked import Asked, canonical_string, is_indexable, page_strings
from griya.catalog.rules.filters import MAX_QUERY_LENGTH
from griya.core.pace import Pace, is_own
from griya.core.text import clean_text, one_line


def typed_query() -> str:
    """The text of `q` on one line, without what no person types, cut to the length of its field."""
    return one_line(clean_text(request.args.get("q", "")))[:MAX_QUERY_LENGTH].strip()


# Who reads a list and narrows it never comes near this; who walks all combinations of filters is slowed down.
_DEEP_LISTS: Final = Pace(at_once=60, per_second=1)


def refuse_haste(asked: Asked) -> None:
    """Answer 429 to a network that asks for too many lists that no search engine keeps.

    Their number grows with the combinations of all filters, so somebody who follows every link never comes to an end.
    """
    if is_indexable(asked) or is_own(request.remote_addr):
        return
    if wait := _DEEP_LISTS.wait(network_of(request.remote_addr)):
        raise TooManyRequests(retry_after=math.ceil(wait))


def listing_url(asked: Asked, *, language: str | None = None) -> str:
    """The one address of a narrowed list, values in order and nothing empty; in the page's language unless told."""
    query = canonical_string(asked)
    address = url_for("catalog.product_index", _language=language)
    return f"{address}?{query}" if query else address


class PageAddresses:
    """`listing_url` of each page of one list; what they share is put together once."""

    def __init__(self, asked: Asked) -> None:
        self._query_of = page_strings(asked)
        self._here = url_for("catalog.product_index")

    def __call__(self, page: int) -> str:
        """The address of a page in the present language."""
        return self._with_query(self._here, page)

    def in_language(self, language: str, page: int) -> str:
        """The same in another language."""
        return self._with_query(url_for("catalog.product_index", _language=language), page)

    def of(self, query: str) -> str:
        """The address of another list by its query."""
        return f"{self._here}?{query}" if query else self._here

    def query(self, page: int) -> str:
        """What stands behind the path, with its question mark; "" where nothing does."""
        return self._with_query("", page)

    def _with_query(self, path: str, page: int) -> str:
        query = self._query_of(page)
        return f"{path}?{query}" if query else path


def page_address(endpoint: str, number: int, *, slug: str | None = None, language: str | None = None) -> str:
    """The address of page `number` of a list that at most a slug names; the first one has no number."""
    return url_for(endpoint, halaman=number if number > 1 else None, _language=language, slug=slug)
