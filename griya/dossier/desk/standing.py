"""Stopping a producer, listing it again, closing it: what it does is shown first, then a reason is asked for."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core import clock
from griya.core.errors import Overtaken, Refused
from griya.dossier.actions.standing import take_step
from griya.dossier.desk import actor_id, blueprint, producer_or_404, sender
from griya.dossier.desk.wording import STEP_WORDS
from griya.dossier.forms import StepForm
from griya.dossier.queries.effects import find_effect
from griya.dossier.queries.facts import Found
from griya.dossier.rules import Step, next_steps

_STEP = f"<any({','.join(Step)}):step>"


@blueprint.get(f"/ikm/<code>/{_STEP}")
def standing_new(code: str, step: str) -> ResponseReturnValue:
    """Show what the step does, and ask why."""
    found = producer_or_404(code)
    form = StepForm(formdata=None, row_version=found.row_version)
    return _page(found, Step(step), form, 200)


@blueprint.post(f"/ikm/<code>/{_STEP}")
def standing_create(code: str, step: str) -> ResponseReturnValue:
    """Take the step."""
    found = producer_or_404(code)
    form = StepForm()
    form.offer(Step(step))
    if not form.validate():
        return _page(found, Step(step), form, 422)
    try:
        done = take_step(
            producer_id=found.producer_id,
            row_version=form.row_version.data or 0,
            step=Step(step),
            reason_code=form.reason_code.data or "",
            reason=form.reason.data or "",
            sender=sender(),
            actor_id=actor_id(),
        )
    except Overtaken as refusal:
        found = producer_or_404(code)
        form.row_version.data, form.row_version.raw_data = found.row_version, None
        return _page(found, Step(step), form, 409, reasons=refusal.reasons)
    except Refused as refusal:
        return _page(found, Step(step), form, 422, reasons=refusal.reasons)
    told: dict[str, Any] = {"langkah": step, "surat": len(done.told), "telepon": len(done.by_phone)}
    return redirect(url_for("desk.dossier.producer_show", code=found.code, **told), 303)


def _page(
    found: Found, step: Step, form: StepForm, status: int, *, reasons: tuple[str, ...] = ()
) -> ResponseReturnValue:
    form.offer(step)
    title, lead = STEP_WORDS[step]
    page = render_template(
        "desk/dossier/standing_new.html",
        found=found,
        step=step,
        title=title,
        lead=lead,
        form=form,
        reasons=reasons,
        effect=find_effect(found.producer_id, clock.now()),
        is_possible=step in next_steps(found.standing),
        is_overtaken=request.method == "POST" and status == 409,
    )
    return make_response(page, status)
