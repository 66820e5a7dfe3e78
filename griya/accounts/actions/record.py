"""The one function that writes down who did what, and the same for what stays on record though its request fails."""

from typing import Any

from griya.accounts import aside
from griya.accounts.models import Account, Event
from griya.core.clock import now
from griya.core.db import Base, db
from griya.core.log import current_request_id
from griya.core.state import note_event


def record_event(
    *,
    verb: str,
    object_type: str,
    object_key: str,
    actor_id: int | None = None,
    acting_for: str | None = None,
    reason_code: str | None = None,
    reason: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    request_id: str | None = None,
) -> None:
    """Write one line of the audit record into the caller's transaction, so that it stands or falls with the change.

    `verb` is `<object type>.<past participle>`; its words stand in `accounts/rules/telling.py`. `before` and `after`
    hold what a person has to see to understand the change, never a password, a token or a message's text.
    """
    db.session.add(
        _event(
            verb=verb,
            object_type=object_type,
            object_key=object_key,
            actor_id=actor_id,
            acting_for=acting_for,
            reason_code=reason_code,
            reason=reason,
            before=before,
            after=after,
            request_id=request_id,
        )
    )
    db.session.flush()
    note_event()


def record_on(
    *,
    row: Base,
    done: str,
    actor_id: int | None,
    acting_for: str | None = None,
    reason_code: str | None = None,
    reason: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """The same about a row, which is called by its table and by what its model names in `__record_key__`."""
    object_type = row.__tablename__
    record_event(
        verb=f"{object_type}.{done}",
        object_type=object_type,
        object_key=str(getattr(row, row.__record_key__)),
        actor_id=actor_id,
        acting_for=acting_for,
        reason_code=reason_code,
        reason=(reason or "").strip() or None,
        before=before,
        after=after,
    )


def record_about(
    *,
    account: Account,
    verb: str,
    actor_id: int | None,
    reason: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """What happened to an account, also by a verb of its sessions, factor and proofs."""
    record_event(
        verb=verb,
        object_type="account",
        object_key=str(account.id),
        actor_id=actor_id,
        reason=reason,
        before=before,
        after=after,
    )


def record_refusal(*, verb: str, account_id: int | None, network: str) -> None:
    """Write a refused try down for good, although the request that carried it is rolled back.

    An address nobody has an account for is not kept: people type their passwords into the wrong field.
    """
    with aside.writing() as session:
        session.add(
            _event(
                verb=verb,
                object_type="account",
                object_key="-" if account_id is None else str(account_id),
                after={"network": network},
            )
        )


def _event(*, request_id: str | None = None, **values: Any) -> Event:
    return Event(at=now(), request_id=request_id or current_request_id(), **values)
