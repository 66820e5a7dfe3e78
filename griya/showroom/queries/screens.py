"""What a screen plays, as its page draws it: a slide for everything of the days ahead, and the list that turns them."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from griya.catalog.models import Availability, HalalStatus
from griya.catalog.queries.cards import Price, ProductCard
from griya.catalog.queries.photos import Photo
from griya.core.qr import QrCode, qr_code
from griya.showroom.queries.programme import Programme, find_programme
from griya.showroom.rules.air import Showing
from griya.showroom.rules.slides import name_step
from griya.showroom.rules.standing import ALWAYS_OPEN, Standing

STILL_TITLE = "Ruang pamer Kalimantan Barat"


@dataclass(frozen=True, slots=True)
class Slide:
    """One product on a screen. `address` is its public page as text, without the scheme nobody types."""

    key: str
    name: str
    step: str
    maker: str
    place: str
    price: Price
    shelf: str
    marks: tuple[str, ...]
    is_sample: bool
    photo: Photo | None
    qr: QrCode
    address: str


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything a screen plays in the days ahead. `revision` changes when anything of it does.

    `plan` is the list as `static/js/air.js` reads it; each of its items also says the title that stands above. Where
    nothing is on air the branded still is shown, with the way to the site.
    """

    programme: Programme
    slides: tuple[Slide, ...]
    plan: dict[str, Any]
    revision: str
    home_qr: QrCode
    home_address: str

    def showing(self, at: datetime) -> Showing:
        """What is on at the moment."""
        return self.programme.showing(at)

    def title(self, at: datetime) -> str:
        """What stands above the slides at the moment."""
        return self.programme.title(at) or STILL_TITLE


def find_screen(
    slot_code: str,
    at: datetime,
    *,
    home: str,
    product_address: Callable[[str], str],
    draft_id: int | None = None,
    standing: Standing = ALWAYS_OPEN,
) -> Screen:
    """The list that the slot's screens play from `at` on; the two addresses are absolute and public.

    `draft_id` is a version that counts as approved and live, for a preview; `standing` is what comes before the list.
    """
    programme = find_programme(slot_code, at, draft_id=draft_id, standing=standing)
    slides = tuple(_slide(card, product_address(card.slug)) for card in programme.cards.values())
    plan = programme.as_json()
    told = json.dumps(plan, sort_keys=True) + repr((slides, home, standing))
    return Screen(
        programme=programme,
        slides=slides,
        plan=plan,
        revision=hashlib.sha256(told.encode()).hexdigest()[:12],
        home_qr=qr_code(home),
        home_address=_typed(home),
    )


def _slide(card: ProductCard, address: str) -> Slide:
    return Slide(
        key=card.code,
        name=card.name,
        step=name_step(card.name),
        maker=card.producer_name,
        place=card.place,
        price=card.price,
        shelf=card.shelf_slug,
        marks=tuple(mark for mark, is_true in _marks(card) if is_true),
        is_sample=card.is_sample,
        photo=card.photo,
        qr=qr_code(address),
        address=_typed(address),
    )


def _marks(card: ProductCard) -> tuple[tuple[str, bool], ...]:
    """What must be said of a product wherever it is shown (PP 42/2024 for the first)."""
    return (
        ("Tidak halal", card.halal_status == HalalStatus.NOT_HALAL),
        ("Sedang habis", card.availability == Availability.SOLD_OUT),
    )


def _typed(address: str) -> str:
    """An address as a person types it."""
    return address.partition("://")[2].rstrip("/")
