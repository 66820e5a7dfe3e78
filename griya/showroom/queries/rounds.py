"""How long one round of chosen products is on a screen, for the curator who chooses them."""

from collections.abc import Sequence

from griya.catalog.queries.cards import list_cards
from griya.showroom.queries.programme import list_turns
from griya.showroom.rules.slides import loop_words


def find_round(product_ids: Sequence[int]) -> str:
    """One round of these products in words; empty where none of them is public."""
    seconds = sum(list_turns(list_cards(product_ids)))
    return loop_words(seconds) if seconds else ""
