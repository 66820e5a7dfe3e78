"""The register that a selection is measured against: listed makers by place, size, owner; products by shelf."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from griya.catalog.models import Category
from griya.catalog.queries.public import SHELF, from_public_products, is_listed
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import Producer, Region
from griya.registry.rules.regions import region_label
from griya.registry.rules.size import SizeClass, size_by_permenperin_64_2016

WOMEN_LABELS = {
    "ya": Bilingual("Dimiliki perempuan", "Owned by women"),
    "tidak": Bilingual("Tidak dimiliki perempuan", "Not owned by women"),
}
SIZE_LABELS = {
    SizeClass.SMALL.value: Bilingual("Industri kecil", "Small industry"),
    SizeClass.MEDIUM.value: Bilingual("Industri menengah", "Medium industry"),
}


@dataclass(frozen=True, slots=True)
class Register:
    """Counts by group. Makers for regions, sizes and women; public products for shelves. Labels tell every group."""

    regions: Mapping[str, int]
    region_labels: Mapping[str, Bilingual]
    region_names: Mapping[str, str]
    region_slugs: Mapping[str, str]
    shelves: Mapping[str, int]
    shelf_labels: Mapping[str, Bilingual]
    sizes: Mapping[str, int]
    women: Mapping[str, int]
    makers: int


def read_register() -> Register:
    """The register now: three statements, the makers one by one because size is a rule and not a column."""
    makers = db.session.execute(
        select(Region.code, Producer.workers, Producer.investment_idr, Producer.women_owned)
        .outerjoin(Region, Region.id == Producer.regency_id)
        .where(is_listed())
    ).all()
    regions = db.session.execute(
        select(Region.code, Region.level, Region.name, Region.slug)
        .where(Region.level.in_(("regency", "city")), Region.slug.is_not(None))
        .order_by(Region.code)
    ).all()
    shelf_slug = func.coalesce(SHELF.slug, Category.slug)
    shelves = db.session.execute(
        from_public_products(
            select(
                shelf_slug,
                func.max(func.coalesce(SHELF.name_id, Category.name_id)),
                func.max(func.coalesce(SHELF.name_en, Category.name_en)),
                func.max(func.coalesce(SHELF.position, Category.position)).label("place"),
                func.count(),
            )
        )
        .group_by(shelf_slug)
        .order_by("place")
    ).all()
    sizes = Counter(_size_key(workers, investment) for _, workers, investment, _ in makers)
    return Register(
        regions=Counter(code for code, *_ in makers if code),
        region_labels={code: region_label(level, name) for code, level, name, _ in regions},
        region_names={code: name for code, _, name, _ in regions},
        region_slugs={code: slug or "" for code, _, _, slug in regions},
        shelves={slug: count for slug, _, _, _, count in shelves},
        shelf_labels={slug: Bilingual(name, name_en) for slug, name, name_en, _, _ in shelves},
        sizes=sizes,
        women=Counter(women_key(owned) for *_, owned in makers),
        makers=len(makers),
    )


def list_region_labels() -> dict[str, str]:
    """The kab/kota by code, as a form offers them."""
    rows = db.session.execute(
        select(Region.code, Region.level, Region.name)
        .where(Region.level.in_(("regency", "city")), Region.slug.is_not(None))
        .order_by(Region.name)
    )
    return {code: str(region_label(level, name)) for code, level, name in rows}


def size_key(size: SizeClass | None) -> str:
    """The group of a size; the empty one where it is unknown or no IKM's."""
    return size.value if size and size.value in SIZE_LABELS else ""


def women_key(owned: bool | None) -> str:
    """The group of an owner; the empty one where nobody said."""
    return "" if owned is None else "ya" if owned else "tidak"


def _size_key(workers: int | None, investment: int | None) -> str:
    return size_key(size_by_permenperin_64_2016(workers=workers, investment_idr=investment))
