"""The facets of the catalogue: their names in an address, the values that are not in the database, and bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from griya.catalog.models import Availability, HalalStatus, PriceMode
from griya.catalog.rules.availability import AVAILABILITY_LABELS
from griya.catalog.rules.halal import HALAL_LABELS
from griya.core.words import N_, Bilingual
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


# What people read above a facet's values, in the order the facets are shown.
FACET_LABELS: Final = {
    Facet.SHELF: N_("Rak"),
    Facet.PLACE: N_("Dibuat di"),
    Facet.PRICE: N_("Harga"),
    Facet.PRICE_MODE: N_("Cara harga disebut"),
    Facet.AVAILABILITY: N_("Ketersediaan"),
    Facet.MATERIAL: N_("Bahan"),
    Facet.TECHNIQUE: N_("Cara membuat"),
    Facet.HALAL: N_("Halal"),
    Facet.CREDENTIAL: N_("Sertifikat yang kami periksa"),
    Facet.OVOP: N_("OVOP"),
    Facet.MOQ: N_("Pesan paling sedikit"),
    Facet.LEAD_TIME: N_("Lama menyiapkan"),
    Facet.SELECTED: N_("Pilihan kurator"),
    Facet.SHOWROOM: N_("Di ruang pamer"),
}


class FacetTerm(NamedTuple):
    """A value of a facet as it stands in an address and as people read it; `parent` is the value that contains it."""

    slug: str
    name: Bilingual
    parent: str | None = None


def _term(slug: str, indonesian: str, english: str, parent: str | None = None) -> FacetTerm:
    return FacetTerm(slug, Bilingual(indonesian, english), parent)


@dataclass(frozen=True, slots=True)
class Band:
    """Whole numbers from `low` through `high`, which is None where there is no upper end."""

    low: int
    high: int | None
    term: FacetTerm


YES: Final = "ya"

PRICE_BANDS: Final = (
    Band(0, 24_999, _term("di-bawah-25rb", "Di bawah Rp25.000", "Below Rp25,000")),
    Band(25_000, 49_999, _term("25rb-50rb", "Rp25.000–Rp49.999", "Rp25,000–Rp49,999")),
    Band(50_000, 99_999, _term("50rb-100rb", "Rp50.000–Rp99.999", "Rp50,000–Rp99,999")),
    Band(100_000, 249_999, _term("100rb-250rb", "Rp100.000–Rp249.999", "Rp100,000–Rp249,999")),
    Band(250_000, 999_999, _term("250rb-1jt", "Rp250.000–Rp999.999", "Rp250,000–Rp999,999")),
    Band(1_000_000, None, _term("mulai-1jt", "Rp1.000.000 ke atas", "Rp1,000,000 and above")),
)
MOQ_BANDS: Final = (
    Band(1, 1, _term("satuan", "Bisa satuan", "Single pieces")),
    Band(2, 10, _term("2-10", "2–10", "2–10")),
    Band(11, 50, _term("11-50", "11–50", "11–50")),
    Band(51, None, _term("di-atas-50", "Lebih dari 50", "More than 50")),
)
LEAD_TIME_BANDS: Final = (
    Band(0, 3, _term("3-hari", "Paling lama 3 hari", "Within 3 days")),
    Band(4, 7, _term("7-hari", "4–7 hari", "4–7 days")),
    Band(8, 14, _term("14-hari", "8–14 hari", "8–14 days")),
    Band(15, 30, _term("30-hari", "15–30 hari", "15–30 days")),
    Band(31, None, _term("di-atas-30-hari", "Lebih dari 30 hari", "More than 30 days")),
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
        _term("halal", "Sertifikat halal", "Halal certificate"),
        _term("pirt", "P-IRT", "P-IRT (home food industry)"),
        _term("md", "BPOM MD", "BPOM MD"),
        _term("merek", "Merek terdaftar", "Registered trade mark"),
        _term("sni", "SNI", "SNI (national standard)"),
        _term("ig", "Indikasi geografis", "Geographical indication"),
    ),
    Facet.HALAL: tuple(
        _term(status.value.replace("_", "-"), HALAL_LABELS[status], english)
        for status, english in (
            (HalalStatus.CERTIFIED, "Halal certified"),
            (HalalStatus.IN_PROCESS, "Halal certification in process"),
            (HalalStatus.NOT_YET, "Not yet halal certified"),
            (HalalStatus.NOT_HALAL, "Not halal"),
            (HalalStatus.NOT_REQUIRED, "No halal certificate required"),
        )
    ),
    Facet.OVOP: (
        _term(OVOP_ANY, "Penghargaan OVOP", "OVOP award"),
        *(
            _term(f"{stars}-{scale}", f"Bintang {stars} dari {scale}", f"{stars} of {scale} stars", parent=OVOP_ANY)
            for scale in (3, 5)
            for stars in range(scale, 0, -1)
        ),
    ),
    Facet.PRICE: tuple(band.term for band in PRICE_BANDS),
    Facet.PRICE_MODE: (
        _term(PriceMode.SHOWN.value, "Harga pasti", "Fixed price"),
        _term(PriceMode.FROM.value, "Harga mulai dari", "Price from"),
        _term(PriceMode.ASK.value, "Harga ditanyakan", "Price on request"),
    ),
    Facet.AVAILABILITY: tuple(
        _term(value.value, AVAILABILITY_LABELS[value], english)
        for value, english in (
            (Availability.READY, "Ready to ship"),
            (Availability.MADE_TO_ORDER, "Made to order"),
            (Availability.SEASONAL, "Seasonal"),
            (Availability.SOLD_OUT, "Sold out for now"),
        )
    ),
    Facet.MOQ: tuple(band.term for band in MOQ_BANDS),
    Facet.LEAD_TIME: tuple(band.term for band in LEAD_TIME_BANDS),
    Facet.SELECTED: (_term(YES, "Produk terseleksi", "Selected products"),),
    Facet.SHOWROOM: (_term(YES, "Ada di ruang pamer", "On display in the showroom"),),
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
