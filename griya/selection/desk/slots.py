"""The places that show a selection: adding one for a kabupaten or an event, closing it again."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.accounts.guard import may_call
from griya.core import clock
from griya.core.errors import Refused
from griya.selection.actions import find_slot
from griya.selection.actions.slots import add_slot, close_slot, require_distinction
from griya.selection.desk import actor_id, blueprint
from griya.selection.forms import SlotForm
from griya.selection.queries.register import list_region_labels
from griya.selection.queries.slots import list_slots


@blueprint.get("/tempat")
def slot_index() -> str:
    """List the slots and offer a new one."""
    return _page(_form(is_typed=False))


@blueprint.post("/tempat")
def slot_create() -> ResponseReturnValue:
    """Add a slot."""
    form = _form(is_typed=True)
    if not form.validate():
        return make_response(_page(form), 422)
    try:
        add_slot(
            name=form.name.data or "",
            region_code=form.region.data or None,
            is_permanent=form.is_permanent.data,
            actor_id=actor_id(),
        )
    except Refused as refusal:
        return make_response(_page(form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.selection.slot_index"), 303)


@blueprint.post("/tempat/<code>")
def slot_update(code: str) -> ResponseReturnValue:
    """Close a slot, open it again, or say whether only selected products may stand there."""
    slot = find_slot(slot_code=code)
    if slot is None:
        abort(404)
    wish = request.form.get("do")
    try:
        if wish in {"khusus", "umum"}:
            require_distinction(slot=slot, is_required=wish == "khusus", actor_id=actor_id())
        else:
            close_slot(slot=slot, is_closed=wish == "tutup", actor_id=actor_id())
    except Refused as refusal:
        return make_response(_page(_form(is_typed=False), reasons=refusal.reasons), 422)
    return redirect(url_for("desk.selection.slot_index"), 303)


def _form(*, is_typed: bool) -> SlotForm:
    form = SlotForm() if is_typed else SlotForm(formdata=None)
    form.region.choices = [("", "Tidak untuk satu daerah"), *list_region_labels().items()]
    return form


def _page(form: SlotForm, *, reasons: tuple[str, ...] = ()) -> str:
    return render_template(
        "desk/selection/slot_index.html",
        form=form,
        reasons=reasons,
        slots=list_slots(clock.now()),
        now=clock.now(),
        can_curate=may_call("desk.selection.selection_create"),
    )
