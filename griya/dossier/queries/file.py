"""Everything the desk knows of one producer, read for one page; private parts only for those who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from griya.accounts.models import Account, Event
from griya.catalog.models import Product, ProductRevision, ProductState
from griya.catalog.models.drafts import ProductDraft
from griya.catalog.queries.public import is_public
from griya.catalog.queries.revisions import NEWEST_REVISION_ID
from griya.core.db import db
from griya.dossier.models import ProducerMerge
from griya.dossier.rules import OPEN_FOR
from griya.dossier.rules.facts import FIELD_NAMES, PRIVATE_FIELDS, Facts
from griya.inquiry.models import Inquiry, InquiryLine
from griya.registry.models import Credential, Producer
from griya.registry.rules.numbers import CredentialKind

HAPPENINGS_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One product of the producer."""

    code: str
    slug: str
    name: str
    state: ProductState
    is_public: bool


@dataclass(frozen=True, slots=True)
class CredentialLine:
    """One claim of the producer."""

    code: str
    kind: str
    number: str | None
    state: str
    expires_on: date | None
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class InquiryCount:
    """Inquiries that name the producer: in all, and those that are still open."""

    total: int
    open: int


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the record. `changed` are the names of the fields and their values before and after."""

    at: datetime
    verb: str
    actor: str | None
    acting_for: str | None
    reason: str | None
    reason_code: str
    consent: dict[str, str]
    changed: tuple[tuple[str, str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge in which the producer was the surviving one."""

    merge_id: int
    merged_code: str
    merged_name: str
    merged_at: datetime
    undone_at: datetime | None


def list_products(producer_id: int) -> list[ProductLine]:
    """The products of a producer by name, public or not, also those that are a draft and nothing more yet."""
    name = func.coalesce(ProductRevision.name_id, ProductDraft.fields["name_id"].as_string(), Product.code)
    rows = db.session.execute(
        select(Product.code, Product.slug, name, Product.state, is_public().label("is_public"))
        .join(Producer, Producer.id == Product.producer_id)
        .outerjoin(ProductRevision, ProductRevision.id == func.coalesce(Product.live_revision_id, NEWEST_REVISION_ID))
        .outerjoin(ProductDraft, ProductDraft.product_id == Product.id)
        .where(Product.producer_id == producer_id)
        .order_by(func.lower(name), Product.id)
    )
    return [
        ProductLine(code, slug, words or code, ProductState(state), bool(shown))
        for code, slug, words, state, shown in rows
    ]


def list_credentials(producer_id: int) -> list[CredentialLine]:
    """The claims of a producer."""
    rows = db.session.execute(
        select(
            Credential.code,
            Credential.kind,
            Credential.number,
            Credential.state,
            Credential.expires_on,
            Credential.checked_on,
        )
        .where(Credential.producer_id == producer_id)
        .order_by(Credential.kind, Credential.id)
    )
    return [
        CredentialLine(code, CredentialKind(kind).label, number, state, expires_on, checked_on)
        for code, kind, number, state, expires_on, checked_on in rows
    ]


def count_inquiries(producer_id: int, at: datetime) -> InquiryCount:
    """How many inquiries name the producer."""
    row = db.session.execute(
        select(
            func.count(Inquiry.id.distinct()),
            func.count(Inquiry.id.distinct()).filter(Inquiry.received_at > at - OPEN_FOR),
        )
        .join(InquiryLine, InquiryLine.inquiry_id == Inquiry.id)
        .where(InquiryLine.producer_id == producer_id)
    ).one()
    return InquiryCount(row[0], row[1])


def list_happenings(codes: Sequence[str], *, is_private: bool) -> list[Happening]:
    """What the record tells of the producers with these codes, the newest first."""
    rows = db.session.execute(
        select(Event, Account.name)
        .outerjoin(Account, Account.id == Event.actor_id)
        .where(Event.object_type == "producer", Event.object_key.in_(codes))
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(HAPPENINGS_SHOWN)
    )
    return [_happening(event, actor, is_private=is_private) for event, actor in rows]


def list_merges(producer_id: int) -> list[MergeLine]:
    """The merges into and of a producer, the newest first."""
    merged = aliased(Producer)
    rows = db.session.execute(
        select(ProducerMerge.id, merged.code, merged.name, ProducerMerge.merged_at, ProducerMerge.undone_at)
        .join(merged, merged.id == ProducerMerge.merged_id)
        .where(or_(ProducerMerge.survivor_id == producer_id, ProducerMerge.merged_id == producer_id))
        .order_by(ProducerMerge.id.desc())
    )
    return [MergeLine(*row) for row in rows]


def without_private(facts: Facts) -> Facts:
    """The facts as somebody sees them who may not see everything: only contacts that are public."""
    return replace(
        facts,
        address=None,
        workers=None,
        investment_idr=None,
        contacts=tuple(one for one in facts.contacts if one.is_public),
    )


def _happening(event: Event, actor: str | None, *, is_private: bool) -> Happening:
    before, after = event.before or {}, event.after or {}
    names = [
        name for name in FIELD_NAMES if (name in before or name in after) and (is_private or name not in PRIVATE_FIELDS)
    ]
    return Happening(
        at=event.at,
        verb=event.verb,
        actor=actor,
        acting_for=event.acting_for,
        reason=event.reason,
        reason_code=str(after.get("reason_code", "")),
        consent=after.get("consent") or {},
        changed=tuple((name, FIELD_NAMES[name], before.get(name), after.get(name)) for name in names),
    )
