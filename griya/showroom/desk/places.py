"""Places and their hours: when screens show products, and what they show while the place is closed."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core import clock
from griya.core.errors import Overtaken, Refused
from griya.showroom.actions.places import PlaceContent, add_place, update_place
from griya.showroom.desk import actor_id, blueprint, version_of
from griya.showroom.forms import (
    MOST_HOURS,
    MOST_SPECIAL,
    WEEKDAYS,
    HoursRow,
    PlaceForm,
    PlaceNameForm,
    SpecialRow,
    TypedHours,
    hours_rows,
    read_hours,
)
from griya.showroom.queries.board import find_place, list_places
from griya.showroom.queries.devices import special_of, weekly_of
from griya.showroom.rules.hours import as_times, closing_hint, hours_words, is_open, special_words
from griya.showroom.rules.programme import ms_of


@blueprint.get("/tempat")
def place_index() -> str:
    """List the places, each with its hours, and offer a new one."""
    return _page(PlaceNameForm(formdata=None))


@blueprint.post("/tempat")
def place_create() -> ResponseReturnValue:
    """Add a place."""
    form = PlaceNameForm()
    if not form.validate():
        return make_response(_page(form), 422)
    try:
        place = add_place(name=form.name.data or "", actor_id=actor_id())
    except Refused as refusal:
        return make_response(_page(form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.showroom.place_edit", code=place.code), 303)


@blueprint.get("/tempat/<code>")
def place_edit(code: str) -> str:
    """Show a place's hours as they can be typed."""
    place = find_place(code)
    if place is None:
        abort(404)
    form = PlaceForm(formdata=None, row_version=str(place.row_version), name=place.name, night=place.night)
    return _edit_page(code, form, hours_rows(weekly_of(place), special_of(place)))


@blueprint.post("/tempat/<code>")
def place_update(code: str) -> ResponseReturnValue:
    """Save a place's hours, or show another row."""
    if find_place(code) is None:
        abort(404)
    form, typed = PlaceForm(), read_hours(request.form)
    if request.form.get("do") == "baris":
        return _edit_page(code, form, typed)
    if not form.validate() or typed.faults:
        return make_response(_edit_page(code, form, typed, reasons=typed.faults), 422)
    try:
        update_place(
            code=code,
            row_version=version_of(form.row_version.data),
            content=PlaceContent(form.name.data or "", form.night.data, typed.weekly, typed.days),
            actor_id=actor_id(),
        )
    except Overtaken as refusal:
        stored = find_place(code)
        assert stored is not None  # noqa: S101 - found above; places are never deleted
        form.row_version.data, form.row_version.raw_data = str(stored.row_version), None
        return make_response(_edit_page(code, form, typed, reasons=refusal.reasons, is_overtaken=True), 409)
    except Refused as refusal:
        return make_response(_edit_page(code, form, typed, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.showroom.place_edit", code=code, tersimpan=1), 303)


def _page(form: PlaceNameForm, *, reasons: tuple[str, ...] = ()) -> str:
    now = clock.now()
    today = clock.today()
    rows = []
    for place in list_places():
        weekly, special = weekly_of(place), special_of(place)
        ahead = [one for one in special if one.last >= today]
        rows.append(
            {
                "place": place,
                "hours": hours_words(weekly),
                "special": [special_words(one) for one in ahead[:3]],
                "more": max(0, len(ahead) - 3),
                "is_open": is_open(as_times(weekly, special, today), ms_of(now)),
            }
        )
    return render_template("desk/showroom/place_index.html", form=form, reasons=reasons, rows=rows)


def _edit_page(
    code: str, form: PlaceForm, typed: TypedHours, *, reasons: tuple[str, ...] = (), is_overtaken: bool = False
) -> str:
    stored = find_place(code)
    assert stored is not None  # noqa: S101 - every caller has found it
    return render_template(
        "desk/showroom/place_edit.html",
        form=form,
        reasons=reasons,
        stored=stored,
        stored_hours=hours_words(weekly_of(stored)),
        stored_special=tuple(special_words(one) for one in special_of(stored)),
        hours=[*typed.hours, HoursRow()][:MOST_HOURS],
        special=[*typed.special, SpecialRow()][:MOST_SPECIAL],
        hints=[hint for one in typed.weekly if (hint := closing_hint(one.opens, one.closes))],
        weekdays=WEEKDAYS,
        is_overtaken=is_overtaken,
        is_saved="tersimpan" in request.args and request.method == "GET",
    )
