"""What a maker answered to a typed question, taken over as the product's own answer."""

from flask import abort, request
from werkzeug import Response

from griya.accounts.guard import current_account
from griya.catalog.actions.facts import decide_fact
from griya.inquiry.desk import blueprint
from griya.inquiry.desk.inquiry import found_thread
from griya.inquiry.desk.steps import take
from griya.inquiry.forms.desk import FactForm


@blueprint.post("/<reference>/<int:number>/fakta")
def fact_update(reference: str, number: int) -> Response:
    """Take an answer over, shown on the product's page or kept from it."""
    inquiry, thread = found_thread(reference, number)
    form = FactForm()
    raw, version = form.position.data or "", form.fact_version.data or ""
    position = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 6 else 0
    line = next((one for one in thread.lines if one.position == position and one.product_id), None)
    if line is None:
        abort(404)
    return take(
        inquiry,
        number,
        {"fact": form},
        lambda: decide_fact(
            product_id=line.product_id or 0,
            question=form.question.data or "",
            answer_id=form.answer.data or "",
            answer_en=form.answer_en.data or "",
            is_public=request.form.get("tampil") == "1",
            row_version=int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else -1,
            actor_id=current_account().account_id,
            acting_for=thread.maker_name or None,
            proof=f"jawaban permintaan {inquiry.reference}",
        ),
        f"percakapan-{number}",
    )
