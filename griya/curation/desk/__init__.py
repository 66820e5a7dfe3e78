"""The desk's pages of curation. Nested under the guarded desk blueprint in `griya.app`."""

from flask import Blueprint, abort, current_app

from griya.accounts.guard import current_account
from griya.config import Settings
from griya.curation.letters import Post
from griya.curation.models import CurationReview
from griya.curation.queries.reviews import Review, find_review, find_review_row

blueprint = Blueprint("curation", __name__, url_prefix="/kurasi")


def actor_id() -> int:
    """Whose request this is."""
    return current_account().account_id


def review_or_404(code: str) -> Review:
    """The review at this address as it is now."""
    found = find_review(code) if len(code) <= 8 else None
    if found is None:
        abort(404)
    return found


def row_or_404(code: str) -> CurationReview:
    """The review itself, for an action to change."""
    found = find_review_row(code) if len(code) <= 8 else None
    if found is None:
        abort(404)
    return found


def post() -> Post:
    """Where letters come from."""
    settings: Settings = current_app.config["SETTINGS"]
    return Post.of(settings)


from griya.curation.desk import appeals, decisions, home, reviews, rubrics, sheets, wording  # noqa: E402

__all__ = ["appeals", "blueprint", "decisions", "home", "reviews", "rubrics", "sheets", "wording"]
