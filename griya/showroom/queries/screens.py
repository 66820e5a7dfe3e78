"""What a screen plays, slide by slide, with everything that stands on each and the one file of each photo."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce

from griya.catalog.models import Availability, HalalStatus
from griya.catalog.queries.cards import Price, ProductCard
from griya.catalog.queries.photos import Photo
from griya.core.qr import QrCode, qr_code
from griya.core.text import rupiah
from griya.showroom.queries.programme import Programme, find_programme
from griya.showroom.queries.screen_files import ScreenFile, list_screen_files
from griya.showroom.rules.air import Showing
from griya.showroom.rules.composition import Piece, Template
from griya.showroom.rules.fit import Fitted, cut_to_line, fit_name, shortened
from griya.showroom.rules.layout import Look, places
from griya.showroom.rules.standing import ALWAYS_OPEN, Standing

STILL_TITLE = "Ruang pamer Kalimantan Barat"
# A price and a maker's words are written larger than other facts; static/css/screens/slide.css has the same numbers.
PRICE_SIZE = 1.4
THOUGHT_SIZE = 1.2


@dataclass(frozen=True, slots=True)
class Subject:
    """One product on a slide. `facts` is how many of price, maker and place are told there.

    `address` has no scheme, which nobody types.
    """

    code: str
    name: str
    heading: Fitted
    maker: str
    place: str
    price: Price
    facts: int
    shelf: str
    marks: tuple[str, ...]
    is_sample: bool
    photo: Photo | None
    file: ScreenFile | None
    qr: QrCode = field(repr=False)  # drawn of the address
    address: str
    made: str  # the name as it stands on a picture, where the maker's own is the heading


@dataclass(frozen=True, slots=True)
class Slide:
    """What is shown at a time. `thought` is what a maker says of themselves, on a slide that tells a story."""

    key: str
    template: Template
    subjects: tuple[Subject, ...]
    thought: str = ""

    @property
    def files(self) -> tuple[ScreenFile, ...]:
        """The files that must be there before it is shown, in the order of their places."""
        return tuple(subject.file for subject in self.subjects if subject.file)


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything a screen plays in the days ahead, by the keys of the list's entries."""

    programme: Programme
    slides: dict[str, Slide]
    titles: dict[str, str]  # as there is room for them

    def showing(self, at: datetime) -> Showing:
        """What is on at the moment."""
        return self.programme.showing(at)

    def title(self, at: datetime) -> str:
        """What stands above the slides at the moment."""
        return self.titles[self.programme.title(at) or STILL_TITLE]


def find_screen(
    slot_code: str,
    at: datetime,
    *,
    product_address: Callable[[str], str],
    look: Look,
    draft_id: int | None = None,
    standing: Standing = ALWAYS_OPEN,
) -> Screen:
    """The list that the slot's screens play from `at` on; `product_address` gives a public one.

    `look` is how large things are there. `draft_id` is a version that counts as approved and live, for a preview;
    `standing` is what comes before the list.
    """
    programme = find_programme(slot_code, at, draft_id=draft_id, standing=standing)
    photos = [card.photo for card in programme.cards.values() if card.photo]
    files = list_screen_files(photos, useful_px=look.useful_px)

    def subject(card: ProductCard, template: Template, thought: str) -> Subject:
        file = files.get(card.photo.digest) if card.photo else None
        heading = _heading(card, thought, template, look, has_photo=file is not None)
        if file and template is not Template.STORY and heading.name != str(card.name):
            # A name that is cut beside its photo may stand whole where the photo would be: the name comes first.
            whole = _heading(card, thought, template, look, has_photo=False)
            heading, file = (whole, None) if whole.name == str(card.name) else (heading, file)
        return Subject(
            code=card.code,
            name=str(card.name),
            heading=heading,
            maker=shortened(card.producer_name),
            place=card.place,
            price=card.price,
            facts=heading.facts,
            shelf=card.shelf_slug,
            marks=tuple(mark for mark, is_true in _marks(card) if is_true),
            is_sample=card.is_sample,
            photo=card.photo if file else None,
            file=file,
            qr=qr_code(product_address(card.slug)),
            address=typed(product_address(card.slug)),
            made=shortened(str(card.name)),
        )

    def slide(piece: Piece) -> Slide:
        cards = [programme.cards[code] for code in piece.codes]
        thought = programme.thoughts[cards[0].producer_slug] if piece.template is Template.STORY else ""
        return Slide(
            key=piece.key,
            template=piece.template,
            subjects=tuple(subject(card, piece.template, thought) for card in cards),
            thought=thought,
        )

    return Screen(
        programme=programme,
        slides={key: slide(piece) for key, piece in programme.pieces.items()},
        titles={
            title: cut_to_line(title, min(pane.title_em for pane in look.panes))
            for title in {STILL_TITLE, *programme.titles}
        },
    )


def typed(address: str) -> str:
    """An address as a person types it."""
    return address.partition("://")[2].rstrip("/")


def _heading(card: ProductCard, thought: str, template: Template, look: Look, *, has_photo: bool) -> Fitted:
    """The name as it fits every place it may stand in, upright and lying, with as many facts as fit below it."""
    name: str = card.name
    facts: tuple[tuple[str, float], ...] = _facts(card)
    if template is Template.STORY:
        name, facts = shortened(card.producer_name, words=8), ((thought, THOUGHT_SIZE), (card.place, 1.0))
    elif template is Template.TWO:
        facts = facts[:2]
    fitted = [
        fit_name(name, facts, place.name, beside=place.beside, sizes=place.sizes)
        for place in places(look, template, has_photo=has_photo)
    ]
    return reduce(Fitted.smaller, fitted)


def _facts(card: ProductCard) -> tuple[tuple[str, float], ...]:
    """Price, maker and place as they are written, each with its size; what is told first is dropped last."""
    told = "Harga: tanya pembuat"
    if card.price.idr is not None:
        told = f"{'mulai ' if card.price.mode == 'mulai' else ''}{rupiah(card.price.idr)} / {card.price.unit_for()}"
    return (told, PRICE_SIZE), (shortened(card.producer_name), 1.0), (card.place, 1.0)


def _marks(card: ProductCard) -> tuple[tuple[str, bool], ...]:
    """What must be said of a product wherever it is shown (PP 42/2024 for the first)."""
    return (
        ("Tidak halal", card.halal_status == HalalStatus.NOT_HALAL),
        ("Sedang habis", card.availability == Availability.SOLD_OUT),
    )
