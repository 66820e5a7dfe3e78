"""What a slot's screens play in the days ahead, as the list that `rules/air.py` reckons with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from griya.catalog.queries.cards import ProductCard, list_cards, list_newest_cards
from griya.selection.queries import NEWEST_COUNT, NEWEST_TITLE
from griya.selection.queries.airings import Airing, list_airings
from griya.selection.rules import Window
from griya.showroom.queries.stories import list_thoughts
from griya.showroom.rules.air import AirList, Entry, Kind, Showing, Times, as_json, showing
from griya.showroom.rules.composition import Offer, Piece, Template, compose
from griya.showroom.rules.programme import (
    DAYS_AHEAD,
    DRAFT,
    FALLBACK,
    NEWEST,
    OWN,
    Absence,
    item_absence,
    ms_of,
    window_absence,
)
from griya.showroom.rules.slides import slide_seconds
from griya.showroom.rules.standing import ALWAYS_OPEN, Standing

# The words of a price, of the marks and of the call to scan, which may stand on every slide.
STANDING_WORDS = 12


@dataclass(frozen=True, slots=True)
class Turn:
    """A product's turn in the loop: how long its slide stands, and whether it is on show.

    `is_second` is true of the other product of a slide that two share: its time is the first one's.
    """

    card: ProductCard
    seconds: int
    is_on: bool
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """The list of a slot's screens, the versions it was made of, and the cards of everything that may be shown.

    `pieces` are the slides by the keys of the entries, `thoughts` what makers say, by their slugs.
    """

    air: AirList
    titles: tuple[str, ...]  # of each entry
    pieces: dict[str, Piece]
    thoughts: dict[str, str]
    airings: tuple[Airing, ...]
    cards: dict[str, ProductCard]
    standing: Standing = ALWAYS_OPEN

    def showing(self, at: datetime) -> Showing:
        """What the screens show at the moment."""
        return showing(self.air, ms_of(at))

    def title(self, at: datetime) -> str:
        """The title of what is on; empty while nothing is."""
        on = self._on(at)
        return on[0][1] if on else ""

    def loop(self, at: datetime) -> tuple[Turn, ...]:
        """The products that take turns at the moment, in their order; none while the branded picture stands."""
        told = self.showing(at)
        return tuple(
            Turn(self.cards[code], one.ms // 1000, one.key == told.key, number > 0)
            for one, _ in self._on(at)
            for number, code in enumerate(self.pieces[one.key].codes)
        )

    def round_seconds(self, at: datetime) -> int:
        """How long one round of the slides is."""
        return sum(one.ms for one, _ in self._on(at)) // 1000

    def absences(self, at: datetime) -> tuple[Absence, ...]:
        """Everything that was chosen for these days and is not on at the moment, each with its reason."""
        closed_by = [window_absence(one.version.window, at) for one in self.airings]
        pairs = list(zip(self.airings, closed_by, strict=True))
        has_own = any(one.is_own and one.shown and not closed for one, closed in pairs)
        found = []
        for one, closed in pairs:
            shown = {item.product_id for item in one.shown}
            for item in one.items:
                reason = closed or item_absence(
                    is_public=item.is_public,
                    is_reserve=item.is_reserve,
                    is_shown=item.product_id in shown,
                    is_own=one.is_own,
                    has_own=has_own,
                )
                if reason:
                    found.append(Absence(item.name, one.version.name, reason))
        return tuple(found)

    def as_json(self, titles: Mapping[str, str]) -> dict[str, Any]:
        """The list as a screen reads it, each item with the title that stands above its slide, as there is room."""
        told = as_json(self.air)
        for item, title in zip(told["items"], self.titles, strict=True):
            item["title"] = titles[title]
        return told

    def _on(self, at: datetime) -> list[tuple[Entry, str]]:
        told = self.showing(at)
        if told.kind is not Kind.SLIDE:
            return []
        # A layer has one version at a time, so that no product stands in it twice.
        open_ones = [
            (entry, title)
            for entry, title in zip(self.air.entries, self.titles, strict=True)
            if _is_open(entry.times, ms_of(at))
        ]
        top = max(entry.layer for entry, _ in open_ones)
        return [(entry, title) for entry, title in open_ones if entry.layer == top]


def find_programme(
    slot_code: str, at: datetime, *, draft_id: int | None = None, standing: Standing = ALWAYS_OPEN
) -> Programme:
    """The slot's list from `at` on; four statements, however long it is.

    Only what is public now is in it: a screen that asks again learns of a withdrawal with its next poll. `draft_id` is
    a version that counts as approved and live all the time, for a preview; `standing` is what comes before the list.
    """
    airings = tuple(list_airings(slot_code, Window(at, at + DAYS_AHEAD), draft_id=draft_id))
    newest = list_newest_cards(NEWEST_COUNT)
    wanted = dict.fromkeys(item.product_id for one in airings for item in one.shown)
    cards = {card.code: card for card in (*list_cards(list(wanted)), *newest)}
    thoughts = list_thoughts({card.producer_slug for card in cards.values()})
    pieces: dict[str, Piece] = {}
    entries = []
    for one in airings:
        window = one.version.window
        times = Times(starts=ms_of(window.starts_at), ends=ms_of(window.ends_at))
        layer = DRAFT if one.is_draft else OWN if one.is_own else FALLBACK
        for piece in compose([_offer(cards[item.code], thoughts) for item in one.shown]):
            entries.append((_entry(piece, cards, thoughts, times, layer), one.version.title))
            pieces[entries[-1][0].key] = piece
    for piece in compose([_offer(card, thoughts) for card in newest]):
        entries.append((_entry(piece, cards, thoughts, Times(), NEWEST), str(NEWEST_TITLE)))
        pieces[entries[-1][0].key] = piece
    return Programme(
        air=AirList(
            entries=tuple(entry for entry, _ in entries),
            # Whoever has just approved a list wants to see it from its beginning.
            anchor=max(
                (ms_of(one.approved_at) for one in airings if one.approved_at and one.approved_at <= at), default=0
            ),
            hours=standing.hours,
            takeovers=standing.takeovers,
        ),
        titles=tuple(title for _, title in entries),
        pieces=pieces,
        thoughts=thoughts,
        airings=airings,
        cards=cards,
        standing=standing,
    )


def list_turns(cards: Sequence[ProductCard]) -> list[int]:
    """How many seconds each slide stands that a selection of these products becomes."""
    known = {card.code: card for card in cards}
    thoughts = list_thoughts({card.producer_slug for card in cards})
    pieces = compose([_offer(card, thoughts) for card in cards])
    return [_entry(piece, known, thoughts, Times(), OWN).ms // 1000 for piece in pieces]


def _offer(card: ProductCard, thoughts: Mapping[str, str]) -> Offer:
    return Offer(
        code=card.code,
        name=str(card.name),
        maker=card.producer_slug,
        has_photo=card.photo is not None,
        has_price=card.price.idr is not None,
        thought=thoughts.get(card.producer_slug, ""),
    )


def _entry(
    piece: Piece, cards: Mapping[str, ProductCard], thoughts: Mapping[str, str], times: Times, layer: int
) -> Entry:
    told = [f"{card.name} {card.producer_name} {card.place}" for card in (cards[code] for code in piece.codes)]
    if piece.template is Template.STORY:
        told.append(thoughts[cards[piece.codes[0]].producer_slug])
    words = sum(len(text.split()) for text in told) + STANDING_WORDS
    return Entry(piece.key, slide_seconds(words) * 1000, times, layer)


def _is_open(times: Times, at: int) -> bool:
    return (times.starts or 0) <= at and (times.ends is None or at < times.ends)
