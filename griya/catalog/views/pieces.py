"""Pieces of a list that templates would draw dozens of times on each page, drawn once by their components.

A card is drawn when somebody first sees it and lives with what was read of the product (`catalog.queries.kept_cards`);
facets are the same on every page but for their numbers (`catalog.views.drawn_facets`). What a piece looks like stands
in its component alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeVar

from flask import Blueprint, current_app
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from griya.catalog.queries.cards import ProductCard
from griya.catalog.queries.index.shown import FacetValues
from griya.catalog.rules.facets import Facet
from griya.catalog.views.drawn_facets import DrawnFacets, chosen_count
from griya.core.language import current

T = TypeVar("T")
_FACETS: Final = "griya.drawn_facets"


def drawn_cards(cards: Iterable[ProductCard]) -> Markup:
    """The component `product_card` of each, in the page's language."""
    return Markup("".join(drawn_card_list(cards)))  # noqa: S704 - drawn by a template, which escapes


def drawn_card_list(cards: Iterable[ProductCard]) -> list[str]:
    """The same, card by card."""
    language, found = current(), []
    for card in cards:
        drawn = card.drawn.get(language)
        if drawn is None:
            drawn = card.drawn[language] = str(component("product_card")(card))
        found.append(drawn)
    return found


class Drawable(Protocol):
    """Something that was read, is remembered, and remembers what was drawn of it."""

    @property
    def drawn(self) -> dict[str, Any]:
        """What was drawn, by language."""


def drawn_once(read: Drawable, *key: object, caller: Callable[[], T]) -> T:
    """What `caller` draws of something that was read, kept with it.

    `key` is everything else that it is drawn of; the language and the settings are looked after here.
    """
    whole_key = (*key, current_app.config["SETTINGS"])
    known: tuple[object, T] | None = read.drawn.get(current())
    if known is None or known[0] != whole_key:
        known = read.drawn[current()] = whole_key, caller()
    return known[1]


def drawn_facets(labels: Mapping[Facet, str], facets: Sequence[FacetValues], *, open_first: int) -> list[str]:
    """The facets of a list, in pieces (`DrawnFacets.groups`)."""
    drawn: DrawnFacets = current_app.extensions[_FACETS]
    return drawn.groups(labels, facets, open_first=open_first)


def component(name: str, other: str = "") -> Any:
    """The macro of a component, or another one of its file; it sees what every template sees, and no page."""
    return macro(f"components/{name}.html", other or name)


def macro(template: str, name: str) -> Any:
    """A macro of a template."""
    return getattr(current_app.jinja_env.get_template(template).module, name)


def init_blueprint(blueprint: Blueprint) -> None:
    """Offer the pieces to every template of the application."""

    @blueprint.record_once
    def offer(state: BlueprintSetupState) -> None:
        facets = state.app.extensions[_FACETS] = DrawnFacets(component)
        state.app.jinja_env.globals.update(
            drawn_cards=drawn_cards,
            facet_values=facets.values,
            chosen_count=chosen_count,
        )
