"""Words and numbers as people read them: slugs, rupiah, dates in WIB."""

import re
import unicodedata
from datetime import date, datetime

from griya.core.clock import WIB

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
_BIDI_OVERRIDES = frozenset("\u202d\u202e\u2066\u2067\u2068\u2069")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def slugify(value: str, *, limit: int = 80) -> str:
    """ASCII words joined by hyphens, cut at a word; empty when nothing of `value` is left."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return slug if len(slug) <= limit else slug[: limit + 1].rpartition("-")[0] or slug[:limit]


def number(value: int) -> str:
    """A whole number with Indonesian thousands: 5.815."""
    return f"{value:,}".replace(",", ".")


def rupiah(value: int) -> str:
    """`Rp25.000`: capital R, no dot after it, no space, dots between thousands."""
    return f"{'−' if value < 0 else ''}Rp{number(abs(value))}"


def day(value: date) -> str:
    """`22 November 2026`; a datetime is turned to WIB first."""
    if isinstance(value, datetime):
        value = value.astimezone(WIB).date()
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """`Minggu, 22 November 2026 08.00 WIB`."""
    local = value.astimezone(WIB)
    return f"{DAYS[local.weekday()]}, {day(local)} {local:%H.%M} WIB"


def clean_text(value: str) -> str:
    """NFC text without NUL, other control characters, lone surrogates or a bidi override; one kind of line break."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        c for c in text if c in "\n\t" or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in _BIDI_OVERRIDES)
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def one_line(value: str) -> str:
    """The text with every run of white space and control characters as one blank."""
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in value).split())
