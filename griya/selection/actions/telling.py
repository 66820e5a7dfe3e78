"""Telling makers that their products were chosen: letters in the transaction that approves a version."""

from sqlalchemy import select

from griya.catalog.models import Product
from griya.core.db import db
from griya.core.outbox import enqueue
from griya.curation.actions import recipient_of
from griya.curation.letters import Post
from griya.curation.queries.recognition import list_distinctions
from griya.selection.letters import ChosenLine, chosen_letter
from griya.selection.models import Selection, SelectionItem, SelectionVersion, Slot
from griya.selection.queries.products import list_chosen
from griya.selection.rules import Window


def tell_makers(*, version: SelectionVersion, post: Post) -> int:
    """Write one letter to each address, with every product of its maker; reserves are told of nothing yet.

    Returns how many letters were written. A maker without an address is told by the office, which prints the page.
    """
    title, slot_name = db.session.execute(
        select(Selection.title_id, Slot.name)
        .join(SelectionVersion, SelectionVersion.selection_id == Selection.id)
        .join(Slot, Slot.id == SelectionVersion.slot_id)
        .where(SelectionVersion.id == version.id)
    ).one()
    rows = db.session.execute(
        select(SelectionItem.product_id, SelectionItem.reason_id, Product.producer_id)
        .join(Product, Product.id == SelectionItem.product_id)
        .where(SelectionItem.version_id == version.id, ~SelectionItem.is_reserve)
        .order_by(SelectionItem.position)
    ).all()
    products = list_chosen(row.product_id for row in rows)
    held = list_distinctions(list(products), version.starts_at)
    addresses = {key: recipient_of(producer_id=key) for key in {row.producer_id for row in rows}}
    by_address: dict[str, tuple[str, list[ChosenLine]]] = {}
    for row in rows:
        address, product = addresses[row.producer_id], products[row.product_id]
        if address is None:
            continue
        code = held[row.product_id].certificate_code if row.product_id in held else None
        line = ChosenLine(product.name, product.slug, row.reason_id, code)
        by_address.setdefault(address.casefold(), (product.producer_name, []))[1].append(line)
    for address, (producer, lines) in by_address.items():
        letter = chosen_letter(
            version_id=version.id,
            title=title,
            slot_name=slot_name,
            window=Window(version.starts_at, version.ends_at),
            producer=producer,
            lines=lines,
            post=post,
            recipient=address,
        )
        enqueue(letter, sender_domain=post.sender_domain)
    return len(by_address)
