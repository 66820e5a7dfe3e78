"""What a visitor asked for in the query string, cleaned, and the addresses that ask for it again."""

from flask import request, url_for

from griya.catalog.rules.filters import MAX_QUERY_LENGTH, Filters
from griya.core.text import clean_text, one_line


def typed_query() -> str:
    """The text of `q` on one line, without what no person types, cut to the length of its field."""
    return _cleaned(request.args.get("q", ""))


def chosen(name: str) -> list[str]:
    """The values of a repeated parameter, cleaned as text is: an unknown one is shown to the visitor."""
    return [value for value in map(_cleaned, request.args.getlist(name)) if value]


def _cleaned(value: str) -> str:
    return one_line(clean_text(value))[:MAX_QUERY_LENGTH].strip()


def listing_url(filters: Filters, *, page: int = 1, language: str | None = None) -> str:
    """The one address of a narrowed list: slugs in order, nothing empty; in the page's language unless one is named."""
    return url_for(
        "catalog.product_index",
        _language=language,
        q=filters.text or None,
        rak=filters.shelves,
        wilayah=filters.regions,
        halaman=page if page > 1 else None,
    )


def page_address(endpoint: str, number: int, *, slug: str, language: str | None = None) -> str:
    """The address of page `number` of a list that only a slug names; the first one has no number."""
    return url_for(endpoint, halaman=number if number > 1 else None, _language=language, slug=slug)
