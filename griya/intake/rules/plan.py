"""What a whole file would do: which rows come in, which are there already, which are refused, and why."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from griya.intake.rules.cells import fold
from griya.intake.rules.columns import Column, Field, Kind
from griya.intake.rules.places import Gazetteer, Place
from griya.intake.rules.rows import (
    Finding,
    ProducerEntry,
    ProductEntry,
    RowReader,
    Vocabulary,
    is_example,
    read_producer,
    read_products,
)
from griya.intake.rules.tables import Book, Table

# Codes that `registry.actions.create_producer` gives by itself; a file may name one, and never invent one.
OWN_CODE_PREFIX: Final = "IKM-"
# A product's code is its maker's and a number, and must fit its column.
MAX_PRODUCTS_OF_ONE: Final = 900


class Outcome(StrEnum):
    """What becomes of a row."""

    TAKEN = "masuk"
    EXISTS = "sudah ada"
    REFUSED = "ditolak"
    EXAMPLE = "contoh"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about a whole file; part of the confirmation code."""

    mode: str = "tambah"
    outside: str | None = None
    regency: str | None = None
    categories: tuple[str, ...] = ()
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class KnownProducer:
    """A producer that is in the register already."""

    id: int
    code: str
    name: str
    nib: str | None
    regency_id: int | None
    region_id: int | None
    outside: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows, as plain values. `product_names` holds folded names by producer."""

    gazetteer: Gazetteer
    vocabulary: Vocabulary
    producers: Sequence[KnownProducer] = ()
    product_names: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True)
class PlannedProducer:
    """A producer and the products that come with it; `existing_id` is set where only products are added."""

    entry: ProducerEntry
    row: int
    existing_id: int | None = None
    products: list[ProductEntry] = field(default_factory=list)
    product_names: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Plan:
    """The result of a dry run, and what a confirmed run writes."""

    producers: tuple[PlannedProducer, ...]
    outcomes: Mapping[tuple[str, int], Outcome]
    findings: tuple[Finding, ...]

    def count(self, outcome: Outcome) -> int:
        """How many rows ended so."""
        return sum(found is outcome for found in self.outcomes.values())

    @property
    def rows(self) -> int:
        """How many rows were read, examples apart."""
        return len(self.outcomes) - self.count(Outcome.EXAMPLE)

    @property
    def new_producers(self) -> int:
        """How many producers would be entered."""
        return sum(planned.existing_id is None for planned in self.producers)

    @property
    def new_products(self) -> int:
        """How many products would be entered."""
        return sum(len(planned.products) for planned in self.producers)


def confirmation_code(book: Book, mapping: Mapping[str, Sequence[Column]], options: Options) -> str:
    """Eight signs that stand for these bytes read in this way; another file, mapping or option gives another code."""
    told = {
        "file": book.digest,
        "columns": {name: [str(column.field or "") for column in columns] for name, columns in mapping.items()},
        "options": [options.mode, options.outside, options.regency, list(options.categories), options.sheet],
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest().upper()
    return f"{digest[:4]}-{digest[4:8]}"


def make_plan(book: Book, mapping: Mapping[str, Sequence[Column]], options: Options, known: Known, *, on: date) -> Plan:
    """Read every row of the file against what is known. Changes nothing."""
    planner = _Planner(known, options, on)
    for table in book.tables:
        planner.read_table(table, mapping[table.name])
    return planner.plan()


class _Planner:
    """The rows read so far, and how later rows find the producers of earlier ones."""

    def __init__(self, known: Known, options: Options, on: date) -> None:
        self._known = known
        self._options = options
        self._on = on
        self._planned: list[PlannedProducer] = []
        self._outcomes: dict[tuple[str, int], Outcome] = {}
        self._findings: list[Finding] = []
        self._by_code: dict[str, PlannedProducer] = {}
        self._by_nib: dict[str, PlannedProducer] = {}
        self._by_name: dict[str, list[PlannedProducer]] = {}
        self._refused_codes: dict[str, int] = {}
        self._refused_names: dict[str, int] = {}
        self._known_by_code = {producer.code.upper(): producer for producer in known.producers}
        self._known_by_nib = {producer.nib: producer for producer in known.producers if producer.nib}
        self._known_by_name: dict[str, list[KnownProducer]] = {}
        for producer in known.producers:
            self._known_by_name.setdefault(fold(producer.name), []).append(producer)

    def plan(self) -> Plan:
        """Everything that was read; producers that bring nothing new are left out."""
        wanted = tuple(p for p in self._planned if p.existing_id is None or p.products)
        return Plan(wanted, self._outcomes, tuple(self._findings))

    def read_table(self, table: Table, columns: Sequence[Column]) -> None:
        """Read the rows of one table, in their order."""
        for row in table.rows:
            reader = RowReader(table.name, columns, row)
            if is_example(reader):
                outcome = Outcome.EXAMPLE
            elif table.kind is Kind.PRODUCTS:
                outcome = self._read_product_row(reader)
            else:
                outcome = self._read_producer_row(reader, table.kind)
            self._outcomes[(table.name, row.number)] = outcome
            self._findings.extend(reader.findings)

    def _read_producer_row(self, reader: RowReader, kind: Kind) -> Outcome:
        entry = read_producer(
            reader,
            self._known.gazetteer,
            on=self._on,
            outside=self._options.outside,
            default_regency=self._options.regency,
        )
        products = read_products(reader, self._known.vocabulary, kind) if kind is Kind.LIST else []
        planned = None if reader.is_refused() else self._settle(reader, entry)
        if planned is None or reader.is_refused():
            if entry.code:
                self._refused_codes.setdefault(entry.code, reader.number)
            self._refused_names.setdefault(fold(entry.name), reader.number)
            return Outcome.REFUSED
        if self._is_too_much(reader, planned, products):
            return Outcome.REFUSED
        is_new = planned.existing_id is None and planned.row == reader.number
        added = self._add_products(planned, products)
        return Outcome.TAKEN if is_new or added else Outcome.EXISTS

    def _read_product_row(self, reader: RowReader) -> Outcome:
        products = read_products(reader, self._known.vocabulary, Kind.PRODUCTS)
        planned = self._maker_of(reader)
        if planned is None or reader.is_refused() or self._is_too_much(reader, planned, products):
            return Outcome.REFUSED
        if self._add_products(planned, products):
            return Outcome.TAKEN
        reader.warn(Field.PRODUCT, "Produk ini sudah ada pada IKM tersebut; dilewati.")
        return Outcome.EXISTS

    @staticmethod
    def _is_too_much(reader: RowReader, planned: PlannedProducer, products: Sequence[ProductEntry]) -> bool:
        is_too_much = len(planned.product_names) + len(products) > MAX_PRODUCTS_OF_ONE
        if is_too_much:
            reader.error(
                Field.PRODUCT, f"IKM ini sudah punya {MAX_PRODUCTS_OF_ONE} produk; periksa apakah berkasnya benar."
            )
        return is_too_much

    @staticmethod
    def _add_products(planned: PlannedProducer, products: Sequence[ProductEntry]) -> int:
        added = [product for product in products if fold(product.name) not in planned.product_names]
        planned.products.extend(added)
        planned.product_names.update(fold(product.name) for product in added)
        return len(added)

    def _settle(self, reader: RowReader, entry: ProducerEntry) -> PlannedProducer | None:
        """The producer that this row means: an earlier row's, one of the register, or a new one."""
        earlier = self._earlier(reader, entry)
        if reader.is_refused():
            return None
        if earlier is not None:
            reader.warn(Field.NAME, f"IKM yang sama dengan baris {earlier.row}; produknya digabung.")
            return earlier
        existing = self._existing(reader, entry)
        if reader.is_refused():
            return None
        if existing is not None:
            reader.warn(Field.NAME, f"IKM ini sudah terdaftar sebagai {existing.code}; datanya tidak diubah.")
        return self._keep(entry, reader.number, existing)

    def _keep(self, entry: ProducerEntry, row: int, existing: KnownProducer | None) -> PlannedProducer:
        planned = PlannedProducer(entry, row)
        if existing is not None:
            planned.existing_id = existing.id
            planned.product_names.update(self._known.product_names.get(existing.id, frozenset()))
        self._planned.append(planned)
        if entry.code:
            self._by_code[entry.code] = planned
        if entry.nib:
            self._by_nib[entry.nib] = planned
        self._by_name.setdefault(fold(entry.name), []).append(planned)
        return planned

    def _earlier(self, reader: RowReader, entry: ProducerEntry) -> PlannedProducer | None:
        """The same producer in an earlier row. Two makers of one name are two, unless code, NIB or address say else."""
        for meaning, key, index in ((Field.CODE, entry.code, self._by_code), (Field.NIB, entry.nib, self._by_nib)):
            found = index.get(key) if key else None
            if found is not None and fold(found.entry.name) != fold(entry.name):
                reader.error(meaning, f"Sama dengan baris {found.row}, tetapi nama IKM-nya lain.")
                return None
            if found is not None:
                return found
        for planned in self._by_name.get(fold(entry.name), []):
            other = planned.entry
            if planned.row == reader.number or _differ(entry.code, other.code) or _differ(entry.nib, other.nib):
                continue
            if _place_key(entry) == _place_key(other):
                if _address_key(entry.address) == _address_key(other.address):
                    return planned
                sentence = f"Namanya sama dengan baris {planned.row}, tetapi alamatnya lain"
                reader.warn(Field.NAME, f"{sentence}; dicatat sebagai IKM lain.")
        return None

    def _existing(self, reader: RowReader, entry: ProducerEntry) -> KnownProducer | None:
        """The same producer in the register: by code, by NIB, else by name and place."""
        by_code = self._known_by_code.get(entry.code) if entry.code else None
        if by_code is not None and fold(by_code.name) != fold(entry.name):
            reader.error(Field.CODE, f"Kode ini milik {by_code.name}, yang sudah terdaftar.")
            return None
        if by_code is None and entry.code and entry.code.startswith(OWN_CODE_PREFIX):
            sentence = f"Kode berawalan {OWN_CODE_PREFIX} dibuat oleh Griya, dan kode ini belum terdaftar; kosongkan."
            reader.error(Field.CODE, sentence)
            return None
        by_nib = self._known_by_nib.get(entry.nib) if entry.nib else None
        if by_nib is not None and by_code is not None and by_nib.id != by_code.id:
            reader.error(Field.NIB, f"NIB ini milik {by_nib.name} ({by_nib.code}), yang sudah terdaftar.")
            return None
        if by_code is not None or by_nib is not None:
            return by_code or by_nib
        for producer in self._known_by_name.get(fold(entry.name), []):
            if _differ(entry.nib, producer.nib):
                continue
            region = producer.region_id if producer.outside is None else None
            if (region, fold(producer.outside or "")) == _place_key(entry):
                address = _address_key(entry.address)
                if entry.code is None and address in ("", _address_key(producer.address)):
                    return producer
                if entry.code is None and not producer.address:
                    return producer
                what = "kodenya" if entry.code else "alamatnya"
                sentence = f"Sudah ada {producer.code} dengan nama dan tempat yang sama, tetapi {what} lain"
                reader.warn(Field.NAME, f"{sentence}; dicatat sebagai IKM lain.")
        return None

    def _maker_of(self, reader: RowReader) -> PlannedProducer | None:
        """The producer that a row of the sheet of products refers to, by code or by a name that is its alone."""
        code, name = reader.text(Field.CODE).upper(), reader.text(Field.NAME)
        if code:
            return self._maker_by_code(reader, code)
        if not name:
            reader.error(Field.NAME, "IKM pembuatnya belum diisi; tulis kode atau nama IKM.")
            return None
        return self._maker_by_name(reader, name)

    def _maker_by_code(self, reader: RowReader, code: str) -> PlannedProducer | None:
        if code in self._by_code:
            return self._by_code[code]
        if code in self._known_by_code:
            return self._registered(self._known_by_code[code], reader.number)
        if code in self._refused_codes:
            reader.error(Field.CODE, f"IKM-nya (baris {self._refused_codes[code]}) ditolak; perbaiki dulu baris itu.")
        else:
            reader.error(Field.CODE, f"Kode IKM “{code[:40]}” tidak ada di lembar IKM dan belum terdaftar.")
        return None

    def _maker_by_name(self, reader: RowReader, name: str) -> PlannedProducer | None:
        key = fold(name)
        here, registered = self._by_name.get(key, []), self._known_by_name.get(key, [])
        if len(here) == 1:
            return here[0]
        if not here and len(registered) == 1:
            return self._registered(registered[0], reader.number)
        if here or registered:
            reader.error(Field.NAME, f"Ada {len(here) or len(registered)} IKM bernama “{name[:60]}”; isi Kode IKM.")
        elif key in self._refused_names:
            reader.error(Field.NAME, f"IKM-nya (baris {self._refused_names[key]}) ditolak; perbaiki dulu baris itu.")
        else:
            reader.error(Field.NAME, f"IKM “{name[:60]}” tidak ada di lembar IKM dan belum terdaftar.")
        return None

    def _registered(self, producer: KnownProducer, row: int) -> PlannedProducer:
        """A producer of the register that the file itself does not list."""
        found = next((p for p in self._planned if p.existing_id == producer.id), None)
        if found is not None:
            return found
        planned = PlannedProducer(ProducerEntry(name=producer.name, place=Place()), row, producer.id)
        planned.product_names.update(self._known.product_names.get(producer.id, frozenset()))
        self._planned.append(planned)
        return planned


def _differ(one: str | None, other: str | None) -> bool:
    """Whether both are known and not the same."""
    return one is not None and other is not None and one != other


def _place_key(entry: ProducerEntry) -> tuple[int | None, str]:
    place = entry.place
    return (place.region_id if place.outside is None else None, fold(place.outside or ""))


def _address_key(address: str | None) -> str:
    return fold(address or "")
