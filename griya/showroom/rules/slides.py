"""How long a slide stands, and a round of them."""

from math import ceil

# A slide stands 15 s, the least with a QR code, or as long as its words need: 2.5 of them a second, and 4 s to look up
# and find the screen.
LEAST_SECONDS = 15
MOST_SECONDS = 40
WORDS_PER_SECOND = 2.5
SECONDS_TO_FIND = 4


def slide_seconds(words: int) -> int:
    """How long a slide with so many words stands, in whole seconds."""
    return min(MOST_SECONDS, max(LEAST_SECONDS, ceil(words / WORDS_PER_SECOND + SECONDS_TO_FIND)))


def loop_words(seconds: int) -> str:
    """How long one round of the slides is: `3 menit 15 detik`."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} menit"] if minutes else []
    return " ".join([*parts, f"{rest} detik"] if rest or not parts else parts)
