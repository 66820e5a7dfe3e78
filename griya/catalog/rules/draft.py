"""What a draft of a product holds: its fields by name, and what the typed texts mean.

A draft keeps what people typed, readable or not; only a draft without findings can become a revision.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from griya.catalog.models import HalalStatus, PriceMode
from griya.catalog.rules import amounts
from griya.catalog.rules.halal import HALAL_LABELS
from griya.core.text import clean_text, one_line, slugify
from griya.registry.rules.price import parse_rupiah
from griya.registry.rules.unreadable import Unreadable

PRICE_MODE_LABELS: Final = {
    PriceMode.SHOWN: "Harga tampil",
    PriceMode.FROM: "Mulai dari",
    PriceMode.ASK: "Tanya produsen",
}
CONSENT_KINDS: Final = {
    "kertas": "Surat bertanda tangan",
    "whatsapp": "Pesan WhatsApp",
    "telepon": "Telepon",
}
SOURCES: Final = {
    "ikm": "Dari IKM: diisi petugas atas nama IKM",
    "kantor": "Dari kantor: ejaan, terjemahan, atau kerapian saja",
}
MAX_TERMS: Final = 12
SLUG_LIMIT: Final = 160


class Spec(NamedTuple):
    """One field of a draft: its key, what people call it, the group it stands in, and how long it may be."""

    key: str
    label: str
    group: str
    limit: int
    is_list: bool = False
    keeps_lines: bool = False


SPECS: Final = (
    Spec("name_id", "Nama produk", "nama", 120),
    Spec("name_en", "Nama dalam bahasa Inggris", "nama", 120),
    Spec("slug", "Alamat halaman", "nama", SLUG_LIMIT),
    Spec("category", "Rak", "nama", 80),
    Spec("category_new", "Rak yang seharusnya ada", "nama", 60),
    Spec("summary_id", "Ringkasan", "kata", 300),
    Spec("summary_en", "Ringkasan dalam bahasa Inggris", "kata", 300),
    Spec("description_id", "Keterangan", "kata", 5_000, keeps_lines=True),
    Spec("description_en", "Keterangan dalam bahasa Inggris", "kata", 5_000, keeps_lines=True),
    Spec("price_mode", "Cara harga ditampilkan", "harga", 8),
    Spec("price_idr", "Harga", "harga", 40),
    Spec("unit", "Satuan", "harga", 20),
    Spec("moq", "Pesanan paling sedikit", "harga", 20),
    Spec("capacity_per_month", "Kemampuan membuat per bulan", "harga", 20),
    Spec("lead_time_days", "Lama membuat", "harga", 20),
    Spec("net_weight_g", "Berat bersih", "ukuran", 20),
    Spec("net_volume_ml", "Isi bersih", "ukuran", 20),
    Spec("size_text", "Ukuran", "ukuran", 80),
    Spec("shelf_life_days", "Masa simpan", "ukuran", 20),
    Spec("materials", "Bahan", "asal", 60, is_list=True),
    Spec("techniques", "Teknik", "asal", 60, is_list=True),
    Spec("materials_new", "Bahan lain", "asal", 200),
    Spec("techniques_new", "Teknik lain", "asal", 200),
    Spec("made_in", "Tempat dibuat", "asal", 13),
    Spec("specialty_of", "Khas daerah", "asal", 13),
    Spec("halal_status", "Status halal", "halal", 15),
    Spec("halal_note", "Catatan halal", "halal", 120),
    Spec("halal_note_en", "Catatan halal dalam bahasa Inggris", "halal", 120),
    Spec("hs_code", "Kode HS", "halal", 12),
    Spec("source", "Asal isian", "izin", 6),
    Spec("consent_kind", "Bentuk persetujuan", "izin", 10),
    Spec("consent_on", "Tanggal persetujuan", "izin", 10),
    Spec("consent_from", "Siapa yang menyetujui", "izin", 120),
    Spec("consent_note", "Catatan persetujuan", "izin", 300),
)
SPEC_OF: Final[Mapping[str, Spec]] = {spec.key: spec for spec in SPECS}
# What a visitor may come to see; how it was agreed to is told in the record.
REVIEWABLE: Final = tuple(spec for spec in SPECS if spec.group != "izin")

Typed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """The controlled lists a draft picks from: ids by slug, of regions by code."""

    categories: Mapping[str, int]
    materials: Mapping[str, int]
    techniques: Mapping[str, int]
    regions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a draft means: values as a revision keeps them, and per field why its text cannot be read."""

    values: dict[str, Any] = field(default_factory=dict)
    findings: dict[str, str] = field(default_factory=dict)


def clean_fields(raw: Mapping[str, str | Sequence[str]]) -> dict[str, Any]:
    """The typed texts as a draft keeps them: every key there, cleaned, nothing refused.

    A text longer than its field is kept whole, so that it can be shortened by who wrote it.
    """
    return {spec.key: _clean(spec, raw.get(spec.key)) for spec in SPECS}


def _clean(spec: Spec, value: str | Sequence[str] | None) -> Any:
    if spec.is_list:
        items = [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []
        return sorted({text for item in items if (text := one_line(clean_text(str(item))))})
    text = clean_text(str(value or "")) if isinstance(value, str) or value is None else ""
    return text if spec.keeps_lines else one_line(text)


def read_fields(fields: Typed, known: Known, *, on: date) -> Reading:
    """Read every field; an empty one is empty and never a finding: whether it may be is asked of `completeness`."""
    found = Reading()
    for spec in SPECS:
        text = fields.get(spec.key)
        if spec.is_list:
            _read_list(found, spec, list(text or ()), known)
        elif text and len(text) > spec.limit:
            found.findings[spec.key] = f"Paling banyak {spec.limit} huruf; yang tertulis {len(text)}."
    for key in ("name_id", "name_en", "summary_id", "summary_en", "description_id", "description_en"):
        found.values[key] = fields.get(key) or ""
    for key in ("size_text", "halal_note", "halal_note_en", "consent_from"):
        found.values[key] = fields.get(key) or None
    found.values["unit"] = (fields.get("unit") or "").casefold()
    _read(found, fields, "net_weight_g", amounts.grams)
    _read(found, fields, "net_volume_ml", amounts.millilitres)
    _read(found, fields, "lead_time_days", amounts.days)
    _read(found, fields, "shelf_life_days", amounts.days)
    _read(found, fields, "moq", _positive)
    _read(found, fields, "capacity_per_month", _positive)
    _read(found, fields, "hs_code", _hs)
    _read(found, fields, "slug", _slug)
    _read(found, fields, "consent_on", lambda text: _past_day(text, on))
    _pick(found, fields, "category", known.categories, "Rak ini tidak ada. Pilih salah satu.")
    _pick(found, fields, "made_in", known.regions, "Tempat ini tidak dikenal. Pilih salah satu.")
    _pick(found, fields, "specialty_of", known.regions, "Daerah ini tidak dikenal. Pilih salah satu.")
    _choose(found, fields, "halal_status", HALAL_LABELS, "Pilih status halal yang tersedia.")
    _choose(found, fields, "source", SOURCES, "Pilih asal isian yang tersedia.")
    _choose(found, fields, "consent_kind", CONSENT_KINDS, "Pilih bentuk persetujuan yang tersedia.")
    _choose(found, fields, "price_mode", PRICE_MODE_LABELS, "Pilih cara harga ditampilkan.")
    _read_price(found, fields)
    if found.values["halal_status"] == HalalStatus.NOT_HALAL and not found.values["halal_note"]:
        found.findings.setdefault("halal_note", "Sebutkan bahannya, misalnya “mengandung babi”.")
    return found


def _read(found: Reading, fields: Typed, key: str, parse: Callable[[str], Any]) -> None:
    text = fields.get(key)
    found.values[key] = None
    if text and key not in found.findings:
        try:
            found.values[key] = parse(text)
        except Unreadable as error:
            found.findings[key] = str(error)


def _read_price(found: Reading, fields: Typed) -> None:
    """A price that is not told is not stored, and not a finding either: the text stays in the draft."""
    if found.values["price_mode"] in (PriceMode.SHOWN, PriceMode.FROM):
        _read(found, fields, "price_idr", parse_rupiah)
        if found.values["price_idr"] == 0:
            found.values["price_idr"] = None
            found.findings["price_idr"] = "Harga tidak boleh nol. Pilih “Tanya produsen” bila belum ada harga."
    else:
        found.values["price_idr"] = None


def _read_list(found: Reading, spec: Spec, chosen: list[str], known: Known) -> None:
    options = known.materials if spec.key == "materials" else known.techniques
    unknown = [slug for slug in chosen if slug not in options]
    if unknown:
        found.findings[spec.key] = f"{spec.label} “{unknown[0][:40]}” tidak ada dalam daftar."
    elif len(chosen) > MAX_TERMS:
        found.findings[spec.key] = f"Pilih paling banyak {MAX_TERMS}."
    found.values[spec.key] = tuple(slug for slug in chosen if slug in options)


def _pick(found: Reading, fields: Typed, key: str, options: Mapping[str, int], why: str) -> None:
    text = fields.get(key) or ""
    found.values[key] = options.get(text)
    if text and text not in options:
        found.findings[key] = why


def _choose(found: Reading, fields: Typed, key: str, options: Mapping[Any, str], why: str) -> None:
    text = fields.get(key) or ""
    found.values[key] = text if text in options else None
    if text and text not in options:
        found.findings[key] = why


def _positive(text: str) -> int:
    number = amounts.whole_number(text)
    if number == 0:
        raise Unreadable("Tidak boleh nol; kosongkan bila tidak ada.")
    return number


def _hs(text: str) -> str:
    digits = text.replace(".", "").replace(" ", "")
    if len(digits) not in (6, 8) or not (digits.isascii() and digits.isdecimal()):
        raise Unreadable("Kode HS terdiri atas 6 atau 8 angka, misalnya 4602.19 atau 4602.19.90.")
    return ".".join((digits[:4], digits[4:6], digits[6:])).rstrip(".")


def _slug(text: str) -> str:
    slug = slugify(text, limit=SLUG_LIMIT)
    if not slug or slug != text:
        raise Unreadable(f"Alamat hanya huruf kecil, angka, dan tanda hubung; misalnya {slug or 'kue-bingke'}.")
    return slug


def _past_day(text: str, on: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable("Tulis tanggal yang benar.") from error
    if day > on:
        raise Unreadable("Tanggal ini belum tiba.")
    if day.year < 2000:
        raise Unreadable("Tanggal ini terlalu lama berlalu.")
    return day
