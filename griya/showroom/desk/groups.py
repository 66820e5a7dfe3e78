"""Groups of screens: each follows one slot, and its screens follow it."""

from flask import abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from griya.core import clock
from griya.core.errors import Overtaken, Refused
from griya.selection.queries.slots import list_slots
from griya.showroom.actions import add_group, update_group
from griya.showroom.desk import actor_id, blueprint, version_of
from griya.showroom.forms import GroupForm
from griya.showroom.queries.board import find_group_row, list_groups


@blueprint.get("/kelompok")
def group_index() -> str:
    """List the groups and offer a new one."""
    return _page(_form(is_typed=False))


@blueprint.post("/kelompok")
def group_create() -> ResponseReturnValue:
    """Add a group."""
    form = _form(is_typed=True)
    if not form.validate():
        return make_response(_page(form), 422)
    try:
        add_group(
            name=form.name.data or "",
            slot_code=form.slot.data or "",
            is_still=form.is_still.data,
            actor_id=actor_id(),
        )
    except Refused as refusal:
        return make_response(_page(form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.showroom.group_index"), 303)


@blueprint.get("/kelompok/<code>")
def group_edit(code: str) -> str:
    """Show the form of a group."""
    form = _form(is_typed=False)
    found = next((one for one in list_groups() if one.code == code), None)
    if found is None:
        abort(404)
    form.row_version.data, form.name.data = str(found.row_version), found.name
    form.slot.data, form.is_still.data = found.slot_code, found.is_still
    return _edit_page(code, form)


@blueprint.post("/kelompok/<code>")
def group_update(code: str) -> ResponseReturnValue:
    """Save what the form says of a group."""
    group, form = find_group_row(code), _form(is_typed=True)
    if group is None:
        abort(404)
    if not form.validate():
        return make_response(_edit_page(code, form), 422)
    try:
        update_group(
            group=group,
            row_version=version_of(form.row_version.data),
            name=form.name.data or "",
            slot_code=form.slot.data or "",
            is_still=form.is_still.data,
            actor_id=actor_id(),
        )
    except Overtaken as refusal:
        form.row_version.data, form.row_version.raw_data = str(group.row_version), None
        return make_response(_edit_page(code, form, reasons=refusal.reasons, is_overtaken=True), 409)
    except Refused as refusal:
        return make_response(_edit_page(code, form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.showroom.group_index"), 303)


def _slots() -> dict[str, str]:
    return {one.code: one.name for one in list_slots(clock.now()) if not one.is_closed}


def _form(*, is_typed: bool) -> GroupForm:
    form = GroupForm() if is_typed else GroupForm(formdata=None)
    form.slot.choices = _slots()
    return form


def _page(form: GroupForm, *, reasons: tuple[str, ...] = ()) -> str:
    return render_template("desk/showroom/group_index.html", form=form, reasons=reasons, groups=list_groups())


def _edit_page(code: str, form: GroupForm, *, reasons: tuple[str, ...] = (), is_overtaken: bool = False) -> str:
    stored = next(one for one in list_groups() if one.code == code)
    # The slot of before stays to choose also where it was closed since.
    form.slot.choices = {stored.slot_code: stored.slot_name} | _slots()
    return render_template(
        "desk/showroom/group_edit.html",
        form=form,
        reasons=reasons,
        stored=stored,
        is_overtaken=is_overtaken,
    )
