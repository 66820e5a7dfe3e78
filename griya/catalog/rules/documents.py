"""What the search keeps of a thing: its words by field, its number, and which of its words may correct a typo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from griya.catalog.rules.roots import roots
from griya.catalog.rules.words import MAX_WORD_LENGTH, distinct, words

# Raise this number with every change to the rules that turn text into words, roots or skeletons: the index is then
# built anew at the next start or `griya db upgrade`.
RULES: Final = 2

# A product's number is the second in which it was published, then its id, so that descending numbers are "newest
# first" and its id can be read from it. All others are negative, one range of numbers for each kind.
_ID_BITS: Final = 30
PRODUCT_ID_MASK: Final = (1 << _ID_BITS) - 1
_RANGE: Final = 1 << 40
# In this order they are found: shelves, kab/kota, kecamatan, kelurahan and desa, makers.
RANGES: Final = {"shelf": 8, "regency": 7, "city": 7, "district": 6, "urban_village": 5, "village": 4, "producer": 2}
FIRST_PRODUCT: Final = 0
FIRST_OTHER: Final = -max(RANGES.values()) * _RANGE
FIRST_PLACE: Final = -RANGES["regency"] * _RANGE
FIRST_VILLAGE: Final = -RANGES["urban_village"] * _RANGE
FIRST_PRODUCER: Final = -RANGES["producer"] * _RANGE


@dataclass(frozen=True, slots=True)
class Fields:
    """A document's words: distinct, in the order of the alphabet, with a blank between them."""

    name: str
    text: str
    name_roots: str
    text_roots: str


def product_number(product_id: int, published_at: datetime | None) -> int:
    """The number of a product's document; one that was never dated comes last."""
    second = int(published_at.timestamp()) if published_at else 0
    return (max(second, 0) << _ID_BITS) | product_id


def other_number(kind: str, object_id: int) -> int:
    """The number of another document: by kind (`RANGES`), then oldest first, but makers newest first."""
    start = -RANGES[kind] * _RANGE
    return start + _RANGE - 1 - object_id if kind == "producer" else start + object_id


def weights(number: int) -> tuple[int, int]:
    """What a word of the document with this number weighs as a correction: in its name, and elsewhere.

    Villages weigh nothing: there are two thousand of them, and they would drown what the catalogue is about.
    """
    if number >= FIRST_PRODUCT:
        return 3, 1
    return (0, 0) if FIRST_VILLAGE <= number < FIRST_PRODUCER else (2, 0)


def make_fields(
    *, names: Iterable[str], about: Iterable[str] = (), lists: Iterable[str] = (), body: Iterable[str] = ()
) -> Fields:
    """The fields of a document: what it is called, what is said about it in short, and its longer description.

    A description is found by its own words alone; a root found there would say too little. `lists` name several things
    of which it may be one ("Kerupuk & Keripik"): their words count as little as a shared root.
    """
    name = distinct(word for text in names for word in words(text))
    short = distinct(word for text in about for word in words(text))
    long = distinct(word for text in body for word in words(text))
    perhaps = distinct(word for text in lists for word in words(text))
    return Fields(
        name=_joined(name),
        text=_joined((*short, *long)),
        name_roots=_joined(root for word in name for root in roots(word)),
        text_roots=_joined((*perhaps, *(root for word in (*short, *perhaps) for root in roots(word)))),
    )


def is_list(name: str) -> bool:
    """Whether a shelf's name lists several things."""
    return "&" in name or "," in name


def as_stored(word: str) -> str:
    """The word in letters that every database's index takes as one word: others than Latin ones become their codes."""
    return word if word.isascii() else f"x{word.encode().hex()}"[:MAX_WORD_LENGTH]


def _joined(found: Iterable[str]) -> str:
    return " ".join(sorted({as_stored(word) for word in found}))
