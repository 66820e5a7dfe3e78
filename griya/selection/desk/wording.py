"""What the desk's templates about selections call things, and how they write moments."""

from typing import Final

from griya.selection.desk import blueprint
from griya.selection.rules import WindowState
from griya.selection.rules.comparison import Change
from griya.selection.rules.wording import distance, nearness, short_day, short_moment

STATE_NAMES: Final = {
    WindowState.DRAFT: "Rancangan",
    WindowState.SCHEDULED: "Terjadwal",
    WindowState.LIVE: "Sedang tayang",
    WindowState.OVER: "Selesai",
    WindowState.CANCELLED: "Dibatalkan",
}
# The classes that `desk-state` has a ground for.
STATE_TONES: Final = {
    WindowState.DRAFT: "draft",
    WindowState.SCHEDULED: "submitted",
    WindowState.LIVE: "published",
    WindowState.OVER: "archived",
    WindowState.CANCELLED: "suspended",
}
CHANGE_TONES: Final = {
    Change.ADDED: "published",
    Change.REMOVED: "suspended",
    Change.MOVED: "submitted",
    Change.REASON: "changes-requested",
    Change.RESERVE: "submitted",
    Change.SHOWN: "submitted",
}


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"state_names": STATE_NAMES, "state_tones": STATE_TONES, "change_tones": CHANGE_TONES}


blueprint.add_app_template_filter(short_moment, "short_moment")
blueprint.add_app_template_filter(short_day, "short_day")
blueprint.add_app_template_filter(distance, "distance")
blueprint.add_app_template_global(nearness, "nearness")
