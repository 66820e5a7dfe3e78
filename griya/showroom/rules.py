"""What a slide is and how long it stands: which one is due comes from the clock alone, so screens agree unasked."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

import segno

QUIET_ZONE = 4

# A slide stands 15 s, the least with a QR code, or twice that: 2.5 words a second and 4 s to look up and find it.
# Because one is a multiple of the other, a list that changes from one to the other never cuts a slide short.
SHORT_SECONDS = 15
LONG_SECONDS = 30
WORDS_PER_SECOND = 2.5
SECONDS_TO_FIND = 4

# A name is told as large as its letters and its longest word allow; the smallest step is the legible minimum.
NAME_STEPS = ((30, 9, "besar"), (48, 12, "sedang"))
SMALLEST_STEP = "kecil"


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as one SVG path over a square of `size` modules, its quiet zone included."""

    text: str
    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code of `text`, error correction M: a smudge or a reflection on the glass may hide some of it."""
    rows = tuple(segno.make(text, error="m", micro=False, boost_error=False).matrix)
    runs: list[str] = []
    for y, row in enumerate(rows, start=QUIET_ZONE):
        start = None
        for x, is_dark in enumerate((*row, 0), start=QUIET_ZONE):
            if is_dark and start is None:
                start = x
            elif not is_dark and start is not None:
                runs.append(f"M{start} {y}h{x - start}v1h{start - x}z")
                start = None
    return QrCode(text, len(rows) + 2 * QUIET_ZONE, "".join(runs))


def name_step(name: str) -> str:
    """How large a name is written, as a word the style sheet knows."""
    longest = max(map(len, name.split()), default=0)
    fitting = (step for letters, word, step in NAME_STEPS if len(name) <= letters and longest <= word)
    return next(fitting, SMALLEST_STEP)


def slide_seconds(most_words: int) -> int:
    """How long each slide of a list stands whose wordiest slide has so many words."""
    return SHORT_SECONDS if most_words / WORDS_PER_SECOND + SECONDS_TO_FIND <= SHORT_SECONDS else LONG_SECONDS


def slide_index(at: datetime, seconds: int, count: int) -> int:
    """The slide that is due: equal slots since 1970, dealt out in turn. `static/js/screen.js` reckons the same."""
    return int(at.timestamp() // seconds) % count


def seconds_left(at: datetime, seconds: int) -> int:
    """Whole seconds after which the next slide is surely due."""
    return ceil(seconds - at.timestamp() % seconds)
