"""Builders for photos: the smallest picture that goes through the real pipeline, and photos without any file."""

import io
from itertools import count
from pathlib import Path
from typing import Any

from PIL import Image

from griya.catalog.actions import add_photo
from griya.catalog.models import Product, ProductPhoto
from griya.core.pictures import Picture, StoredFile

_numbers = count(1)
SIDES = (320, 640, 1080, 1920)


def make_jpeg(size: tuple[int, int] = (400, 300), colour: tuple[int, int, int] = (180, 60, 40)) -> bytes:
    """A JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def make_picture() -> Picture:
    """A picture in every size, whose files nobody ever made."""
    number = next(_numbers)
    files = [
        StoredFile(extension, side, side * 3 // 4, f"{number:060x}{kind:02x}{n:02x}", 1000)
        for kind, extension in enumerate(("avif", "webp", "jpg"))
        for n, side in enumerate(SIDES)
    ]
    return Picture(tuple(files), "b43c28", "b43c28" * 12, {}, 0)


def make_photo(
    product: Product, *, role: str = "utama", source: bytes | Picture | None = None, **words: Any
) -> ProductPhoto:
    """A photo of a product, without files unless a source is given."""
    values: dict[str, Any] = {
        "alt_id": f"{role.capitalize()}: kue ikan di piring",
        "alt_en": "Fish crackers on a plate",
        "media_folder": Path("/nowhere"),
    }
    return add_photo(product=product, role=role, source=source or make_picture(), **(values | words))
