"""Products as curation looks at them: their names, their maker, and the facts that the gates ask about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Integer, bindparam, func, or_, select

from griya.catalog.models import Category, HalalStatus, PhotoRole, Product, ProductPhoto, ProductRevision
from griya.catalog.models import product_credential as covered
from griya.catalog.queries.public import MADE_IN, MAKER_PLACE, PLACE, SHELF, is_public, regency_code
from griya.catalog.queries.revisions import NEWEST_REVISION_ID
from griya.core.db import db
from griya.core.words import Bilingual
from griya.curation.rules.gates import FOOD_BRANCH, Facts
from griya.registry.models import ContactChannel, Credential, CredentialState, Producer, ProducerContact
from griya.registry.rules.numbers import CredentialKind, credential_expiry, is_expired
from griya.registry.rules.regions import region_label

MOST_FOUND: Final = 30
_KALBAR: Final = "61"


@dataclass(frozen=True, slots=True)
class ReviewedProduct:
    """A product with what every list of curation shows of it."""

    product_id: int
    code: str
    slug: str
    name: Bilingual
    producer_id: int
    producer_name: str
    region: str | None
    place: Bilingual
    is_food: bool
    is_public: bool
    is_sample: bool


def list_products(product_ids: Iterable[int]) -> dict[int, ReviewedProduct]:
    """These products by id, whatever their state; one statement."""
    keys = list(dict.fromkeys(product_ids))
    if not keys:
        return {}
    statement = _PRODUCTS.where(Product.id.in_(bindparam("keys", type_=Integer, expanding=True)))
    return {row.id: _product(row) for row in db.session.execute(statement, {"keys": keys})}


def search_products(text: str) -> list[ReviewedProduct]:
    """Public products whose name, code or maker holds these words, by name."""
    columns = (ProductRevision.name_id, Product.code, Producer.name)
    statement = _PRODUCTS.where(is_public())
    for word in text.split()[:5]:
        statement = statement.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    rows = db.session.execute(statement.order_by(ProductRevision.name_id, Product.id).limit(MOST_FOUND))
    return [_product(row) for row in rows]


def read_facts(product_ids: Collection[int], on: date) -> dict[int, Facts]:
    """What the gates ask of these products; three statements."""
    keys = list(dict.fromkeys(product_ids))
    if not keys:
        return {}
    rows = db.session.execute(
        _PRODUCTS.add_columns(
            ProductRevision.halal_status, Producer.outside_region, ProductPhoto.id.label("photo"), ProductPhoto.rights
        )
        .outerjoin(ProductPhoto, (ProductPhoto.product_id == Product.id) & (ProductPhoto.role == PhotoRole.MAIN))
        .where(Product.id.in_(keys))
    ).all()
    makers = {row.producer_id for row in rows}
    answered = {
        row.producer_id: row.answered_on
        for row in db.session.execute(
            select(ProducerContact.producer_id, func.max(ProducerContact.verified_on).label("answered_on"))
            .where(ProducerContact.producer_id.in_(makers))
            .group_by(ProducerContact.producer_id)
        )
    }
    held, claimed = _certificates(makers, on)
    with_nib = set(db.session.scalars(select(Producer.id).where(Producer.id.in_(makers), Producer.nib.is_not(None))))
    return {
        row.id: Facts(
            is_food=row.branch == FOOD_BRANCH,
            held=frozenset(kind for kind, only in held.get(row.producer_id, ()) if only in {None, row.id}),
            claimed=frozenset(
                [kind for kind, only in claimed.get(row.producer_id, ()) if only in {None, row.id}]
                + ([CredentialKind.NIB] if row.producer_id in with_nib else [])
            ),
            halal=HalalStatus(row.halal_status) if row.halal_status else None,
            has_photo=row.photo is not None,
            has_rights=bool(row.rights),
            answered_on=answered.get(row.producer_id),
            made_in_code=row.region if (row.region or "").startswith(_KALBAR) else None,
            is_outside=bool(row.outside_region) or not (row.region or _KALBAR).startswith(_KALBAR),
        )
        for row in rows
    }


def maker_addresses(producer_id: int) -> list[str]:
    """The e-mail addresses of a maker, the one verified last first."""
    return list(
        db.session.scalars(
            select(ProducerContact.value)
            .where(ProducerContact.producer_id == producer_id, ProducerContact.channel == ContactChannel.EMAIL)
            .order_by(func.coalesce(ProducerContact.verified_on, date.min).desc(), ProducerContact.id)
        )
    )


_Kinds = dict[int, list[tuple[str, int | None]]]


def _certificates(makers: Collection[int], on: date) -> tuple[_Kinds, _Kinds]:
    """Kinds that were checked and hold, and kinds that are told at all; each with the one product it is for, if any."""
    rows = db.session.execute(
        select(
            Credential.producer_id,
            Credential.kind,
            Credential.number,
            Credential.expires_on,
            Credential.state,
            Credential.covers_all_products,
            covered.c.product_id,
        )
        .outerjoin(covered, covered.c.credential_id == Credential.id)
        .where(
            Credential.producer_id.in_(makers),
            Credential.state.in_((CredentialState.CHECKED, CredentialState.SEEN, CredentialState.CLAIMED)),
        )
    ).all()
    held: _Kinds = {}
    claimed: _Kinds = {}
    for row in rows:
        only = None if row.covers_all_products else row.product_id or 0
        expires_on = credential_expiry(row.kind, row.number or "", stated_on=row.expires_on)
        holds = row.state == CredentialState.CHECKED and not is_expired(expires_on, on=on)
        (held if holds else claimed).setdefault(row.producer_id, []).append((row.kind, only))
    return held, claimed


_PRODUCTS: Final = (
    select(
        Product.id,
        Product.code,
        Product.slug,
        Product.producer_id,
        ProductRevision.name_id,
        ProductRevision.name_en,
        Producer.name.label("producer_name"),
        Producer.is_sample,
        Producer.outside_region.label("outside"),
        PLACE.code.label("region"),
        PLACE.level,
        PLACE.name.label("place"),
        func.coalesce(func.nullif(Category.branch, ""), SHELF.branch).label("branch"),
        is_public(by_key=True).label("is_public"),
    )
    .select_from(Product)
    .join(Producer, Producer.id == Product.producer_id)
    .join(ProductRevision, ProductRevision.id == func.coalesce(Product.live_revision_id, NEWEST_REVISION_ID))
    .join(Category, Category.id == Product.category_id)
    .outerjoin(SHELF, SHELF.id == Category.parent_id)
    .outerjoin(MADE_IN, MADE_IN.id == ProductRevision.made_in_id)
    .outerjoin(MAKER_PLACE, MAKER_PLACE.id == Producer.regency_id)
    .outerjoin(PLACE, PLACE.code == func.coalesce(regency_code(MADE_IN.code), MAKER_PLACE.code))
)


def _product(row: Any) -> ReviewedProduct:
    return ReviewedProduct(
        product_id=row.id,
        code=row.code,
        slug=row.slug,
        name=Bilingual(row.name_id, row.name_en),
        producer_id=row.producer_id,
        producer_name=row.producer_name,
        region=row.region,
        place=region_label(row.level, row.place) if row.place else Bilingual(row.outside or "", row.outside or ""),
        is_food=row.branch == FOOD_BRANCH,
        is_public=bool(row.is_public),
        is_sample=row.is_sample,
    )
