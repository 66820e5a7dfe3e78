"""A curator's own work: the list of sheets, the declaration, the sheet itself."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core import clock
from griya.core.clock import WIB
from griya.core.errors import Overtaken, Refused
from griya.curation.actions.sheets import declare, release_seat, save_sheet
from griya.curation.desk import actor_id, blueprint, review_or_404, row_or_404
from griya.curation.desk.reviews import refused, review_page
from griya.curation.forms import DeclarationForm, ReasonForm, SheetForm, read_sheet
from griya.curation.queries.products import read_facts
from griya.curation.queries.reviews import Review
from griya.curation.queries.tasks import TaskKind, list_tasks
from griya.curation.rules.gates import find_all
from griya.curation.rules.rubric import STEPS
from griya.curation.rules.scoring import Sheet


@blueprint.get("/lembar")
def sheet_index() -> str:
    """List the sheets that wait for this curator, and the seats that are free."""
    tasks = [one for one in list_tasks(actor_id()) if one.kind in {TaskKind.SCORE, TaskKind.TAKE}]
    return render_template("desk/curation/sheet_index.html", tasks=tasks, now=clock.now())


@blueprint.post("/penilaian/<code>/pernyataan")
def declaration_create(code: str) -> ResponseReturnValue:
    """Note what ties a curator to the maker; without a tie they take a seat."""
    form, review = DeclarationForm(), review_or_404(code)
    if not form.validate():
        return make_response(review_page(review, declaration=form), 422)
    try:
        sheet = declare(review=row_or_404(code), conflict=form.tie, note=form.note.data or "", actor_id=actor_id())
    except Refused as refusal:
        return refused(code, refusal, declaration=form)
    page = "desk.curation.sheet_edit" if sheet.seat else "desk.curation.review_show"
    return redirect(url_for(page, code=code), 303)


@blueprint.get("/penilaian/<code>/lembar")
def sheet_edit(code: str) -> ResponseReturnValue:
    """Show a curator's own sheet; one without a seat, or one that was handed in, leads back to the review."""
    review = review_or_404(code)
    own = review.sheet_of(actor_id())
    if own is None or own.seat is None or own.is_submitted:
        return redirect(url_for("desk.curation.review_show", code=code), 303)
    return _page(review, SheetForm(formdata=None, row_version=own.row_version, note=own.note), own.sheet)


@blueprint.post("/penilaian/<code>/lembar")
def sheet_update(code: str) -> ResponseReturnValue:
    """Keep the sheet, or hand it in."""
    review, form = review_or_404(code), SheetForm()
    typed, is_final = read_sheet(request.form, review.rubric, is_food=review.product.is_food), _is_final()
    if not form.validate():
        return make_response(_page(review, form, typed), 422)
    try:
        save_sheet(
            review=row_or_404(code),
            row_version=form.row_version.data or 0,
            content=typed,
            note=form.note.data or "",
            is_final=is_final,
            actor_id=actor_id(),
        )
    except Overtaken as refusal:
        return _overtaken(code, form, typed, refusal)
    except Refused as refusal:
        return make_response(_page(review, form, typed, reasons=refusal.reasons), 422)
    if is_final:
        return redirect(url_for("desk.curation.review_show", code=code), 303)
    return redirect(url_for("desk.curation.sheet_edit", code=code, tersimpan=1), 303)


@blueprint.post("/penilaian/<code>/lembar/kembalikan")
def sheet_delete(code: str) -> ResponseReturnValue:
    """Give the seat back."""
    form = ReasonForm()
    try:
        release_seat(review=row_or_404(code), reason=form.reason.data or "", actor_id=actor_id())
    except Refused as refusal:
        return refused(code, refusal)
    return redirect(url_for("desk.curation.review_show", code=code), 303)


def _is_final() -> bool:
    return request.form.get("do") == "serahkan"


def _overtaken(code: str, form: SheetForm, typed: Sheet, refusal: Overtaken) -> ResponseReturnValue:
    """What was typed beside what is stored now, while that may still be changed; else the review."""
    review = review_or_404(code)
    own = review.sheet_of(actor_id())
    if own is None or own.seat is None or own.is_submitted:
        return refused(code, refusal)
    form.row_version.data, form.row_version.raw_data = own.row_version, None
    return make_response(_page(review, form, typed, reasons=refusal.reasons, stored=own.sheet), 409)


def _page(
    review: Review, form: SheetForm, typed: Sheet, *, reasons: tuple[str, ...] = (), stored: Sheet | None = None
) -> str:
    now = clock.now()
    day = now.astimezone(WIB).date()
    facts = read_facts([review.product.product_id], day)[review.product.product_id]
    return render_template(
        "desk/curation/sheet_edit.html",
        review=review,
        form=form,
        typed=typed,
        stored=stored,
        reasons=reasons,
        gates=review.rubric.gates_for(is_food=review.product.is_food),
        findings=find_all(review.rubric, facts, day),
        steps=STEPS,
        release=ReasonForm(formdata=None),
        is_saved="tersimpan" in request.args and request.method == "GET",
        now=now,
    )
