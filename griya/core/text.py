"""Words and numbers as people read them: slugs, rupiah, dates in WIB."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from griya.core.clock import WIB
from griya.core.words import SOURCE

MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_BIDI_OVERRIDES = frozenset("\u202d\u202e\u2066\u2067\u2068\u2069")


def slugify(value: str, *, limit: int = 80) -> str:
    """ASCII words joined by hyphens, cut at a word; empty when nothing of `value` is left."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return slug if len(slug) <= limit else slug[: limit + 1].rpartition("-")[0] or slug[:limit]


def number(value: int, language: str = SOURCE) -> str:
    """A whole number with its thousands: `5.815` in Indonesian, `5,815` in English."""
    if -1000 < value < 1000:
        return str(value)
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == SOURCE else grouped


def percent(value: Decimal, language: str = SOURCE) -> str:
    """A share of a hundred without idle zeros: `40,25%` in Indonesian, `40.25%` in English."""
    plain = f"{value.normalize():f}"
    return f"{plain.replace('.', ',') if language == SOURCE else plain}%"


def rupiah(value: int, language: str = SOURCE) -> str:
    """`Rp25.000`, in English `Rp25,000`: capital R, no dot after it, no space."""
    return f"{'−' if value < 0 else ''}Rp{number(abs(value), language)}"


def day(value: date, language: str = SOURCE) -> str:
    """`22 November 2026`, the same order in both languages; a datetime is turned to WIB first."""
    if isinstance(value, datetime):
        value = value.astimezone(WIB).date()
    return f"{value.day} {MONTHS[language][value.month - 1]} {value.year}"


def moment(value: datetime, language: str = SOURCE) -> str:
    """`Minggu, 22 November 2026 08.00 WIB`, in English `Sunday, 22 November 2026 08:00 WIB`."""
    local = value.astimezone(WIB)
    time = f"{local:%H.%M}" if language == SOURCE else f"{local:%H:%M}"
    return f"{DAYS[language][local.weekday()]}, {day(local, language)} {time} WIB"


def clean_text(value: str) -> str:
    """NFC text without NUL, other control characters, lone surrogates or a bidi override; one kind of line break."""
    if value.isascii() and value.isprintable():
        return value.strip()  # as most of what people type
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        c for c in text if c in "\n\t" or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in _BIDI_OVERRIDES)
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def one_line(value: str) -> str:
    """The text with every run of white space and control characters as one blank."""
    if value.isascii() and value.isprintable():
        return " ".join(value.split())
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in value).split())


def fold(text: str) -> str:
    """Letters and digits only, without case or accents: what two spellings of one name have in common."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())
