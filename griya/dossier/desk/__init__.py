"""The desk's pages about producers. Nested under the guarded desk blueprint in `griya.app`."""

from flask import Blueprint, abort, current_app, request

from griya.accounts.guard import current_account
from griya.config import Settings
from griya.core.filters import Filters
from griya.core.text import clean_text
from griya.dossier.actions.standing import Sender
from griya.dossier.queries.facts import Found, find_by_code
from griya.dossier.queries.places import list_regencies
from griya.dossier.rules import sees_private
from griya.dossier.rules.asked import list_fields

blueprint = Blueprint("dossier", __name__)


def actor_id() -> int:
    """Whose request this is."""
    return current_account().account_id


def is_private() -> bool:
    """Whether this person sees what is private of a producer."""
    return sees_private(current_account().role)


def producer_filters() -> Filters:
    """What this address asks of the list of producers, also for the file of that list."""
    view = clean_text(request.args.get("tampilan", ""))[:8]
    fields = list_fields(regencies=list_regencies(), is_private=is_private())
    return Filters(request.args, *fields, keep={"tampilan": view} if view else {})


def producer_or_404(code: str) -> Found:
    """The producer with this code, or the one that it became part of."""
    found = find_by_code(code)
    if found is None:
        abort(404)
    return found


def sender() -> Sender:
    """In whose name letters go out."""
    settings: Settings = current_app.config["SETTINGS"]
    return Sender(
        office_name=settings.office.name,
        office_email=settings.office.email,
        domain=settings.mail_from.rpartition("@")[2] or "griya.local",
    )


from griya.dossier.desk import duplicates, editor, merges, producers, sheets, standing, wording  # noqa: E402

__all__ = ["blueprint", "duplicates", "editor", "merges", "producers", "sheets", "standing", "wording"]
