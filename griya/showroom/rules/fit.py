"""How a slide's words fit its place: a name is written large, or smaller, or with fewer facts below it; never shrunk.

The widths are those of the site's own font, letter by letter and without kerning, which only draws letters together:
what fits by this reckoning fits in the browser.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from threading import Lock
from typing import Final

from griya.core.share.lettering import font

# How many times the smallest legible size a name is written in, and the word the style sheet knows it by.
STEPS: Final = ((1.9, "besar"), (1.4, "sedang"), (1.0, "kecil"))
SMALLEST: Final = STEPS[-1][1]
NAME_WEIGHT: Final = 700
NAME_LINE: Final = 1.06
FACT_LINE: Final = 1.25
# Facts are told one below the other, with as much room between the name and the first as two thirds of a line.
NAME_GAP: Final = 0.7
MOST_FACT_WORDS: Final = 5
_PROBE: Final = 200
_UNKNOWN_EM: Final = 1.0
_LETTERS: Final = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027))))
# A text does not end on a word that promises another one.
_OPEN_ENDS: Final = frozenset({"dan", "atau", "dari", "untuk", "dengan", "di", "ke", "yang", "&", "-", "–"})
_pen = Lock()  # FreeType's face must not be asked by two threads at once.


@dataclass(frozen=True, slots=True)
class Room:
    """A place for words in CSS pixels: its sides, the smallest size of a name, and that of all other text."""

    width: float
    height: float
    name_px: float
    text_px: float

    @property
    def lines(self) -> int:
        """How many lines of a name in its smallest size it holds."""
        return int(self.height / (self.name_px * NAME_LINE))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A name as it is written: its words (all of them, but for one that no place could hold), its step, its facts."""

    name: str
    step: str
    facts: int

    def smaller(self, other: "Fitted") -> "Fitted":
        """What fits both places."""
        order = [word for _, word in STEPS]
        return Fitted(
            min(self.name, other.name, key=len),
            max(self.step, other.step, key=order.index),
            min(self.facts, other.facts),
        )


@lru_cache(4096)
def fit_name(
    name: str,
    facts: tuple[tuple[str, float], ...],
    room: Room,
    *,
    beside: Room | None = None,
    sizes: float = STEPS[0][0],
) -> Fitted:
    """How `name` is written with as many of its facts as can be, the first ones first; each is a text and its size.

    A size counts in the room's smallest. Facts come before size: a name that is written larger says no more than one
    that can be read. The facts stand below the name, or in a room of their own `beside` it. A name is written at most
    `sizes` times as large as it must be.
    """
    if beside:
        fitting = (n for n in range(len(facts), 0, -1) if _facts_height(facts[:n], beside) <= beside.height)
        return replace(fit_name(name, (), room, sizes=sizes), facts=next(fitting, 0))
    for count in range(len(facts), -1, -1):
        below = _facts_height(facts[:count], room)
        for times, step in STEPS:
            size = room.name_px * times
            if times > sizes:
                continue
            if longest_word(name) * size > room.width and step != SMALLEST:
                continue
            if count_lines(name, room.width / size) * size * NAME_LINE + below <= room.height:
                return Fitted(name, step, count)
    return Fitted(_cut(name, room), SMALLEST, 0)


def shortened(text: str, words: int = MOST_FACT_WORDS) -> str:
    """The text, or its first words where it has more, ended where a reader can stop."""
    kept = text.split()
    if len(kept) <= words:
        return " ".join(kept)
    kept = kept[:words]
    while len(kept) > 1 and kept[-1].strip(",;.").lower() in _OPEN_ENDS:
        kept.pop()
    return f"{' '.join(kept).rstrip(',;.')} …"


def cut_to_line(text: str, width: float) -> str:
    """The text as far as it stands in one line of so many times its letters' size."""
    words = text.split()
    while len(words) > 1 and _width(" ".join(words)) > width:
        words = [*words[:-2], "…"] if words[-1] == "…" else [*words[:-1], "…"]
    return " ".join(words)


def first_thought(story: str, words: int) -> str:
    """The first sentence of a story, or the first clause of it that is whole, within so many words; else nothing."""
    sentence = story.strip().partition(". ")[0].rstrip(".").split("\n")[0]
    if 0 < len(sentence.split()) <= words:
        return f"{sentence}."
    clause = sentence.partition(", ")[0].partition("; ")[0]
    if 4 <= len(clause.split()) <= words:
        return f"{clause}."
    return ""


def longest_word(text: str) -> float:
    """The width of the widest word, in the letters' own size."""
    return max(map(_width, text.split()), default=0.0)


def count_lines(text: str, width: float) -> int:
    """In how many lines the text stands in a column of so many times its letters' size; a wider word is broken."""
    lines, filled = 1, 0.0
    for word in text.split():
        wide = _width(word)
        if filled and filled + _width(" ") + wide <= width:
            filled += _width(" ") + wide
            continue
        lines += 1 if filled else 0
        filled = wide
        while filled > width > 0:
            # A letter that does not fit goes to the next line whole, so that a broken line is not quite full.
            lines += 1
            filled -= max(width - 1.0, width * 0.6)
    return lines


def _cut(name: str, room: Room) -> str:
    """The first words of a name that the room holds; of one endless word its first letters."""
    words = name.split()
    shorter = [f"{' '.join(words[:count])} …" for count in range(len(words) - 1, 0, -1)]
    shorter += [f"{words[0][:count]}…" for count in range(len(words[0]) - 1, 0, -1)]
    fits = (one for one in shorter if count_lines(one, room.width / room.name_px) <= room.lines)
    return next(fits, name)


def _facts_height(facts: Sequence[tuple[str, float]], room: Room) -> float:
    if not facts:
        return 0.0
    heights = [
        count_lines(text, room.width / (room.text_px * times)) * room.text_px * times * FACT_LINE
        for text, times in facts
    ]
    return sum(heights) + room.text_px * NAME_GAP * 2


def _width(text: str) -> float:
    advances = _advances()
    return sum(advances.get(letter, _UNKNOWN_EM) for letter in text)


@cache
def _advances() -> dict[str, float]:
    with _pen:
        face = font(_PROBE, NAME_WEIGHT)
        return {letter: face.getlength(letter) / _PROBE for letter in _LETTERS}
