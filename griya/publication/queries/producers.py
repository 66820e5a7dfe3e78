"""Rows of the open table of makers: those with something to show, in the order in which they were entered."""

from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from griya.catalog.models import Product
from griya.catalog.queries.public import is_public
from griya.core.db import db
from griya.publication.queries.addresses import Addresses
from griya.publication.queries.products import checked_kinds
from griya.publication.rules.tables import PRODUCERS
from griya.publication.rules.tables import Row as OpenRow
from griya.registry.models import Producer, Region
from griya.registry.rules.regions import region_label

_REGENCY = aliased(Region, name="regency")
_DISTRICT = aliased(Region, name="district")
_DISTRICT_CODE_LENGTH = len("61.01.01")


def count_listed_producers() -> int:
    """How many makers have something to show."""
    statement = select(func.count(Product.producer_id.distinct())).join(Producer).where(is_public())
    return db.session.scalar(statement) or 0


def list_producers(*, after: str | None, limit: int, today: date, addresses: Addresses) -> list[OpenRow]:
    """Up to `limit` rows behind the maker with the code `after`, in three statements."""
    statement = (
        select(
            Producer.id,
            Producer.code,
            Producer.slug,
            Producer.name,
            Producer.founded_year,
            Producer.story_id,
            Producer.story_en,
            Producer.outside_region,
            Producer.is_sample,
            _REGENCY.code.label("regency_code"),
            _REGENCY.level.label("regency_level"),
            _REGENCY.name.label("regency_name"),
            _DISTRICT.name.label("district_name"),
            func.count(Product.id).label("product_count"),
        )
        .select_from(Producer)
        .join(Product, Product.producer_id == Producer.id)
        .outerjoin(_REGENCY, _REGENCY.id == Producer.regency_id)
        .outerjoin(Region, Region.id == Producer.region_id)
        .outerjoin(
            _DISTRICT,
            (_DISTRICT.code == func.substr(Region.code, 1, _DISTRICT_CODE_LENGTH)) & (_DISTRICT.level == "district"),
        )
        .where(is_public())
        .group_by(Producer.id, _REGENCY.id, _DISTRICT.id)
        .order_by(Producer.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(Producer.id > select(Producer.id).where(Producer.code == after).scalar_subquery())
    rows = db.session.execute(statement).all()
    checked = checked_kinds({row.id for row in rows}, today=today)
    return PRODUCERS.rows(_values(row, checked, addresses) for row in rows)


def _values(
    row: Row[*tuple[Any, ...]], checked: dict[tuple[int, int | None], list[str]], addresses: Addresses
) -> tuple[Any, ...]:
    kinds = {kind for (producer_id, _), found in checked.items() if producer_id == row.id for kind in found}
    return (
        row.code,
        row.name,
        addresses.producer(row.slug),
        row.regency_code,
        str(region_label(row.regency_level, row.regency_name)) if row.regency_name else row.outside_region or "",
        row.district_name or "",
        row.founded_year,
        row.story_id,
        row.story_en,
        row.product_count,
        sorted(kinds),
        row.is_sample,
    )
