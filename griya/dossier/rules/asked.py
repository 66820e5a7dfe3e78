"""What a list of producers at the desk may be asked, and how it stands in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from griya.core.filters import Choice, Field, Filters, Words
from griya.dossier.rules import MERGED_NAME, STANDING_NAMES
from griya.intake.rules.choices import LEGAL_FORM_WORDS
from griya.registry.models import Standing
from griya.registry.rules.size import SizeClass

MAX_TEXT: Final = 100
STANDING_KEYS: Final = {
    "terdaftar": "listed",
    "ditangguhkan": "suspended",
    "ditutup": "closed",
    "digabung": "merged",
}
STANDINGS: Final = {
    **{key: STANDING_NAMES[Standing(value)] for key, value in STANDING_KEYS.items() if value != "merged"},
    "digabung": MERGED_NAME,
}
SIZES: Final = {**{size.value: size.label for size in list(SizeClass)[1:]}, "belum": "Belum diketahui"}
PRODUCTS: Final = {"ada": "Ada produk", "tidak": "Belum ada produk"}
LACKS: Final = {"nib": "Belum ada NIB", "kontak": "Belum ada kontak", "cerita": "Belum ada cerita"}
WOMEN: Final = {"ya": "Ya", "tidak": "Tidak", "diketahui": "Sudah diketahui", "belum": "Belum diketahui"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by; an empty text narrows nothing. The names are those of the address."""

    q: str = ""
    wilayah: str = ""
    kedudukan: str = ""
    ukuran: str = ""
    bentuk: str = ""
    produk: str = ""
    kurang: str = ""
    perempuan: str = ""

    @property
    def parameters(self) -> dict[str, Any]:
        """What stands in the address: everything that narrows."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}


def list_fields(*, regencies: Mapping[str, str], is_private: bool) -> tuple[Field, ...]:
    """What the list can be narrowed by. Sizes are for those who see the figures that they follow from."""
    fields_: list[Field] = [
        Words("q", "Nama, kode, NIB, atau telepon", MAX_TEXT),
        Choice("wilayah", "Kabupaten atau kota", {**regencies, "luar": "Di luar Kalimantan Barat"}, "Semua wilayah"),
        Choice("kedudukan", "Kedudukan", STANDINGS, "Semua kedudukan"),
        Choice("kurang", "Yang belum lengkap", LACKS),
        Choice("produk", "Produk", PRODUCTS, "Dengan atau tanpa", is_more=True),
        Choice(
            "bentuk", "Bentuk usaha", {**LEGAL_FORM_WORDS, "belum": "Belum diketahui"}, "Semua bentuk", is_more=True
        ),
        Choice("perempuan", "Dimiliki perempuan", WOMEN, is_more=True),
    ]
    if is_private:
        fields_.append(Choice("ukuran", "Ukuran", SIZES, "Semua ukuran", is_more=True))
    return tuple(fields_)


def read_asked(filters: Filters) -> Asked:
    """What these filters ask for."""
    return Asked(**{one.name: filters.text(one.name) for one in fields(Asked)})
