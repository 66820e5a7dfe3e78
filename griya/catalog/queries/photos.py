"""Photos as pages show them: every rendition, what stands in their place, and which files are still in use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Float, Integer, Select, bindparam, select, type_coerce

from griya.catalog.models import PhotoRendition, PhotoRole, Product, ProductPhoto
from griya.catalog.rules.photos import focal_place
from griya.core.db import db, fetch
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
    # As the driver gives them: making decimals of them takes longer than the rest of a row.
    type_coerce(ProductPhoto.focal_x, Float).label("focal_x"),
    type_coerce(ProductPhoto.focal_y, Float).label("focal_y"),
    ProductPhoto.files,
)


class Rendition(NamedTuple):
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
    """A stored photo; `file_name` is its largest JPEG, `focal` one of nine places such as `center` or `left-top`.

    `files` is every file of it as the database keeps them: read only as far as a place needs.
    """

    digest: str
    extension: str
    width: int
    height: int
    alt: Bilingual
    role: str
    tint: str = ""
    blur: str = ""
    focal: str = "center"
    files: str = ""

    @property
    def file_name(self) -> str:
        """The name under `/media/`."""
        return f"{self.digest}.{self.extension}"

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        """Every file of it."""
        return tuple(_rendition(file) for file in self.files.split(";") if file)

    def sources(self, extension: str, widest: int) -> tuple[Rendition, ...]:
        """The files of one format, narrowest first, as far as a place at most `widest` pixels wide can use them."""
        found = []
        for file in self.files.split(";"):
            if file.startswith(extension):
                rendition = _rendition(file)
                found.append(rendition)
                if rendition.width >= widest:
                    break
        return tuple(found)

    def srcset(self, extension: str, widest: int, folder: str) -> str:
        """The same as a browser chooses from: addresses below `folder` with their widths."""
        files = (f"{folder}{file.file_name} {file.width}w" for file in self.sources(extension, widest))
        return ", ".join(files)

    def fallback(self, widest: int) -> Rendition:
        """The JPEG for a browser that knows nothing else; it also gives the picture its proportion."""
        files = self.sources("jpg", widest)
        return files[-1] if files else Rendition(self.digest, self.extension, self.width, self.height)

    @property
    def blur_cells(self) -> tuple[tuple[int, int, str], ...]:
        """The placeholder's grid as (column, row, hex colour)."""
        colours = [self.blur[at : at + _COLOUR_DIGITS] for at in range(0, len(self.blur), _COLOUR_DIGITS)]
        return tuple((n % BLUR_COLUMNS, n // BLUR_COLUMNS, colour) for n, colour in enumerate(colours))


def photo_of(columns: Sequence[Any]) -> Photo | None:
    """The photo of these values of `PHOTO_COLUMNS`, perhaps of an outer join that found none."""
    key, digest, extension, width, height, alt_id, alt_en, role, tint, blur, focal_x, focal_y, files = columns
    if key is None:
        return None
    return Photo(
        digest,
        extension,
        width,
        height,
        Bilingual(alt_id, alt_en),
        role,
        tint,
        blur,
        focal_place(float(focal_x), float(focal_y)),
        files,
    )


def _rendition(file: str) -> Rendition:
    extension, width, height, digest = file.split(" ")
    return Rendition(digest, extension, int(width), int(height))


def list_photos(product_id: int) -> tuple[Photo, ...]:
    """A product's photos, the main one first, then as they were ordered."""
    return photos_of(read_photos(product_id))


def read_photos(product_id: int) -> Sequence[Any]:
    """The rows of a product's photos in the same order."""
    return fetch(_PHOTOS, product_id=product_id)


def photos_of(rows: Iterable[Any]) -> tuple[Photo, ...]:
    """The photos that these rows are."""
    return tuple(photo for row in rows if (photo := photo_of(row)) is not None)


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


def _photos_of(statement: Select[*tuple[Any, ...]], product_id: Any) -> Select[*tuple[Any, ...]]:
    return statement.where(ProductPhoto.product_id == product_id).order_by(
        ProductPhoto.role != PhotoRole.MAIN, ProductPhoto.position
    )


_PHOTOS: Final = _photos_of(select(*PHOTO_COLUMNS), bindparam("product_id", type_=Integer))
