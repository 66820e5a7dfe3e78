"""What a column means: guessed from its heading or told by `--map`, and shown either way."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a row of a table is: a producer, a product, or a producer together with its products."""

    PRODUCERS = "ikm"
    PRODUCTS = "produk"
    LIST = "daftar"


class Field(StrEnum):
    """A meaning a column can have; the value is the word an officer writes in `--map`."""

    CODE = "kode"
    NAME = "nama"
    REGENCY = "kabupaten"
    DISTRICT = "kecamatan"
    VILLAGE = "desa"
    ADDRESS = "alamat"
    PHONE = "telepon"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    NIB = "nib"
    LEGAL_FORM = "bentuk"
    STORY = "cerita"
    FOUNDED = "tahun"
    WORKERS = "pekerja"
    PRODUCT = "produk"
    CATEGORY = "rak"
    PRICE = "harga"
    PRICE_MODE = "mode-harga"
    UNIT = "satuan"
    SUMMARY = "ringkasan"
    DESCRIPTION = "keterangan"
    MATERIALS = "bahan"
    TECHNIQUES = "teknik"
    WEIGHT = "berat"
    VOLUME = "isi"
    SIZE = "ukuran"
    MOQ = "moq"
    CAPACITY = "kapasitas"
    LEAD_TIME = "waktu"
    SHELF_LIFE = "simpan"
    AVAILABILITY = "ketersediaan"
    HALAL = "halal"
    HALAL_NOTE = "catatan-halal"


IGNORE: Final = "abaikan"
PRODUCER_FIELDS: Final = frozenset(list(Field)[: list(Field).index(Field.PRODUCT)])
PRODUCT_FIELDS: Final = frozenset(Field) - PRODUCER_FIELDS | {Field.CODE, Field.NAME}
# Several columns may hold telephone numbers; every other meaning belongs to one column.
_MANY: Final = frozenset({Field.PHONE})

# Headings as `normalised` leaves them; the earlier one wins where a list has two for the same meaning.
_SYNONYMS: Final[Mapping[Field, tuple[str, ...]]] = {
    Field.CODE: ("kode ikm", "kode producer", "kode produsen", "id ikm", "kode"),
    Field.NAME: (
        "nama ikm", "nama usaha", "nama perusahaan", "perusahaan", "nama industri", "nama umkm", "nama ukm", "ikm",
        "umkm", "ukm", "usaha", "produsen", "nama produsen", "nama pengrajin", "nama perajin", "merek dagang", "nama",
    ),
    Field.REGENCY: (
        "kabupaten kota", "kab kota", "kabupaten", "kabkota", "kab", "kota", "kode kabupaten", "kode wilayah",
        "regency",
    ),
    Field.DISTRICT: ("kecamatan", "kec", "nama kecamatan", "distrik"),
    Field.VILLAGE: ("desa kelurahan", "kelurahan desa", "desa kel", "kel desa", "kelurahan", "desa", "kel",
    "nama desa"),
    Field.ADDRESS: ("alamat", "alamat usaha", "alamat lengkap", "jalan", "alamat jalan", "lokasi"),
    Field.PHONE: (
        "telepon", "telp", "tlp", "telpon", "no telepon", "no telp", "no tlp", "nomor telepon", "hp", "no hp",
        "nomor hp",
        "no hp wa", "hp wa", "telp hp", "no telp hp", "handphone", "phone", "kontak telepon",
    ),
    Field.WHATSAPP: ("whatsapp", "wa", "no wa", "no whatsapp", "nomor whatsapp", "nomor wa"),
    Field.EMAIL: ("email", "e mail", "surel", "alamat email"),
    Field.NIB: ("nib", "no nib", "nomor nib", "nomor induk berusaha"),
    Field.LEGAL_FORM: ("bentuk usaha", "badan usaha", "bentuk badan usaha", "badan hukum", "bentuk"),
    Field.STORY: ("cerita", "profil", "profil usaha", "cerita usaha", "tentang"),
    Field.FOUNDED: ("tahun berdiri", "berdiri sejak", "tahun mulai", "tahun mulai usaha", "berdiri"),
    Field.WORKERS: ("tenaga kerja", "jumlah tenaga kerja", "jumlah pekerja", "pekerja", "tk", "karyawan"),
    Field.PRODUCT: (
        "nama produk", "produk", "jenis produk", "produk utama", "hasil produksi", "komoditi", "komoditas",
        "nama barang",
        "jenis usaha produk",
    ),
    Field.CATEGORY: ("rak", "rak kategori", "kategori", "kategori produk", "jenis komoditi", "kelompok industri"),
    Field.PRICE: ("harga", "harga satuan", "harga jual", "harga rp", "harga idr"),
    Field.PRICE_MODE: ("mode harga", "cara harga", "jenis harga"),
    Field.UNIT: ("satuan", "unit", "satuan harga", "kemasan"),
    Field.SUMMARY: ("ringkasan", "ringkasan produk", "keterangan singkat", "deskripsi singkat"),
    Field.DESCRIPTION: ("keterangan", "keterangan produk", "deskripsi", "deskripsi produk", "uraian"),
    Field.MATERIALS: ("bahan", "bahan baku", "bahan utama", "material"),
    Field.TECHNIQUES: ("teknik", "teknik pembuatan", "cara pembuatan"),
    Field.WEIGHT: ("berat bersih", "berat", "berat g", "netto", "berat bersih g", "berat gram"),
    Field.VOLUME: ("isi bersih ml", "isi bersih", "isi", "isi ml", "volume", "volume ml"),
    Field.SIZE: ("ukuran", "dimensi"),
    Field.MOQ: ("moq", "pesanan minimum", "minimal pesanan", "minimal pembelian", "minimum order", "pesanan minimal"),
    Field.CAPACITY: ("kapasitas", "kapasitas per bulan", "kapasitas produksi", "kapasitas bulan"),
    Field.LEAD_TIME: ("waktu produksi", "waktu produksi hari", "lama pembuatan", "waktu", "lama produksi"),
    Field.SHELF_LIFE: ("masa simpan", "masa simpan hari", "daya simpan", "kedaluwarsa", "masa kedaluwarsa"),
    Field.AVAILABILITY: ("ketersediaan", "stok", "status stok"),
    Field.HALAL: ("status halal", "halal", "sertifikasi halal"),
    Field.HALAL_NOTE: ("catatan halal", "keterangan halal"),
}  # fmt: skip
# In a sheet of products "Nama" is the product's, not the maker's.
_SYNONYMS_OF_PRODUCTS: Final = {
    Field.NAME: tuple(name for name in _SYNONYMS[Field.NAME] if name not in {"nama", "merek dagang", "usaha"}),
    Field.CODE: tuple(name for name in _SYNONYMS[Field.CODE] if name != "kode"),
    Field.PRODUCT: (*_SYNONYMS[Field.PRODUCT], "nama"),
}
_PERSONAL: Final = frozenset(
    {
        "kontak", "kontak person", "contact person", "pemilik", "nama pemilik", "penanggung jawab", "nama pimpinan",
        "pimpinan", "nik", "ktp", "no ktp", "npwp", "tanggal lahir", "jenis kelamin", "ketua", "nama pengusaha",
    }
)  # fmt: skip
_NOT_YET: Final = frozenset(
    {
        "pirt", "p irt", "no pirt", "no p irt", "spp irt", "no halal", "no sertifikat halal", "nomor halal", "bpom",
        "merek", "no merek", "haki", "sni", "omzet", "investasi", "nilai investasi", "kbli", "shopee", "tokopedia",
        "marketplace", "foto", "harga per tanggal", "alamat web", "website", "instagram", "facebook",
    }
)  # fmt: skip
ERROR_HEADING: Final = "Kesalahan"


class BadMapping(ValueError):
    """A mapping given on the command line makes no sense. The message is one sentence in Indonesian."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its meaning; `note` says why there is none, or that it was told rather than guessed."""

    index: int
    heading: str
    field: Field | None
    note: str


def normalised(heading: str) -> str:
    """A heading without case, marks, bracketed units and the asterisk of a required column."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\([^()]*\)", " ", heading)).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.casefold()).split())


def fields_of(kind: Kind) -> frozenset[Field]:
    """The meanings a column of such a table can have."""
    return {Kind.PRODUCERS: PRODUCER_FIELDS, Kind.PRODUCTS: PRODUCT_FIELDS, Kind.LIST: frozenset(Field)}[kind]


def count_known(headings: Iterable[str], kind: Kind) -> int:
    """How many of these cells look like headings."""
    return len({field for field, _ in (_guess(heading, kind) for heading in headings) if field is not None})


def map_columns(headings: Sequence[str], kind: Kind, told: Mapping[str, Field | None]) -> tuple[Column, ...]:
    """Give every column its meaning. `told` maps normalised headings, None for "ignore"; it goes before any guess."""
    guesses = [_guess(heading, kind) for heading in headings]
    told_fields = {
        field
        for heading in headings
        if (field := told.get(normalised(heading))) is not None and field in fields_of(kind)
    }
    best: dict[Field, int] = {}
    for index, (field, rank) in enumerate(guesses):
        if field is None or normalised(headings[index]) in told or field in told_fields:
            continue
        if field not in best or rank < guesses[best[field]][1]:
            best[field] = index
    return tuple(
        _column(index, heading, kind=kind, told=told, guess=guesses[index][0], best=best, told_fields=told_fields)
        for index, heading in enumerate(headings)
    )


def _column(
    index: int,
    heading: str,
    *,
    kind: Kind,
    told: Mapping[str, Field | None],
    guess: Field | None,
    best: Mapping[Field, int],
    told_fields: set[Field],
) -> Column:
    key = normalised(heading)
    if key in told:
        field = told[key]
        if field is None or field in fields_of(kind):
            return Column(index, heading, field, "ditentukan --map")
    if guess is None:
        return Column(index, heading, None, _why_not(key, heading))
    if best.get(guess) == index or (guess in _MANY and guess not in told_fields):
        return Column(index, heading, guess, "dikenali")
    return Column(index, heading, None, f"tidak dibaca: “{guess}” sudah diambil dari kolom lain")


def _why_not(key: str, heading: str) -> str:
    if not heading.strip():
        return "tidak dibaca: tanpa judul"
    if key == normalised(ERROR_HEADING):
        return "tidak dibaca: keterangan dari impor sebelumnya"
    if key in _PERSONAL:
        return "tidak dibaca: data pribadi"
    return "tidak dibaca: belum dapat diimpor" if key in _NOT_YET else "tidak dibaca: tidak dikenal"


def _guess(heading: str, kind: Kind) -> tuple[Field | None, int]:
    key = normalised(heading)
    for field in Field:
        if field not in fields_of(kind):
            continue
        names = (_SYNONYMS_OF_PRODUCTS if kind is Kind.PRODUCTS else {}).get(field, _SYNONYMS[field])
        if key == normalised(field) and not (kind is Kind.PRODUCTS and field in {Field.NAME, Field.CODE}):
            return field, names.index(key) if key in names else 0
        if key in names:
            return field, names.index(key)
    return None, 0


def parse_told(pairs: Sequence[str], tables: Sequence[tuple[Kind, Sequence[str]]]) -> dict[str, Field | None]:
    """Read `--map "PERUSAHAAN=nama"` values against the headings of the file. Raises `BadMapping`."""
    told: dict[str, Field | None] = {}
    targets = ", ".join([*Field, IGNORE])
    for pair in pairs:
        heading, mark, target = pair.rpartition("=")
        key, wanted = normalised(heading), target.strip().casefold()
        if not mark or not key or not wanted:
            raise BadMapping(f'--map {pair!r} harus berbentuk "JUDUL KOLOM=tujuan", misalnya "PERUSAHAAN=nama".')
        if wanted != IGNORE and wanted not in set(Field):
            raise BadMapping(f"Tujuan “{target.strip()}” tidak dikenal. Yang ada: {targets}.")
        kinds = [kind for kind, headings in tables if key in {normalised(h) for h in headings}]
        if not kinds:
            known = ", ".join(h for _, headings in tables for h in headings if h)
            raise BadMapping(f"Tidak ada kolom “{heading.strip()}” di berkas ini. Yang ada: {known}.")
        field = None if wanted == IGNORE else Field(wanted)
        if field is not None and not any(field in fields_of(kind) for kind in kinds):
            raise BadMapping(f"Tujuan “{field}” tidak berlaku untuk lembar yang berisi kolom “{heading.strip()}”.")
        if key in told:
            raise BadMapping(f"Kolom “{heading.strip()}” disebut dua kali di --map.")
        if field is not None and field not in _MANY and field in told.values():
            raise BadMapping(f"Tujuan “{field}” diberikan kepada dua kolom; pilih satu.")
        told[key] = field
    return told


def missing_fields(columns: Sequence[Column], kind: Kind) -> list[str]:
    """Sentences about meanings without which such a table cannot be read at all."""
    has = {column.field for column in columns}
    if kind is not Kind.PRODUCTS:
        return [] if Field.NAME in has else ['Tidak ada kolom nama IKM. Tentukan dengan --map "JUDUL KOLOM=nama".']
    missing = [] if Field.PRODUCT in has else ["Tidak ada kolom nama produk di lembar Produk."]
    if not has & {Field.NAME, Field.CODE}:
        missing.append("Lembar Produk memerlukan kolom Kode IKM atau Nama IKM.")
    return missing
