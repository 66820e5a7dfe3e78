"""What is on the screens of a slot at any moment, and why everything else that was chosen is not."""

import re
from datetime import datetime, time

from flask import render_template, request

from griya.core import clock
from griya.core.filters import Choice, Day, Filters, Words
from griya.selection.queries.slots import list_slots
from griya.selection.rules.wording import read_moment, typed_parts
from griya.showroom.desk import blueprint
from griya.showroom.queries.programme import find_programme
from griya.showroom.rules.programme import DAYS_AHEAD, end_words, moment_of
from griya.showroom.rules.slides import loop_words

_HOUR = re.compile(r"([01][0-9]|2[0-3])[.:]([0-5][0-9])")
SCREENS = "layar"


@blueprint.get("")
def air_show() -> str:
    """Answer "apa yang tayang pada …?" for a slot; without a day and an hour, for now."""
    now = clock.now()
    slots = {slot.code: slot.name for slot in list_slots(now) if not slot.is_closed}
    filters = Filters(
        request.args,
        Choice("tempat", "Tempat tayang", slots, any_label="", start=SCREENS),
        Day("hari", "Hari"),
        Words("jam", "Jam, WIB", max_length=5),
    )
    at = _asked_moment(filters, now)
    programme = find_programme(filters.text("tempat"), at)
    told = programme.showing(at)
    loop = programme.loop(at)
    return render_template(
        "desk/showroom/air_show.html",
        filters=filters,
        at=at,
        is_now=at == now,
        turn=next((turn for turn in loop if turn.is_on), None),
        until=end_words(at, moment_of(told.until)) if told.until is not None else "",
        title=programme.title(at),
        loop=loop,
        round=loop_words(programme.round_seconds(at)),
        absences=programme.absences(at),
        days=DAYS_AHEAD.days,
    )


def _asked_moment(filters: Filters, now: datetime) -> datetime:
    """The typed day and hour; an hour alone is today's, a day alone the hour it is now."""
    today, hour = typed_parts(now)
    day, found = filters.day("hari"), _HOUR.fullmatch(filters.text("jam"))
    if not day and not found:
        return now
    return read_moment(day or today, time(int(found[1]), int(found[2])) if found else hour)
