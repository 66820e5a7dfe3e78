"""The one file of a photo that a screen keeps: named by its digest, with the length that a download is checked by."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from griya.catalog.models import PhotoRendition
from griya.catalog.queries.photos import Photo
from griya.core.db import db

# A screen keeps some thirty of these and draws each many times a day.
MOST_BYTES = 250_000
# Every browser that runs the player reads the first; the second is for a photo of which nothing else is small enough.
FORMATS = ("webp", "jpg")


@dataclass(frozen=True, slots=True)
class ScreenFile:
    """A stored file; its address is `/media/<file_name>`."""

    digest: str
    extension: str
    width: int
    height: int
    size_bytes: int

    @property
    def file_name(self) -> str:
        """The name under `/media/`."""
        return f"{self.digest}.{self.extension}"


def list_screen_files(photos: Iterable[Photo], *, useful_px: int) -> dict[str, ScreenFile]:
    """The file of each photo, by the photo's digest, in one statement.

    It is the largest of at most `MOST_BYTES`, and no larger than a place of `useful_px` pixels has use for. A photo of
    which no file is small enough has none: its slide stands on the pattern of its shelf.
    """
    photos = list(photos)
    digests = {one.digest: photo.digest for photo in photos for one in photo.renditions if one.extension in FORMATS}
    rows = db.session.execute(
        select(
            PhotoRendition.digest,
            PhotoRendition.extension,
            PhotoRendition.width,
            PhotoRendition.height,
            PhotoRendition.size_bytes,
        )
        .where(PhotoRendition.digest.in_(digests))
        .distinct()
    )
    files: dict[str, list[ScreenFile]] = {photo.digest: [] for photo in photos}
    for row in rows:
        files[digests[row.digest]].append(ScreenFile(*row))
    chosen = {digest: _chosen(some, useful_px) for digest, some in files.items()}
    return {digest: file for digest, file in chosen.items() if file}


def _chosen(files: list[ScreenFile], useful_px: int) -> ScreenFile | None:
    light = [file for file in files if file.size_bytes <= MOST_BYTES]
    for extension in FORMATS:
        ours = sorted((file for file in light if file.extension == extension), key=lambda file: file.width)
        if ours:
            return next((file for file in ours if max(file.width, file.height) >= useful_px), ours[-1])
    return None
