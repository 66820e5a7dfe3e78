"""What wholesale and export ask besides: terms of trade as codes, a date, a country, a tariff number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from babel import Locale

from griya.core.words import N_
from griya.inquiry.models import InquiryKind
from griya.registry.rules.unreadable import Unreadable

ORGANISATION_LENGTH: Final = 120
VOLUME_LENGTH: Final = 60
LABEL_LENGTH: Final = 120
UNIT_LENGTH: Final = 20

KINDS: Final = {
    InquiryKind.RETAIL: N_("Eceran, untuk sendiri atau oleh-oleh"),
    InquiryKind.WHOLESALE: N_("Grosir, untuk dijual lagi atau untuk kantor dan acara"),
    InquiryKind.EXPORT: N_("Ekspor, dikirim ke luar Indonesia"),
}
# Incoterms 2020 by their letters, which are the same in every language.
INCOTERMS: Final = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")
CERTIFICATES: Final = {
    "halal": N_("Halal"),
    "uji": N_("Hasil uji laboratorium (COA)"),
    "asal": N_("Keterangan asal barang (SKA)"),
    "fitosanitari": N_("Fitosanitari"),
    "fumigasi": N_("Fumigasi (ISPM 15)"),
    "svlk": N_("Legalitas kayu (SVLK)"),
    "organik": N_("Organik"),
}
# Buyers from across the border come first: most exports of the province go there.
NEAR: Final = ("MY", "BN", "SG")

# What the library lists beside countries: unions, the sea, and places that trade under their country's code.
_NO_COUNTRIES: Final = frozenset({"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ", "CQ"})
_LONGEST_WAIT: Final = timedelta(days=730)
_HS_CODE: Final = re.compile(r"[0-9]{4}(?:[0-9]{2}(?:[0-9]{2}(?:[0-9]{2})?)?)?")
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_HOME_DAY: Final = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Terms:
    """How a buyer buys. What a kind does not ask stays empty, whatever was sent."""

    kind: str = InquiryKind.RETAIL
    organisation: str = ""
    delivery_place: str = ""
    need_by: date | None = None
    country: str | None = None
    incoterm: str | None = None
    monthly_volume: str = ""
    hs_code: str | None = None
    certificates: tuple[str, ...] = ()

    @property
    def said(self) -> list[Any]:
        """Every value as JSON takes it."""
        day = self.need_by.isoformat() if self.need_by else None
        return [
            self.kind, self.organisation, self.delivery_place, day, self.country, self.incoterm, self.monthly_volume,
            self.hs_code, list(self.certificates),
        ]  # fmt: skip


@cache
def country_names(language: str) -> dict[str, str]:
    """The name of each country by its ISO code, the neighbours first and the others by their names."""
    names = {
        code: name
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
    rest = sorted((name, code) for code, name in names.items() if code not in NEAR and code != "ID")
    return {code: names[code] for code in NEAR} | {code: name for name, code in rest}


def read_day(raw: str, today: date) -> date | None:
    """A day from today on, at most two years ahead; None when nothing was typed. Raises `Unreadable`."""
    typed = raw.strip()
    if not typed:
        return None
    if match := _ISO_DAY.fullmatch(typed):
        year, month, day = match.groups()
    elif match := _HOME_DAY.fullmatch(typed):
        day, month, year = match.groups()
    else:
        raise Unreadable(N_("Tulis tanggal seperti 31/12/2026."))
    try:
        found = date(int(year), int(month), int(day))
    except ValueError as error:
        raise Unreadable(N_("Tanggal ini tidak ada di kalender.")) from error
    if found < today:
        raise Unreadable(N_("Tanggal ini sudah lewat."))
    if found > today + _LONGEST_WAIT:
        raise Unreadable(N_("Tanggal ini lebih dari dua tahun lagi. Tulis tanggal yang lebih dekat."))
    return found


def read_hs_code(raw: str) -> str | None:
    """The digits of a tariff number of 4 to 10 digits, in pairs; None when nothing was typed. Raises `Unreadable`."""
    digits = re.sub(r"[.\s-]", "", raw)
    if not digits:
        return None
    if not _HS_CODE.fullmatch(digits):
        raise Unreadable(N_("Kode HS terdiri atas 4, 6, 8, atau 10 angka, misalnya 4602.12."))
    return digits


def known_certificates(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes that are certificates, each once and in the order of the form."""
    asked = set(codes)
    return tuple(code for code in CERTIFICATES if code in asked)
