"""Steps of a claim: seen, checked at the issuer, refused, revoked, opened again. Each says who, when, how and why."""

from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from griya.accounts.actions import record_event
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.registry.models import Credential, CredentialState, Producer
from griya.registry.rules.numbers import CredentialKind, check_number
from griya.verification.models import CredentialTurn
from griya.verification.queries.pages import find_double, has_document, holder_of
from griya.verification.rules import (
    LONGEST_PLACE,
    REJECTIONS,
    Step,
    check_faults,
    reason_faults,
    seen_faults,
    step_faults,
)

OBJECT = "credential"
ONE_CHECKED = "uq_credential_checked_number"
CHANGED_SINCE = "Izin ini diubah orang lain sejak Anda membukanya. Periksa dulu keadaannya yang sekarang."


@state_change()
def mark_seen(
    *, credential: Credential, row_version: int, place: str, may_open_documents: bool, actor_id: int | None
) -> None:
    """Say that the document was seen: here, where a copy is kept and the actor may open it, or at a place that is told.

    Raises:
        Refused: with every reason at once.
    """
    place = place.strip()
    _begin(credential, Step.SEE, row_version, actor_id)
    faults = seen_faults(has_document=may_open_documents and has_document(credential.id), place=place)
    faults += _number_faults(credential)
    if faults:
        raise Refused(faults)
    credential.state = CredentialState.SEEN
    credential.seen_on = clock.today()
    credential.seen_where = place[:LONGEST_PLACE] or None
    _finish(credential, "seen", before=CredentialState.CLAIMED, actor_id=actor_id, told={"place": place or None})


@state_change()
def mark_checked(
    *,
    credential: Credential,
    row_version: int,
    checked_on: date,
    method: str,
    nib_status: str | None = None,
    actor_id: int | None,
) -> None:
    """Say that the issuer confirms it; from now on, and while it lasts, everybody can read so.

    Raises:
        Refused: with every reason at once; a second one with the same number is among them.
    """
    _begin(credential, Step.CHECK, row_version, actor_id)
    status = nib_status if credential.kind == CredentialKind.NIB else None
    faults = check_faults(
        credential.kind,
        checked_on=checked_on,
        today=clock.today(),
        issued_on=credential.issued_on,
        method=method,
        nib_status=status,
    )
    faults += _number_faults(credential) + _double_faults(credential)
    if faults:
        raise Refused(faults)
    credential.state = CredentialState.CHECKED
    credential.checked_on = checked_on
    credential.check_method = method
    credential.checked_by_id = actor_id
    credential.nib_status = status
    told = {"checked_on": checked_on.isoformat(), "method": method, "nib_status": status}
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        if ONE_CHECKED not in str(error.orig) and "credential.kind, credential.number" not in str(error.orig):
            raise
        raise Refused("Nomor ini baru saja dinyatakan dicek untuk pembuat lain. Bandingkan keduanya.") from error
    _finish(credential, "checked", before=CredentialState.SEEN, actor_id=actor_id, told=told)


@state_change()
def reject(
    *, credential: Credential, row_version: int, outcome: CredentialState, reason: str, actor_id: int | None
) -> None:
    """Say that the claim does not hold: the issuer knows no such number, or it is somebody else's.

    Raises:
        Refused: with every reason at once.
    """
    before = CredentialState(credential.state)
    _begin(credential, Step.REJECT, row_version, actor_id)
    faults = reason_faults(reason)
    if outcome not in REJECTIONS:
        faults.append("Pilih mengapa ditolak.")
    if credential.kind != CredentialKind.OVOP and not credential.number:
        faults.append("Klaim ini belum bernomor. Isi dulu nomornya, supaya jelas apa yang ditolak.")
    if faults:
        raise Refused(faults)
    credential.state = outcome
    _finish(credential, "rejected", before=before, actor_id=actor_id, reason=reason)


@state_change()
def revoke(*, credential: Credential, row_version: int, reason: str, actor_id: int | None) -> None:
    """Take a checked one back, because the issuer did or because it turned out wrong; nobody reads of it any more.

    Raises:
        Refused: with every reason at once.
    """
    _begin(credential, Step.REVOKE, row_version, actor_id)
    if faults := reason_faults(reason):
        raise Refused(faults)
    credential.state = CredentialState.REVOKED
    _finish(credential, "revoked", before=CredentialState.CHECKED, actor_id=actor_id, reason=reason)


@state_change()
def reopen(*, credential: Credential, row_version: int, reason: str, actor_id: int | None) -> None:
    """Make it a claim again, to be seen and checked anew.

    Raises:
        Refused: with every reason at once.
    """
    before = CredentialState(credential.state)
    _begin(credential, Step.REOPEN, row_version, actor_id)
    if faults := reason_faults(reason):
        raise Refused(faults)
    make_claim_again(credential=credential)
    _finish(credential, "reopened", before=before, actor_id=actor_id, reason=reason)


def make_claim_again(*, credential: Credential) -> None:
    """Forget that it was followed; the record keeps who did, when and how."""
    credential.state = CredentialState.CLAIMED
    credential.seen_on = credential.seen_where = None
    credential.checked_on = credential.check_method = credential.checked_by_id = credential.nib_status = None


def require_version(*, credential: Credential, row_version: int) -> None:
    """Refuse what was decided about an earlier state of it.

    Raises:
        Overtaken: when somebody else changed it in between.
    """
    if credential.row_version != row_version:
        raise Overtaken(CHANGED_SINCE)


def require_turn(*, credential: Credential, actor_id: int | None) -> None:
    """Refuse whoever works on what another person has in hand.

    Raises:
        Refused: with the name of that person.
    """
    holder = holder_of(credential.id)
    if holder is not None and holder.account_id != actor_id:
        raise Refused(f"Izin ini sedang dipegang {holder.name}. Minta dilepas, atau ambil alih dulu.")


def record(
    *,
    credential: Credential,
    verb: str,
    actor_id: int | None,
    acting_for: str | None = None,
    reason: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write one line about this credential into the record of changes."""
    record_event(
        verb=f"{OBJECT}.{verb}",
        object_type=OBJECT,
        object_key=credential.code,
        actor_id=actor_id,
        acting_for=acting_for,
        reason=reason,
        before=before,
        after=after,
    )


def _begin(credential: Credential, step: Step, row_version: int, actor_id: int | None) -> None:
    """Nobody else was first, nobody else has it in hand, and the step leads on from here."""
    require_version(credential=credential, row_version=row_version)
    if faults := step_faults(step, CredentialState(credential.state)):
        raise Refused(faults)
    require_turn(credential=credential, actor_id=actor_id)


def _finish(
    credential: Credential,
    verb: str,
    *,
    before: CredentialState,
    actor_id: int | None,
    reason: str | None = None,
    told: dict[str, Any] | None = None,
) -> None:
    """Write it down. What needs nothing more is in nobody's hand."""
    db.session.flush()
    if credential.state not in (CredentialState.CLAIMED, CredentialState.SEEN):
        db.session.execute(delete(CredentialTurn).where(CredentialTurn.credential_id == credential.id))
    after = {"state": str(credential.state), **{name: value for name, value in (told or {}).items() if value}}
    record(
        credential=credential, verb=verb, actor_id=actor_id, reason=reason, before={"state": str(before)}, after=after
    )


def _number_faults(credential: Credential) -> list[str]:
    """Why its number cannot be followed: none is written, or it is none of its kind."""
    if credential.kind != CredentialKind.OVOP and not credential.number:
        return ["Klaim ini belum bernomor. Isi dulu nomornya."]
    return list(check_number(credential.kind, credential.number or "", on=clock.today()).errors)


def _double_faults(credential: Credential) -> list[str]:
    """Why a second one of a number that only one maker can have is not checked."""
    other = find_double(credential)
    if other is None:
        return []
    producer = db.session.get_one(Producer, other.producer_id)
    return [f"Nomor ini sudah dinyatakan dicek untuk {producer.name} ({producer.code}). Selesaikan dulu yang itu."]
