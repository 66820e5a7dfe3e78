"""How far one maker was verified today, for whoever shows its page or asks before submitting and approving."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from griya.accounts.models import Account
from griya.catalog.models import Category, Product, ProductState
from griya.core.db import db
from griya.registry.models import Credential, CredentialState, Producer
from griya.registry.rules.numbers import CredentialKind
from griya.verification.rules.levels import Proof, Verification, verify

# A product that is no longer made asks for no permit.
_GONE = (ProductState.ARCHIVED,)


@dataclass(frozen=True, slots=True)
class NibCheck:
    """What is known of a maker's NIB: how far it was followed, when, by whom, and what OSS said of it."""

    code: str
    number: str
    state: CredentialState
    checked_on: date | None
    checked_by: str | None
    method: str | None
    status: str | None


def producer_verification(producer_id: int, *, today: date) -> Verification:
    """The level and its rows. Three statements, whatever the maker has."""
    has_place = db.session.scalar(select(Producer.regency_id).where(Producer.id == producer_id)) is not None
    top = aliased(Category)
    shelves = db.session.scalars(
        select(func.coalesce(top.slug, Category.slug))
        .select_from(Product)
        .join(Category, Category.id == Product.category_id)
        .outerjoin(top, top.id == Category.parent_id)
        .where(Product.producer_id == producer_id, Product.state.not_in(_GONE))
        .distinct()
    )
    rows = db.session.execute(
        select(
            Credential.kind,
            Credential.number,
            Credential.state,
            Credential.expires_on,
            Credential.checked_on,
            Credential.check_method,
            Credential.nib_status,
        ).where(Credential.producer_id == producer_id)
    )
    proofs = [
        Proof(row.kind, row.number or "", row.state, row.expires_on, row.checked_on, row.check_method, row.nib_status)
        for row in rows
    ]
    return verify(has_place=has_place, shelves=set(shelves), proofs=proofs, today=today)


def find_nib_check(producer_id: int) -> NibCheck | None:
    """The NIB that was followed furthest."""
    rank = {CredentialState.CHECKED: 0, CredentialState.SEEN: 1, CredentialState.CLAIMED: 2}
    rows = db.session.execute(
        select(Credential, Account.name)
        .outerjoin(Account, Account.id == Credential.checked_by_id)
        .where(Credential.producer_id == producer_id, Credential.kind == CredentialKind.NIB)
        .order_by(Credential.id.desc())
    ).all()
    if not rows:
        return None
    nib, checker = min(rows, key=lambda row: rank.get(CredentialState(row[0].state), 3))
    return NibCheck(
        nib.code,
        nib.number or "",
        CredentialState(nib.state),
        nib.checked_on,
        checker,
        nib.check_method,
        nib.nib_status,
    )
