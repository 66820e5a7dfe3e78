"""What stands on a share picture, as plain values, and the digest that is its name."""

import hashlib
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).resolve().parent
_DIGITS: Final = 24


@dataclass(frozen=True, slots=True)
class Patch:
    """One field of the picture's left half: a stored photo, or the pattern of a shelf where there is none.

    `photo` is a file name below `/media/`, `focal` the part of it that must stay in sight.
    """

    motif: str
    photo: str = ""
    focal: str = "center"


@dataclass(frozen=True, slots=True)
class ShareCard:
    """Everything on one share picture, in one language. A price is never on it: chats keep pictures for years."""

    kicker: str
    title: str
    lines: tuple[str, ...]
    patches: tuple[Patch, ...]
    marks: tuple[str, ...] = ()
    brand: tuple[str, str] = ("Griya IKM", "Kalimantan Barat")

    @property
    def digest(self) -> str:
        """Changes with every word, photo and pattern on the picture, and with the way it is drawn."""
        return hashlib.sha256(repr((_edition(), astuple(self))).encode()).hexdigest()[:_DIGITS]


@cache
def _edition() -> str:
    """The way of drawing: the code, the font and the patterns of this folder."""
    files = sorted(path for path in _FOLDER.iterdir() if path.suffix in {".py", ".ttf", ".png"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
