"""One credential with everything its page tells: facts, documents, doubles, whose turn it is, its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from griya.accounts.models import Account, Event
from griya.catalog.models import Product, ProductRevision, product_credential
from griya.catalog.queries.revisions import NEWEST_REVISION_ID
from griya.core.db import db
from griya.registry.models import Credential, CredentialState, Producer, Region
from griya.registry.rules.numbers import CredentialKind
from griya.registry.rules.regions import region_label
from griya.verification.models import CredentialDocument, CredentialTurn
from griya.verification.queries import COMMON_KINDS, last_day, since
from griya.verification.rules.claim import Claim, lasting_warnings
from griya.verification.rules.due import Term, due_on, term

MOST_DOUBLES = 20


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a claim in hand."""

    account_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Double:
    """Another credential with the same number of the same kind."""

    code: str
    state: CredentialState
    producer_id: int
    producer_name: str
    producer_code: str
    place: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A copy that is kept, as the page lists it; the bytes are not here."""

    code: str
    name: str
    extension: str
    size_bytes: int
    added_at: datetime
    added_by: str | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a credential's record."""

    at: datetime
    what: str
    actor: str | None
    reason: str | None
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Covered:
    """A product of the maker, and whether the credential names it."""

    code: str
    name: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class Maker:
    """Whose credential it is."""

    code: str
    slug: str
    name: str
    place: str
    is_listed: bool


@dataclass(frozen=True, slots=True)
class CredentialPage:
    """Everything the page of one credential tells."""

    code: str
    claim: Claim
    state: CredentialState
    row_version: int
    maker: Maker
    since: datetime
    due_on: date | None
    expires_on: date | None
    term: Term
    seen_on: date | None
    seen_where: str | None
    checked_on: date | None
    checked_by: str | None
    check_method: str | None
    nib_status: str | None
    holder: Holder | None
    warnings: tuple[str, ...]
    documents: Sequence[DocumentRow]
    doubles: Sequence[Double]
    products: Sequence[Covered]
    happenings: Sequence[Happening]


def find_credential(code: str, *, today: date) -> CredentialPage | None:
    """The page of the credential with this code."""
    checker, keeper = aliased(Account), aliased(Account)
    row = db.session.execute(
        select(
            Credential,
            Producer,
            Region,
            checker.name.label("checked_by"),
            keeper.id.label("holder_id"),
            keeper.code.label("holder_code"),
            keeper.name.label("holder"),
            since().label("since"),
            last_day().label("last_day"),
        )
        .join(Producer, Producer.id == Credential.producer_id)
        .outerjoin(Region, Region.id == Producer.regency_id)
        .outerjoin(checker, checker.id == Credential.checked_by_id)
        .outerjoin(CredentialTurn, CredentialTurn.credential_id == Credential.id)
        .outerjoin(keeper, keeper.id == CredentialTurn.account_id)
        .where(Credential.code == code)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    credential, producer, region = row.Credential, row.Producer, row.Region
    products = list_covered(producer.id, credential.id)
    claim = _claim(credential, frozenset(product.code for product in products if product.is_named))
    return CredentialPage(
        code=credential.code,
        claim=claim,
        state=CredentialState(credential.state),
        row_version=credential.row_version,
        maker=Maker(
            producer.code,
            producer.slug,
            producer.name,
            region_label(region.level, region.name) if region else producer.outside_region or "",
            producer.standing == "listed",
        ),
        since=row.since,
        due_on=due_on(CredentialState(credential.state), row.since),
        expires_on=row.last_day,
        term=term(row.last_day, today),
        seen_on=credential.seen_on,
        seen_where=credential.seen_where,
        checked_on=credential.checked_on,
        checked_by=row.checked_by,
        check_method=credential.check_method,
        nib_status=credential.nib_status,
        holder=Holder(row.holder_id, row.holder_code, row.holder) if row.holder_id else None,
        warnings=lasting_warnings(
            claim,
            today=today,
            checked_on=credential.checked_on,
            firm_is_pt=producer.legal_form == "pt",
            producer_nib=producer.nib,
        ),
        documents=list_documents(credential.id),
        doubles=list_doubles(credential.kind, credential.number or "", besides=credential.id),
        products=products,
        happenings=list_happenings(credential.code),
    )


def lock_credential(code: str) -> Credential | None:
    """The credential itself, to be changed: locked against a second officer until the transaction ends."""
    return db.session.scalars(select(Credential).where(Credential.code == code).with_for_update()).one_or_none()


def find_producer(code: str) -> Producer | None:
    """The producer with this code."""
    return db.session.scalars(select(Producer).where(Producer.code == code)).one_or_none()


def find_document(credential_id: int, code: str) -> CredentialDocument | None:
    """A document of this credential and of no other."""
    return db.session.scalars(
        select(CredentialDocument).where(
            CredentialDocument.credential_id == credential_id, CredentialDocument.code == code
        )
    ).one_or_none()


def has_document(credential_id: int) -> bool:
    """Whether a copy of its document is kept."""
    return bool(
        db.session.scalar(
            select(CredentialDocument.id).where(CredentialDocument.credential_id == credential_id).limit(1)
        )
    )


def holder_of(credential_id: int) -> Holder | None:
    """Who has it in hand."""
    row = db.session.execute(
        select(Account.id, Account.code, Account.name)
        .join(CredentialTurn, CredentialTurn.account_id == Account.id)
        .where(CredentialTurn.credential_id == credential_id)
    ).one_or_none()
    return Holder(row.id, row.code, row.name) if row else None


def find_double(credential: Credential) -> Credential | None:
    """A checked one of another row with the same number, where only one can be."""
    if credential.kind in COMMON_KINDS or not credential.number:
        return None
    return db.session.scalars(
        select(Credential).where(
            Credential.kind == credential.kind,
            Credential.number == credential.number,
            Credential.state == CredentialState.CHECKED,
            Credential.id != credential.id,
        )
    ).first()


def list_doubles(kind: str, number: str, *, besides: int | None = None) -> list[Double]:
    """Credentials with this number, whoever's they are."""
    if not number or kind in COMMON_KINDS:
        return []
    rows = db.session.execute(
        select(Credential.code, Credential.state, Producer, Region)
        .join(Producer, Producer.id == Credential.producer_id)
        .outerjoin(Region, Region.id == Producer.regency_id)
        .where(Credential.kind == kind, Credential.number == number, Credential.id != (besides or 0))
        .order_by(Credential.id)
        .limit(MOST_DOUBLES)
    )
    return [
        Double(
            row.code,
            CredentialState(row.state),
            row.Producer.id,
            row.Producer.name,
            row.Producer.code,
            region_label(row.Region.level, row.Region.name) if row.Region else row.Producer.outside_region or "",
        )
        for row in rows
    ]


def list_documents(credential_id: int) -> list[DocumentRow]:
    """The copies that are kept of it, the oldest first."""
    rows = db.session.execute(
        select(CredentialDocument, Account.name)
        .outerjoin(Account, Account.id == CredentialDocument.added_by_id)
        .where(CredentialDocument.credential_id == credential_id)
        .order_by(CredentialDocument.id)
    )
    return [
        DocumentRow(kept.code, kept.name, kept.extension, kept.size_bytes, kept.added_at, name) for kept, name in rows
    ]


def list_covered(producer_id: int, credential_id: int | None = None) -> list[Covered]:
    """The maker's products by name, each with its live or else newest words."""
    named = product_credential.c.credential_id
    rows = db.session.execute(
        select(Product.code, ProductRevision.name_id, named.is_not(None).label("is_named"))
        .join(ProductRevision, ProductRevision.id == func.coalesce(Product.live_revision_id, NEWEST_REVISION_ID))
        .outerjoin(
            product_credential,
            (product_credential.c.product_id == Product.id) & (named == (credential_id or 0)),
        )
        .where(Product.producer_id == producer_id)
        .order_by(func.lower(ProductRevision.name_id), Product.id)
    )
    return [Covered(row.code, row.name_id, bool(row.is_named)) for row in rows]


def list_happenings(code: str) -> list[Happening]:
    """What was done to it, the newest first."""
    rows = db.session.execute(
        select(Event, Account.name)
        .outerjoin(Account, Account.id == Event.actor_id)
        .where(Event.object_type == "credential", Event.object_key == code)
        .order_by(Event.id.desc())
        .limit(200)
    )
    return [
        Happening(
            event.at,
            event.verb.partition(".")[2],
            name,
            event.reason,
            dict(event.before or {}),
            dict(event.after or {}),
        )
        for event, name in rows
    ]


def claim_of(credential: Credential) -> Claim:
    """What the credential says, with the codes of the products it names."""
    codes = db.session.scalars(
        select(Product.code)
        .join(product_credential, product_credential.c.product_id == Product.id)
        .where(product_credential.c.credential_id == credential.id)
    )
    return _claim(credential, frozenset(codes))


def _claim(credential: Credential, products: frozenset[str]) -> Claim:
    percent = credential.tkdn_percent
    return Claim(
        kind=CredentialKind(credential.kind),
        number=credential.number or "",
        issuer=credential.issuer,
        issued_on=credential.issued_on,
        expires_on=credential.expires_on,
        ovop_stars=credential.ovop_stars,
        ovop_scale=credential.ovop_scale,
        ovop_year=credential.ovop_year,
        ovop_group=credential.ovop_group,
        tkdn_percent=None if percent is None else Decimal(percent),
        covers_all_products=credential.covers_all_products,
        products=frozenset() if credential.covers_all_products else products,
    )
