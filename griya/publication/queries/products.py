"""Rows of the open table of products, in the order in which products were entered."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from griya.catalog.models import (
    Category,
    Material,
    PhotoRole,
    Product,
    ProductPhoto,
    ProductRevision,
    Technique,
    product_credential,
    revision_material,
    revision_technique,
)
from griya.catalog.queries.public import PLACE, REVISION_WORDS, SHELF, SPECIALTY, from_public_products
from griya.catalog.rules.halal import is_told
from griya.core.db import db
from griya.publication.queries.addresses import Addresses
from griya.publication.rules.tables import PRODUCTS
from griya.publication.rules.tables import Row as OpenRow
from griya.registry.models import Credential, CredentialState, Producer
from griya.registry.rules.numbers import CredentialKind, credential_expiry, is_expired
from griya.registry.rules.regions import region_label

# A NIB says only that a firm exists; it is no check of a product.
_TOLD = frozenset(CredentialKind) - {CredentialKind.NIB}


def count_products() -> int:
    """How many public products there are."""
    return db.session.scalar(from_public_products(select(func.count(Product.id)))) or 0


def list_products(
    only: Sequence[int] | None, *, after: str | None, limit: int, today: date, addresses: Addresses
) -> list[OpenRow]:
    """Up to `limit` rows behind the product with the code `after`, in five or six statements.

    `only` are the ids of a narrowed list in their order, None where all is wanted. A code that no product ever had
    gives no rows.
    """
    statement = _products().order_by(Product.id).limit(limit)
    first = 0
    if after is not None:
        found = db.session.scalar(select(Product.id).where(Product.code == after))
        if found is None:
            return []
        first = found + 1
    if only is not None:
        start = bisect_left(only, first)
        statement = statement.where(Product.id.in_(only[start : start + limit]))
    rows = db.session.execute(statement.where(Product.id >= first)).all()
    terms = _terms(row.revision_id for row in rows)
    checked = checked_kinds({row.producer_id for row in rows}, today=today)
    return PRODUCTS.rows(_values(row, terms, checked, addresses) for row in rows)


def checked_kinds(producer_ids: Iterable[int], *, today: date) -> dict[tuple[int, int | None], list[str]]:
    """Kinds of certificates that were checked and hold today, in two statements.

    By (maker, None) those that cover everything it makes, by (maker, product) those that name the product.
    """
    rows = db.session.execute(
        select(Credential).where(
            Credential.producer_id.in_(set(producer_ids)), Credential.state == CredentialState.CHECKED
        )
    ).scalars()
    valid = {
        row.id: row
        for row in rows
        if row.kind in _TOLD
        and not is_expired(credential_expiry(row.kind, row.number or "", stated_on=row.expires_on), on=today)
    }
    named = db.session.execute(
        select(product_credential.c.product_id, product_credential.c.credential_id).where(
            product_credential.c.credential_id.in_(valid)
        )
    ).all()
    found: dict[tuple[int, int | None], set[str]] = {}
    for credential in valid.values():
        if credential.covers_all_products:
            found.setdefault((credential.producer_id, None), set()).add(credential.kind)
    for product_id, credential_id in named:
        credential = valid[credential_id]
        found.setdefault((credential.producer_id, product_id), set()).add(credential.kind)
    return {key: sorted(kinds) for key, kinds in found.items()}


def _products() -> Select[*tuple[Any, ...]]:
    return from_public_products(
        select(
            Product.id,
            Product.code,
            Product.slug,
            Product.availability,
            Product.showroom_shelf,
            Product.is_inquirable,
            Product.published_at,
            ProductRevision.id.label("revision_id"),
            ProductRevision.created_at.label("revised_at"),
            *REVISION_WORDS,
            ProductRevision.price_mode,
            ProductRevision.price_idr,
            ProductRevision.price_as_of,
            ProductRevision.unit,
            ProductRevision.moq,
            ProductRevision.lead_time_days,
            ProductRevision.net_weight_g,
            ProductRevision.net_volume_ml,
            ProductRevision.size_text,
            ProductRevision.shelf_life_days,
            ProductRevision.halal_status,
            Producer.id.label("producer_id"),
            Producer.code.label("producer_code"),
            Producer.name.label("producer_name"),
            Producer.outside_region,
            Producer.is_sample,
            Category.slug.label("category_slug"),
            func.coalesce(SHELF.slug, Category.slug).label("shelf_slug"),
            PLACE.code.label("place_code"),
            PLACE.level.label("place_level"),
            PLACE.name.label("place_name"),
            SPECIALTY.code.label("specialty_code"),
            ProductPhoto.digest,
            ProductPhoto.extension,
        )
    ).outerjoin(ProductPhoto, and_(ProductPhoto.product_id == Product.id, ProductPhoto.role == PhotoRole.MAIN))


def _terms(revision_ids: Iterable[int]) -> dict[tuple[str, int], list[str]]:
    """Slugs of materials and techniques by list and revision, in two statements."""
    ids = list(revision_ids)
    found: dict[tuple[str, int], list[str]] = {}
    lists: tuple[tuple[str, Any, Any, Any], ...] = (
        ("material", Material, revision_material, revision_material.c.material_id),
        ("technique", Technique, revision_technique, revision_technique.c.technique_id),
    )
    for name, model, table, key in lists:
        rows = db.session.execute(
            select(table.c.revision_id, model.slug)
            .join(model, model.id == key)
            .where(table.c.revision_id.in_(ids))
            .order_by(table.c.revision_id, model.id)
        )
        for revision_id, slug in rows:
            found.setdefault((name, revision_id), []).append(slug)
    return found


def _values(
    row: Row[*tuple[Any, ...]],
    terms: dict[tuple[str, int], list[str]],
    checked: dict[tuple[int, int | None], list[str]],
    addresses: Addresses,
) -> tuple[Any, ...]:
    known = {*checked.get((row.producer_id, None), ()), *checked.get((row.producer_id, row.id), ())}
    kinds = {kind for kind in known if is_told(kind, halal_status=row.halal_status)}
    changes: Sequence[datetime] = [at for at in (row.published_at, row.revised_at) if at]
    return (
        row.code,
        row.name_id,
        row.name_en,
        row.summary_id,
        row.summary_en,
        row.description_id,
        row.description_en,
        addresses.product(row.slug),
        row.shelf_slug,
        row.category_slug,
        terms.get(("material", row.revision_id), []),
        terms.get(("technique", row.revision_id), []),
        row.producer_code,
        row.producer_name,
        row.place_code,
        str(region_label(row.place_level, row.place_name)) if row.place_name else row.outside_region or "",
        row.specialty_code,
        row.price_mode,
        row.price_idr,
        row.unit,
        row.price_as_of,
        row.availability,
        row.moq,
        row.lead_time_days,
        row.net_weight_g,
        row.net_volume_ml,
        row.size_text,
        row.shelf_life_days,
        row.halal_status,
        sorted(kinds),
        row.showroom_shelf,
        row.is_inquirable,
        addresses.file(f"{row.digest}.{row.extension}") if row.digest else None,
        max(changes),
        row.is_sample,
    )
