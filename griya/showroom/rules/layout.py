"""The places that the words of a slide have, on a screen that stands and on one that lies.

The same proportions stand in `static/css/screens/`: a hundredth of the shorter side is the unit of both, and
`tests/journeys/test_slides.py` looks in a browser whether what was reckoned here is so.
"""

from dataclasses import dataclass
from typing import Final

from griya.showroom.rules.composition import Template
from griya.showroom.rules.fit import FACT_LINE, STEPS, Room
from griya.showroom.rules.profile import Surface, sizes_of

# In hundredths of the shorter side: the head, the row of shoots below it, the edges, the least that is left of a photo.
HEAD: Final = 11.0
SHOOTS: Final = 3.0
EDGE: Final = 5.0
HEAD_TEXT: Final = 4.0
HOUSE_NAME_EM: Final = 5.6
STRIP_PADDING: Final = 3.2
LEAST_PHOTO: Final = 20.0
LEAST_HALF_PHOTO: Final = 9.5
PANEL_SHARE: Final = 0.42
# A code with its quiet zone is so many times its side: the smallest has 25 modules, and eight more of nothing.
QUIET_ZONE: Final = 1.33
# A photo fills at most so much of the longer side.
PHOTO_SHARE: Final = 0.6
# On half a slide the photo comes before the size of the letters.
HALF_SIZES: Final = STEPS[1][0]

# What the style sheet falls back on where nobody said how large the screen is: 55 inches seen from 3 m, in hundredths
# of the shorter side.
NAME_UNITS: Final = 7.66
TEXT_UNITS: Final = 3.5
CODE_UNITS: Final = 22.3


@dataclass(frozen=True, slots=True)
class Pane:
    """A screen as it is looked at: its sides in CSS pixels, the smallest sizes on it, the side of a code."""

    width: float
    height: float
    name_px: float
    text_px: float
    code_px: float

    @property
    def unit(self) -> float:
        """A hundredth of the shorter side."""
        return min(self.width, self.height) / 100

    @property
    def code_box(self) -> float:
        """The side of a code with its quiet zone."""
        return self.code_px * QUIET_ZONE

    @property
    def title_em(self) -> float:
        """How wide the title in the head may be, in its letters' own size: what mark and name of the house leave it."""
        letters = max(HEAD_TEXT * self.unit, self.text_px)
        house = 0.0 if self.is_upright else HOUSE_NAME_EM  # there the mark alone stands for it
        return (self.width - (2 * EDGE + 6 + 3 * 2.5) * self.unit) / letters - house

    @property
    def is_upright(self) -> bool:
        """Whether it is higher than wide."""
        return self.height > self.width


@dataclass(frozen=True, slots=True)
class Look:
    """Every pane that a list has to fit, and how many pixels of a photo are of use there."""

    panes: tuple[Pane, ...]
    useful_px: int


def look_of(surface: Surface, *, ratio_percent: int = 100) -> Look:
    """How a screen looks of which the size is known."""
    sizes = sizes_of(surface)
    pane = Pane(surface.width_px, surface.height_px, sizes.large, sizes.text, sizes.code)
    longer = max(surface.width_px, surface.height_px) * ratio_percent / 100
    return Look((pane,), round(longer * PHOTO_SHARE))


def _unknown(width: float, height: float) -> Pane:
    unit = min(width, height) / 100
    return Pane(width, height, NAME_UNITS * unit, TEXT_UNITS * unit, CODE_UNITS * unit)


# A screen of which nobody said anything may stand or lie, and have as many pixels as there are.
ANY_SCREEN: Final = Look((_unknown(1920, 1080), _unknown(1080, 1920)), 1920)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands, and where the facts do that are not below it. `sizes` is how large a name may be there."""

    name: Room
    beside: Room | None = None
    sizes: float = STEPS[0][0]


def places(look: Look, template: Template, *, has_photo: bool) -> list[Place]:
    """The place of a product's words on a slide of this template: one for each pane."""
    if template is Template.TWO:
        return [_half(pane, has_photo=has_photo) for pane in look.panes]
    return [Place(_whole(pane, has_photo=has_photo)) for pane in look.panes]


def _whole(pane: Pane, *, has_photo: bool) -> Room:
    unit = pane.unit
    width = pane.width - 2 * EDGE * unit
    height = pane.height - (HEAD + SHOOTS + 1.5) * unit - _strip(pane, lines=2 if pane.is_upright else 1)
    if pane.is_upright:
        height -= pane.code_box + (LEAST_PHOTO * has_photo + 16) * unit
    else:
        width -= PANEL_SHARE * pane.width if has_photo else pane.code_box + 2 * EDGE * unit
    return Room(width, height, pane.name_px, pane.text_px)


def _half(pane: Pane, *, has_photo: bool) -> Place:
    """The words of one of two products: on a screen that lies the facts stand beside the code."""
    unit = pane.unit
    height = pane.height - (HEAD + SHOOTS) * unit - _strip(pane, lines=2 if pane.is_upright else 1)
    if pane.is_upright:
        rest = height / 2 - pane.code_box - 10 * unit
        return Place(Room(pane.width - 2 * EDGE * unit, rest, pane.name_px, pane.text_px), sizes=HALF_SIZES)
    width, rest = pane.width / 2 - 2 * EDGE * unit, height - pane.code_box - (LEAST_HALF_PHOTO * has_photo + 8) * unit
    beside = Room(width - pane.code_box - 2.5 * unit, pane.code_box, pane.text_px, pane.text_px)
    return Place(Room(width, rest, pane.name_px, pane.text_px), beside, sizes=HALF_SIZES)


def _strip(pane: Pane, *, lines: int) -> float:
    """The strip at the foot, with the address."""
    return lines * pane.text_px * FACT_LINE + STRIP_PADDING * pane.unit
