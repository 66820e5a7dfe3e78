"""What a slide is and how long it stands: which one is due comes from the clock alone, so screens agree unasked."""

from datetime import datetime
from math import ceil

# A slide stands 15 s, the least with a QR code, or twice that: 2.5 words a second and 4 s to look up and find it.
# Because one is a multiple of the other, a list that changes from one to the other never cuts a slide short.
SHORT_SECONDS = 15
LONG_SECONDS = 30
WORDS_PER_SECOND = 2.5
SECONDS_TO_FIND = 4

# A name is told as large as its letters and its longest word allow; the smallest step is the legible minimum.
NAME_STEPS = ((30, 9, "besar"), (48, 12, "sedang"))
SMALLEST_STEP = "kecil"


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
