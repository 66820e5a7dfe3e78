"""Reads one row: a producer, one product or several, and everything that is wrong with it, named by column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeVar

from griya.catalog.models import Availability, HalalStatus, PriceMode
from griya.catalog.rules import amounts
from griya.intake.rules import cells, choices
from griya.intake.rules.columns import Column, Field, Kind, normalised
from griya.intake.rules.places import Gazetteer, NoPlace, Place, Typed, address_with
from griya.intake.rules.proposed import becomes, proposed
from griya.intake.rules.tables import Row
from griya.intake.rules.titles import titled
from griya.registry.rules.firm import check_founded_year, parse_email
from griya.registry.rules.numbers import check_number
from griya.registry.rules.phones import split_phone_cell
from griya.registry.rules.price import parse_rupiah
from griya.registry.rules.unreadable import Unreadable

T = TypeVar("T")

DEFAULT_UNIT: Final = "pcs"
EXAMPLE_MARK: Final = "CONTOH"
_MAX_STORY: Final = 5_000
_MAX_PRODUCTS_IN_A_CELL: Final = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one row. An error refuses the row; a warning says what was left out or changed."""

    table: str
    row: int
    column: str
    text: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class ProducerEntry:
    """A producer as a row gives it, in the form it is stored."""

    name: str
    place: Place
    code: str | None = None
    nib: str | None = None
    legal_form: str | None = None
    address: str | None = None
    story: str = ""
    founded_year: int | None = None
    workers: int | None = None
    contacts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProductEntry:
    """A product as a row gives it, in the form it is stored."""

    name: str
    category_id: int
    unit: str = DEFAULT_UNIT
    price_mode: str = PriceMode.ASK
    price_idr: int | None = None
    summary: str = ""
    description: str = ""
    material_ids: tuple[int, ...] = ()
    technique_ids: tuple[int, ...] = ()
    # Words that no list has, in the field they stood in: they come in as proposals.
    proposed: tuple[tuple[Field, str], ...] = ()
    weight_g: int | None = None
    volume_ml: int | None = None
    size: str | None = None
    moq: int | None = None
    capacity: int | None = None
    lead_time_days: int | None = None
    shelf_life_days: int | None = None
    availability: str = Availability.READY
    halal_status: str = HalalStatus.NOT_YET
    halal_note: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The controlled lists by folded name and slug, and what the command line says about shelves."""

    categories: Mapping[str, int]
    category_names: Sequence[str]
    materials: Mapping[str, int]
    techniques: Mapping[str, int]
    default_category: int | None = None
    told_categories: Mapping[str, int] = field(default_factory=dict)


class RowReader:
    """One row under reading: cells by meaning, and the findings so far."""

    def __init__(self, table: str, columns: Sequence[Column], row: Row) -> None:
        self.table = table
        self.number = row.number
        self.findings: list[Finding] = []
        self._columns = [column for column in columns if column.field is not None]
        self._cells = row.cells
        if any(cell.strip() for cell in row.cells[len(columns) :]):
            self._find(
                "", "Ada isi di kanan kolom terakhir yang berjudul; mungkin ada koma yang menggeser isinya.", True
            )

    def is_refused(self) -> bool:
        """Whether any error was found."""
        return any(finding.is_error for finding in self.findings)

    def has(self, meaning: Field) -> bool:
        """Whether the table has a column of this meaning."""
        return any(column.field is meaning for column in self._columns)

    def text(self, meaning: Field, *, keep_lines: bool = False) -> str:
        """The cleaned cell of this meaning; a lone dash counts as empty. Several columns are joined by `/`."""
        found = [cells.clean(self._cell(c), keep_lines=keep_lines) for c in self._columns if c.field is meaning]
        return " / ".join(text for text in found if not cells.is_blank(text))

    def raw(self, meaning: Field) -> str:
        """The cleaned cell as it stands, a dash included."""
        return next((cells.clean(self._cell(c)) for c in self._columns if c.field is meaning), "")

    def limited(self, meaning: Field, limit: int, *, keep_lines: bool = False) -> str:
        """The cell, with an error when it is longer than it can be stored."""
        text = self.text(meaning, keep_lines=keep_lines)
        if len(text) > limit:
            self.error(meaning, f"Terlalu panjang: {len(text)} huruf, paling banyak {limit}.")
        return text[:limit]

    def parsed(self, meaning: Field, parse: Callable[[str], T], default: T) -> T:
        """The cell through `parse`, whose refusal becomes an error; `default` where it is empty or refused."""
        text = self.text(meaning)
        if not text:
            return default
        try:
            return parse(text)
        except Unreadable as error:
            self.error(meaning, str(error))
            return default

    def heading(self, meaning: Field) -> str:
        """The heading a person knows this meaning by; our own word where the table has no such column."""
        return next((column.heading for column in self._columns if column.field is meaning), str(meaning))

    def error(self, meaning: Field, text: str) -> None:
        """Refuse the row for what stands in this column."""
        self._find(self.heading(meaning), text, True)

    def warn(self, meaning: Field, text: str) -> None:
        """Tell something about this column; the row still comes in."""
        self._find(self.heading(meaning), text, False)

    def _find(self, column: str, text: str, is_error: bool) -> None:
        self.findings.append(Finding(self.table, self.number, column, text, is_error))

    def _cell(self, column: Column) -> str:
        return self._cells[column.index] if column.index < len(self._cells) else ""


def is_example(reader: RowReader) -> bool:
    """Whether this is the template's example row, which nobody means to import."""
    return reader.raw(Field.CODE).upper().startswith(EXAMPLE_MARK)


def read_producer(
    reader: RowReader, gazetteer: Gazetteer, *, on: date, outside: str | None, default_regency: str | None
) -> ProducerEntry:
    """The producer of a row; look at `reader.is_refused()` before using it."""
    place = _read_place(reader, gazetteer, outside=outside, default_regency=default_regency)
    return ProducerEntry(
        name=_read_name(reader, Field.NAME, "nama IKM"),
        place=place,
        code=_read_code(reader),
        nib=_read_nib(reader, on),
        legal_form=reader.parsed(Field.LEGAL_FORM, choices.legal_form, None),
        address=_read_address(reader, place),
        story=reader.limited(Field.STORY, _MAX_STORY, keep_lines=True),
        founded_year=_read_year(reader, on),
        workers=reader.parsed(Field.WORKERS, amounts.whole_number, None),
        contacts=_read_contacts(reader),
    )


def _read_name(reader: RowReader, meaning: Field, what: str) -> str:
    raw = reader.raw(meaning)
    name = titled(reader.limited(meaning, 120))
    if not name:
        why = f"Isinya hanya “{raw}”; tulis {what}." if raw else f"Kosong; tulis {what}."
        reader.error(meaning, why)
    elif not cells.fold(name):
        reader.error(meaning, f"“{name}” tidak berisi huruf atau angka; tulis {what}.")
    elif name.startswith(("=", "+", "@")):
        reader.warn(meaning, "Diawali tanda rumus lembar kerja; disimpan sebagai teks biasa.")
    return name


def _read_code(reader: RowReader) -> str | None:
    code = reader.text(Field.CODE).upper()
    if not code:
        return None
    if len(code) > 20 or not all(part.isalnum() and part.isascii() for part in code.replace(".", "-").split("-")):
        reader.error(Field.CODE, "Kode paling banyak 20 huruf dan angka, boleh dipisah tanda hubung, misalnya SBS-001.")
    return code[:20]


def _read_nib(reader: RowReader, on: date) -> str | None:
    typed = reader.text(Field.NIB)
    if not typed:
        return None
    check = check_number("nib", typed, on=on)
    for sentence in check.errors:
        reader.error(Field.NIB, f"{sentence} Perbaiki, atau kosongkan bila belum ada.")
    return check.value if check.is_accepted else None


def _read_year(reader: RowReader, on: date) -> int | None:
    return reader.parsed(Field.FOUNDED, lambda text: check_founded_year(amounts.whole_number(text), on=on), None)


def _read_place(reader: RowReader, gazetteer: Gazetteer, *, outside: str | None, default_regency: str | None) -> Place:
    typed = Typed(*(titled(reader.text(part)) for part in (Field.REGENCY, Field.DISTRICT, Field.VILLAGE)))
    try:
        place = gazetteer.settle(typed, outside=outside, default_regency=default_regency)
    except NoPlace as error:
        reader.error(error.field, str(error))
        return Place()
    for meaning, sentence in place.warnings:
        reader.warn(meaning, sentence)
    return place


def _read_address(reader: RowReader, place: Place) -> str | None:
    village = normalised(reader.heading(Field.VILLAGE)).split()
    is_both = "desa" in village and ("kel" in village or "kelurahan" in village)
    labels = {
        Field.VILLAGE: "Desa/Kel." if is_both else "Desa" if "desa" in village else "Kel.",
        Field.DISTRICT: "Kec.",
    }
    address = address_with(titled(reader.text(Field.ADDRESS)), [(labels[part], text) for part, text in place.rest])
    if len(address) > 300:
        reader.error(Field.ADDRESS, f"Alamat lengkapnya {len(address)} huruf, paling banyak 300.")
    return address[:300] or None


def _read_contacts(reader: RowReader) -> tuple[tuple[str, str], ...]:
    """Channels and values, each once. A number nobody can use is told and left out; the maker still comes in."""
    found: dict[tuple[str, str], None] = {}
    for meaning, channel in ((Field.PHONE, "phone"), (Field.WHATSAPP, "whatsapp")):
        for part in split_phone_cell(reader.text(meaning)):
            if part.phone is None:
                reader.warn(meaning, f"{part.reason} Nomor ini tidak dicatat.")
            elif channel == "whatsapp" and not part.phone.is_mobile:
                reader.warn(meaning, f"{part.phone.display} bukan nomor HP; dicatat sebagai telepon, bukan WhatsApp.")
                found[("phone", part.phone.e164)] = None
            else:
                found[(channel, part.phone.e164)] = None
    for typed in cells.split_list(reader.text(Field.EMAIL)):
        try:
            address = parse_email(typed)
        except Unreadable as error:
            reader.warn(Field.EMAIL, f"{str(error).rstrip('.')}; tidak dicatat.")
        else:
            found[("email", address)] = None
    return tuple(found)


def read_products(reader: RowReader, vocabulary: Vocabulary, kind: Kind) -> list[ProductEntry]:
    """The products of a row: one, or in a list of makers as many as the cell names."""
    if kind is Kind.PRODUCTS:
        names = [_read_name(reader, Field.PRODUCT, "nama produk")]
    else:
        names = _read_names(reader)
        if not names:
            return []
    if len(names) > 1 and reader.text(Field.PRICE):
        reader.error(Field.PRICE, f"Satu harga untuk {len(names)} produk; tulis satu produk per baris.")
    shared = _read_details(reader, vocabulary)
    return [replace(shared, name=name) for name in names]


def _read_names(reader: RowReader) -> list[str]:
    """The products of one cell, each once, in the order they were typed."""
    parts = cells.split_list(reader.text(Field.PRODUCT, keep_lines=True))
    if len(parts) > _MAX_PRODUCTS_IN_A_CELL:
        reader.error(Field.PRODUCT, f"Ada {len(parts)} produk dalam satu sel; paling banyak {_MAX_PRODUCTS_IN_A_CELL}.")
    names: dict[str, str] = {}
    for name in (titled(part) for part in parts[:_MAX_PRODUCTS_IN_A_CELL]):
        if not cells.fold(name):
            reader.error(Field.PRODUCT, f"“{name[:40]}” tidak berisi huruf atau angka; tulis nama produk.")
        elif len(name) > 120:
            reader.error(Field.PRODUCT, f"Nama produk “{name[:40]}…” terlalu panjang, paling banyak 120 huruf.")
        elif cells.fold(name) in names:
            reader.warn(Field.PRODUCT, f"“{name}” disebut dua kali; dicatat satu kali.")
        names.setdefault(cells.fold(name), name[:120])
    return list(names.values())


def _read_details(reader: RowReader, vocabulary: Vocabulary) -> ProductEntry:
    price_mode, price_idr = _read_price(reader)
    halal = reader.parsed(Field.HALAL, choices.halal_status, str(HalalStatus.NOT_YET))
    note = reader.limited(Field.HALAL_NOTE, 120) or None
    if halal == HalalStatus.CERTIFIED:
        reader.warn(Field.HALAL, "Nomor sertifikatnya belum tercatat; sampai diperiksa, ini hanya menurut pembuat.")
    if halal == HalalStatus.NOT_HALAL and note is None:
        reader.warn(Field.HALAL, "Sebutkan bahannya di kolom Catatan halal, misalnya “mengandung babi”.")
    return ProductEntry(
        name="",
        category_id=_read_category(reader, vocabulary),
        unit=_read_unit(reader),
        price_mode=price_mode,
        price_idr=price_idr,
        summary=reader.limited(Field.SUMMARY, 300),
        description=reader.limited(Field.DESCRIPTION, _MAX_STORY, keep_lines=True),
        material_ids=_read_terms(reader, Field.MATERIALS, vocabulary.materials),
        technique_ids=_read_terms(reader, Field.TECHNIQUES, vocabulary.techniques),
        proposed=proposed(
            (Field.MATERIALS, cells.split_list(reader.text(Field.MATERIALS)), vocabulary.materials),
            (Field.TECHNIQUES, cells.split_list(reader.text(Field.TECHNIQUES)), vocabulary.techniques),
            (Field.CATEGORY, [reader.text(Field.CATEGORY)], {**vocabulary.told_categories, **vocabulary.categories}),
        ),
        weight_g=reader.parsed(Field.WEIGHT, amounts.grams, None),
        volume_ml=reader.parsed(Field.VOLUME, amounts.millilitres, None),
        size=reader.limited(Field.SIZE, 80) or None,
        moq=_read_positive(reader, Field.MOQ),
        capacity=_read_positive(reader, Field.CAPACITY),
        lead_time_days=reader.parsed(Field.LEAD_TIME, amounts.days, None),
        shelf_life_days=reader.parsed(Field.SHELF_LIFE, amounts.days, None),
        availability=reader.parsed(Field.AVAILABILITY, choices.availability, str(Availability.READY)),
        halal_status=halal,
        halal_note=note,
    )


def _read_positive(reader: RowReader, meaning: Field) -> int | None:
    number = reader.parsed(meaning, amounts.whole_number, None)
    if number == 0:
        reader.error(meaning, "Tidak boleh nol; kosongkan bila tidak ada.")
    return number or None


def _read_category(reader: RowReader, vocabulary: Vocabulary) -> int:
    """The shelf: by name or slug, else as told for this text, else the default; 0 where the row is refused."""
    typed = reader.text(Field.CATEGORY)
    key = cells.fold(typed)
    found = vocabulary.told_categories.get(key) or vocabulary.categories.get(key) or vocabulary.default_category
    if found is not None:
        return found
    told = f"Rak “{typed[:60]}” tidak ada." if typed else "Rak belum diisi."
    shelves = ", ".join(vocabulary.category_names)
    how = f"Pilih salah satu: {shelves}; atau tentukan dengan --category."
    reader.error(Field.CATEGORY, f"{told} {how}")
    return 0


def _read_unit(reader: RowReader) -> str:
    typed = reader.limited(Field.UNIT, 20)
    known = choices.unit(typed)
    if typed and known is None:
        reader.warn(Field.UNIT, f"Satuan “{typed}” tidak ada dalam daftar; dicatat seperti tertulis.")
    return known or typed or DEFAULT_UNIT


def _read_price(reader: RowReader) -> tuple[str, int | None]:
    price = reader.parsed(Field.PRICE, parse_rupiah, None)
    mode = reader.parsed(Field.PRICE_MODE, choices.price_mode, None)
    if price == 0:
        reader.error(Field.PRICE, "Harga tidak boleh nol; kosongkan bila belum ada.")
    if mode == PriceMode.ASK and price is not None:
        reader.warn(Field.PRICE, "Harga tidak disimpan karena mode harganya “Tanya produsen”.")
    if mode in (PriceMode.SHOWN, PriceMode.FROM) and price is None and not reader.text(Field.PRICE):
        reader.error(Field.PRICE, "Mode harga meminta harga, tetapi harganya kosong.")
    if mode is None:
        mode = PriceMode.ASK if price is None else PriceMode.SHOWN
    return str(mode), None if mode == PriceMode.ASK else price


def _read_terms(reader: RowReader, meaning: Field, known: Mapping[str, int]) -> tuple[int, ...]:
    ids: dict[int, None] = {}
    for term in cells.split_list(reader.text(meaning)):
        found = known.get(cells.fold(term))
        if found is None:
            reader.warn(meaning, f"“{term[:60]}” tidak ada dalam daftar; {becomes(term)}.")
        else:
            ids[found] = None
    return tuple(ids)
