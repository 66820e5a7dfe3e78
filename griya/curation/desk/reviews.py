"""Putting products forward, and the page of one review with everything that was done to it."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.accounts.guard import may_call
from griya.core import clock
from griya.core.clock import WIB
from griya.core.errors import Overtaken, Refused
from griya.core.filters import Filters, Words
from griya.curation.actions.reviews import put_forward, withdraw_review
from griya.curation.desk import actor_id, blueprint, review_or_404, row_or_404
from griya.curation.forms import (
    AppealRulingForm,
    ConditionForm,
    DeclarationForm,
    ForwardForm,
    OfficerAppealForm,
    ReasonForm,
    RevocationForm,
    RulingForm,
    read_keys,
)
from griya.curation.models import Result
from griya.curation.queries.products import list_products, read_facts, search_products
from griya.curation.queries.recognition import list_latest
from griya.curation.queries.reviews import Review, list_happenings, list_open_reviews
from griya.curation.queries.rounds import list_rounds
from griya.curation.rules import MOST_CONDITIONS, ReviewState, may_see_sheets
from griya.curation.rules.gates import find_all
from griya.curation.rules.scoring import MOST


@blueprint.get("/ajukan")
def review_new() -> str:
    """Find products to put forward."""
    return _forward(_forward_form(is_typed=False))


@blueprint.post("/ajukan")
def review_create() -> ResponseReturnValue:
    """Put the ticked products forward."""
    form, keys = _forward_form(is_typed=True), read_keys(request.form, "produk")
    if not form.validate():
        return make_response(_forward(form, chosen=keys), 422)
    try:
        made = put_forward(
            product_ids=keys, actor_id=actor_id(), note=form.note.data or "", round_code=form.round.data or ""
        )
    except Refused as refusal:
        status = 409 if isinstance(refusal, Overtaken) else 422
        return make_response(_forward(form, chosen=keys, reasons=refusal.reasons), status)
    if len(made) == 1:
        return redirect(url_for("desk.curation.review_show", code=made[0].code), 303)
    return redirect(url_for("desk.curation.home_show", _anchor="dinilai"), 303)


@blueprint.get("/penilaian/<code>")
def review_show(code: str) -> str:
    """Show one review: where it stands and what can be done now."""
    return review_page(review_or_404(code))


@blueprint.post("/penilaian/<code>/tarik")
def review_delete(code: str) -> ResponseReturnValue:
    """Take a review back before it is decided."""
    form = ReasonForm(prefix="tarik-")
    review = review_or_404(code)
    if not form.validate():
        return make_response(review_page(review, withdrawal=form), 422)
    try:
        withdraw_review(review=row_or_404(code), reason=form.reason.data or "", actor_id=actor_id())
    except Refused as refusal:
        return refused(code, refusal)
    return redirect(url_for("desk.curation.review_show", code=code), 303)


def refused(code: str, refusal: Refused, **forms: object) -> ResponseReturnValue:
    """The review as it is now, with the reasons above it and what was typed: 409 where somebody else was first."""
    page = review_page(review_or_404(code), reasons=refusal.reasons, **forms)
    return make_response(page, 409 if isinstance(refusal, Overtaken) else 422)


def review_page(review: Review, *, reasons: tuple[str, ...] = (), **forms: object) -> str:
    """The page of a review with empty forms, except those that were typed."""
    now, own_id = clock.now(), actor_id()
    can_curate = may_call("desk.curation.sheet_edit")
    day = now.astimezone(WIB).date()
    own = review.sheet_of(own_id)
    facts = read_facts([review.product.product_id], day)[review.product.product_id]
    conclusion = review.conclusion
    blank = RulingForm(formdata=None, row_version=review.row_version, result=conclusion.result if conclusion else None)
    shown = {
        "declaration": DeclarationForm(formdata=None),
        "ruling": blank,
        "appeal_ruling": AppealRulingForm(formdata=None, result=Result.SELECTED, prefix="banding-"),
        "withdrawal": ReasonForm(formdata=None, prefix="tarik-"),
        "revocation": RevocationForm(formdata=None, prefix="cabut-"),
        "condition": ConditionForm(formdata=None),
        "appeal": OfficerAppealForm(formdata=None, prefix="ajukan-"),
    } | forms
    is_tied = own is not None and own.conflict != "tidak"
    return render_template(
        "desk/curation/review_show.html",
        review=review,
        own=own,
        own_id=own_id,
        is_tied=is_tied,
        is_involved=review.is_involved(own_id),
        can_curate=can_curate,
        shows_sheets=can_curate and may_see_sheets(review.state) and bool(review.submitted),
        conclusion=conclusion,
        findings=find_all(review.rubric, facts, day),
        happenings=list_happenings(review),
        reasons=reasons,
        now=now,
        today=day,
        typed=request.form,
        condition_places=range(1, MOST_CONDITIONS + 1),
        is_open=review.state in {ReviewState.SCORING, ReviewState.THIRD, ReviewState.DECIDING},
        most=MOST,
        forms=shown,
    )


def _forward_form(*, is_typed: bool) -> ForwardForm:
    form = ForwardForm() if is_typed else ForwardForm(formdata=None, round=request.args.get("putaran", ""))
    now = clock.now()
    open_ones = [(one.code, f"{one.name}") for one in list_rounds() if now < one.closes_at]
    form.round.choices = [("", "Tanpa putaran: nilai dalam 14 hari"), *open_ones]
    return form


def _forward(form: ForwardForm, *, chosen: list[int] | None = None, reasons: tuple[str, ...] = ()) -> str:
    filters = Filters(
        request.args,
        Words("q", "Nama produk, kode, atau pembuat", 100),
        keep={"putaran": form.round.data} if form.round.data else None,
    )
    asked = filters.text("q")
    keys = chosen or []
    kept = list_products(keys)
    found = [one for one in search_products(asked) if one.product_id not in kept] if asked else []
    shown = [*kept.values(), *found]
    return render_template(
        "desk/curation/review_new.html",
        form=form,
        asked=asked,
        filters=filters,
        products=shown,
        chosen=set(keys),
        latest=list_latest(one.product_id for one in shown),
        under_review={one.product.product_id for one in list_open_reviews()},
        reasons=reasons,
        now=clock.now(),
    )
