"""The 14 kabupaten and kota, what is made in each, and places found by name."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, func, select

from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.producers import count_producers_by_regency
from griya.catalog.rules.facets import Facet
from griya.catalog.rules.filters import is_slug
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import ReferenceSource, Region
from griya.registry.rules.regions import region_label

AREA_SOURCE = "big_2024"
REGENCY_LEVELS = ("regency", "city")


@dataclass(frozen=True, slots=True)
class Regency:
    """A kab/kota in a list: products made there, makers at home there."""

    slug: str
    label: Bilingual
    name: str
    code: str
    product_count: int
    producer_count: int


@dataclass(frozen=True, slots=True)
class Source:
    """A dated source of a fact."""

    title: Bilingual
    issued_on: date


@dataclass(frozen=True, slots=True)
class RegencyFacts:
    """A kab/kota with its dated facts. Areas in km²."""

    slug: str
    label: Bilingual
    long_label: Bilingual
    code: str
    area_km2: Decimal | None
    area_source: Source
    population: int | None
    district_count: int
    urban_village_count: int
    village_count: int
    source: Source


def list_regencies() -> list[Regency]:
    """All 14 by code with their counts; three statements, the products counted by the index."""
    snapshot = read_index()
    producers = count_producers_by_regency()
    rows = db.session.execute(
        select(Region.slug, Region.level, Region.name, Region.code)
        .where(Region.level.in_(REGENCY_LEVELS), Region.slug.is_not(None))
        .order_by(Region.code)
    )
    return [
        Regency(
            slug=row.slug,
            label=region_label(row.level, row.name),
            name=row.name,
            code=row.code,
            product_count=snapshot.count(Facet.PLACE, row.slug),
            producer_count=producers.get(row.code, 0),
        )
        for row in rows
    ]


def find_regency(slug: str) -> RegencyFacts | None:
    """The kab/kota at this address with its facts, in three statements."""
    if not is_slug(slug):
        return None
    row = db.session.execute(
        select(Region, ReferenceSource)
        .join(ReferenceSource, ReferenceSource.id == Region.source_id)
        .where(Region.slug == slug)
    ).one_or_none()
    return _facts(row) if row else None


def _facts(row: Row[*tuple[Any, ...]]) -> RegencyFacts:
    region: Region = row.Region
    source = _source(row.ReferenceSource)
    counted = db.session.execute(
        select(Region.level, func.count())
        .where(Region.code.startswith(f"{region.code}.", autoescape=True))
        .group_by(Region.level)
    )
    counts: dict[str, int] = dict(counted.all())
    area = db.session.scalars(select(ReferenceSource).where(ReferenceSource.key == AREA_SOURCE)).one_or_none()
    return RegencyFacts(
        slug=region.slug or "",
        label=region_label(region.level, region.name),
        long_label=region_label(region.level, region.name, long=True),
        code=region.code,
        area_km2=region.area_km2,
        area_source=_source(area) if area else source,
        population=region.population,
        district_count=counts.get("district", 0),
        urban_village_count=counts.get("urban_village", 0),
        village_count=counts.get("village", 0),
        source=source,
    )


def _source(row: ReferenceSource) -> Source:
    return Source(Bilingual(row.title, row.title_en), row.issued_on)
