"""The one function that writes down who did what, and the same for what stays on record though its request fails."""

from typing import Any

from griya.accounts import aside
from griya.accounts.models import Account, Event
from griya.core.clock import now
from griya.core.db import db
from griya.core.log import current_request_id
from griya.core.state import note_event


def record_event(
    *,
    verb: str,
    object_type: str,
    object_key: str,
    actor_id: int | None = None,
    acting_for: str | None = None,
    reason: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    request_id: str | None = None,
) -> None:
    """Write one line of the audit record into the caller's transaction, so that it stands or falls with the change."""
    db.session.add(
        _event(
            verb=verb,
            object_type=object_type,
            object_key=object_key,
            actor_id=actor_id,
            acting_for=acting_for,
            reason=reason,
            before=before,
            after=after,
            request_id=request_id,
        )
    )
    db.session.flush()
    note_event()


def record_about(
    *,
    account: Account,
    verb: str,
    actor_id: int | None,
    reason: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """The same about an account."""
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
