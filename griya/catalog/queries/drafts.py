"""Drafts of products and what they stand beside: the controlled lists, the live revision as a draft would hold it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import or_, select

from griya.catalog.models import (
    Category,
    Material,
    PhotoRendition,
    PriceMode,
    Product,
    ProductPhoto,
    ProductRevision,
    Technique,
    revision_material,
    revision_technique,
)
from griya.catalog.models.drafts import ProductDraft
from griya.catalog.queries.photos import list_stored_photos, used_file_names
from griya.catalog.rules.draft import PRICE_MODE_LABELS, SPECS, Known, clean_fields, read_fields
from griya.catalog.rules.halal import HALAL_LABELS
from griya.catalog.rules.staged import StagedPhoto, from_json
from griya.core.clock import today
from griya.core.db import db
from griya.core.text import number, rupiah
from griya.registry.models import Producer, Region
from griya.registry.rules.regions import region_label

FOOD_BRANCH: Final = "pangan"
_REGENCIES: Final = ("regency", "city")
# The columns of a revision that a draft holds as plain text.
_PLAIN: Final = (
    "name_id", "name_en", "summary_id", "summary_en", "description_id", "description_en", "price_mode", "unit",
    "size_text", "halal_status", "halal_note", "halal_note_en", "hs_code",
)  # fmt: skip
_NUMBERS: Final = ("moq", "capacity_per_month")
_AMOUNTS: Final = {"net_weight_g": "g", "net_volume_ml": "ml", "lead_time_days": "hari", "shelf_life_days": "hari"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a controlled list; `shelf` is the name of the shelf above a category."""

    key: str
    label: str
    shelf: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """The controlled lists with their labels, and which categories are food."""

    known: Known
    categories: tuple[Choice, ...]
    materials: tuple[Choice, ...]
    techniques: tuple[Choice, ...]
    regions: tuple[Choice, ...]
    # The labels of the kab/kota by the slugs of their pages.
    regencies: Mapping[str, str]
    food: frozenset[str]

    def label(self, key: str, value: str) -> str:
        """What people call an entry of the list behind the field `key`."""
        options = {
            "category": self.categories,
            "materials": self.materials,
            "techniques": self.techniques,
            "made_in": self.regions,
            "specialty_of": self.regions,
        }[key]
        return next((one.label for one in options if one.key == value), value)


def load_lists(region_codes: Collection[str] = ()) -> Lists:
    """The lists a draft picks from. `region_codes` are places besides the kab/kota that it names already."""
    rows = db.session.execute(
        select(Category.id, Category.slug, Category.name_id, Category.branch, Category.parent_id).order_by(
            Category.position, Category.id
        )
    ).all()
    names = {row.id: row.name_id for row in rows}
    # A shelf stands right before its parts.
    places = {row.id: place for place, row in enumerate(rows)}
    ordered = sorted(rows, key=lambda row: (places[row.parent_id or row.id], row.parent_id is not None, places[row.id]))
    regions = db.session.execute(
        select(Region.id, Region.code, Region.level, Region.name, Region.slug)
        .where(or_(Region.level.in_(_REGENCIES), Region.code.in_(region_codes)))
        .order_by(Region.name, Region.code)
    ).all()
    materials, techniques = _terms(Material), _terms(Technique)
    return Lists(
        known=Known(
            categories={row.slug: row.id for row in rows},
            materials={slug: key for key, slug, _ in materials},
            techniques={slug: key for key, slug, _ in techniques},
            regions={row.code: row.id for row in regions},
        ),
        categories=tuple(
            Choice(row.slug, row.name_id, names.get(row.parent_id, "") if row.parent_id else "") for row in ordered
        ),
        materials=tuple(Choice(slug, name) for _, slug, name in materials),
        techniques=tuple(Choice(slug, name) for _, slug, name in techniques),
        regions=tuple(Choice(row.code, str(region_label(row.level, row.name))) for row in regions),
        regencies={row.slug: str(region_label(row.level, row.name)) for row in regions if row.slug},
        food=frozenset(row.slug for row in rows if row.branch == FOOD_BRANCH),
    )


def _terms(model: type[Material] | type[Technique]) -> Sequence[Any]:
    return db.session.execute(select(model.id, model.slug, model.name_id).order_by(model.name_id)).all()


def find_product(code: str) -> Product | None:
    """The product with this code, whatever its state."""
    return db.session.scalars(select(Product).where(Product.code == code)).one_or_none()


def find_product_draft(product_id: int) -> ProductDraft | None:
    """The draft of a product, as it is in the database now."""
    return db.session.scalars(
        select(ProductDraft).where(ProductDraft.product_id == product_id).execution_options(populate_existing=True)
    ).one_or_none()


def lock(product: Product) -> ProductDraft | None:
    """Wait until nobody else changes this product, and read it and its draft as they are then."""
    db.session.refresh(product, with_for_update=True)
    return find_product_draft(product.id)


def stamp_of(draft: ProductDraft) -> str:
    """Both versions of a draft as one text: what somebody looked at when they decided."""
    return f"{draft.row_version}-{draft.photos_version}"


def fields_seen(product: Product, draft: ProductDraft | None) -> str:
    """Which save of a draft's fields somebody reads: of a product without a draft, which revision."""
    return f"{_based_on(product, draft)}.{draft.row_version if draft else 0}"


def photos_seen(product: Product, draft: ProductDraft | None) -> str:
    """The same of its photos."""
    return f"{_based_on(product, draft)}.{draft.photos_version if draft else 0}"


def _based_on(product: Product, draft: ProductDraft | None) -> int:
    return (draft.based_on_id if draft else product.live_revision_id) or 0


def acting_for_maker(draft: ProductDraft) -> bool:
    """Whether a draft is written on behalf of its maker, and not only mended by the office."""
    return draft.fields.get("source") != "kantor"


def acting_for(draft: ProductDraft, producer: Producer) -> str | None:
    """For whom a draft is written: its maker, unless the office only mends spelling."""
    return producer.name[:120] if acting_for_maker(draft) else None


def find_producer(code: str) -> Producer | None:
    """The maker with this code."""
    return db.session.scalars(select(Producer).where(Producer.code == code)).one_or_none()


def find_base_revision(product: Product) -> ProductRevision | None:
    """What a new draft begins as: the live revision, or the newest where none is live."""
    if product.live_revision_id is not None:
        return db.session.get(ProductRevision, product.live_revision_id)
    return db.session.scalars(
        select(ProductRevision)
        .where(ProductRevision.product_id == product.id)
        .order_by(ProductRevision.number.desc())
        .limit(1)
    ).first()


def typed_of(product: Product, revision: ProductRevision | None) -> dict[str, Any]:
    """A product's present values in the form that a draft keeps: texts, slugs and codes, as people would type them."""
    category = db.session.scalar(select(Category.slug).where(Category.id == product.category_id))
    raw: dict[str, Any] = {"category": category or "", "slug": product.slug}
    if revision is None:
        return clean_fields(raw)
    raw |= {key: getattr(revision, key) or "" for key in _PLAIN}
    raw |= {key: number(value) for key in _NUMBERS if (value := getattr(revision, key))}
    raw |= {
        key: f"{number(value)} {unit}"
        for key, unit in _AMOUNTS.items()
        if (value := getattr(revision, key)) is not None
    }
    if revision.price_idr:
        raw["price_idr"] = number(revision.price_idr)
    codes = dict(
        db.session.execute(
            select(Region.id, Region.code).where(Region.id.in_([revision.made_in_id, revision.specialty_of_id]))
        ).all()
    )
    raw["made_in"] = codes.get(revision.made_in_id or 0, "")
    raw["specialty_of"] = codes.get(revision.specialty_of_id or 0, "")
    raw["materials"] = _slugs(Material, revision_material, "material_id", revision.id)
    raw["techniques"] = _slugs(Technique, revision_technique, "technique_id", revision.id)
    return clean_fields(raw)


def _slugs(model: type[Material] | type[Technique], link: Any, column: str, revision_id: int) -> list[str]:
    return list(
        db.session.scalars(
            select(model.slug).join(link, link.c[column] == model.id).where(link.c.revision_id == revision_id)
        )
    )


def shown(fields: Mapping[str, Any], lists: Lists) -> dict[str, str]:
    """What a draft's fields say, as people read them; what cannot be read stays as it was typed."""
    reading = read_fields(fields, lists.known, on=today())
    found: dict[str, str] = {}
    for spec in SPECS:
        typed, value = fields.get(spec.key), reading.values.get(spec.key)
        if spec.is_list:
            found[spec.key] = ", ".join(lists.label(spec.key, slug) for slug in typed or ())
        elif not typed:
            found[spec.key] = ""
        elif spec.key in reading.findings:
            found[spec.key] = str(typed)
        else:
            found[spec.key] = _shown(spec.key, str(typed), value, lists)
    if fields.get("price_mode") == PriceMode.ASK:
        found["price_idr"] = ""
    return found


def _shown(key: str, typed: str, value: Any, lists: Lists) -> str:
    if key in ("category", "made_in", "specialty_of"):
        return lists.label(key, typed)
    if key == "price_mode":
        return PRICE_MODE_LABELS[PriceMode(typed)]
    if key == "halal_status":
        return next((label for status, label in HALAL_LABELS.items() if status == typed), typed)
    if key == "price_idr" and value is not None:
        return rupiah(value)
    if key in _AMOUNTS and value is not None:
        return f"{number(value)} {_AMOUNTS[key]}"
    return number(value) if key in _NUMBERS and value is not None else typed


def live_photos(product_id: int) -> tuple[StagedPhoto, ...]:
    """The photos on show, as a draft would hold them."""
    stored = list_stored_photos(product_id)
    by_photo = _files_by_photo([photo.id for photo in stored])
    return tuple(
        StagedPhoto(
            key=photo.digest,
            photo_id=photo.id,
            extension=photo.extension,
            width=photo.width,
            height=photo.height,
            role=photo.role,
            alt_id=photo.alt_id,
            alt_en=photo.alt_en,
            credit=photo.credit,
            rights=photo.rights,
            focal_x=float(photo.focal_x),
            focal_y=float(photo.focal_y),
            tint=photo.tint,
            blur=photo.blur,
            files=by_photo.get(photo.id, ()),
        )
        for photo in stored
    )


def file_names_on_show(product_id: int) -> set[str]:
    """The names of every file of the photos on show."""
    return {f"{file[3]}.{file[0]}" for photo in live_photos(product_id) for file in photo.files}


def draft_photos(product_id: int, draft: ProductDraft | None) -> tuple[StagedPhoto, ...]:
    """The photos as a draft wants them, or those on show where it leaves them alone."""
    if draft is None or draft.photos is None:
        return live_photos(product_id)
    return from_json(draft.photos)


def _drafted_file_names(names: Collection[str]) -> set[str]:
    """Those of these media files that some draft holds."""
    found: set[str] = set()
    for photos in db.session.scalars(select(ProductDraft.photos).where(ProductDraft.photos.is_not(None))):
        found |= {f"{file[3]}.{file[0]}" for photo in photos or () for file in photo["files"]}
    return found & set(names)


def unheld(names: set[str]) -> set[str]:
    """Those of these files that neither a photo on show nor a draft holds."""
    return names - used_file_names(names) - _drafted_file_names(names)


def _files_by_photo(photo_ids: Sequence[int]) -> dict[int, tuple[tuple[str, int, int, str, int], ...]]:
    if not photo_ids:
        return {}
    found: dict[int, list[tuple[str, int, int, str, int]]] = {}
    rows = db.session.scalars(
        select(PhotoRendition)
        .join(ProductPhoto, ProductPhoto.id == PhotoRendition.photo_id)
        .where(PhotoRendition.photo_id.in_(photo_ids))
        .order_by(PhotoRendition.photo_id, PhotoRendition.extension, PhotoRendition.width)
    )
    for row in rows:
        found.setdefault(row.photo_id, []).append((row.extension, row.width, row.height, row.digest, row.size_bytes))
    return {key: tuple(files) for key, files in found.items()}
