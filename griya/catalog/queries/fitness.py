"""What products lack, read for one or for many at once: a handful of statements however many there are."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import func, literal, or_, select

from griya.catalog.models import (
    Category,
    Product,
    ProductPhoto,
    ProductRevision,
    product_credential,
    revision_material,
)
from griya.catalog.models.drafts import ProductDraft
from griya.catalog.queries.drafts import FOOD_BRANCH, Lists
from griya.catalog.queries.revisions import NEWEST_REVISION_ID
from griya.catalog.rules.completeness import LAPSES_WITHIN, Facts, PhotoFacts, Requirement, missing
from griya.catalog.rules.draft import read_fields
from griya.catalog.rules.halal import is_told
from griya.catalog.rules.staged import facts_of, from_json
from griya.core.db import db
from griya.registry.models import Credential, CredentialState, Producer, Standing
from griya.registry.rules.numbers import credential_expiry, is_expired

# The columns of a revision that the rules look at as they are.
_VALUES: Final = (
    "name_id", "name_en", "summary_id", "summary_en", "description_id", "description_en", "price_mode", "price_idr",
    "unit", "net_weight_g", "net_volume_ml", "size_text", "moq", "capacity_per_month", "lead_time_days",
    "shelf_life_days", "halal_status", "hs_code",
)  # fmt: skip
# SQLite takes no more than so many parameters in a statement of every version that is about.
_MOST_IDS: Final = 900


def find_lacks(product_ids: Sequence[int], lists: Lists, *, on: date) -> dict[int, tuple[Requirement, ...]]:
    """What each of these products lacks, by id: as its draft wants it, else as it is."""
    return {key: missing(facts) for key, facts in find_facts(product_ids, lists, on=on).items()}


def find_live_lacks(product_id: int, lists: Lists, *, on: date) -> tuple[Requirement, ...]:
    """What a product lacks as it is, whatever its draft says."""
    return missing(_facts_of_some([product_id], lists, on, with_drafts=False)[product_id])


def find_facts(product_ids: Sequence[int], lists: Lists, *, on: date) -> dict[int, Facts]:
    """The facts behind `find_lacks`."""
    found: dict[int, Facts] = {}
    for start in range(0, len(product_ids), _MOST_IDS):
        found |= _facts_of_some(product_ids[start : start + _MOST_IDS], lists, on)
    return found


def _facts_of_some(product_ids: Sequence[int], lists: Lists, on: date, *, with_drafts: bool = True) -> dict[int, Facts]:
    photos = _photos(product_ids)
    materials = dict(
        db.session.execute(
            select(Product.id, func.count())
            .select_from(Product)
            .join(revision_material, revision_material.c.revision_id == _shown_revision())
            .where(Product.id.in_(product_ids))
            .group_by(Product.id)
        ).all()
    )
    held = _held(product_ids, on)
    rows = db.session.execute(
        select(
            Product.id,
            Category.slug.label("category"),
            Category.branch,
            Producer.standing,
            Producer.story_id,
            # Columns instead of the row as an object, which costs twice as much for thousands of products.
            *(getattr(ProductRevision, key) for key in _VALUES),
            ProductRevision.made_in_id,
            ProductRevision.price_as_of,
            ProductDraft.fields,
            ProductDraft.photos,
        )
        .select_from(Product)
        .join(Category, Category.id == Product.category_id)
        .join(Producer, Producer.id == Product.producer_id)
        .outerjoin(ProductRevision, ProductRevision.id == _shown_revision())
        .outerjoin(ProductDraft, (ProductDraft.product_id == Product.id) & literal(with_drafts))
        .where(Product.id.in_(product_ids))
    )
    found = {}
    for row in rows:
        values, unreadable, price_as_of = _values(row, materials, lists, on)
        kinds = {kind for kind in held.get(row.id, ()) if is_told(kind, halal_status=values.get("halal_status") or "")}
        is_food = row.branch == FOOD_BRANCH if row.fields is None else row.fields.get("category") in lists.food
        found[row.id] = Facts(
            values=values,
            photos=photos.get(row.id, ()) if row.photos is None else facts_of(from_json(row.photos)),
            is_food=is_food,
            is_maker_listed=row.standing == Standing.LISTED,
            maker_story=row.story_id,
            held=frozenset(kinds),
            price_as_of=price_as_of,
            today=on,
            unreadable=unreadable,
            must_have_consent=row.fields is not None and row.fields.get("source") != "kantor",
        )
    return found


def _values(
    row: Any, materials: Mapping[int, int], lists: Lists, on: date
) -> tuple[Mapping[str, Any], Sequence[str], date | None]:
    """The values of a product's draft, or of its revision where it has none; a draft's price is of today."""
    if row.fields is not None:
        reading = read_fields(row.fields, lists.known, on=on)
        return reading.values, tuple(reading.findings), None
    values = {
        **row._mapping,
        "category": row.category,
        "materials": materials.get(row.id),
        "made_in": row.made_in_id,
    }
    return values, (), row.price_as_of


def _shown_revision() -> Any:
    return func.coalesce(Product.live_revision_id, NEWEST_REVISION_ID)


def _photos(product_ids: Sequence[int]) -> dict[int, list[PhotoFacts]]:
    found: dict[int, list[PhotoFacts]] = {}
    rows = db.session.execute(
        select(
            ProductPhoto.product_id,
            ProductPhoto.role,
            ProductPhoto.alt_id,
            ProductPhoto.alt_en,
            ProductPhoto.credit,
            ProductPhoto.width,
            ProductPhoto.height,
        ).where(ProductPhoto.product_id.in_(product_ids))
    )
    for row in rows:
        facts = PhotoFacts(row.role, bool(row.alt_id), bool(row.alt_en), bool(row.credit), max(row.width, row.height))
        found.setdefault(row.product_id, []).append(facts)
    return found


def _credentials(product_ids: Sequence[int]) -> Sequence[Any]:
    """Each checked credential of these products, once per product that it covers."""
    return db.session.execute(
        select(Product.id, Credential.kind, Credential.number, Credential.expires_on)
        .select_from(Product)
        .join(Credential, Credential.producer_id == Product.producer_id)
        .outerjoin(
            product_credential,
            (product_credential.c.credential_id == Credential.id) & (product_credential.c.product_id == Product.id),
        )
        .where(
            Product.id.in_(product_ids),
            Credential.state == CredentialState.CHECKED,
            or_(Credential.covers_all_products, product_credential.c.product_id.is_not(None)),
        )
    ).all()


def _held(product_ids: Sequence[int], on: date) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for row in _credentials(product_ids):
        expires_on = credential_expiry(row.kind, row.number or "", stated_on=row.expires_on)
        if not is_expired(expires_on, on=on):
            found.setdefault(row.id, set()).add(row.kind)
    return found


def find_lapsing(product_ids: Collection[int], *, on: date) -> dict[int, date]:
    """The products for which a certificate lapses within 90 days, or has lapsed, with the earliest such day."""
    found: dict[int, date] = {}
    keys = list(product_ids)
    for start in range(0, len(keys), _MOST_IDS):
        for row in _credentials(keys[start : start + _MOST_IDS]):
            expires_on = credential_expiry(row.kind, row.number or "", stated_on=row.expires_on)
            if expires_on is not None and expires_on - on <= LAPSES_WITHIN:
                found[row.id] = min(found.get(row.id, expires_on), expires_on)
    return found
