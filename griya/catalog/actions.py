"""Changes to the catalogue: shelves, products, their immutable revisions, and publication."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from sqlalchemy import func, select

from griya.accounts.actions import record_event
from griya.catalog.models import (
    Availability,
    Category,
    HalalStatus,
    MarketplaceLink,
    Material,
    PriceMode,
    Product,
    ProductRevision,
    ProductState,
    Technique,
)
from griya.catalog.queries.vocabulary import ids_by_slug
from griya.core.clock import now, today
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.text import slugify
from griya.registry.models import Credential, Producer

Term = TypeVar("Term", Material, Technique)


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
        code=code or f"{producer.code}-{_product_count(producer.id) + 1:02d}",
        slug=slug or _free_slug(draft.name_id, producer.name),
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


def publish_product(
    *, product: Product, revision: ProductRevision, actor_id: int | None = None, reason: str = ""
) -> None:
    """Make `revision` the live one and the product public.

    Raises:
        Refused: when the product is suspended or archived, or the revision is another product's.
    """
    if product.state in {ProductState.SUSPENDED, ProductState.ARCHIVED}:
        raise Refused("Produk ini sedang dihentikan atau diarsipkan, jadi tidak dapat ditayangkan.")
    if revision.product_id != product.id:
        raise Refused("Versi itu milik produk lain.")
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


def _price_date(draft: RevisionDraft) -> date | None:
    return today() if draft.price_idr is not None else None


def _product_count(producer_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Product.producer_id == producer_id)) or 0


def _all_of(model: type[Term], ids: Sequence[int]) -> list[Term]:
    return list(db.session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id))) if ids else []


def _free_slug(name: str, producer_name: str) -> str:
    """A slug nobody has: the product's name, then with its maker's, then numbered."""
    plain = slugify(name, limit=90) or "produk"
    wider = f"{plain}-{slugify(producer_name, limit=50)}".strip("-")
    taken = set(db.session.scalars(select(Product.slug).where(Product.slug.startswith(plain, autoescape=True))))
    candidates = (plain, wider, *(f"{wider}-{n}" for n in range(2, len(taken) + 4)))
    return next(slug for slug in candidates if slug not in taken)
