"""Entering a claim for a maker, and correcting its facts: another number or date makes it a mere claim again."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import delete, insert, select

from griya.catalog.models import Product, product_credential
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Doubtful, Refused
from griya.core.state import state_change
from griya.registry.actions import CredentialDraft, add_credential
from griya.registry.models import Credential, CredentialState, Producer
from griya.registry.rules.numbers import CredentialKind
from griya.verification.actions import make_claim_again, record, require_turn, require_version
from griya.verification.queries.pages import claim_of, list_doubles
from griya.verification.rules import reason_faults
from griya.verification.rules.claim import COMPARED, Claim, changed_facts, check_claim

FOLLOWED = (CredentialState.SEEN, CredentialState.CHECKED)


def create_claim(*, producer: Producer, claim: Claim, actor_id: int | None, is_confirmed: bool = False) -> Credential:
    """Enter a claim. What is only odd about it is told first, and entered when it is confirmed.

    Raises:
        Refused: with every reason at once.
        Doubtful: with what is odd.
    """
    check = check_claim(claim, today=clock.today(), firm_is_pt=producer.legal_form == "pt")
    faults = [*check.faults, *_product_faults(producer.id, check.claim.products)]
    if faults:
        raise Refused(faults)
    doubts = [*check.warnings, *_double_doubts(check.claim, producer.id)]
    if doubts and not is_confirmed:
        raise Doubtful(doubts)
    kept = check.claim
    is_ovop = kept.kind is CredentialKind.OVOP
    credential = add_credential(
        producer_id=producer.id,
        draft=CredentialDraft(
            kind=kept.kind,
            number=kept.number or None,
            issuer=kept.issuer,
            issued_on=kept.issued_on,
            expires_on=kept.expires_on,
            ovop=(kept.ovop_stars or 0, kept.ovop_scale or 0, kept.ovop_year or 0) if is_ovop else None,
            ovop_group=kept.ovop_group if is_ovop else None,
            tkdn_percent=kept.tkdn_percent if kept.kind is CredentialKind.TKDN else None,
            covers_all_products=kept.covers_all_products,
        ),
        actor_id=actor_id,
        acting_for=producer.code,  # whoever types it, the claim is the maker's own.
    )
    _cover(credential, kept.products)
    return credential


@state_change()
def change_facts(
    *,
    credential: Credential,
    claim: Claim,
    row_version: int,
    reason: str,
    actor_id: int | None,
    is_confirmed: bool = False,
) -> bool:
    """Correct what a claim says. Returns whether it became a mere claim again.

    Raises:
        Overtaken: when somebody else changed it in between.
        Refused: with every reason at once.
        Doubtful: with what is odd, and that it will have to be seen and checked again.
    """
    require_version(credential=credential, row_version=row_version)
    require_turn(credential=credential, actor_id=actor_id)
    producer = db.session.get_one(Producer, credential.producer_id)
    before = claim_of(credential)
    # Its kind is what it is: another kind is another claim.
    check = check_claim(replace(claim, kind=before.kind), today=clock.today(), firm_is_pt=producer.legal_form == "pt")
    faults = [*check.faults, *_product_faults(credential.producer_id, check.claim.products), *reason_faults(reason)]
    changes = changed_facts(before.facts(), check.claim.facts())
    if not changes and not faults:
        faults.append("Tidak ada yang berubah.")
    if faults:
        raise Refused(faults)
    falls_back = credential.state in FOLLOWED and not COMPARED.isdisjoint(changes)
    doubts = [*check.warnings, *_double_doubts(check.claim, credential.producer_id, besides=credential.id)]
    if falls_back:
        doubts.insert(0, "Nomor atau tanggalnya berubah, jadi izin ini kembali menjadi klaim: dilihat dan dicek lagi.")
    if doubts and not is_confirmed:
        raise Doubtful(doubts)
    state = str(credential.state)
    _write(credential, check.claim)
    if falls_back:
        make_claim_again(credential=credential)
    db.session.flush()
    _cover(credential, check.claim.products)
    old = {name: value for name, (value, _) in changes.items()}
    new = {name: value for name, (_, value) in changes.items()}
    if falls_back:
        old["state"], new["state"] = state, str(credential.state)
    record(
        credential=credential,
        verb="reclaimed" if falls_back else "corrected",
        actor_id=actor_id,
        reason=reason,
        before=old,
        after=new,
    )
    return falls_back


def _write(credential: Credential, claim: Claim) -> None:
    credential.number = claim.number or None
    credential.issuer = claim.issuer
    credential.issued_on = claim.issued_on
    credential.expires_on = claim.expires_on
    credential.covers_all_products = claim.covers_all_products
    if claim.kind is CredentialKind.OVOP:
        credential.ovop_stars = claim.ovop_stars
        credential.ovop_scale = claim.ovop_scale
        credential.ovop_year = claim.ovop_year
        credential.ovop_group = claim.ovop_group
    if claim.kind is CredentialKind.TKDN:
        credential.tkdn_percent = claim.tkdn_percent


def _cover(credential: Credential, codes: Collection[str]) -> None:
    """Let the credential cover exactly these products of its maker."""
    db.session.execute(delete(product_credential).where(product_credential.c.credential_id == credential.id))
    ids = db.session.scalars(
        select(Product.id).where(Product.producer_id == credential.producer_id, Product.code.in_(codes))
    ).all()
    if ids:
        rows = [{"product_id": product_id, "credential_id": credential.id} for product_id in ids]
        db.session.execute(insert(product_credential), rows)


def _product_faults(producer_id: int, codes: Collection[str]) -> list[str]:
    """Why these are not the maker's products."""
    own = set(db.session.scalars(select(Product.code).where(Product.producer_id == producer_id)))
    return ["Ada produk yang bukan milik pembuat ini. Pilih lagi."] if set(codes) - own else []


def _double_doubts(claim: Claim, producer_id: int, besides: int | None = None) -> list[str]:
    """Others that have the same number already, named, so that whoever enters it can compare."""
    return [
        f"Nomor ini sudah tercatat untuk {double.producer_name} ({double.producer_code})"
        + (", pembuat yang sama." if double.producer_id == producer_id else ". Cocokkan dulu milik siapa.")
        for double in list_doubles(claim.kind, claim.number, besides=besides)
    ]
