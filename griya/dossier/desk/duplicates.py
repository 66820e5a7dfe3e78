"""Pairs that may be one producer: looked through, told apart, or led on to a merge."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core.errors import Refused
from griya.core.paging import page_number
from griya.dossier.actions.merging import take_together, tell_apart
from griya.dossier.desk import actor_id, blueprint, producer_or_404
from griya.dossier.forms import WhyForm
from griya.dossier.queries.duplicates import list_apart, page_of_duplicates


@blueprint.get("/ikm/ganda")
def duplicate_index() -> ResponseReturnValue:
    """List the pairs worth a look, the likeliest first."""
    return _page(200)


@blueprint.get("/ikm/ganda/bukan")
def distinction_index() -> str:
    """List the pairs that were told apart."""
    return render_template("desk/dossier/distinction_index.html", pairs=list_apart())


@blueprint.post("/ikm/ganda/<code>/<other>/bukan")
def distinction_create(code: str, other: str) -> ResponseReturnValue:
    """Remember that these are two."""
    form = WhyForm()
    if not form.validate():
        return _page(422, reasons=tuple(str(error) for error in form.reason.errors) or ("Tulis alasannya.",))
    try:
        tell_apart(
            one_id=producer_or_404(code).producer_id,
            other_id=producer_or_404(other).producer_id,
            reason=form.reason.data or "",
            actor_id=actor_id(),
        )
    except Refused as refusal:
        return _page(422, reasons=refusal.reasons)
    return redirect(url_for("desk.dossier.duplicate_index", hal=request.args.get("hal") or None), 303)


@blueprint.post("/ikm/ganda/<code>/<other>/lagi")
def distinction_delete(code: str, other: str) -> ResponseReturnValue:
    """Propose a pair again."""
    one, two = producer_or_404(code), producer_or_404(other)
    try:
        take_together(one_id=one.producer_id, other_id=two.producer_id, actor_id=actor_id())
    except Refused:
        abort(404)
    return redirect(url_for("desk.dossier.distinction_index"), 303)


def _page(status: int, *, reasons: tuple[str, ...] = ()) -> ResponseReturnValue:
    found = page_of_duplicates(page_number(request.args.get("hal")))
    page = found.page

    def way(number: int) -> str:
        return url_for("desk.dossier.duplicate_index", hal=number)

    drawn = render_template(
        "desk/dossier/duplicate_index.html",
        page=page,
        crowds=found.crowds,
        compared=found.compared,
        form=WhyForm(formdata=None),
        reasons=reasons,
        before=way(page.number - 1) if page.number > 1 else "",
        after=way(page.number + 1) if page.number < page.count else "",
        hal=page.number,
    )
    return make_response(drawn, status)
