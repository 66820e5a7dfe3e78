"""What a product still lacks for each of four purposes, computed whenever it is looked at and never stored.

The rules are rows: for which purposes, what, why, and where to mend it. Changing a row changes every list at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from griya.catalog.models import HalalStatus, PhotoRole, PriceMode
from griya.registry.rules.numbers import CredentialKind

SHORTEST_DESCRIPTION: Final = 200
PRICE_HOLDS_FOR: Final = timedelta(days=365)
PRINTED_SIDE: Final = 1_500
LAPSES_WITHIN: Final = timedelta(days=90)
_PERMITS: Final = frozenset({CredentialKind.PIRT, CredentialKind.BPOM_MD})


class Purpose(StrEnum):
    """What a product is to be fit for: the website, the curators' choice, buyers abroad, the printed catalogue."""

    SHOW = "tayang"
    FEATURE = "unggulan"
    EXPORT = "ekspor"
    PRINT = "cetak"


PURPOSE_NAMES: Final = {
    Purpose.SHOW: "Tayang",
    Purpose.FEATURE: "Unggulan",
    Purpose.EXPORT: "Ekspor",
    Purpose.PRINT: "Cetak",
}


class Place(StrEnum):
    """On which of the desk's pages something is mended."""

    FORM = "isian"
    PHOTOS = "foto"
    PRODUCER = "ikm"
    CREDENTIALS = "sertifikat"


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What the rules look at of a photo; `side` is its longer side in pixels."""

    role: str
    has_alt_id: bool
    has_alt_en: bool
    has_credit: bool
    side: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rules look at: the product's values, its photos, and its maker's."""

    values: Mapping[str, Any]
    photos: Sequence[PhotoFacts]
    is_food: bool
    is_maker_listed: bool
    maker_story: str
    # Kinds of certificate that were checked, cover this product and hold today.
    held: frozenset[str]
    price_as_of: date | None
    today: date
    unreadable: Sequence[str] = ()
    must_have_consent: bool = False

    def has(self, key: str) -> bool:
        """Whether this field says anything that can be read."""
        return bool(self.values.get(key))

    def has_role(self, role: PhotoRole) -> bool:
        """Whether one photo has this role."""
        return any(photo.role == role for photo in self.photos)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row: `what` is missing where `is_met` says no, `why` it is asked for, `anchor` the field it is mended in."""

    key: str
    purposes: frozenset[Purpose]
    what: str
    why: str
    is_met: Callable[[Facts], bool] = field(repr=False)
    place: Place = Place.FORM
    anchor: str = ""


_ALL: Final = frozenset(Purpose)
_CHOSEN: Final = frozenset({Purpose.FEATURE})
_ABROAD: Final = frozenset({Purpose.EXPORT})
_PAPER: Final = frozenset({Purpose.PRINT})


def _field(key: str, purposes: frozenset[Purpose], what: str, why: str) -> Requirement:
    return Requirement(key, purposes, what, why, lambda facts: facts.has(key), anchor=key)


def _has_price(facts: Facts) -> bool:
    return facts.values.get("price_mode") == PriceMode.ASK or facts.has("price_idr")


def _has_consent(facts: Facts) -> bool:
    return not facts.must_have_consent or all(facts.has(key) for key in ("consent_kind", "consent_on", "consent_from"))


def _has_fresh_price(facts: Facts) -> bool:
    if not facts.has("price_idr"):
        return False
    return facts.price_as_of is None or facts.today - facts.price_as_of <= PRICE_HOLDS_FOR


def _has_size(facts: Facts) -> bool:
    return any(facts.has(key) for key in ("net_weight_g", "net_volume_ml", "size_text"))


def _halal_is_decided(facts: Facts) -> bool:
    """For food: certified and checked, or declared to hold what is forbidden. Everything else needs no word."""
    if not facts.is_food:
        return True
    status = facts.values.get("halal_status")
    is_certified = status == HalalStatus.CERTIFIED and CredentialKind.HALAL in facts.held
    return is_certified or status == HalalStatus.NOT_HALAL


# In the order in which the desk lists what is missing.
REQUIREMENTS: Final = (
    _field("name_id", _ALL, "Nama produk", "Pengunjung mencari dan mengenali produk dari namanya."),
    _field("category", _ALL, "Rak", "Tanpa rak, produk tidak muncul di penelusuran."),
    _field("summary_id", _ALL, "Ringkasan", "Dibaca di kartu, hasil pencarian, dan pratinjau WhatsApp."),
    Requirement(
        "price", _ALL, "Harga, atau “Tanya produsen”", "Harga harus jelas dan dalam rupiah, atau ditanyakan.",
        _has_price, anchor="price_idr",
    ),
    _field("unit", _ALL, "Satuan", "Harga hanya berarti bersama satuannya."),
    _field("materials", _ALL, "Bahan", "Bahan adalah saringan dan keterangan utama produk."),
    _field("made_in", _ALL, "Tempat dibuat", "Asal produk adalah alasan etalase ini ada."),
    _field("halal_status", _ALL, "Status halal", "Label halal adalah kewajiban hukum, jadi tidak boleh ditebak."),
    Requirement(
        "readable", _ALL, "Isian yang terbaca", "Ada isian yang belum dapat dibaca; lihat tandanya di formulir.",
        lambda facts: not facts.unreadable, anchor="isian",
    ),
    Requirement(
        "photo", _ALL, "Foto utama", "Produk tanpa foto hampir tidak pernah dibuka.",
        lambda facts: facts.has_role(PhotoRole.MAIN), Place.PHOTOS,
    ),
    Requirement(
        "photo_alt", _ALL, "Keterangan setiap foto, Indonesia dan Inggris",
        "Dibacakan bagi yang tidak dapat melihat foto.",
        lambda facts: all(photo.has_alt_id and photo.has_alt_en for photo in facts.photos), Place.PHOTOS,
    ),
    Requirement(
        "consent", _ALL, "Persetujuan IKM", "Isian atas nama IKM perlu bukti bahwa IKM menyetujuinya.", _has_consent,
        anchor="consent_kind",
    ),
    Requirement(
        "maker", _ALL, "IKM yang terdaftar", "Produk hanya tampak bila IKM-nya terdaftar dan tidak dihentikan.",
        lambda facts: facts.is_maker_listed, Place.PRODUCER,
    ),
    Requirement(
        "description", _CHOSEN | _PAPER, f"Keterangan paling sedikit {SHORTEST_DESCRIPTION} huruf",
        "Produk yang ditonjolkan perlu cerita: apa, bagaimana, untuk apa.",
        lambda facts: len(facts.values.get("description_id") or "") >= SHORTEST_DESCRIPTION, anchor="description_id",
    ),
    Requirement(
        "three_photos", _CHOSEN, "Paling sedikit tiga foto", "Satu foto tidak cukup untuk memutuskan.",
        lambda facts: len(facts.photos) >= 3, Place.PHOTOS,
    ),
    Requirement(
        "scale_photo", _CHOSEN, "Foto perbandingan ukuran", "Pembeli menilai besar barang dari foto.",
        lambda facts: facts.has_role(PhotoRole.SCALE), Place.PHOTOS,
    ),
    Requirement(
        "story", _CHOSEN, "Cerita IKM", "Yang ditonjolkan adalah pembuatnya juga.",
        lambda facts: bool(facts.maker_story), Place.PRODUCER,
    ),
    Requirement(
        "nib", _CHOSEN | _ABROAD, "NIB yang sudah diperiksa", "Syarat kurasi dan syarat menjadi eksportir.",
        lambda facts: CredentialKind.NIB in facts.held, Place.CREDENTIALS,
    ),
    Requirement(
        "permit", _CHOSEN | _ABROAD, "Izin edar pangan (P-IRT atau BPOM MD) yang berlaku",
        "Pangan olahan hanya dikurasi dengan izin edar yang berlaku.",
        lambda facts: not facts.is_food or bool(_PERMITS & facts.held), Place.CREDENTIALS,
    ),
    Requirement(
        "halal", _CHOSEN | _ABROAD, "Status halal yang pasti",
        "Pangan: sertifikat halal yang sudah diperiksa, atau dinyatakan tidak halal.", _halal_is_decided,
        anchor="halal_status",
    ),
    _field("lead_time_days", _CHOSEN | _ABROAD, "Lama membuat", "Pembeli partai bertanya kapan barang siap."),
    _field("moq", _CHOSEN | _ABROAD, "Pesanan paling sedikit", "Pembeli partai bertanya dari berapa."),
    _field("name_en", _ABROAD, "Nama dalam bahasa Inggris", "Dibaca pembeli luar negeri."),
    _field("summary_en", _ABROAD, "Ringkasan dalam bahasa Inggris", "Dibaca pembeli luar negeri."),
    _field("description_en", _ABROAD, "Keterangan dalam bahasa Inggris", "Dibaca pembeli luar negeri."),
    _field("hs_code", _ABROAD, "Kode HS", "Tarif dan larangan ditentukan kode ini."),
    _field("capacity_per_month", _ABROAD, "Kemampuan membuat per bulan", "Pembeli ekspor menghitung kontainernya."),
    Requirement(
        "size", _ABROAD | _PAPER, "Berat, isi, atau ukuran", "Ongkos kirim dan label dihitung dari sini.", _has_size,
        anchor="net_weight_g",
    ),
    Requirement(
        "shelf_life", _ABROAD, "Masa simpan", "Pangan diekspor hanya dengan masa simpan yang diketahui.",
        lambda facts: not facts.is_food or facts.has("shelf_life_days"), anchor="shelf_life_days",
    ),
    Requirement(
        "packaging_photo", _ABROAD, "Foto kemasan", "Pembeli luar negeri menilai label dan kemasan.",
        lambda facts: facts.has_role(PhotoRole.PACKAGING), Place.PHOTOS,
    ),
    Requirement(
        "fresh_price", _PAPER, "Harga yang diperiksa dalam 12 bulan terakhir",
        "Harga yang tercetak tidak dapat ditarik kembali.", _has_fresh_price, anchor="price_idr",
    ),
    Requirement(
        "large_photo", _PAPER, f"Foto utama dengan sisi terpanjang {PRINTED_SIDE} piksel",
        "Foto kecil pecah di kertas.",
        lambda facts: any(photo.role == PhotoRole.MAIN and photo.side >= PRINTED_SIDE for photo in facts.photos),
        Place.PHOTOS,
    ),
    Requirement(
        "credit", _PAPER, "Nama pemotret pada foto utama", "Foto di kertas menyebut pemotretnya.",
        lambda facts: any(photo.role == PhotoRole.MAIN and photo.has_credit for photo in facts.photos), Place.PHOTOS,
    ),
)  # fmt: skip
REQUIREMENT_OF: Final[Mapping[str, Requirement]] = {row.key: row for row in REQUIREMENTS}


def missing(facts: Facts) -> tuple[Requirement, ...]:
    """Every row that is not met, whatever it is for."""
    return tuple(row for row in REQUIREMENTS if not row.is_met(facts))


@dataclass(frozen=True, slots=True)
class Fitness:
    """How far a product is for one purpose: how many rows there are and which are not met."""

    purpose: Purpose
    total: int
    missing: tuple[Requirement, ...]

    @property
    def met(self) -> int:
        """How many rows are met."""
        return self.total - len(self.missing)


def fitness(lacks: Sequence[Requirement]) -> tuple[Fitness, ...]:
    """The same per purpose, in the order of the purposes."""
    return tuple(
        Fitness(
            purpose,
            sum(purpose in row.purposes for row in REQUIREMENTS),
            tuple(row for row in lacks if purpose in row.purposes),
        )
        for purpose in Purpose
    )
