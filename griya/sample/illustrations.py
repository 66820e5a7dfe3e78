"""The sample catalogue's pictures: drawn for it, sent through the same pipeline as anybody's photo, one at a time."""

import logging
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from griya.catalog.actions import add_photo
from griya.catalog.models import PhotoRole
from griya.core import pictures, unit_of_work
from griya.core.db import db
from griya.sample.queries import PhotoPlace, find_photo_place

log = logging.getLogger(__name__)

REASON = "Data contoh"


@dataclass(frozen=True, slots=True)
class Illustration:
    """One picture file, the products it shows, and its words."""

    file: str
    products: tuple[str, ...]
    role: str
    alt_id: str
    alt_en: str
    focal: tuple[float, float] = (0.5, 0.5)


def list_illustrations(folder: Traversable | None = None) -> list[Illustration]:
    """What `index.toml` of the folder names; nothing where there is no such file."""
    index = (folder or _folder()).joinpath("index.toml")
    if not index.is_file():
        return []
    return [_illustration(row) for row in tomllib.loads(index.read_text(encoding="utf-8")).get("pictures", ())]


def add_sample_pictures(
    *,
    media_folder: Path,
    is_stopped: Callable[[], bool] = lambda: False,
    folder: Traversable | None = None,
) -> int:
    """Give the sample's products the pictures they have not yet got. Returns how many were added.

    Each costs one to two seconds of processor time, at a low priority and outside any transaction; each product's is
    entered in a transaction of its own, so that it may be stopped at any moment and goes on where it was. A product
    that was removed, is no sample, or has a main photo already is left as it is; a file that cannot be used is logged.
    """
    source = folder or _folder()
    added = 0
    for illustration in list_illustrations(source):
        wanting = [slug for slug in illustration.products if _is_wanting(slug, illustration)]
        if not wanting or is_stopped():
            continue
        try:
            content = source.joinpath(illustration.file).read_bytes()
            picture = pictures.render(content, media_folder, is_stopped=is_stopped)
        except (OSError, pictures.UnusablePicture) as error:
            log.log(
                logging.INFO if is_stopped() else logging.WARNING, "sample picture %s: %s", illustration.file, error
            )
            continue
        for slug in wanting:
            added += not is_stopped() and _add(slug, illustration, picture, media_folder)
    return added


def _is_wanting(slug: str, illustration: Illustration) -> bool:
    """Whether the picture is still missing. Nothing is held afterwards: an open read keeps SQLite's writers waiting."""
    try:
        return _place(slug, illustration) is not None
    finally:
        db.session.rollback()


def _add(slug: str, illustration: Illustration, picture: pictures.Picture, media_folder: Path) -> bool:
    with unit_of_work.command():
        place = _place(slug, illustration)  # asked again: somebody may have been faster.
        if place is None:
            return False
        add_photo(
            product=place.product,
            source=picture,
            role=illustration.role,
            alt_id=illustration.alt_id,
            alt_en=illustration.alt_en,
            media_folder=media_folder,
            focal=illustration.focal,
            credit="Griya IKM",
            rights=REASON,
            reason=REASON,
        )
    return True


def _place(slug: str, illustration: Illustration) -> PhotoPlace | None:
    """Where the picture is still missing; None where it is not."""
    place = find_photo_place(slug)
    if place is None or illustration.alt_id in place.alts:
        return None
    return None if illustration.role == PhotoRole.MAIN and illustration.role in place.roles else place


def _illustration(row: dict[str, Any]) -> Illustration:
    return Illustration(
        file=row["file"],
        products=tuple(row["products"]),
        role=row.get("role", PhotoRole.MAIN.value),
        alt_id=row["alt_id"],
        alt_en=row["alt_en"],
        focal=tuple(row.get("focal", (0.5, 0.5))),
    )


def _folder() -> Traversable:
    return files("griya.sample").joinpath("pictures")
