"""The photos of a draft: what may be said of each, in which order they stand, and what differs from those on show."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from griya.catalog.models import PhotoRole
from griya.catalog.rules.completeness import PhotoFacts
from griya.catalog.rules.photos import MAX_PHOTOS, PHOTO_ROLE_LABELS
from griya.core.text import clean_text, one_line

LONGEST_ALT: Final = 250
SHORTEST_ALT: Final = 8
LONGEST_CREDIT: Final = 120
MAX_UPLOADS: Final = 4
MAX_UPLOAD_BYTES: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class StagedPhoto:
    """A photo of a draft. `key` is its digest; `photo_id` names the photo on show that it is, None for a new one.

    `files` are its renditions as (extension, width, height, digest, bytes); of a photo on show it is empty.
    """

    key: str
    photo_id: int | None
    extension: str
    width: int
    height: int
    role: str = PhotoRole.DETAIL
    alt_id: str = ""
    alt_en: str = ""
    credit: str = ""
    rights: str = ""
    focal_x: float = 0.5
    focal_y: float = 0.5
    tint: str = ""
    blur: str = ""
    files: tuple[tuple[str, int, int, str, int], ...] = ()

    @property
    def file_name(self) -> str:
        """The name of its largest JPEG under `/media/`."""
        return f"{self.key}.{self.extension}"

    @property
    def preview_name(self) -> str:
        """The name of a JPEG that is large enough for the desk."""
        small = [file for file in self.files if file[0] == "jpg" and file[1] >= 320]
        best = min(small, key=lambda file: file[1], default=None)
        return f"{best[3]}.jpg" if best else self.file_name


def to_json(photos: Sequence[StagedPhoto]) -> list[dict[str, Any]]:
    """The photos as a draft keeps them."""
    return [asdict(photo) | {"files": [list(file) for file in photo.files]} for photo in photos]


def from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[StagedPhoto, ...]:
    """The photos that a draft keeps."""
    return tuple(
        StagedPhoto(**{**photo, "files": tuple((f[0], f[1], f[2], f[3], f[4]) for f in photo["files"])})
        for photo in kept
    )


def facts_of(photos: Sequence[StagedPhoto]) -> tuple[PhotoFacts, ...]:
    """What the rules of completeness look at."""
    return tuple(
        PhotoFacts(
            photo.role,
            len(photo.alt_id) >= SHORTEST_ALT,
            len(photo.alt_en) >= SHORTEST_ALT,
            bool(photo.credit),
            max(photo.width, photo.height),
        )
        for photo in photos
    )


def with_words(photo: StagedPhoto, typed: Mapping[str, str]) -> StagedPhoto:
    """The photo with what was typed about it, cleaned and cut; what cannot be read leaves the old value."""

    def text(key: str, limit: int, old: str) -> str:
        return one_line(clean_text(typed[key]))[:limit] if key in typed else old

    role = typed.get("role", photo.role)
    return replace(
        photo,
        role=role if role in set(PhotoRole) else photo.role,
        alt_id=text("alt_id", LONGEST_ALT, photo.alt_id),
        alt_en=text("alt_en", LONGEST_ALT, photo.alt_en),
        credit=text("credit", LONGEST_CREDIT, photo.credit),
        rights=text("rights", LONGEST_CREDIT, photo.rights),
        focal_x=percent(typed.get("focal_x"), photo.focal_x),
        focal_y=percent(typed.get("focal_y"), photo.focal_y),
    )


def percent(raw: str | None, old: float) -> float:
    """A part of one from a typed whole percentage; anything else leaves the old value."""
    text = (raw or "").strip().rstrip("%").strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 3):
        return old
    # A finer value than a whole percentage stays as long as nobody types another one.
    return old if int(text) == round(old * 100) else min(int(text), 100) / 100


def settled(photos: Sequence[StagedPhoto]) -> tuple[StagedPhoto, ...]:
    """The photos with one main photo at most, the first that claims to be it; the others become close-ups."""
    found: list[StagedPhoto] = []
    for photo in photos:
        is_second = photo.role == PhotoRole.MAIN and any(one.role == PhotoRole.MAIN for one in found)
        found.append(replace(photo, role=PhotoRole.DETAIL) if is_second else photo)
    return tuple(found)


def adding_faults(photos: Sequence[StagedPhoto], count: int) -> list[str]:
    """Whether so many more photos may come."""
    if count > MAX_UPLOADS:
        return [f"Kirim paling banyak {MAX_UPLOADS} foto sekaligus."]
    if len(photos) + count > MAX_PHOTOS:
        return [f"Paling banyak {MAX_PHOTOS} foto; sudah ada {len(photos)}. Hapus dulu beberapa."]
    return []


@dataclass(frozen=True, slots=True)
class PhotoChange:
    """What a draft does with one photo: sentences, and the photo as it was and as it is to be."""

    before: StagedPhoto | None
    after: StagedPhoto | None
    words: tuple[str, ...]


def photo_changes(before: Sequence[StagedPhoto], after: Sequence[StagedPhoto]) -> tuple[PhotoChange, ...]:
    """Every photo that is new, gone, moved or told in other words."""
    old = {photo.key: (place, photo) for place, photo in enumerate(before, start=1)}
    # Places are compared among those that stay: a photo that only moved up because another went was not moved.
    stays = [photo.key for photo in before if any(photo.key == one.key for one in after)]
    found = []
    for photo in after:
        if photo.key not in old:
            found.append(PhotoChange(None, photo, ("Foto baru",)))
    order = [photo.key for photo in after if photo.key in old]
    for place, photo in enumerate(after, start=1):
        if photo.key in old:
            was = old[photo.key][1]
            words = list(_word_changes(was, photo))
            if stays.index(photo.key) != order.index(photo.key):
                words.append(f"Pindah ke urutan {place}, semula {old[photo.key][0]}")
            if words:
                found.append(PhotoChange(was, photo, tuple(words)))
    kept = {photo.key for photo in after}
    return (*found, *(PhotoChange(photo, None, ("Dihapus",)) for photo in before if photo.key not in kept))


def _word_changes(was: StagedPhoto, now: StagedPhoto) -> Sequence[str]:
    pairs = (
        ("Peran", PHOTO_ROLE_LABELS[PhotoRole(was.role)], PHOTO_ROLE_LABELS[PhotoRole(now.role)]),
        ("Keterangan", was.alt_id, now.alt_id),
        ("Keterangan Inggris", was.alt_en, now.alt_en),
        ("Pemotret", was.credit, now.credit),
        ("Hak", was.rights, now.rights),
        ("Titik fokus", _focal(was), _focal(now)),
    )
    return [f"{label}: “{old}” menjadi “{new}”" for label, old, new in pairs if old != new]


def _focal(photo: StagedPhoto) -> str:
    return f"{round(photo.focal_x * 100)}% dari kiri, {round(photo.focal_y * 100)}% dari atas"
