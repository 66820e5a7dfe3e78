"""Reads the reference files of this folder into plain, typed rows; it writes nothing and knows no database."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region by its Kemendagri code, named without the word its level says ("Sambas", not "Kabupaten Sambas").

    Only the province and the 14 regencies and cities carry BPS code, area and population; only the 14 a label point.
    """

    code: str
    level: str
    parent_code: str | None
    name: str
    bps_code: str | None
    label_lat: Decimal | None
    label_lng: Decimal | None
    area_km2: Decimal | None
    population: int | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A dated source. `precision` is "day", or "month" where `issued_on` is the first day of the month known.

    `mark` is "P" where the text itself was read and "S" where a secondary source was.
    """

    key: str
    title: str
    title_en: str
    issued_on: date
    precision: str
    mark: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One number of a statement; `part_of` names the figure it breaks down."""

    key: str
    label: str
    label_en: str
    value: int
    part_of: str | None
    note: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Figures as somebody stated them. `as_of` is the day of the statement; `source` a key of `load_sources()`."""

    key: str
    title: str
    title_en: str
    as_of: date
    source: str
    note: str
    figures: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class MarketplaceRow:
    """A marketplace as it stood on `checked_on`; goods could be ordered from `goods_from` through `goods_until`."""

    code: str
    name: str
    hosts: tuple[str, ...]
    goods_from: date | None
    goods_until: date | None
    checked_on: date
    mark: str
    note: str


def load_regions() -> list[RegionRow]:
    """The province and all its regions, sorted by code, so that a parent always precedes its children."""
    lines = _text("regions.csv").splitlines()
    return [
        RegionRow(
            code=row["code"],
            level=row["level"],
            parent_code=row["parent_code"] or None,
            name=row["name"],
            bps_code=row["bps_code"] or None,
            label_lat=_decimal(row["label_lat"]),
            label_lng=_decimal(row["label_lng"]),
            area_km2=_decimal(row["area_km2"]),
            population=int(row["population"]) if row["population"] else None,
        )
        for row in csv.DictReader(lines, strict=True)
    ]


def load_sources() -> dict[str, SourceRow]:
    """The dated sources by key, in the order of the file."""
    return {
        key: SourceRow(
            key=key,
            title=row["title"],
            title_en=row["title_en"],
            issued_on=row["issued_on"],
            precision=row["precision"],
            mark=row["mark"],
            url=row["url"],
            note=row["note"],
        )
        for key, row in _toml("sources.toml").items()
    }


def load_statement_2019() -> StatementRow:
    """The figures stated on 2 May 2019, in the order they are shown."""
    statement = _toml("statement_2019.toml")
    return StatementRow(
        key=statement["key"],
        title=statement["title"],
        title_en=statement["title_en"],
        as_of=statement["as_of"],
        source=statement["source"],
        note=statement["note"],
        figures=tuple(
            FigureRow(
                key=row["key"],
                label=row["label"],
                label_en=row["label_en"],
                value=row["value"],
                part_of=row.get("part_of"),
                note=row.get("note", ""),
            )
            for row in statement["figures"]
        ),
    )


def load_marketplaces() -> list[MarketplaceRow]:
    """The marketplaces, open and closed, in the order they are shown."""
    return [
        MarketplaceRow(
            code=row["code"],
            name=row["name"],
            hosts=tuple(row["hosts"]),
            goods_from=row.get("goods_from"),
            goods_until=row.get("goods_until"),
            checked_on=row["checked_on"],
            mark=row["mark"],
            note=row["note"],
        )
        for row in _toml("marketplaces.toml")["marketplaces"]
    ]


def _decimal(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
