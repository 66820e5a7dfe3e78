"""Decisions of the catalogue: how a list is narrowed, what is said of halal and stock, which photos it takes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from griya.catalog.models import Availability, HalalStatus, PhotoRole

MAX_QUERY_LENGTH: Final = 100
MAX_WORDS: Final = 8

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_SLUG_LENGTH: Final = 160

AVAILABILITY_LABELS: Final = {
    Availability.READY: "Siap dikirim",
    Availability.MADE_TO_ORDER: "Dibuat setelah dipesan",
    Availability.SEASONAL: "Musiman",
    Availability.SOLD_OUT: "Sedang habis",
}
HALAL_DUE_MEDIUM_AND_LARGE: Final = date(2024, 10, 18)
HALAL_DUE_MICRO_AND_SMALL: Final = date(2026, 10, 17)
# Whether a certificate exists is never guessed from this label: the legal label comes from the revision alone.
HALAL_LABELS: Final = {
    HalalStatus.CERTIFIED: "Bersertifikat halal",
    HalalStatus.IN_PROCESS: "Sertifikasi halal sedang diurus",
    HalalStatus.NOT_YET: "Belum bersertifikat halal",
    HalalStatus.NOT_HALAL: "Tidak halal",
    HalalStatus.NOT_REQUIRED: "Tidak wajib bersertifikat halal",
}

PHOTO_ROLE_LABELS: Final = {
    PhotoRole.MAIN: "Foto utama",
    PhotoRole.SCALE: "Perbandingan ukuran",
    PhotoRole.DETAIL: "Dari dekat",
    PhotoRole.PROCESS: "Proses membuat",
    PhotoRole.MAKER: "Pembuatnya",
    PhotoRole.PACKAGING: "Kemasan",
}
MAX_PHOTOS: Final = 12
_SHORTEST_ALT: Final = 8
_LONGEST_ALT: Final = 250


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor asked a list for: slugs of categories and of kab/kota, and free text."""

    text: str = ""
    shelves: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return not (self.text or self.shelves or self.regions)


@dataclass(frozen=True, slots=True)
class HalalStatement:
    """What a page says about halal: a neutral sentence, and what stands behind it."""

    status: str
    label: str
    note: str


def is_slug(text: str) -> bool:
    """Whether `text` can be a slug at all; anything else need not be asked of the database."""
    return len(text) <= _MAX_SLUG_LENGTH and _SLUG.fullmatch(text) is not None


def search_words(text: str) -> tuple[str, ...]:
    """The words of a query that are looked for, each once, without the ones behind a sensible limit."""
    return tuple(dict.fromkeys(text.casefold().split()))[:MAX_WORDS]


def narrow(chosen: tuple[str, ...], parents: dict[str, str | None]) -> tuple[str, ...]:
    """Chosen categories without a shelf of which a part is chosen too: the part narrows the shelf.

    `parents` maps every known category to the shelf above it; unknown ones are dropped. The order is the alphabet's,
    so that one choice has one address.
    """
    known = {slug for slug in chosen if slug in parents}
    narrowed = {parents[slug] for slug in known}
    return tuple(sorted(known - narrowed))


def halal_statement(status: str, note: str | None, *, has_checked_certificate: bool) -> HalalStatement:
    """What a product page says about halal. A claim nobody checked is told as the maker's word."""
    label = HALAL_LABELS[HalalStatus(status)]
    if status == HalalStatus.NOT_HALAL:
        return HalalStatement(status, f"{label} — {note}" if note else label, "Keterangan sesuai PP 42/2024.")
    if status == HalalStatus.CERTIFIED and not has_checked_certificate:
        return HalalStatement(status, label, "Menurut pembuat; nomor sertifikatnya belum kami periksa.")
    return HalalStatement(status, label, note or "")


def needs_halal_followup(*, is_food: bool, status: HalalStatus, is_micro_or_small: bool, on: date) -> bool:
    """Whether food still lacks the certificate that became mandatory. For staff only: never a badge on a public page.

    Micro and small makers from 17 October 2026, medium and large ones from 18 October 2024 (PP 42/2024 art. 160). Food
    that declares a forbidden material is exempt; food marked as "not required" is worth a look.
    """
    since = HALAL_DUE_MICRO_AND_SMALL if is_micro_or_small else HALAL_DUE_MEDIUM_AND_LARGE
    return is_food and on >= since and status not in (HalalStatus.CERTIFIED, HalalStatus.NOT_HALAL)


def focal_place(x: float, y: float) -> str:
    """Which ninth of a photo must stay in sight when it is cropped; `x` and `y` from 0 (left, top) to 1."""
    across = "left" if x < 1 / 3 else "right" if x > 2 / 3 else ""
    down = "top" if y < 1 / 3 else "bottom" if y > 2 / 3 else ""
    return "-".join(part for part in (across, down) if part) or "center"


def photo_refusals(
    *, alt_id: str, alt_en: str, focal: tuple[float, float], roles: Sequence[str], role: str, is_public: bool
) -> tuple[str, ...]:
    """Why a photo cannot be added to a product that has photos in `roles`; nothing when it can.

    Words for those who cannot see it are asked for in Indonesian at once and in English before anybody can see it.
    """
    reasons = []
    if role not in PHOTO_ROLE_LABELS:
        reasons.append("Peran foto itu tidak dikenal.")
    if not _SHORTEST_ALT <= len(alt_id) <= _LONGEST_ALT:
        reasons.append("Tuliskan apa yang terlihat di foto dalam bahasa Indonesia, 8 sampai 250 huruf.")
    if len(alt_en) > _LONGEST_ALT or (alt_en and len(alt_en) < _SHORTEST_ALT):
        reasons.append("Keterangan bahasa Inggris 8 sampai 250 huruf.")
    if is_public and not alt_en:
        reasons.append("Produk ini sedang tayang: tuliskan juga keterangan foto dalam bahasa Inggris.")
    if not all(0 <= part <= 1 for part in focal):
        reasons.append("Titik fokus berada di luar foto.")
    if role == PhotoRole.MAIN and role in roles:
        reasons.append("Produk ini sudah punya foto utama. Hapus dulu yang lama.")
    if len(roles) >= MAX_PHOTOS:
        reasons.append(f"Produk ini sudah punya {MAX_PHOTOS} foto. Hapus dulu satu.")
    return tuple(reasons)


def publishing_refusals(english_alts: Sequence[str]) -> tuple[str, ...]:
    """Why a product with photos that have these English words cannot be published; nothing when it can."""
    missing = sum(not words for words in english_alts)
    return (f"{missing} foto belum punya keterangan bahasa Inggris.",) if missing else ()
