"""What a slide is: how large its name is written and how long it stands."""

from math import ceil

# A slide stands 15 s, the least with a QR code, or as long as its words need: 2.5 of them a second, and 4 s to look up
# and find the screen.
LEAST_SECONDS = 15
MOST_SECONDS = 40
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


def slide_seconds(words: int) -> int:
    """How long a slide with so many words stands, in whole seconds."""
    return min(MOST_SECONDS, max(LEAST_SECONDS, ceil(words / WORDS_PER_SECOND + SECONDS_TO_FIND)))


def loop_words(seconds: int) -> str:
    """How long one round of the slides is: `3 menit 15 detik`."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} menit"] if minutes else []
    return " ".join([*parts, f"{rest} detik"] if rest or not parts else parts)
