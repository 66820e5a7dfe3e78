"""Decisions of the catalogue: how a list is narrowed, and what may be said of a product's halal state and stock."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from griya.catalog.models import Availability, HalalStatus

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
