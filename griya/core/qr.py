"""QR codes as one SVG path: for screens, the kiosk and paper."""

from dataclasses import dataclass
from functools import lru_cache

import segno

QUIET_ZONE = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as one SVG path over a square of `size` modules, its quiet zone included."""

    text: str
    size: int
    path: str


@lru_cache(maxsize=2048)
def qr_code(text: str) -> QrCode:
    """The code of an address that anybody may see.

    Drawing one takes seven milliseconds, longer than a whole page, and the same text always gives the same code: the
    last ones are kept, some 10 kB each.
    """
    return draw(text)


def draw(text: str) -> QrCode:
    """The code of `text`, error correction M: a smudge or a reflection on the glass may hide some of it.

    Not kept: for a secret, which shall not stay in memory.
    """
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
