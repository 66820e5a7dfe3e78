"""Documents made of what is public now: products, their makers, places and shelves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, func, select, union_all
from sqlalchemy.orm import aliased

from griya.catalog.models import (
    Category,
    Material,
    Product,
    ProductRevision,
    Technique,
    revision_material,
    revision_technique,
)
from griya.catalog.models.search import DocumentKind
from griya.catalog.queries.public import MADE_IN, PLACE, SHELF, SPECIALTY, from_public_products, is_public, regency_code
from griya.catalog.rules.documents import Fields, is_list, make_fields, other_number, product_number
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import Producer, Region
from griya.registry.rules.regions import region_label

CHUNK: Final = 500
_REGENCY = aliased(Region, name="regency")
_DISTRICT = aliased(Region, name="district")
_DISTRICT_CODE_LENGTH: Final = len("61.01.01")


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found."""

    number: int
    kind: str
    object_id: int
    label: Bilingual
    detail: Bilingual
    slug: str
    fields: Fields


def make_documents(kind: str, object_ids: Iterable[int]) -> Iterator[list[Document]]:
    """The documents of these things, chunk by chunk; what is not public has none."""
    make = {
        DocumentKind.PRODUCT: _products,
        DocumentKind.PRODUCER: _producers,
        DocumentKind.PLACE: _places,
        DocumentKind.SHELF: _shelves,
    }[DocumentKind(kind)]
    ids = sorted(set(object_ids))
    for start in range(0, len(ids), CHUNK):
        yield make(ids[start : start + CHUNK])


def all_ids(kind: str) -> list[int]:
    """The ids of everything of a kind, public or not."""
    ids = {
        DocumentKind.PRODUCT: Product.id,
        DocumentKind.PRODUCER: Producer.id,
        DocumentKind.PLACE: Region.id,
        DocumentKind.SHELF: Category.id,
    }
    return list(db.session.scalars(select(ids[DocumentKind(kind)])))


def _products(ids: Sequence[int]) -> list[Document]:
    rows = db.session.execute(
        from_public_products(
            select(
                Product.id,
                Product.slug,
                Product.code,
                Product.published_at,
                Product.live_revision_id,
                ProductRevision.name_id,
                ProductRevision.name_en,
                ProductRevision.summary_id,
                ProductRevision.summary_en,
                ProductRevision.description_id,
                ProductRevision.description_en,
                Producer.name.label("maker"),
                Producer.outside_region,
                Category.name_id.label("category_id"),
                Category.name_en.label("category_en"),
                SHELF.name_id.label("shelf_id"),
                SHELF.name_en.label("shelf_en"),
                PLACE.level.label("place_level"),
                PLACE.name.label("place_name"),
                MADE_IN.name.label("made_in"),
                SPECIALTY.name.label("specialty"),
            )
        ).where(Product.id.in_(ids))
    ).all()
    terms = _terms([row.live_revision_id for row in rows])
    return [_product(row, terms[row.live_revision_id]) for row in rows]


def _product(row: Row[*tuple[Any, ...]], terms: list[str]) -> Document:
    shelves = [name for name in (row.category_id, row.category_en, row.shelf_id, row.shelf_en) if name]
    about = (
        row.summary_id, row.summary_en, *(name for name in shelves if not is_list(name)), row.maker,
        *_place_names(row.place_level, row.place_name), row.made_in, row.specialty, row.outside_region, row.code,
        *terms,
    )  # fmt: skip
    return Document(
        number=product_number(row.id, row.published_at),
        kind=DocumentKind.PRODUCT,
        object_id=row.id,
        label=Bilingual(row.name_id, row.name_en),
        detail=Bilingual(row.maker),
        slug=row.slug,
        fields=make_fields(
            names=(row.name_id, row.name_en),
            about=filter(None, about),
            lists=filter(is_list, shelves),
            body=(row.description_id, row.description_en),
        ),
    )


def _terms(revision_ids: Sequence[int]) -> defaultdict[int, list[str]]:
    """Names of materials and techniques in both languages, by revision; one statement."""
    materials = (
        select(revision_material.c.revision_id, Material.name_id, Material.name_en)
        .join(Material, Material.id == revision_material.c.material_id)
        .where(revision_material.c.revision_id.in_(revision_ids))
    )
    techniques = (
        select(revision_technique.c.revision_id, Technique.name_id, Technique.name_en)
        .join(Technique, Technique.id == revision_technique.c.technique_id)
        .where(revision_technique.c.revision_id.in_(revision_ids))
    )
    terms: defaultdict[int, list[str]] = defaultdict(list)
    for revision_id, *names in db.session.execute(union_all(materials, techniques)):
        terms[revision_id] += names
    return terms


def _producers(ids: Sequence[int]) -> list[Document]:
    shows_something = select(Product.id).where(Product.producer_id == Producer.id, is_public()).exists()
    rows = db.session.execute(
        select(
            Producer.id,
            Producer.slug,
            Producer.name,
            Producer.outside_region,
            _REGENCY.level.label("regency_level"),
            _REGENCY.name.label("regency_name"),
            _DISTRICT.name.label("district_name"),
        )
        .outerjoin(_REGENCY, _REGENCY.id == Producer.regency_id)
        .outerjoin(Region, Region.id == Producer.region_id)
        .outerjoin(
            _DISTRICT,
            (_DISTRICT.code == func.substr(Region.code, 1, _DISTRICT_CODE_LENGTH)) & (_DISTRICT.level == "district"),
        )
        .where(Producer.id.in_(ids), shows_something)
    )
    return [
        Document(
            number=other_number("producer", row.id),
            kind=DocumentKind.PRODUCER,
            object_id=row.id,
            label=Bilingual(row.name),
            detail=_label(row.regency_level, row.regency_name) or Bilingual(row.outside_region or ""),
            slug=row.slug,
            fields=make_fields(
                names=(row.name,),
                about=filter(
                    None, (*_place_names(row.regency_level, row.regency_name), row.district_name, row.outside_region)
                ),
            ),
        )
        for row in rows
    ]


def _places(ids: Sequence[int]) -> list[Document]:
    rows = db.session.execute(
        select(
            Region.id,
            Region.level,
            Region.name,
            _REGENCY.level.label("regency_level"),
            _REGENCY.name.label("regency_name"),
            _REGENCY.slug,
        )
        .join(_REGENCY, _REGENCY.code == regency_code(Region.code))
        .where(Region.id.in_(ids), Region.level != "province", _REGENCY.slug.is_not(None))
    )
    return [
        Document(
            number=other_number(row.level, row.id),
            kind=DocumentKind.PLACE,
            object_id=row.id,
            label=region_label(row.level, row.name),
            detail=Bilingual("")
            if row.level in {"regency", "city"}
            else region_label(row.regency_level, row.regency_name),
            slug=row.slug,
            fields=make_fields(
                names=(row.name,),
                about=(
                    *_place_names(row.level, row.name),
                    *_place_names(row.regency_level, row.regency_name),
                ),
            ),
        )
        for row in rows
    ]


def _shelves(ids: Sequence[int]) -> list[Document]:
    rows = db.session.execute(
        select(
            Category.id,
            Category.slug,
            Category.name_id,
            Category.name_en,
            SHELF.name_id.label("shelf_id"),
            SHELF.name_en.label("shelf_en"),
        )
        .outerjoin(SHELF, SHELF.id == Category.parent_id)
        .where(Category.id.in_(ids))
    )
    return [
        Document(
            number=other_number("shelf", row.id),
            kind=DocumentKind.SHELF,
            object_id=row.id,
            label=Bilingual(row.name_id, row.name_en),
            detail=Bilingual(row.shelf_id or "", row.shelf_en),
            slug=row.slug,
            fields=make_fields(names=(row.name_id, row.name_en), about=filter(None, (row.shelf_id, row.shelf_en))),
        )
        for row in rows
    ]


def _place_names(level: str | None, name: str | None) -> tuple[str, ...]:
    """Both ways to write a place: "Kab. Sambas", "Kabupaten Sambas"."""
    if not (level and name):
        return ()
    return region_label(level, name), region_label(level, name, long=True)


def _label(level: str | None, name: str | None) -> Bilingual:
    return region_label(level, name) if level and name else Bilingual("")
