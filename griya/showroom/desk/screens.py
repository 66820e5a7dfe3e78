"""One screen at the desk: how it is, its profile with a picture of its sizes, re-pairing, retirement."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core.errors import Overtaken, Refused
from griya.showroom.actions import retire_screen, update_screen
from griya.showroom.desk import actor_id, blueprint, screen_or_404, version_of
from griya.showroom.desk.board import line_of
from griya.showroom.forms import ProfileForm, RetirementForm, ScreenForm
from griya.showroom.queries.board import BoardScreen, find_screen_row, list_groups, list_places
from griya.showroom.rules.picture import Picture, picture_of
from griya.showroom.rules.profile import profile_faults


@blueprint.get("/perangkat/<code>")
def screen_edit(code: str) -> str:
    """Show a screen and the form of what is said of it."""
    screen = screen_or_404(code)
    return _page(screen, _stored(screen))


@blueprint.post("/perangkat/<code>")
def screen_update(code: str) -> ResponseReturnValue:
    """Save what the form says, or show it beside what somebody else saved."""
    screen, form = screen_or_404(code), _offered(ScreenForm())
    if not form.validate():
        return make_response(_page(screen, form), 422)
    if request.form.get("do") == "lihat":
        return _page(screen, form)
    row = find_screen_row(code)
    assert row is not None  # noqa: S101 - `screen_or_404` has found it
    try:
        update_screen(
            screen=row, row_version=version_of(form.row_version.data), content=form.content, actor_id=actor_id()
        )
    except Overtaken as refusal:
        # What is stored now stands beside what was typed; saving again is a decision and writes over it.
        theirs = screen_or_404(code)
        form.row_version.data, form.row_version.raw_data = str(theirs.row_version), None
        return make_response(_page(theirs, form, reasons=refusal.reasons, is_overtaken=True), 409)
    except Refused as refusal:
        return make_response(_page(screen, form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.showroom.screen_edit", code=code, tersimpan=1), 303)


@blueprint.post("/perangkat/<code>/berhenti")
def retirement_create(code: str) -> ResponseReturnValue:
    """Take a screen out of use."""
    screen, form = screen_or_404(code), RetirementForm()
    if not form.validate():
        return make_response(_page(screen, _stored(screen), retirement=form), 422)
    row = find_screen_row(code)
    assert row is not None  # noqa: S101 - `screen_or_404` has found it
    try:
        retire_screen(screen=row, reason=form.reason.data or "", actor_id=actor_id())
    except Refused as refusal:
        return make_response(_page(screen, _stored(screen), retirement=form, reasons=refusal.reasons), 409)
    return redirect(url_for("desk.showroom.screen_index"), 303)


@blueprint.get("/gambar")
def picture_show() -> ResponseReturnValue:
    """The picture of the sizes as a piece of a page, for a script that asks while somebody types."""
    form = ProfileForm(request.args, meta={"csrf": False})
    picture = _picture(form) if form.validate() else None
    response = make_response(render_template("desk/showroom/picture_show.html", picture=picture))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _stored(screen: BoardScreen) -> ScreenForm:
    form = _offered(
        ScreenForm(formdata=None, row_version=screen.row_version, name=screen.name, idle=screen.idle_seconds)
    )
    form.group.data, form.place.data = screen.group_code, screen.place_code
    form.fill(screen.profile)
    return form


def _offered(form: ScreenForm) -> ScreenForm:
    form.group.choices = {one.code: f"{one.name}: {one.slot_name}" for one in list_groups()}
    form.place.choices = {one.code: one.name for one in list_places()}
    return form


def _picture(form: ProfileForm) -> Picture | None:
    return None if profile_faults(form.profile) else picture_of(form.profile.surface)


def _page(
    screen: BoardScreen,
    form: ScreenForm,
    *,
    retirement: RetirementForm | None = None,
    reasons: tuple[str, ...] = (),
    is_overtaken: bool = False,
) -> str:
    is_readable = not any(name in form.errors for name in ("diagonal", "distance", "width", "height", "scale"))
    return render_template(
        "desk/showroom/screen_edit.html",
        screen=screen,
        advice=line_of(screen).advice,
        form=form,
        retirement=retirement or RetirementForm(formdata=None),
        picture=_picture(form) if is_readable else None,
        reasons=reasons,
        is_overtaken=is_overtaken,
        is_saved="tersimpan" in request.args and request.method == "GET",
        is_paired_now="terpasang" in request.args and request.method == "GET",
    )
