"""What stands around the cards of a list, filled into texts that the components drew once (`core.stencils`)."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from griya.catalog.views.pieces import component, macro
from griya.core.language import current, words
from griya.core.paging import Page, Way
from griya.core.stencils import piece
from griya.core.text import number
from griya.core.words import Bilingual

# Any number of products but one, for their grammar.
_MANY = 2


class Chip(NamedTuple):
    """A chosen filter and the address of the list without it."""

    label: Bilingual
    url: str


def chip_list(chips: Sequence[Chip]) -> Markup:
    """What narrows a list, each with the way out of it."""

    def draw(slots: dict[str, Any]) -> str:
        drawn = [Chip(*both) for both in zip(slots["labels"], slots["urls"], strict=True)]
        return str(macro("catalog/_chips.html", "chip_list")(drawn))

    texts = {"labels": tuple([words(chip.label) for chip in chips]), "urls": tuple([chip.url for chip in chips])}
    return piece(("chips",), draw, texts)


def list_summary(page: Page[Any], order: str) -> Markup:
    """The component of that name, `order` in the page's words."""
    language, count, is_part = current(), 1 if page.total == 1 else _MANY, page.count > 1

    def draw(slots: dict[str, Any]) -> str:
        said = component("list_summary", "summary_said")
        return str(said(count, slots["total"], is_part, slots["first"], slots["last"], slots["order"]))

    texts = {
        "total": number(page.total, language),
        "first": number(page.first, language),
        "last": number(page.last, language),
        "order": order,
    }
    return piece(("summary", count, is_part), draw, texts)


def pagination(page: Page[Any], url: Callable[[int], str]) -> Markup:
    """The component of that name."""
    if page.count <= 1:
        return Markup("")
    ways = page.ways_by(url)
    has_before, has_behind = page.number > 1, page.number < page.count
    form = tuple([way[2:] for way in ways])

    def draw(slots: dict[str, Any]) -> str:
        both = zip(slots["numbers"], slots["addresses"], form, strict=True)
        drawn = [Way(number, address, *rest) for number, address, rest in both]
        links = component("pagination", "page_links")
        return str(links(drawn, slots["before"], slots["behind"], has_before, has_behind))

    texts: dict[str, str | tuple[str, ...] | list[str]] = {
        "numbers": tuple([str(way.number) for way in ways]),
        "addresses": tuple([way.address for way in ways]),
        "before": url(page.number - 1) if has_before else "",
        "behind": url(page.number + 1) if has_behind else "",
    }
    return piece(("pagination", form, has_before, has_behind), draw, texts)
