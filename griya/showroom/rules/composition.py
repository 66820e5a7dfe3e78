"""Which slides a selection becomes: one product, two that have little to say, or the story of a maker.

The order is the curator's, and each product stands in one slide of a round: a template never costs anybody a turn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# From so many products on a round is long, and short names share a slide; a quarter of an hour is the most that anybody
# stands before a screen, so every product is seen in half of it.
LONG_ROUND: Final = 12
# Every fourth slide at most tells a story: a screen shows products.
STORY_EVERY: Final = 4
BRIEF_LETTERS: Final = 26
BRIEF_WORD_LETTERS: Final = 12


class Template(StrEnum):
    """How a slide is laid out; the words are those of the style sheet."""

    ONE = "satu"
    TWO = "dua"
    STORY = "cerita"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a product brings to a slide. `thought` is what its maker's story says in a few words, empty for none."""

    code: str
    name: str
    maker: str
    has_photo: bool = True
    has_price: bool = True
    thought: str = ""

    @property
    def is_brief(self) -> bool:
        """Whether half a slide is enough for its name."""
        longest = max(map(len, self.name.split()), default=0)
        return len(self.name) <= BRIEF_LETTERS and longest <= BRIEF_WORD_LETTERS

    @property
    def says_little(self) -> bool:
        """Whether there is nothing to look at and no price to read."""
        return not self.has_photo and not self.has_price


@dataclass(frozen=True, slots=True)
class Piece:
    """One slide: its template and the products on it."""

    template: Template
    codes: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the list, the screen and its report call the slide; a selection may tell a product in two ways."""
        return "+".join(self.codes) + ("~" if self.template is Template.STORY else "")


def compose(offers: Sequence[Offer]) -> list[Piece]:
    """The slides of a selection, in its order."""
    return list(_pieces(offers, is_long=len(offers) > LONG_ROUND))


def _pieces(offers: Sequence[Offer], *, is_long: bool) -> Iterator[Piece]:
    told: set[str] = set()
    since_story, at = 1, 0
    while at < len(offers):
        one, other = offers[at], offers[at + 1] if at + 1 < len(offers) else None
        since_story += 1
        if one.thought and one.maker not in told and since_story >= STORY_EVERY:
            told.add(one.maker)
            since_story = 0
            yield Piece(Template.STORY, (one.code,))
        elif other and _may_share(one, other, is_long=is_long):
            at += 1
            yield Piece(Template.TWO, (one.code, other.code))
        else:
            yield Piece(Template.ONE, (one.code,))
        at += 1


def _may_share(one: Offer, other: Offer, *, is_long: bool) -> bool:
    return one.is_brief and other.is_brief and (is_long or (one.says_little and other.says_little))
