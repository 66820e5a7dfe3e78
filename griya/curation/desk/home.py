"""Curation's first page and the rounds: what waits for me, what is being reviewed, what lapses soon."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.accounts.guard import may_call
from griya.core import clock
from griya.core.errors import Refused
from griya.core.paging import page_number
from griya.curation.actions.reviews import open_round
from griya.curation.desk import actor_id, blueprint
from griya.curation.forms import RoundForm
from griya.curation.queries.recognition import list_lapsing
from griya.curation.queries.reviews import list_open_reviews, page_of_closed
from griya.curation.queries.rounds import find_round, list_rounds
from griya.curation.queries.tasks import list_tasks
from griya.curation.rules import LAPSE_NEAR


@blueprint.get("")
def home_show() -> str:
    """Show what waits for this person, and everything that is being reviewed."""
    now = clock.now()
    can_curate = may_call("desk.curation.sheet_edit")
    return render_template(
        "desk/curation/home_show.html",
        tasks=list_tasks(actor_id(), is_curator=can_curate),
        reviews=list_open_reviews(),
        lapsing=list_lapsing(now),
        near=now + LAPSE_NEAR,
        now=now,
        can_curate=can_curate,
    )


@blueprint.get("/selesai")
def result_index() -> str:
    """List the reviews that were decided or withdrawn."""
    return render_template("desk/curation/result_index.html", page=page_of_closed(page_number(request.args.get("hal"))))


@blueprint.get("/putaran")
def round_index() -> str:
    """List the rounds and offer a new one."""
    return _rounds(RoundForm(formdata=None))


@blueprint.post("/putaran")
def round_create() -> ResponseReturnValue:
    """Open a round."""
    form = RoundForm()
    if not form.validate() or form.closes_on.data is None:
        return make_response(_rounds(form), 422)
    try:
        opened = open_round(name=form.name.data or "", closes_on=form.closes_on.data, actor_id=actor_id())
    except Refused as refusal:
        return make_response(_rounds(form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.curation.round_show", code=opened.code), 303)


@blueprint.get("/putaran/<code>")
def round_show(code: str) -> str:
    """Show one round with its reviews."""
    found = find_round(code) if len(code) <= 8 else None
    if found is None:
        abort(404)
    return render_template(
        "desk/curation/round_show.html",
        round=found,
        reviews=list_open_reviews(round_code=code),
        page=page_of_closed(page_number(request.args.get("hal")), round_code=code),
        now=clock.now(),
    )


def _rounds(form: RoundForm, *, reasons: tuple[str, ...] = ()) -> str:
    return render_template(
        "desk/curation/round_index.html",
        form=form,
        reasons=reasons,
        rounds=list_rounds(),
        now=clock.now(),
        can_curate=may_call("desk.curation.round_create"),
    )
