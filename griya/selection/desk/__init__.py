"""The desk's pages where curators choose. Nested under the guarded desk blueprint in `griya.app`."""

from flask import Blueprint, abort, current_app

from griya.accounts.guard import current_account
from griya.config import Settings
from griya.core import clock
from griya.curation.letters import Post
from griya.selection.queries.versions import DeskVersion, find_version

blueprint = Blueprint("selection", __name__, url_prefix="/pilihan")


def actor_id() -> int:
    """Whose request this is."""
    return current_account().account_id


def post() -> Post:
    """Where letters come from."""
    settings: Settings = current_app.config["SETTINGS"]
    return Post.of(settings)


def version_or_404(slug: str, number: int) -> DeskVersion:
    """The version at this address as it is now."""
    found = find_version(slug, number, clock.now())
    if found is None:
        abort(404)
    return found


from griya.selection.desk import editor, overview, previews, slots, versions, wording  # noqa: E402

__all__ = ["blueprint", "editor", "overview", "previews", "slots", "versions", "wording"]
