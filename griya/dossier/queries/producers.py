"""Producers as the desk lists them: every standing, narrowed by what it looks for, with counts that equal the list."""

import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from griya.catalog.models import Product
from griya.catalog.rules.filters import search_words
from griya.core.db import db
from griya.core.paging import Page
from griya.dossier.models import ProducerMerge
from griya.dossier.rules.asked import STANDING_KEYS, Asked
from griya.registry.models import ContactChannel, Producer, ProducerContact, Region
from griya.registry.rules.regions import region_label
from griya.registry.rules.size import MILIAR, SizeClass

PAGE_SIZE: Final = 50
_NUMBER: Final = re.compile(r"[+()\d\s.\-]{5,}")


@dataclass(frozen=True, slots=True)
class ProducerRow:
    """One line of the list. `lacks` are what its file still wants."""

    producer_id: int
    code: str
    name: str
    place: str
    standing: str
    legal_form: str | None
    nib: str | None
    product_count: int
    lacks: tuple[str, ...]
    is_sample: bool
    is_merged: bool


def page_of_producers(asked: Asked, number: int, *, is_private: bool) -> Page[ProducerRow]:
    """One page by name; one behind the last gives the last. Four statements whatever their number."""
    total = count_producers(asked, is_private=is_private)
    number = min(number, max(1, -(-total // PAGE_SIZE)))
    rows = db.session.execute(
        narrowed(
            select(
                Producer.id,
                Producer.code,
                Producer.name,
                Producer.standing,
                Producer.legal_form,
                Producer.nib,
                Producer.outside_region,
                Producer.is_sample,
                (Producer.story_id == "").label("has_no_story"),
                Region.level,
                Region.name.label("region_name"),
                is_merged().label("is_merged"),
            ),
            asked,
            is_private=is_private,
        )
        .order_by(func.lower(Producer.name), Producer.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    keys = [row.id for row in rows]
    products = _counted(Product.producer_id, keys)
    contacts = _counted(ProducerContact.producer_id, keys)
    items = [_row(row, products.get(row.id, 0), row.id in contacts) for row in rows]
    return Page(items, number, PAGE_SIZE, total)


def count_producers(asked: Asked, *, is_private: bool) -> int:
    """How many there are of what `asked` looks for."""
    return db.session.scalar(narrowed(select(func.count(Producer.id)), asked, is_private=is_private)) or 0


def narrowed(statement: Select[*tuple[Any, ...]], asked: Asked, *, is_private: bool) -> Select[*tuple[Any, ...]]:
    """`statement` about producers and their kab/kota, with everything that `asked` narrows it by."""
    return (
        statement.select_from(Producer)
        .outerjoin(Region, Region.id == Producer.regency_id)
        .where(*_conditions(asked, is_private=is_private))
    )


def is_merged() -> ColumnElement[bool]:
    """Whether a producer is part of another one now."""
    return exists().where(ProducerMerge.merged_id == Producer.id, ProducerMerge.undone_at.is_(None))


def size_of() -> ColumnElement[str]:
    """The class by Permenperin 64/2016 for the database; a test compares it with the rule."""
    workers, investment = Producer.workers, Producer.investment_idr
    return case(
        (or_(workers.is_(None), investment.is_(None)), "belum"),
        (and_(workers <= 19, investment < MILIAR), SizeClass.SMALL.value),
        (or_(workers <= 19, investment <= 15 * MILIAR), SizeClass.MEDIUM.value),
        else_=SizeClass.LARGE.value,
    )


def _conditions(asked: Asked, *, is_private: bool) -> list[ColumnElement[bool]]:
    wanted = _has_text(asked.q, is_private=is_private)
    wanted.append(is_merged() if asked.kedudukan == "digabung" else ~is_merged())
    if asked.kedudukan and asked.kedudukan != "digabung":
        wanted.append(Producer.standing == STANDING_KEYS[asked.kedudukan])
    if asked.wilayah:
        wanted.append(Producer.regency_id.is_(None) if asked.wilayah == "luar" else Region.code == asked.wilayah)
    if asked.ukuran:
        wanted.append(size_of() == asked.ukuran)
    if asked.bentuk:
        form = None if asked.bentuk == "belum" else asked.bentuk
        wanted.append(Producer.legal_form.is_(None) if form is None else Producer.legal_form == form)
    if asked.produk:
        has_products = exists().where(Product.producer_id == Producer.id)
        wanted.append(has_products if asked.produk == "ada" else ~has_products)
    if asked.kurang:
        wanted.append(_lacks(asked.kurang))
    if asked.perempuan:
        wanted.append(
            {
                "ya": Producer.women_owned.is_(True),
                "tidak": Producer.women_owned.is_(False),
                "diketahui": Producer.women_owned.is_not(None),
                "belum": Producer.women_owned.is_(None),
            }[asked.perempuan]
        )
    return wanted


def _lacks(what: str) -> ColumnElement[bool]:
    if what == "nib":
        return Producer.nib.is_(None)
    if what == "kontak":
        return ~exists().where(ProducerContact.producer_id == Producer.id)
    return Producer.story_id == ""


def _has_text(text: str, *, is_private: bool) -> list[ColumnElement[bool]]:
    """A number is looked for among NIB and telephones as well; words among names, codes and places."""
    words = [_has_word(word) for word in search_words(text)]
    if not _NUMBER.fullmatch(text):
        return words
    digits = "".join(c for c in text if c.isdecimal())
    national = digits.removeprefix("62").lstrip("0") or digits
    ways = [and_(*words), Producer.nib.contains(digits, autoescape=True)]
    reached = exists().where(
        ProducerContact.producer_id == Producer.id,
        ProducerContact.channel != ContactChannel.EMAIL,
        ProducerContact.value.contains(national, autoescape=True),
    )
    # A number that is not public is no way to find out whose it is, except for those who see it anyway.
    ways.append(reached if is_private else reached.where(ProducerContact.is_public))
    return [or_(*ways)]


def _has_word(word: str) -> ColumnElement[bool]:
    columns = (Producer.name, Producer.code, Producer.nib, Region.name, Producer.outside_region)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _counted(column: Any, keys: list[int]) -> dict[int, int]:
    rows = db.session.execute(select(column, func.count()).where(column.in_(keys)).group_by(column))
    return dict(rows.all())


def _row(row: Any, product_count: int, has_contact: bool) -> ProducerRow:
    missing = {"nib": row.nib is None, "kontak": not has_contact, "cerita": bool(row.has_no_story)}
    return ProducerRow(
        producer_id=row.id,
        code=row.code,
        name=row.name,
        place=region_label(row.level, row.region_name) if row.region_name else row.outside_region or "",
        standing=row.standing,
        legal_form=row.legal_form,
        nib=row.nib,
        product_count=product_count,
        lacks=tuple(what for what, is_missing in missing.items() if is_missing),
        is_sample=row.is_sample,
        is_merged=bool(row.is_merged),
    )
