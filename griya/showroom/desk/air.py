"""What is on one screen, or on all of a slot, at any moment, and why everything else that was chosen is not."""

import re
from dataclasses import replace
from datetime import datetime, time

from flask import render_template, request

from griya.core import clock
from griya.core.filters import Choice, Day, Filters, Words
from griya.selection.queries.slots import list_slots
from griya.selection.rules.wording import read_moment, typed_parts
from griya.showroom.desk import blueprint
from griya.showroom.queries.board import list_board
from griya.showroom.queries.devices import find_paired
from griya.showroom.queries.programme import Programme, find_programme
from griya.showroom.rules.air import Kind, Showing
from griya.showroom.rules.programme import DAYS_AHEAD, Absence, end_words, moment_of
from griya.showroom.rules.slides import loop_words
from griya.showroom.rules.standing import ALWAYS_OPEN

_HOUR = re.compile(r"([01][0-9]|2[0-3])[.:]([0-5][0-9])")
SCREENS = "layar"


@blueprint.get("/tayang")
def air_show() -> str:
    """Answer "apa yang tayang pada …?" for a screen or a slot; without a day and an hour, for now."""
    now = clock.now()
    screens = {one.code: f"{one.name} ({one.place_name})" for one in list_board(now)}
    slots = {slot.code: slot.name for slot in list_slots(now) if not slot.is_closed}
    filters = Filters(
        request.args,
        Choice("layar", "Layar", screens, any_label="Tanpa jam buka: seluruh tempat"),
        Choice("tempat", "Tempat tayang", slots, any_label="", start=SCREENS),
        Day("hari", "Hari"),
        Words("jam", "Jam, WIB", max_length=5),
    )
    at = _asked_moment(filters, now)
    paired = find_paired(filters.text("layar"), at) if filters.text("layar") else None
    slot_code = paired.slot_code if paired else filters.text("tempat")
    programme = find_programme(slot_code, at, standing=paired.standing if paired else ALWAYS_OPEN)
    told = programme.showing(at)
    covered = _covered(programme, told, at)
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
        absences=(*covered, *programme.absences(at)),
        kind=told.kind.value,
        message=next((one for one in programme.standing.messages if one.key == told.key), None),
        night=programme.standing.night,
        paired=paired,
        slot_name=slots.get(slot_code, slot_code),
        days=DAYS_AHEAD.days,
    )


def _covered(programme: Programme, told: Showing, at: datetime) -> tuple[Absence, ...]:
    """What would be on were it not for the night or an emergency message."""
    if told.kind not in {Kind.NIGHT, Kind.TAKEOVER}:
        return ()
    until = f" sampai {end_words(at, moment_of(told.until))}" if told.until is not None else ""
    reason = "Tempatnya tutup" if told.kind is Kind.NIGHT else "Pesan darurat menutupi semua produk"
    bare = replace(programme, air=replace(programme.air, hours=(), takeovers=()))
    title = bare.title(at)
    return tuple(Absence(str(turn.card.name), title, f"{reason}{until}.") for turn in bare.loop(at))


def _asked_moment(filters: Filters, now: datetime) -> datetime:
    """The typed day and hour; an hour alone is today's, a day alone the hour it is now."""
    today, hour = typed_parts(now)
    day, found = filters.day("hari"), _HOUR.fullmatch(filters.text("jam"))
    if not day and not found:
        return now
    return read_moment(day or today, time(int(found[1]), int(found[2])) if found else hour)
