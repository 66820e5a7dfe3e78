"""The steps of a product's way: handed in, taken, decided, withdrawn, brought back. Each is one POST with a guard."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from flask import abort, current_app, make_response, redirect, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account
from griya.catalog.actions.drafts import drop_draft
from griya.catalog.actions.review import (
    Looked,
    approve_draft,
    release_draft,
    request_changes,
    submit_draft,
    take_draft,
)
from griya.catalog.actions.standing import change_standing
from griya.catalog.desk import blueprint
from griya.catalog.desk.product_items import difference_page, item_or_404, item_page
from griya.catalog.desk.wording import STEPS
from griya.catalog.forms.products import NoteForm, StandingForm, read_requests
from griya.catalog.queries.drafts import file_names_on_show, unheld
from griya.core import media
from griya.core.errors import Overtaken, Refused

_STEPS: Final = ",".join(step for step in STEPS if step != "tarik")


@blueprint.post("/produk/<code>/ajukan")
def product_submission_create(code: str) -> Response:
    """Hand the draft in."""
    return _decide(code, submit_draft, "desk.catalog.product_show")


@blueprint.post("/produk/<code>/ambil")
def product_taking_create(code: str) -> Response:
    """Take the draft for review."""
    return _decide(code, take_draft, "desk.catalog.product_difference_show")


@blueprint.post("/produk/<code>/lepas")
def product_taking_delete(code: str) -> Response:
    """Put the draft back, so that somebody else can take it."""
    return _decide(code, release_draft, "desk.catalog.product_difference_show")


@blueprint.post("/produk/<code>/setujui")
def product_approval_create(code: str) -> Response:
    """Publish the draft; another person than those who wrote it does."""
    note = NoteForm().note.data or ""
    unused: set[str] = set()

    def approve(*, looked: Looked) -> None:
        shown = file_names_on_show(looked.product.id)
        approve_draft(looked=looked, note=note)
        unused.update(unheld(shown))

    answer = _decide(code, approve, "desk.catalog.product_show")
    # A photo that was taken out is not to be found under its address any more, once the change is committed.
    answer.call_on_close(partial(media.drop, current_app.config["MEDIA_FOLDER"], unused))
    return answer


@blueprint.post("/produk/<code>/perbaikan")
def product_request_create(code: str) -> Response:
    """Send the draft back with what is to be mended."""
    requests = read_requests(request.form)
    return _decide(
        code,
        partial(request_changes, requests=requests),
        "desk.catalog.product_show",
        requests=requests,
    )


@blueprint.post("/produk/<code>/buang")
def product_draft_delete(code: str) -> Response:
    """Throw the draft away; what is live stays."""
    note = NoteForm().note.data or ""

    unused: set[str] = set()

    def drop(*, looked: Looked) -> None:
        names = drop_draft(product=looked.product, stamp=looked.stamp, reason=note, actor_id=looked.actor_id)
        unused.update(unheld(names))

    answer = _decide(code, drop, "desk.catalog.product_show")
    # A file cannot be rolled back, so it goes when the answer is out, which is after the commit.
    answer.call_on_close(partial(media.drop, current_app.config["MEDIA_FOLDER"], unused))
    return answer


@blueprint.post("/produk/<code>/tarik")
def product_withdrawal_create(code: str) -> Response:
    """Take the product off every surface, because its maker wants so."""
    return _step(code, "tarik")


@blueprint.post(f"/produk/<code>/status/<any({_STEPS}):step>")
def product_step_create(code: str, step: str) -> Response:
    """Return, suspend, resume, archive or unarchive the product."""
    return _step(code, step)


def _decide(
    code: str,
    deed: Callable[..., object],
    way_on: str,
    *,
    requests: Sequence[Mapping[str, str]] = (),
) -> Response:
    """Do what was decided about the draft that the form names; 409 where it is another one by now."""
    item = item_or_404(code)
    form = NoteForm()
    stamp = form.stamp.data or ""
    try:
        if not form.validate():
            raise Refused("Catatan paling panjang 300 huruf.")
        deed(looked=Looked(item.product, stamp, current_account().account_id))
    except Refused as refusal:
        status = 409 if isinstance(refusal, Overtaken) else 422
        page = difference_page(item_or_404(code), form=form, requests=requests, reasons=refusal.reasons)
        return make_response(page, status)
    return redirect(url_for(way_on, code=code, tersimpan=1), 303)


def _step(code: str, step: str) -> Response:
    item = item_or_404(code)
    if step not in STEPS:
        abort(404)
    form = StandingForm()
    try:
        if not form.validate():
            raise Refused([words for errors in form.errors.values() for words in errors])
        change_standing(
            product=item.product,
            command=STEPS[step][0],
            seen_state=form.state.data or "",
            reason=form.reason.data or "",
            actor_id=current_account().account_id,
        )
    except Refused as refusal:
        status = 409 if isinstance(refusal, Overtaken) else 422
        return make_response(item_page(item_or_404(code), form=form, reasons=refusal.reasons), status)
    return redirect(url_for("desk.catalog.product_show", code=code, tersimpan=1), 303)
