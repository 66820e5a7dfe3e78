"""Photos as pages show them: every rendition, what stands in their place, and which files are still in use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select

from griya.catalog.models import PhotoRendition, PhotoRole, Product, ProductPhoto
from griya.catalog.rules.photos import focal_place
from griya.core.db import db
from griya.core.words import Bilingual

# The placeholder's grid: as wide as the worker makes it.
BLUR_COLUMNS = 4
_COLOUR_DIGITS = 6

PHOTO_COLUMNS = (
    ProductPhoto.id.label("photo_id"),
    ProductPhoto.digest,
    ProductPhoto.extension,
    ProductPhoto.width,
    ProductPhoto.height,
    ProductPhoto.alt_id,
    ProductPhoto.alt_en,
    ProductPhoto.role,
    ProductPhoto.tint,
    ProductPhoto.blur,
    ProductPhoto.focal_x,
    ProductPhoto.focal_y,
)


@dataclass(frozen=True, slots=True)
class Rendition:
    """One stored file of a photo; its address is `/media/<file_name>`."""

    digest: str
    extension: str
    width: int
    height: int

    @property
    def file_name(self) -> str:
        """The name under `/media/`."""
        return f"{self.digest}.{self.extension}"


@dataclass(frozen=True, slots=True)
class Photo:
    """A stored photo; `file_name` is its largest JPEG, `focal` one of nine places such as `center` or `left-top`."""

    digest: str
    extension: str
    width: int
    height: int
    alt: Bilingual
    role: str
    tint: str = ""
    blur: str = ""
    focal: str = "center"
    renditions: tuple[Rendition, ...] = ()

    @property
    def file_name(self) -> str:
        """The name under `/media/`."""
        return f"{self.digest}.{self.extension}"

    def sources(self, extension: str, widest: int) -> tuple[Rendition, ...]:
        """The files of one format, narrowest first, as far as a place at most `widest` pixels wide can use them."""
        found = sorted((r for r in self.renditions if r.extension == extension), key=lambda r: r.width)
        needed = 1 + next((n for n, r in enumerate(found) if r.width >= widest), len(found))
        return tuple(found[:needed])

    def fallback(self, widest: int) -> Rendition:
        """The JPEG for a browser that knows nothing else; it also gives the picture its proportion."""
        files = self.sources("jpg", widest)
        return files[-1] if files else Rendition(self.digest, self.extension, self.width, self.height)

    @property
    def blur_cells(self) -> tuple[tuple[int, int, str], ...]:
        """The placeholder's grid as (column, row, hex colour)."""
        colours = [self.blur[at : at + _COLOUR_DIGITS] for at in range(0, len(self.blur), _COLOUR_DIGITS)]
        return tuple((n % BLUR_COLUMNS, n // BLUR_COLUMNS, colour) for n, colour in enumerate(colours))


def photo_of(row: Row[*tuple[Any, ...]], renditions: dict[int, tuple[Rendition, ...]]) -> Photo | None:
    """The photo of a row that selects `PHOTO_COLUMNS`, perhaps by an outer join."""
    if row.photo_id is None:
        return None
    return Photo(
        digest=row.digest,
        extension=row.extension,
        width=row.width,
        height=row.height,
        alt=Bilingual(row.alt_id, row.alt_en),
        role=row.role,
        tint=row.tint,
        blur=row.blur,
        focal=focal_place(float(row.focal_x), float(row.focal_y)),
        renditions=renditions.get(row.photo_id, ()),
    )


def renditions_of(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, tuple[Rendition, ...]]:
    """The renditions of all these rows' photos by photo id, in one statement, and in none where there is no photo."""
    ids = {row.photo_id for row in rows if row.photo_id is not None}
    if not ids:
        return {}
    found: dict[int, list[Rendition]] = {}
    statement = select(
        PhotoRendition.photo_id,
        PhotoRendition.digest,
        PhotoRendition.extension,
        PhotoRendition.width,
        PhotoRendition.height,
    ).where(PhotoRendition.photo_id.in_(ids))
    for photo_id, digest, extension, width, height in db.session.execute(statement):
        found.setdefault(photo_id, []).append(Rendition(digest, extension, width, height))
    return {photo_id: tuple(files) for photo_id, files in found.items()}


def list_photos(product_id: int) -> tuple[Photo, ...]:
    """A product's photos, the main one first, then as they were ordered."""
    rows = db.session.execute(_photos_of(select(*PHOTO_COLUMNS), product_id)).all()
    renditions = renditions_of(rows)
    return tuple(photo for row in rows if (photo := photo_of(row, renditions)) is not None)


def list_stored_photos(product_id: int) -> Sequence[ProductPhoto]:
    """The same photos as records, for a change."""
    return db.session.scalars(_photos_of(select(ProductPhoto), product_id)).all()


def file_names_of(photo_id: int) -> set[str]:
    """The names of every file of a photo."""
    rows = db.session.execute(
        select(PhotoRendition.digest, PhotoRendition.extension).where(PhotoRendition.photo_id == photo_id)
    )
    return {f"{digest}.{extension}" for digest, extension in rows}


def used_file_names(names: Iterable[str]) -> set[str]:
    """Those of these files that some photo still shows."""
    digests = [name.partition(".")[0] for name in names]
    rows = db.session.execute(
        select(PhotoRendition.digest, PhotoRendition.extension).where(PhotoRendition.digest.in_(digests))
    )
    return {f"{digest}.{extension}" for digest, extension in rows}


def find_product_by_slug(slug: str) -> Product | None:
    """The product with this slug, public or not."""
    return db.session.scalars(select(Product).where(Product.slug == slug)).one_or_none()


def _photos_of(statement: Select[*tuple[Any, ...]], product_id: int) -> Select[*tuple[Any, ...]]:
    return statement.where(ProductPhoto.product_id == product_id).order_by(
        ProductPhoto.role != PhotoRole.MAIN, ProductPhoto.position
    )
