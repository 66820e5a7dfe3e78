"""Pieces of a list that templates would draw dozens of times on each page, drawn once by their components.

A card is drawn when somebody first sees it and lives with what was read of the product (`catalog.queries.kept_cards`);
facets are the same on every page but for their numbers (`catalog.views.drawn_facets`). What a piece looks like stands
in its component alone.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from flask import Blueprint, current_app
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from griya.catalog.queries.cards import ProductCard
from griya.catalog.views.drawn_facets import DrawnFacets, chosen_count, facet_runs
from griya.core.language import current


def drawn_cards(cards: Iterable[ProductCard]) -> Markup:
    """The component `product_card` of each, in the page's language."""
    language, found = current(), []
    for card in cards:
        drawn = card.drawn.get(language)
        if drawn is None:
            drawn = card.drawn[language] = str(component("product_card")(card))
        found.append(drawn)
    return Markup("".join(found))  # noqa: S704 - drawn by a template, which escapes


class Drawable(Protocol):
    """Something that was read, is remembered, and remembers what was drawn of it."""

    @property
    def drawn(self) -> dict[str, Any]:
        """What was drawn, by language."""


def drawn_once(read: Drawable, *key: object, caller: Callable[[], Markup]) -> Markup:
    """What the caller's block draws of something that was read, kept with it.

    `key` is everything else that the block is drawn of; the language and the settings are looked after here.
    """
    whole_key = (*key, current_app.config["SETTINGS"])
    known: tuple[object, Markup] | None = read.drawn.get(current())
    if known is None or known[0] != whole_key:
        known = read.drawn[current()] = whole_key, caller()
    return known[1]


def component(name: str) -> Any:
    """The macro of a component; it sees what every template sees, and no page."""
    return getattr(current_app.jinja_env.get_template(f"components/{name}.html").module, name)


def init_blueprint(blueprint: Blueprint) -> None:
    """Offer the pieces to every template of the application."""

    @blueprint.record_once
    def offer(state: BlueprintSetupState) -> None:
        facets = DrawnFacets(component)
        state.app.jinja_env.globals.update(
            drawn_cards=drawn_cards,
            drawn_once=drawn_once,
            drawn_facets=facets.groups,
            facet_rows=facets.rows,
            facet_runs=facet_runs,
            chosen_count=chosen_count,
        )
