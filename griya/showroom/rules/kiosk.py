"""What the kiosk keeps for days without a server, and the typing on its own keyboard."""

from typing import Final

from griya.catalog.rules.facets import Facet
from griya.catalog.rules.filters import MAX_QUERY_LENGTH

# Lists that a finger opens, in the order of their chips. Each is a parameter of the kiosk's home address.
LISTED: Final = (Facet.SHELF, Facet.PLACE, Facet.MATERIAL)
EVERYTHING: Final = "semua"
TILES_PER_PAGE: Final = 12
# Nobody turns more pages with a finger; what lies behind them is searched for, with a server.
PAGES_HELD: Final = 5
# The kiosk's keys in the alphabet's order: who does not type finds a letter as in a book's index.
KEYS: Final = tuple("abcdefghijklmnopqrstuvwxyz")
SPACE: Final = " "
ERASE: Final = "hapus"


def pages_held(count: int) -> int:
    """How many pages of a list of so many products are kept."""
    return min(PAGES_HELD, max(1, -(-count // TILES_PER_PAGE)))


def typed_on(text: str, key: str) -> str:
    """What stands in the field after a key was pressed; an unknown key changes nothing."""
    if key == ERASE:
        return text[:-1]
    if key in KEYS or (key == SPACE and text and not text.endswith(SPACE)):
        return (text + key)[:MAX_QUERY_LENGTH]
    return text
