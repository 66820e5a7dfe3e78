"""What a screen plays and what the kiosk offers: the current selections as slides and tiles."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from griya.catalog.models import Availability, HalalStatus
from griya.catalog.queries.cards import Price, ProductCard
from griya.catalog.queries.photos import Photo
from griya.core.qr import QrCode, qr_code
from griya.selection.queries import current_selection
from griya.showroom.rules.slides import name_step, slide_seconds

# The words of a price, of the marks and of the call to scan, which may stand on every slide.
STANDING_WORDS = 12
STILL_TITLE = "Ruang pamer Kalimantan Barat"


@dataclass(frozen=True, slots=True)
class Slide:
    """One product on a screen. `address` is its public page as text, without the scheme nobody types."""

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

    @property
    def words(self) -> int:
        """How much there is to read."""
        return len(f"{self.name} {self.maker} {self.place}".split()) + STANDING_WORDS


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything a screen plays: each slide for `seconds`. `revision` changes when anything of it does.

    Without slides the branded still is shown, with the way to the site.
    """

    title: str
    slides: tuple[Slide, ...]
    seconds: int
    revision: str
    home_qr: QrCode
    home_address: str


def find_screen(
    slot_code: str,
    at: datetime,
    *,
    home: str,
    product_address: Callable[[str], str],
    draft_id: int | None = None,
) -> Screen:
    """The list that the slot's screens play at `at`; the two addresses are absolute and public.

    `draft_id` is a version that counts as approved, for a preview.
    """
    selection = current_selection(slot_code, at, draft_id=draft_id)
    slides = tuple(_slide(item.card, product_address(item.card.slug)) for item in selection.items)
    seconds = slide_seconds(max((slide.words for slide in slides), default=0))
    title = selection.title if slides else STILL_TITLE
    told = repr((title, seconds, slides, home))
    return Screen(
        title=title,
        slides=slides,
        seconds=seconds,
        revision=hashlib.sha256(told.encode()).hexdigest()[:12],
        home_qr=qr_code(home),
        home_address=_typed(home),
    )


def _slide(card: ProductCard, address: str) -> Slide:
    return Slide(
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
