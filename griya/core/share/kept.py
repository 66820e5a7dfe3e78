"""Share pictures on disk: each is drawn once, when it is first asked for, and one at a time.

A file is named by the digest of what stands on it, so a change makes another one and no file is ever wrong.
"""

import logging
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from griya.core.share.card import ShareCard
from griya.core.share.drawing import draw

log = logging.getLogger(__name__)

FOLDER: Final = "share"  # below the instance; not in a backup, because it can be drawn again.
TURN_SECONDS: Final = 5.0
# Requests that may wait for the pen; whoever comes later is sent away for a moment, so the server's threads stay free.
_MOST_WAITING: Final = 2

_pen = threading.Lock()
_bench = threading.BoundedSemaphore(_MOST_WAITING + 1)


class Busy(Exception):
    """Other pictures are being drawn: ask again in a moment."""


def picture(card: ShareCard, *, folder: Path, media: Path) -> bytes:
    """The picture of `card`, from `folder` or drawn now and kept there. `media` holds the photos.

    Raises:
        Busy: when too many others wait already.
    """
    path = folder / f"{card.digest}.jpg"
    if content := _read(path):
        return content
    if not _bench.acquire(blocking=False):
        raise Busy
    try:
        if not _pen.acquire(timeout=TURN_SECONDS):
            raise Busy
        try:
            return _read(path) or _drawn(card, path, media)
        finally:
            _pen.release()
    finally:
        _bench.release()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # not drawn yet, or a disk that cannot be read: it is drawn.
        return b""


def _drawn(card: ShareCard, path: Path, media: Path) -> bytes:
    content = draw(card, media)
    # Without one of its photos, which a restore may bring back, the picture is shown and not kept.
    if all((media / patch.photo).is_file() for patch in card.patches if patch.photo):
        _keep(path, content)
    return content


def _keep(path: Path, content: bytes) -> None:
    """Write the whole file or none; a full disk costs a drawing the next time and nothing else."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
    except OSError as error:
        log.warning("a share picture could not be kept: %s", error.strerror)


def tidy(folder: Path, *, days: int) -> int:
    """Delete the pictures drawn more than `days` ago; whoever asks for one that is still shown has it drawn again.

    Returns how many went.
    """
    oldest = time.time() - days * 24 * 3600
    old = [path for path in folder.glob("*") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
