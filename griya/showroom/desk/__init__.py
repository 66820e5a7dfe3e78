"""The desk's pages about screens. Nested under the guarded desk blueprint in `griya.app`."""

from flask import Blueprint, abort

from griya.accounts.guard import current_account
from griya.core import clock
from griya.showroom.queries.board import BoardScreen, list_board

blueprint = Blueprint("showroom", __name__, url_prefix="/layar")


def actor_id() -> int:
    """Whose request this is."""
    return current_account().account_id


def screen_or_404(code: str) -> BoardScreen:
    """The screen at this address as it is now, also a retired one."""
    found = list_board(clock.now(), code=code)
    if not found:
        abort(404)
    return found[0]


def version_of(raw: str | None) -> int:
    """The save that a form was opened with; 0, which no row has, for anything else."""
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 10 else 0


from griya.showroom.desk import (  # noqa: E402
    air,
    board,
    counters,
    emergencies,
    groups,
    pairing,
    places,
    screens,
    wording,
)

__all__ = [
    "air",
    "blueprint",
    "board",
    "counters",
    "emergencies",
    "groups",
    "pairing",
    "places",
    "screens",
    "wording",
]
