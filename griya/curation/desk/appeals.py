"""Appeals at the desk: the list, filing one for a maker, deciding one."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core import clock
from griya.core.errors import Refused
from griya.curation.actions.appeals import OnBehalf, decide_appeal, file_appeal
from griya.curation.actions.verdicts import Ruling
from griya.curation.desk import actor_id, blueprint, post, review_or_404, row_or_404
from griya.curation.desk.reviews import refused, review_page
from griya.curation.forms import AppealRulingForm, OfficerAppealForm, read_conditions
from griya.curation.models import AppealOutcome, Conflict
from griya.curation.queries.reviews import reviews_with_appeal


@blueprint.get("/banding")
def appeal_index() -> str:
    """List the appeals that wait, then those that were decided."""
    return render_template(
        "desk/curation/appeal_index.html",
        waiting=reviews_with_appeal(is_open=True),
        decided=reviews_with_appeal(is_open=False),
        now=clock.now(),
    )


@blueprint.post("/penilaian/<code>/banding")
def appeal_create(code: str) -> ResponseReturnValue:
    """File an appeal for a maker who asked for it."""
    review, form = review_or_404(code), OfficerAppealForm(prefix="ajukan-")
    if not form.validate():
        return make_response(review_page(review, appeal=form), 422)
    raw = form.number.data or ""
    try:
        file_appeal(
            review=row_or_404(code),
            number=int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 5 else 0,
            grounds=form.grounds.data or "",
            post=post(),
            on_behalf=OnBehalf(actor_id(), form.acting_for.data or "", form.proof.data or ""),
        )
    except Refused as refusal:
        return refused(code, refusal, appeal=form)
    return redirect(url_for("desk.curation.review_show", code=code, _anchor="banding"), 303)


@blueprint.post("/penilaian/<code>/banding/putusan")
def appeal_update(code: str) -> ResponseReturnValue:
    """Decide the open appeal."""
    review, form = review_or_404(code), AppealRulingForm(prefix="banding-")
    conditions, faults = read_conditions(request.form)
    if not form.validate() or faults:
        return make_response(review_page(review, appeal_ruling=form, reasons=tuple(faults)), 422)
    try:
        decide_appeal(
            review=row_or_404(code),
            conflict=Conflict(form.conflict.data),
            outcome=AppealOutcome(form.outcome.data),
            ruling=Ruling(form.chosen, form.reason.data or "", form.improvement.data or "", "", conditions),
            post=post(),
            actor_id=actor_id(),
        )
    except Refused as refusal:
        return refused(code, refusal, appeal_ruling=form)
    return redirect(url_for("desk.curation.review_show", code=code, _anchor="banding"), 303)
