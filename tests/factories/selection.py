"""Builders for selections."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from griya.catalog.models import Product
from griya.selection.actions import ItemDraft, add_version, approve_version, create_selection
from griya.selection.models import Selection, SelectionVersion

_numbers = count(1)


def make_selection(title: str = "Terseleksi Uji", *, is_sample: bool = False) -> Selection:
    """A selection without a version."""
    number = next(_numbers)
    return create_selection(
        title_id=title, slug=f"terseleksi-uji-{number}", intro_id="Pilihan untuk uji.", is_sample=is_sample
    )


def make_version(
    products: Sequence[Product],
    *,
    starts_at: datetime,
    ends_at: datetime,
    slot: str = "home",
    reserves: Sequence[Product] = (),
    selection: Selection | None = None,
    is_approved: bool = True,
    actor_id: int | None = None,
) -> SelectionVersion:
    """A version with these products in this order, approved unless told otherwise."""
    chosen = [ItemDraft(product.id, f"Alasan {place}") for place, product in enumerate(products, start=1)]
    spare = [
        ItemDraft(product.id, f"Cadangan {place}", is_reserve=True) for place, product in enumerate(reserves, start=1)
    ]
    version = add_version(
        selection=selection or make_selection(),
        slot_code=slot,
        starts_at=starts_at,
        ends_at=ends_at,
        items=[*chosen, *spare],
        actor_id=actor_id,
    )
    if is_approved:
        approve_version(version=version, note="Uji")
    return version
