"""Deciding a review, its conditions, taking a result back, and the letter on paper."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core import clock
from griya.core.errors import Refused
from griya.core.qr import draw
from griya.curation.actions import recipient_of, told_of
from griya.curation.actions.verdicts import Ruling, decide_review, extend_condition, meet_condition, revoke_result
from griya.curation.desk import actor_id, blueprint, post, review_or_404, row_or_404
from griya.curation.desk.reviews import refused, review_page
from griya.curation.forms import ConditionForm, RevocationForm, RulingForm, read_conditions
from griya.curation.letters import appeal_token, paragraphs_of


@blueprint.post("/penilaian/<code>/putusan")
def verdict_create(code: str) -> ResponseReturnValue:
    """Give the review its result."""
    review, form = review_or_404(code), RulingForm()
    conditions, faults = read_conditions(request.form)
    if not form.validate() or faults:
        return make_response(review_page(review, ruling=form, reasons=tuple(faults)), 422)
    ruling = Ruling(
        result=form.chosen,
        reason=form.reason.data or "",
        improvement=form.improvement.data or "",
        override_reason=form.override_reason.data or "",
        conditions=conditions,
        is_impartial=bool(form.is_impartial.data),
    )
    try:
        decide_review(
            review=row_or_404(code),
            row_version=form.row_version.data or 0,
            ruling=ruling,
            post=post(),
            actor_id=actor_id(),
        )
    except Refused as refusal:
        return refused(code, refusal, ruling=form)
    return redirect(url_for("desk.curation.review_show", code=code, _anchor="hasil"), 303)


@blueprint.post("/penilaian/<code>/syarat")
def condition_update(code: str) -> ResponseReturnValue:
    """Note that a condition is met, or give it more time."""
    review, form = review_or_404(code), ConditionForm()
    if not form.validate():
        return make_response(review_page(review, condition=form), 422)
    row, condition_id, seen = row_or_404(code), form.condition.data or 0, form.row_version.data or 0
    try:
        if request.form.get("do") == "perpanjang":
            if form.due_on.data is None:
                raise Refused("Tulis tanggal yang baru.")
            extend_condition(
                review=row,
                condition_id=condition_id,
                row_version=seen,
                due_on=form.due_on.data,
                reason=form.note.data or "",
                actor_id=actor_id(),
            )
        else:
            meet_condition(
                review=row,
                condition_id=condition_id,
                row_version=seen,
                note=form.note.data or "",
                post=post(),
                actor_id=actor_id(),
            )
    except Refused as refusal:
        return refused(code, refusal, condition=form)
    return redirect(url_for("desk.curation.review_show", code=code, _anchor="syarat"), 303)


@blueprint.post("/penilaian/<code>/cabut")
def revocation_create(code: str) -> ResponseReturnValue:
    """Take a result back."""
    review, form = review_or_404(code), RevocationForm(prefix="cabut-")
    if not form.validate():
        return make_response(review_page(review, revocation=form), 422)
    try:
        revoke_result(
            review=row_or_404(code),
            reason=form.reason.data or "",
            improvement=form.improvement.data or "",
            post=post(),
            actor_id=actor_id(),
        )
    except Refused as refusal:
        return refused(code, refusal, revocation=form)
    return redirect(url_for("desk.curation.review_show", code=code, _anchor="hasil"), 303)


@blueprint.get("/penilaian/<code>/surat/<int:number>")
def letter_show(code: str, number: int) -> str:
    """Show a verdict's letter for printing, for a maker without e-mail."""
    review = review_or_404(code)
    verdict = next((one for one in review.verdicts if one.number == number), None)
    if verdict is None:
        abort(404)
    sender = post()
    told = told_of(review=review, verdict=verdict)
    can_appeal = verdict.appeal_until is not None and clock.now() < verdict.appeal_until and not told.valid_from
    link = f"{sender.public_url}/banding/{appeal_token(sender.secret_key, code, number)}"
    return render_template(
        "desk/curation/letter_show.html",
        review=review,
        verdict=verdict,
        paragraphs=paragraphs_of(told, sender),
        address=recipient_of(producer_id=review.product.producer_id),
        qr=draw(link) if can_appeal else None,
        now=clock.now(),
    )
