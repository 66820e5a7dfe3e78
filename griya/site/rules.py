"""What the pages about Griya itself state, and how much of a maker's story the front door tells."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

# The day the accessibility statement was last compared with the site. docs/accessibility.md says what was looked at.
ACCESSIBILITY_STATED_ON: Final = date(2026, 11, 25)
# The day the page about privacy got its present words; the notice beside the form has a version of its own.
PRIVACY_STATED_ON: Final = date(2026, 11, 22)

# How the sentence about retention begins in each language of the notice.
_KEPT: Final = ("Disimpan ", "Kept ")
_LEAST_LETTERS = 50
_MOST_LETTERS = 170
_SENTENCE_END: Final = re.compile(r"[.!?…][”\"’)]?(?=\s|$)")


def opening_line(story: str) -> str:
    """The first sentence or two of a story's first paragraph; a longer sentence is cut at a word and says so by `…`."""
    text = " ".join(next((line for line in story.splitlines() if line.strip()), "").split())
    if len(text) <= _MOST_LETTERS:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, _MOST_LETTERS + 1) if match.end() <= _MOST_LETTERS]
    if ends and ends[-1] >= _LEAST_LETTERS:
        return text[: ends[-1]]
    cut = text[:_MOST_LETTERS].rpartition(" ")[0] or text[: _MOST_LETTERS - 1]
    return f"{cut.rstrip(' ,;:–-')}…"


def retention_sentence(sentences: Sequence[str]) -> str:
    """The sentence of a notice that says how long data is kept; ValueError where a notice forgot to say it."""
    found = [sentence for sentence in sentences if sentence.startswith(_KEPT)]
    if len(found) != 1:
        raise ValueError(
            "a notice says once, in a sentence that begins with “Disimpan” or “Kept”, how long data is kept"
        )
    return found[0]
