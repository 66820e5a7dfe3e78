"""Looking up whose claim it is."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from griya.catalog.rules.filters import search_words
from griya.core.db import db
from griya.registry.models import Producer, Region
from griya.registry.rules.regions import region_label

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class MakerRow:
    """A maker as it is chosen from."""

    code: str
    name: str
    place: str


def list_makers(text: str) -> list[MakerRow]:
    """The first makers whose name, code or place has every word."""
    wanted = [
        or_(*(column.icontains(word, autoescape=True) for column in (Producer.name, Producer.code, Region.name)))
        for word in search_words(text)
    ]
    rows = db.session.execute(
        select(Producer.code, Producer.name, Producer.outside_region, Region.level, Region.name.label("region"))
        .outerjoin(Region, Region.id == Producer.regency_id)
        .where(*wanted)
        .order_by(func.lower(Producer.name), Producer.id)
        .limit(MOST_FOUND)
    )
    return [
        MakerRow(row.code, row.name, region_label(row.level, row.region) if row.region else row.outside_region or "")
        for row in rows
    ]
