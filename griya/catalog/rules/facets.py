"""The facets of the catalogue: their names in an address, the values that are not in the database, and bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from griya.catalog.models import Availability, HalalStatus, PriceMode
from griya.catalog.rules.availability import AVAILABILITY_LABELS
from griya.catalog.rules.halal import HALAL_LABELS
from griya.registry.rules.numbers import CredentialKind


class Facet(StrEnum):
    """A property that a list is narrowed by; its value is the parameter's name in an address."""

    SHELF = "rak"
    PLACE = "wilayah"
    MATERIAL = "bahan"
    TECHNIQUE = "teknik"
    CREDENTIAL = "sertifikat"
    HALAL = "halal"
    OVOP = "ovop"
    PRICE = "harga"
    PRICE_MODE = "cara-harga"
    AVAILABILITY = "ketersediaan"
    MOQ = "minimum"
    LEAD_TIME = "waktu"
    SELECTED = "terseleksi"
    SHOWROOM = "showroom"


class FacetTerm(NamedTuple):
    """A value of a facet as it stands in an address and as people read it; `parent` is the value that contains it."""

    slug: str
    name_id: str
    name_en: str
    parent: str | None = None

    def name(self, language: str) -> str:
        """What people read in this language, "id" or "en"."""
        return self.name_en if language == "en" and self.name_en else self.name_id


@dataclass(frozen=True, slots=True)
class Band:
    """Whole numbers from `low` through `high`, which is None where there is no upper end."""

    low: int
    high: int | None
    term: FacetTerm


YES: Final = "ya"

PRICE_BANDS: Final = (
    Band(0, 24_999, FacetTerm("di-bawah-25rb", "Di bawah Rp25.000", "Below Rp25,000")),
    Band(25_000, 49_999, FacetTerm("25rb-50rb", "Rp25.000–Rp49.999", "Rp25,000–Rp49,999")),
    Band(50_000, 99_999, FacetTerm("50rb-100rb", "Rp50.000–Rp99.999", "Rp50,000–Rp99,999")),
    Band(100_000, 249_999, FacetTerm("100rb-250rb", "Rp100.000–Rp249.999", "Rp100,000–Rp249,999")),
    Band(250_000, 999_999, FacetTerm("250rb-1jt", "Rp250.000–Rp999.999", "Rp250,000–Rp999,999")),
    Band(1_000_000, None, FacetTerm("mulai-1jt", "Rp1.000.000 ke atas", "Rp1,000,000 and above")),
)
MOQ_BANDS: Final = (
    Band(1, 1, FacetTerm("satuan", "Bisa satuan", "Single pieces")),
    Band(2, 10, FacetTerm("2-10", "2–10", "2–10")),
    Band(11, 50, FacetTerm("11-50", "11–50", "11–50")),
    Band(51, None, FacetTerm("di-atas-50", "Lebih dari 50", "More than 50")),
)
LEAD_TIME_BANDS: Final = (
    Band(0, 3, FacetTerm("3-hari", "Paling lama 3 hari", "Within 3 days")),
    Band(4, 7, FacetTerm("7-hari", "4–7 hari", "4–7 days")),
    Band(8, 14, FacetTerm("14-hari", "8–14 hari", "8–14 days")),
    Band(15, 30, FacetTerm("30-hari", "15–30 hari", "15–30 days")),
    Band(31, None, FacetTerm("di-atas-30-hari", "Lebih dari 30 hari", "More than 30 days")),
)

# Kinds behind each value. A product counts only while the certificate was checked at its issuer and has not run out.
# SNI Bina UMK comes with the NIB and is no certificate; an application for a mark is not a registered one.
CREDENTIAL_SLUGS: Final[Mapping[str, str]] = {
    CredentialKind.HALAL: "halal",
    CredentialKind.HALAL_MUI: "halal",
    CredentialKind.PIRT: "pirt",
    CredentialKind.BPOM_MD: "md",
    CredentialKind.MEREK: "merek",
    CredentialKind.SNI: "sni",
    CredentialKind.IG: "ig",
}
OVOP_ANY: Final = "ada"

FIXED_TERMS: Final[Mapping[Facet, tuple[FacetTerm, ...]]] = {
    Facet.CREDENTIAL: (
        FacetTerm("halal", "Sertifikat halal", "Halal certificate"),
        FacetTerm("pirt", "P-IRT", "P-IRT (home food industry)"),
        FacetTerm("md", "BPOM MD", "BPOM MD"),
        FacetTerm("merek", "Merek terdaftar", "Registered trade mark"),
        FacetTerm("sni", "SNI", "SNI (national standard)"),
        FacetTerm("ig", "Indikasi geografis", "Geographical indication"),
    ),
    Facet.HALAL: tuple(
        FacetTerm(status.value.replace("_", "-"), HALAL_LABELS[status], english)
        for status, english in (
            (HalalStatus.CERTIFIED, "Halal certified"),
            (HalalStatus.IN_PROCESS, "Halal certification in process"),
            (HalalStatus.NOT_YET, "Not yet halal certified"),
            (HalalStatus.NOT_HALAL, "Not halal"),
            (HalalStatus.NOT_REQUIRED, "No halal certificate required"),
        )
    ),
    Facet.OVOP: (
        FacetTerm(OVOP_ANY, "Penghargaan OVOP", "OVOP award"),
        *(
            FacetTerm(f"{stars}-{scale}", f"Bintang {stars} dari {scale}", f"{stars} of {scale} stars", parent=OVOP_ANY)
            for scale in (3, 5)
            for stars in range(scale, 0, -1)
        ),
    ),
    Facet.PRICE: tuple(band.term for band in PRICE_BANDS),
    Facet.PRICE_MODE: (
        FacetTerm(PriceMode.SHOWN.value, "Harga pasti", "Fixed price"),
        FacetTerm(PriceMode.FROM.value, "Harga mulai dari", "Price from"),
        FacetTerm(PriceMode.ASK.value, "Harga ditanyakan", "Price on request"),
    ),
    Facet.AVAILABILITY: tuple(
        FacetTerm(value.value, AVAILABILITY_LABELS[value], english)
        for value, english in (
            (Availability.READY, "Ready to ship"),
            (Availability.MADE_TO_ORDER, "Made to order"),
            (Availability.SEASONAL, "Seasonal"),
            (Availability.SOLD_OUT, "Sold out for now"),
        )
    ),
    Facet.MOQ: tuple(band.term for band in MOQ_BANDS),
    Facet.LEAD_TIME: tuple(band.term for band in LEAD_TIME_BANDS),
    Facet.SELECTED: (FacetTerm(YES, "Produk terseleksi", "Selected products"),),
    Facet.SHOWROOM: (FacetTerm(YES, "Ada di ruang pamer", "On display in the showroom"),),
}


def band_slug(bands: tuple[Band, ...], value: int | None) -> str | None:
    """The value of the band that holds `value`; None where it is unknown."""
    if value is None:
        return None
    return next(
        (band.term.slug for band in bands if value >= band.low and (band.high is None or value <= band.high)), None
    )


def ovop_slugs(stars: int, scale: int) -> tuple[str, str]:
    """The values of an award: that there is one, and its stars on its own scale. Scales are never compared."""
    return OVOP_ANY, f"{stars}-{scale}"
