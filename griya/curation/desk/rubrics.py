"""The rubric at the desk: its versions, a draft's editor, what differs, what it would have changed, its approval."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.accounts.guard import may_call
from griya.core import clock
from griya.core.errors import Overtaken, Refused
from griya.curation.actions.rubrics import approve_rubric, copy_rubric, save_rubric
from griya.curation.desk import actor_id, blueprint
from griya.curation.forms import RubricApprovalForm, RubricForm, read_rubric
from griya.curation.models import CurationRubric
from griya.curation.queries.rubrics import RubricVersion, find_rubric_row, list_rubrics, try_rubric
from griya.curation.rules.rubric import CHECK_NAMES, MOST_PARTS, STEPS, Rubric, differences
from griya.curation.rules.scoring import ORDER


@blueprint.get("/rubrik")
def rubric_index() -> str:
    """List the versions of the rubric."""
    return render_template(
        "desk/curation/rubric_index.html",
        rubrics=list_rubrics(),
        now=clock.now(),
        can_curate=may_call("desk.curation.rubric_create"),
    )


@blueprint.get("/rubrik/<int:number>")
def rubric_show(number: int) -> str:
    """Show one version, what it changes against the one before it, and what it would have made of past reviews."""
    return _show(number, RubricApprovalForm(formdata=None))


@blueprint.post("/rubrik/<int:number>/salin")
def rubric_create(number: int) -> ResponseReturnValue:
    """Begin a draft with everything of this version."""
    try:
        draft = copy_rubric(rubric=_row(number), actor_id=actor_id())
    except Refused as refusal:
        return make_response(_show(number, RubricApprovalForm(formdata=None), refusal.reasons), 409)
    return redirect(url_for("desk.curation.rubric_edit", number=draft.number), 303)


@blueprint.get("/rubrik/<int:number>/ubah")
def rubric_edit(number: int) -> ResponseReturnValue:
    """Show a draft's editor; any other version is only read."""
    version = _version(number)
    if not version.is_draft:
        return redirect(url_for("desk.curation.rubric_show", number=number), 303)
    form = RubricForm(formdata=None, row_version=version.row_version, note=version.note)
    return _edit(version, form, version.rubric)


@blueprint.post("/rubrik/<int:number>/ubah")
def rubric_update(number: int) -> ResponseReturnValue:
    """Save a draft."""
    version, form, typed = _version(number), RubricForm(), read_rubric(request.form)
    if not form.validate():
        return make_response(_edit(version, form, typed), 422)
    try:
        save_rubric(
            rubric=_row(number),
            row_version=form.row_version.data or 0,
            content=typed,
            note=form.note.data or "",
            actor_id=actor_id(),
        )
    except Overtaken as refusal:
        theirs = _version(number)
        if not theirs.is_draft:
            return make_response(_show(number, RubricApprovalForm(formdata=None), refusal.reasons), 409)
        # What is stored now is told beside what was typed; saving again is a decision and writes over it.
        form.row_version.data, form.row_version.raw_data = theirs.row_version, None
        return make_response(_edit(theirs, form, typed, reasons=refusal.reasons, is_overtaken=True), 409)
    except Refused as refusal:
        return make_response(_edit(version, form, typed, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.curation.rubric_show", number=number), 303)


@blueprint.post("/rubrik/<int:number>/setujui")
def approval_create(number: int) -> ResponseReturnValue:
    """Let a draft be in force from a day on."""
    form = RubricApprovalForm()
    if not form.validate() or form.valid_on.data is None:
        return make_response(_show(number, form), 422)
    try:
        approve_rubric(
            rubric=_row(number),
            row_version=form.row_version.data or 0,
            valid_on=form.valid_on.data,
            actor_id=actor_id(),
        )
    except Refused as refusal:
        return make_response(_show(number, form, refusal.reasons), 409 if isinstance(refusal, Overtaken) else 422)
    return redirect(url_for("desk.curation.rubric_show", number=number), 303)


def _row(number: int) -> CurationRubric:
    found = find_rubric_row(number)
    if found is None:
        abort(404)
    return found


def _version(number: int) -> RubricVersion:
    found = next((one for one in list_rubrics() if one.number == number), None)
    if found is None:
        abort(404)
    return found


def _show(number: int, form: RubricApprovalForm, reasons: tuple[str, ...] = ()) -> str:
    versions = list_rubrics()
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        abort(404)
    raw = request.args.get("dari", "")
    wanted = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 6 else number - 1
    before = next((one for one in versions if one.number == wanted), None)
    can_curate = may_call("desk.curation.rubric_create")
    return render_template(
        "desk/curation/rubric_show.html",
        version=version,
        before=before,
        differences=differences(before.rubric, version.rubric) if before else (),
        trial=try_rubric(version.rubric) if can_curate else None,
        order=ORDER,
        form=form,
        reasons=reasons,
        check_names=CHECK_NAMES,
        steps=STEPS,
        now=clock.now(),
        can_curate=can_curate,
        own_id=actor_id(),
    )


def _edit(
    version: RubricVersion,
    form: RubricForm,
    typed: Rubric,
    *,
    reasons: tuple[str, ...] = (),
    is_overtaken: bool = False,
) -> str:
    return render_template(
        "desk/curation/rubric_edit.html",
        version=version,
        form=form,
        typed=typed,
        theirs=differences(typed, version.rubric) if is_overtaken else (),
        reasons=reasons,
        check_names=CHECK_NAMES,
        steps=STEPS,
        gate_places=range(1, min(MOST_PARTS, len(typed.gates) + 1) + 1),
        criterion_places=range(1, min(MOST_PARTS, len(typed.criteria) + 1) + 1),
    )
