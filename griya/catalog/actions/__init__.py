"""Changes to the catalogue: shelves, products, their immutable revisions and photos, and publication."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import CursorResult, delete, func, select

from griya.accounts.actions import record_event
from griya.catalog.models import (
    Availability,
    CatalogChange,
    Category,
    HalalStatus,
    MarketplaceLink,
    Material,
    PhotoRendition,
    PriceMode,
    Product,
    ProductPhoto,
    ProductRevision,
    ProductState,
    Technique,
)
from griya.catalog.queries.names import free_slug, next_code
from griya.catalog.queries.photos import file_names_of, list_stored_photos, used_file_names
from griya.catalog.queries.vocabulary import ids_by_slug
from griya.catalog.rules.photos import photo_refusals, publishing_refusals
from griya.core import pictures
from griya.core.clock import now, today
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.registry.models import Credential, Producer

Term = TypeVar("Term", Material, Technique)

_FOCAL_STEP = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class RevisionDraft:
    """What a product says about itself. Weights in grams, volumes in millilitres, money in whole rupiah."""

    name_id: str
    unit: str
    price_mode: str = PriceMode.ASK
    price_idr: int | None = None
    name_en: str = ""
    summary_id: str = ""
    summary_en: str = ""
    description_id: str = ""
    description_en: str = ""
    net_weight_g: int | None = None
    net_volume_ml: int | None = None
    size_text: str | None = None
    moq: int | None = None
    capacity_per_month: int | None = None
    lead_time_days: int | None = None
    shelf_life_days: int | None = None
    halal_status: str = HalalStatus.NOT_YET
    halal_note: str | None = None
    halal_note_en: str | None = None
    hs_code: str | None = None
    made_in_id: int | None = None
    specialty_of_id: int | None = None
    material_ids: Sequence[int] = ()
    technique_ids: Sequence[int] = ()


def load_vocabulary() -> bool:
    """Load shelves, materials and techniques where there are none yet. Returns whether anything was written."""
    if ids_by_slug(Category):
        return False
    folder = files("griya.catalog.reference")
    for row in _toml(folder, "categories")["categories"]:
        parent = ids_by_slug(Category)[row["parent_slug"]] if "parent_slug" in row else None
        create_category(
            slug=row["slug"],
            name_id=row["name_id"],
            name_en=row["name_en"],
            position=row["position"],
            branch=row.get("branch", ""),
            parent_id=parent,
        )
    for model, name in ((Material, "materials"), (Technique, "techniques")):
        db.session.add_all(
            model(slug=row["slug"], name_id=row["name_id"], name_en=row["name_en"]) for row in _toml(folder, name)[name]
        )
    db.session.flush()
    return True


def _toml(folder: Traversable, name: str) -> dict[str, Any]:
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def create_category(
    *, slug: str, name_id: str, name_en: str, position: int, parent_id: int | None = None, branch: str = ""
) -> Category:
    """Add a shelf, or a part of one."""
    category = Category(
        slug=slug, name_id=name_id, name_en=name_en, position=position, parent_id=parent_id, branch=branch
    )
    db.session.add(category)
    db.session.flush()
    return category


def create_product(
    *,
    producer: Producer,
    category_id: int,
    draft: RevisionDraft,
    code: str | None = None,
    slug: str | None = None,
    availability: str = Availability.READY,
    showroom_shelf: str | None = None,
    is_inquirable: bool = True,
    credentials: Sequence[Credential] = (),
    actor_id: int | None = None,
    acting_for: str | None = None,
    reason: str | None = None,
) -> Product:
    """Enter a product with its first revision, as a draft: nothing is public before `publish_product`."""
    product = Product(
        code=code or next_code(producer),
        slug=slug or free_slug(draft.name_id, producer.name),
        producer_id=producer.id,
        category_id=category_id,
        availability=availability,
        showroom_shelf=showroom_shelf,
        is_inquirable=is_inquirable,
        created_at=now(),
        credentials=list(credentials),
    )
    db.session.add(product)
    db.session.flush()
    add_revision(product=product, draft=draft, actor_id=actor_id, acting_for=acting_for)
    record_event(
        verb="product.created",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        acting_for=acting_for,
        reason=reason,
        after={"name": draft.name_id, "slug": product.slug},
    )
    return product


def add_revision(
    *, product: Product, draft: RevisionDraft, actor_id: int | None = None, acting_for: str | None = None
) -> ProductRevision:
    """Add the next immutable snapshot. The live one stays up until this one is published."""
    draft = replace(draft, price_idr=None) if draft.price_mode == PriceMode.ASK else draft
    values = {name: getattr(draft, name) for name in RevisionDraft.__slots__ if not name.endswith("_ids")}
    number = db.session.scalar(
        select(func.coalesce(func.max(ProductRevision.number), 0)).where(ProductRevision.product_id == product.id)
    )
    revision = ProductRevision(
        product_id=product.id,
        number=(number or 0) + 1,
        price_as_of=_price_date(draft),
        created_at=now(),
        created_by_id=actor_id,
        acting_for=acting_for,
        materials=_all_of(Material, draft.material_ids),
        techniques=_all_of(Technique, draft.technique_ids),
        **values,
    )
    db.session.add(revision)
    db.session.flush()
    return revision


@state_change()
def publish_product(
    *, product: Product, revision: ProductRevision, actor_id: int | None = None, reason: str = ""
) -> None:
    """Make `revision` the live one and the product public.

    Raises:
        Refused: when the product is suspended or archived, the revision is another product's, or a photo lacks words.
    """
    if product.state in {ProductState.SUSPENDED, ProductState.ARCHIVED}:
        raise Refused("Produk ini sedang dihentikan atau diarsipkan, jadi tidak dapat ditayangkan.")
    if revision.product_id != product.id:
        raise Refused("Versi itu milik produk lain.")
    if reasons := publishing_refusals([photo.alt_en for photo in list_stored_photos(product.id)]):
        raise Refused(reasons)
    before = {"state": product.state, "live_revision_id": product.live_revision_id}
    product.live_revision_id = revision.id
    product.state = ProductState.PUBLISHED
    product.published_at = product.published_at or now()
    db.session.flush()
    record_event(
        verb="product.published",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        reason=reason or None,
        before=before,
        after={"state": product.state, "live_revision_id": revision.id},
    )


@state_change()
def withdraw_product(*, product: Product, reason: str, actor_id: int | None = None) -> None:
    """Take a product off every surface at once. Inquiries that name it keep what was asked.

    Raises:
        Refused: when it is not published, or no reason is given.
    """
    if product.state != ProductState.PUBLISHED:
        raise Refused("Produk ini tidak sedang tayang.")
    if not reason.strip():
        raise Refused("Tuliskan alasan produk ini ditarik.")
    product.state = ProductState.WITHDRAWN
    db.session.flush()
    record_event(
        verb="product.withdrawn",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        reason=reason,
        before={"state": ProductState.PUBLISHED},
        after={"state": product.state},
    )


def add_marketplace_link(
    *, producer_id: int, marketplace_id: int, url: str, product_id: int | None = None
) -> MarketplaceLink:
    """Keep a link whose address was checked by `registry.rules.links`."""
    link = MarketplaceLink(producer_id=producer_id, product_id=product_id, marketplace_id=marketplace_id, url=url)
    db.session.add(link)
    db.session.flush()
    return link


def add_photo(
    *,
    product: Product,
    source: bytes | pictures.Picture,
    role: str,
    alt_id: str,
    alt_en: str = "",
    media_folder: Path,
    focal: tuple[float, float] = (0.5, 0.5),
    credit: str = "",
    rights: str = "",
    actor_id: int | None = None,
    reason: str = "",
) -> ProductPhoto:
    """Add a photo to a product: a file as it was sent, or better, what `core.pictures.render` made of it before.

    A file costs one to two seconds of processor time in a child process, during which SQLite's one write lock is held;
    a rendered picture costs nothing.

    Raises:
        Refused: when the file is no usable picture, or a rule says no; every reason is told at once.
    """
    photos = list_stored_photos(product.id)
    alt_id, alt_en = alt_id.strip(), alt_en.strip()
    reasons = photo_refusals(
        alt_id=alt_id,
        alt_en=alt_en,
        focal=focal,
        roles=[photo.role for photo in photos],
        role=role,
        is_public=product.state == ProductState.PUBLISHED,
    )
    if reasons:
        raise Refused(reasons)
    picture = source if isinstance(source, pictures.Picture) else _rendered(source, media_folder)
    main = picture.fallback
    if any(photo.digest == main.digest for photo in photos):
        raise Refused("Foto ini sudah ada di produk ini.")
    photo = ProductPhoto(
        product_id=product.id,
        position=max((photo.position for photo in photos), default=0) + 1,
        role=role,
        digest=main.digest,
        extension=main.extension,
        width=main.width,
        height=main.height,
        alt_id=alt_id,
        alt_en=alt_en,
        credit=credit,
        rights=rights,
        focal_x=Decimal(str(focal[0])).quantize(_FOCAL_STEP),
        focal_y=Decimal(str(focal[1])).quantize(_FOCAL_STEP),
        tint=picture.tint,
        blur=picture.blur,
    )
    db.session.add(photo)
    db.session.flush()
    db.session.add_all(
        PhotoRendition(
            photo_id=photo.id,
            extension=file.extension,
            width=file.width,
            height=file.height,
            digest=file.digest,
            size_bytes=file.size_bytes,
        )
        for file in picture.files
    )
    db.session.flush()
    record_event(
        verb="photo.added",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        reason=reason or None,
        after={"role": role, "digest": main.digest},
    )
    return photo


def remove_photo(*, product: Product, position: int, actor_id: int | None = None, reason: str = "") -> set[str]:
    """Take a photo off a product. Returns the names of media files that no photo shows any more.

    Delete those once the change is committed, because a file cannot be rolled back.

    Raises:
        Refused: when there is no photo at this position.
    """
    photo = next((photo for photo in list_stored_photos(product.id) if photo.position == position), None)
    if photo is None:
        raise Refused("Produk ini tidak punya foto dengan nomor itu.")
    names = file_names_of(photo.id)
    db.session.delete(photo)
    db.session.flush()
    record_event(
        verb="photo.removed",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        reason=reason or None,
        before={"role": photo.role, "digest": photo.digest},
    )
    return names - used_file_names(names)


def prune_changes(*, keep: int) -> int:
    """Forget all but the newest `keep` recorded changes, at least one. Returns how many were forgotten.

    A process that has not looked since what is forgotten reads the whole catalogue once. The newest stays for good,
    because its number says how far everybody is.
    """
    oldest_kept = select(CatalogChange.number).order_by(CatalogChange.number.desc()).offset(max(keep, 1) - 1).limit(1)
    forgotten = delete(CatalogChange).where(CatalogChange.number < oldest_kept.scalar_subquery())
    result: CursorResult[Any] = db.session.connection().execute(forgotten)
    return result.rowcount


def _rendered(source: bytes, media_folder: Path) -> pictures.Picture:
    try:
        return pictures.render(source, media_folder)
    except pictures.UnusablePicture as error:
        raise Refused(str(error)) from error


def _price_date(draft: RevisionDraft) -> date | None:
    return today() if draft.price_idr is not None else None


def _all_of(model: type[Term], ids: Sequence[int]) -> list[Term]:
    return list(db.session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id))) if ids else []
