"""Look-ups in the register: regions by code, producers, how far the reference data is loaded."""

from collections.abc import Collection

from sqlalchemy import func, select

from griya.core.db import db
from griya.registry.models import Producer, Region, Statement

REGENCY_LEVELS = ("regency", "city")


def has_reference() -> bool:
    """Whether the regions were loaded."""
    return bool(db.session.scalar(select(Region.id).limit(1)))


def region_ids(codes: Collection[str]) -> dict[str, int]:
    """Ids of the regions with these Kemendagri codes; unknown codes are left out."""
    return dict(db.session.execute(select(Region.code, Region.id).where(Region.code.in_(codes))).all())


def count_regions() -> dict[str, int]:
    """Live counts by level."""
    return dict(db.session.execute(select(Region.level, func.count()).group_by(Region.level)).all())


def has_producers() -> bool:
    """Whether anybody is registered."""
    return bool(db.session.scalar(select(Producer.id).limit(1)))


def has_sample_producers() -> bool:
    """Whether sample data is loaded."""
    return bool(db.session.scalar(select(Producer.id).where(Producer.is_sample).limit(1)))


def has_statement(key: str) -> bool:
    """Whether a dated statement was loaded."""
    return bool(db.session.scalar(select(Statement.id).where(Statement.key == key)))


def taken_producer_slugs(prefix: str) -> set[str]:
    """Slugs in use that begin with `prefix`."""
    return set(db.session.scalars(select(Producer.slug).where(Producer.slug.startswith(prefix, autoescape=True))))


def next_producer_number() -> int:
    """The number that the next producer's generated code `IKM-<number>` gets; a number given once never comes again."""
    generated = Producer.code.like("IKM-_____%")
    longest_first = (func.length(Producer.code).desc(), Producer.code.desc())
    newest = db.session.scalar(select(Producer.code).where(generated).order_by(*longest_first).limit(1))
    digits = (newest or "").removeprefix("IKM-")
    return int(digits) + 1 if digits.isdecimal() else 1
