"""Making and revoking links to a preview."""

from datetime import datetime, timedelta

from griya.accounts.actions import record_event, record_on
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.tokens import new_token
from griya.selection.models import PreviewLink, SelectionVersion

SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=30)


def create_preview(
    *,
    moment: datetime,
    lives_for: timedelta,
    version: SelectionVersion | None = None,
    actor_id: int | None = None,
    at: datetime | None = None,
) -> PreviewLink:
    """Open a link to the showroom as it will be at `moment`, with `version` as if it were approved.

    Raises:
        Refused: when the link would live too short or too long.
    """
    if not SHORTEST <= lives_for <= LONGEST:
        raise Refused("Tautan pratinjau berlaku paling singkat 1 jam dan paling lama 30 hari.")
    now = at or clock.now()
    link = PreviewLink(
        key=new_token(),
        at=moment,
        version_id=version.id if version else None,
        created_at=now,
        created_by_id=actor_id,
        expires_at=now + lives_for,
    )
    db.session.add(link)
    db.session.flush()
    record_event(
        verb="preview_link.created",
        object_type="preview_link",
        object_key=str(link.id),
        actor_id=actor_id,
        after={
            "at": moment.isoformat(),
            "version_id": link.version_id,
            "expires_at": link.expires_at.isoformat(),
        },
    )
    return link


@state_change()
def revoke_preview(*, link_id: int, actor_id: int | None = None, at: datetime | None = None) -> None:
    """Close a link for good.

    Raises:
        Overtaken: when it is closed already.
    """
    link = db.session.get(PreviewLink, link_id, with_for_update=True, populate_existing=True)
    now = at or clock.now()
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise Overtaken("Tautan ini sudah tidak berlaku.")
    link.revoked_at = now
    db.session.flush()
    record_on(row=link, done="revoked", actor_id=actor_id)
