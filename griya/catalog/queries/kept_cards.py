"""The cards of a list out of memory, and out of the database where a product changed or nobody has looked at it yet."""

from collections.abc import Sequence

from griya.catalog.queries.cards import ProductCard, list_cards
from griya.catalog.queries.index.current import read_revision
from griya.catalog.queries.index.snapshot import Snapshot


def list_kept_cards(snapshot: Snapshot, product_ids: Sequence[int]) -> list[ProductCard]:
    """As `list_cards`; no statement where all of them are kept.

    What is read is kept only where the catalogue, asked once more afterwards, still stands at the snapshot's revision:
    so a card is never older than the snapshot that it is kept with, however the reading and a change overlapped.
    """
    kept = snapshot.cards
    found = {product_id: card for product_id in product_ids if (card := kept.get(product_id))}
    missing = [product_id for product_id in product_ids if product_id not in found]
    if missing:
        read = list_cards(missing)
        found |= {card.product_id: card for card in read}
        if read_revision() == snapshot.revision:
            for card in read:
                kept.put(card.product_id, card)
    return [found[product_id] for product_id in dict.fromkeys(product_ids) if product_id in found]
