"""Emergency messages: one press puts one over everything on the screens, one press takes it back."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core import clock
from griya.core.errors import Refused
from griya.showroom.actions.emergencies import end_emergency, send_emergency
from griya.showroom.desk import actor_id, blueprint
from griya.showroom.forms import EmergencyForm
from griya.showroom.queries.board import list_groups
from griya.showroom.queries.emergencies import find_emergency, list_told
from griya.showroom.rules.standing import READY_MESSAGES


@blueprint.get("/darurat")
def emergency_index() -> str:
    """Show the form and what was said before."""
    return _page(emergency_form())


@blueprint.post("/darurat")
def emergency_create() -> ResponseReturnValue:
    """Put a message on the screens: a ready one, by the button that was pressed, or one's own."""
    form = emergency_form(is_typed=True)
    ready = dict(enumerate(READY_MESSAGES)).get(_number(request.form.get("siap")))
    if not form.validate():
        return make_response(_page(form), 422)
    now = clock.now()
    words_id, words_en = ready or (form.message_id.data or "", form.message_en.data or "")
    try:
        send_emergency(
            message_id=words_id,
            message_en=words_en,
            ends_at=now + form.life,
            group_code=form.group.data or "",
            actor_id=actor_id(),
            at=now,
        )
    except Refused as refusal:
        return make_response(_page(form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.showroom.screen_index", _anchor="darurat"), 303)


@blueprint.post("/darurat/<int:number>/akhiri")
def emergency_update(number: int) -> ResponseReturnValue:
    """Take a message from the screens."""
    emergency = find_emergency(number)
    if emergency is None:
        abort(404)
    try:
        end_emergency(emergency=emergency, actor_id=actor_id())
    except Refused as refusal:
        return make_response(_page(emergency_form(), reasons=refusal.reasons), 409)
    return redirect(url_for("desk.showroom.screen_index", _anchor="darurat"), 303)


def emergency_form(*, is_typed: bool = False) -> EmergencyForm:
    """The form with the groups there are."""
    form = EmergencyForm() if is_typed else EmergencyForm(formdata=None)
    form.group.choices = {"": "Semua layar"} | {one.code: one.name for one in list_groups()}
    return form


def _page(form: EmergencyForm, *, reasons: tuple[str, ...] = ()) -> str:
    return render_template(
        "desk/showroom/emergency_index.html",
        form=form,
        reasons=reasons,
        told=list_told(),
        ready=READY_MESSAGES,
        now=clock.now(),
    )


def _number(raw: str | None) -> int:
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 3 else -1
