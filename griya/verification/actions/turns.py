"""Having a claim in hand: taking it, giving it back, taking it over. One person at most, whoever presses first."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.registry.models import Credential, CredentialState
from griya.verification.actions import record
from griya.verification.models import CredentialTurn
from griya.verification.queries.pages import holder_of

_OPEN = (CredentialState.CLAIMED, CredentialState.SEEN)


def take(*, credential: Credential, actor_id: int, seen_holder: str | None = None) -> None:
    """Take a claim in hand; from its holder only by whoever saw that it was that person's.

    Raises:
        Overtaken: when somebody else has it.
        Refused: when there is nothing to be done any more.
    """
    if credential.state not in _OPEN:
        raise Refused("Izin ini sudah selesai diperiksa; tidak ada yang perlu diambil.")
    holder = holder_of(credential.id)
    if holder is not None and holder.account_id == actor_id:
        return
    if holder is not None and holder.code != seen_holder:
        raise Overtaken(f"Izin ini baru saja diambil {holder.name}.")
    if holder is not None:
        db.session.execute(delete(CredentialTurn).where(CredentialTurn.credential_id == credential.id))
    try:
        with db.session.begin_nested():
            db.session.add(CredentialTurn(credential_id=credential.id, account_id=actor_id, taken_at=clock.now()))
            db.session.flush()
    except IntegrityError as error:
        raise Overtaken("Izin ini baru saja diambil orang lain.") from error
    record(credential=credential, verb="taken", actor_id=actor_id, before={"holder": holder.name} if holder else None)


def release(*, credential: Credential, actor_id: int) -> None:
    """Give a claim back, so that anybody may take it.

    Raises:
        Refused: when it is not in the actor's hand.
    """
    turn = db.session.scalars(
        select(CredentialTurn).where(
            CredentialTurn.credential_id == credential.id, CredentialTurn.account_id == actor_id
        )
    ).one_or_none()
    if turn is None:
        raise Refused("Izin ini tidak sedang Anda pegang.")
    db.session.delete(turn)
    db.session.flush()
    record(credential=credential, verb="released", actor_id=actor_id)
