"""How large an emergency message stands on a screen: a tenth of its height wherever it fits."""

from dataclasses import dataclass
from typing import Final

from griya.showroom.rules.fit import count_lines
from griya.showroom.rules.layout import EDGE, Look, Pane
from griya.showroom.rules.standing import Message

# The style sheet's words for a tenth of the height and a tenth of the shorter side: on a screen that stands, a long
# message is as large as on one that lies.
FULL: Final = "penuh"
CLOSE: Final = "rapat"
_TENTH: Final = 0.1
_LINE: Final = 1.1
_BETWEEN: Final = 6.0
# The letters are a little wider than those that were measured.
_HEAVIER: Final = 1.04


@dataclass(frozen=True, slots=True)
class Notice:
    """A message as it is written. The English words are left out where both would not fit."""

    key: str
    message: str
    message_en: str
    step: str


def fit_notice(message: Message, look: Look) -> Notice:
    """The message in the larger of the two sizes that holds the Indonesian words, with the English ones if they fit."""
    step = FULL if all(_fits((message.words_id,), FULL, pane) for pane in look.panes) else CLOSE
    both = (message.words_id, message.words_en)
    english = message.words_en if message.words_en and all(_fits(both, step, pane) for pane in look.panes) else ""
    return Notice(message.key, message.words_id, english, step)


def _fits(texts: tuple[str, ...], step: str, pane: Pane) -> bool:
    size = _TENTH * (pane.height if step == FULL else min(pane.width, pane.height))
    width = (pane.width - 2 * EDGE * pane.unit) / (size * _HEAVIER)
    lines = sum(count_lines(text, width) for text in texts)
    used = lines * size * _LINE + (len(texts) - 1) * _BETWEEN * pane.unit
    return used <= pane.height - 2 * EDGE * pane.unit
