"""The buyer's own link: an officer gives a new one, and the old one opens nothing from then on."""

from datetime import datetime
from typing import Final

from griya.accounts.actions import record_event
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.core.tokens import digest, new_token
from griya.inquiry.actions.stepping import Actor, post_letter
from griya.inquiry.correspondence import Correspondence
from griya.inquiry.models import Inquiry
from griya.inquiry.rules.stopping import STOP_REFUSALS, stop_of
from griya.inquiry.rules.threads import reason_faults
from griya.inquiry.thread_letters import to_buyer_new_link

_WHY: Final = "Tulis mengapa tautannya diganti, dan bagaimana Anda tahu ini pembelinya."


@state_change()
def renew_status_link(
    *, inquiry: Inquiry, actor: Actor, reason: str, post: Correspondence, at: datetime | None = None
) -> str:
    """Give the buyer of an inquiry that the caller holds a new link. Returns its token, which is kept nowhere.

    Whoever holds the old one, a forwarded letter or a lost telephone, is shut out at once. The new one goes to the
    buyer's own address where there is one; later letters carry none, because nobody can derive it any more.

    Raises:
        Refused: without a reason, or when the buyer's data may not be used any more.
    """
    if stop := stop_of(inquiry):
        raise Refused(STOP_REFUSALS[stop])
    if faults := reason_faults(reason, missing=_WHY):
        raise Refused(faults)
    moment, token = at or now(), new_token()
    inquiry.token_digest = digest(token)
    was_closed = inquiry.link_revoked_at is not None or (
        inquiry.link_expires_at is not None and moment >= inquiry.link_expires_at
    )
    inquiry.link_revoked_at = inquiry.link_expires_at = None
    db.session.flush()
    delivery = post.delivery_to(token, language=inquiry.language)
    # The digest makes each renewal a letter of its own and tells nothing of the token.
    letter = to_buyer_new_link(
        inquiry=inquiry, number=inquiry.token_digest[:12], url=delivery.status_url, delivery=delivery
    )
    if letter:
        post_letter(letter=letter, inquiry=inquiry, delivery=delivery)
    record_event(
        verb="inquiry.link_renewed",
        object_type="inquiry",
        object_key=inquiry.reference,
        actor_id=actor.account_id,
        acting_for=actor.acting_for,
        reason=reason.strip(),
        before={"open": not was_closed},
        after={"open": True, "mailed": letter is not None},
    )
    return token
