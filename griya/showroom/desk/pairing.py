"""Typing the code that a panel shows: it becomes a screen that is there already, or a new one."""

import math

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.accounts import limits
from griya.accounts.limits import TooManyAttempts, Trying, network_of
from griya.core import clock
from griya.core.errors import Refused
from griya.core.text import clean_text
from griya.showroom.actions import add_screen
from griya.showroom.actions.pairing import find_panel, use_pairing
from griya.showroom.desk import actor_id, blueprint
from griya.showroom.forms import PairingForm
from griya.showroom.models import Device
from griya.showroom.queries.board import find_screen_row, list_board, list_groups, list_places


@blueprint.get("/pasang")
def pairing_new() -> str:
    """Ask for the code; a panel's own QR code brings it along."""
    form = _form(is_typed=False)
    form.code.data = clean_text(request.args.get("kode", ""))[:12]
    form.screen.data = clean_text(request.args.get("layar", ""))[:30]
    return _page(form)


@blueprint.post("/pasang")
def pairing_create() -> ResponseReturnValue:
    """Make the panel that shows this code the screen that was chosen."""
    now = clock.now()
    try:  # before anything is read: a try that is counted has a transaction of its own
        attempt = limits.take(Trying.PANEL_CODE, "", network_of(request.remote_addr), now)
    except TooManyAttempts as error:
        form = _form(is_typed=True)
        reasons = (f"Terlalu banyak kode dicoba. Tunggu {math.ceil(error.retry_after)} detik, lalu coba lagi.",)
        return make_response(_page(form, reasons=reasons), 429)
    form = _form(is_typed=True)
    if not form.validate():
        return make_response(_page(form), 422)
    try:
        find_panel(code=form.code.data or "", at=now)  # before a new screen is made for a code that is none
        screen = find_screen_row(form.screen.data) if form.screen.data else None
        if screen is None:
            screen = add_screen(
                name=form.name.data or "",
                kind=Device(form.kind.data),
                group_code=form.group.data or "",
                place_code=form.place.data or "",
                actor_id=actor_id(),
                at=now,
            )
        use_pairing(code=form.code.data or "", screen=screen, actor_id=actor_id(), at=now)
    except Refused as refusal:
        return make_response(_page(form, reasons=refusal.reasons), 422)
    limits.give_back(attempt)
    return redirect(url_for("desk.showroom.screen_edit", code=screen.code, terpasang=1), 303)


def _form(*, is_typed: bool) -> PairingForm:
    form = PairingForm() if is_typed else PairingForm(formdata=None)
    screens = list_board(clock.now())
    form.screen.choices = {"": "Layar baru"} | {one.code: f"{one.name} ({one.place_name})" for one in screens}
    # Before the first screen there is neither: both are made with it.
    form.group.choices = {"": "Menurut jenisnya"} | {one.code: one.name for one in list_groups()}
    form.place.choices = {one.code: one.name for one in list_places()} or {"": "Ruang pamer"}
    return form


def _page(form: PairingForm, *, reasons: tuple[str, ...] = ()) -> str:
    return render_template("desk/showroom/pairing_new.html", form=form, reasons=reasons)
