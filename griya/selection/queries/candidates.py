"""What the rules may propose: the newest public products of every kab/kota that are neither chosen nor excluded."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from griya.catalog.models import Category, PhotoRole, Product, ProductPhoto, ProductRevision, product_credential
from griya.catalog.queries.public import PLACE, SHELF, from_public_products
from griya.core.clock import WIB
from griya.core.db import db
from griya.curation.queries.recognition import list_latest
from griya.registry.models import Credential, CredentialState, Producer
from griya.registry.rules.numbers import credential_expiry, is_expired
from griya.registry.rules.regions import region_label
from griya.selection.queries.meter import Meter, Placement, freshness, last_shown
from griya.selection.queries.products import ChosenProduct
from griya.selection.rules.candidates import Candidate, Choosing, Proposal, chosen_counts, propose

# So many of the newest products of each kab/kota are looked at.
PER_REGION = 40
SHOWN = 24


def list_proposals(
    chosen: Sequence[ChosenProduct],
    meter: Meter,
    placement: Placement,
    *,
    but: Collection[int],
    at: datetime,
    region_code: str | None = None,
    is_for_export: bool = False,
    only_distinguished: bool = False,
    limit: int = SHOWN,
) -> list[Proposal]:
    """The best candidates for a version; `but` are chosen or excluded and never come back. Four statements.

    `only_distinguished` leaves out what curation has not found worthy for the whole window.
    """
    shown = last_shown(placement)
    rows = _pool(region_code, but)
    checked = _checked([row.id for row in rows], [row.producer_id for row in rows], at.astimezone(WIB).date())
    window = placement.window
    worthy = {
        key
        for key, one in list_latest(row.id for row in rows).items()
        if one.holds_through(window.starts_at, window.ends_at)
    }
    register = meter.register.regions
    listed = sum(register.values()) or 1
    starts_at = placement.window.starts_at
    candidates = [
        Candidate(
            product_id=row.id,
            producer_id=row.producer_id,
            name=row.name_id,
            region=row.region,
            region_name=str(region_label(row.level, row.place)) if row.place else row.outside_region or "",
            shelf=row.shelf,
            shelf_name=row.shelf_name,
            published_at=row.published_at,
            has_photo=row.photo_id is not None,
            checked=checked[row.id],
            is_ready_for_export=bool(row.hs_code and row.description_en),
            freshness=freshness(shown.get(row.producer_id), starts_at),
            is_distinguished=row.id in worthy,
        )
        for row in rows
        if not only_distinguished or row.id in worthy
    ]
    choosing = Choosing(
        at=at,
        shares={key: count / listed for key, count in register.items()},
        chosen_regions=chosen_counts([one.region for one in chosen]),
        chosen_shelves=frozenset(one.shelf for one in chosen),
        chosen_makers=frozenset(one.producer_id for one in chosen),
        is_for_export=is_for_export,
    )
    return propose(candidates, choosing, limit=limit)


def _pool(region_code: str | None, but: Collection[int]) -> Sequence[Any]:
    place = (
        func.row_number()
        .over(partition_by=PLACE.code, order_by=(Product.published_at.desc(), Product.id.desc()))
        .label("place_in_region")
    )
    statement = from_public_products(
        select(
            Product.id,
            Product.producer_id,
            Product.published_at,
            ProductRevision.name_id,
            ProductRevision.hs_code,
            ProductRevision.description_en,
            Producer.outside_region,
            PLACE.code.label("region"),
            PLACE.level,
            PLACE.name.label("place"),
            func.coalesce(SHELF.slug, Category.slug).label("shelf"),
            func.coalesce(SHELF.name_id, Category.name_id).label("shelf_name"),
            ProductPhoto.id.label("photo_id"),
            place,
        )
    ).outerjoin(ProductPhoto, (ProductPhoto.product_id == Product.id) & (ProductPhoto.role == PhotoRole.MAIN))
    if but:
        statement = statement.where(Product.id.not_in(but))
    if region_code:
        statement = statement.where(PLACE.code == region_code)
    inner = statement.subquery()
    return db.session.execute(
        select(inner).where(inner.c.place_in_region <= (PER_REGION * 5 if region_code else PER_REGION))
    ).all()


def _checked(product_ids: Collection[int], producer_ids: Collection[int], today: date) -> Counter[int]:
    """How many checked certificates hold today for each product: its maker's general ones and those that name it."""
    rows = db.session.execute(
        select(
            Credential.id,
            Credential.producer_id,
            Credential.kind,
            Credential.number,
            Credential.expires_on,
            Credential.covers_all_products,
            product_credential.c.product_id,
        )
        .outerjoin(product_credential, product_credential.c.credential_id == Credential.id)
        .where(Credential.state == CredentialState.CHECKED, Credential.producer_id.in_(set(producer_ids)))
    ).all()
    held = [
        row
        for row in rows
        if not is_expired(credential_expiry(row.kind, row.number or "", stated_on=row.expires_on), on=today)
    ]
    general: Counter[int] = Counter()
    for producer_id, _ in {(row.producer_id, row.id) for row in held if row.covers_all_products}:
        general[producer_id] += 1
    found: Counter[int] = Counter()
    for product_id, producer_id in zip(product_ids, producer_ids, strict=True):
        found[product_id] += general[producer_id]
    for row in held:
        if not row.covers_all_products and row.product_id in found:
            found[row.product_id] += 1
    return found
