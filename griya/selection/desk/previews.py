"""Links to a preview: making one, the list of those that open something now, revoking."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.accounts.guard import may_call
from griya.core import clock
from griya.core.errors import Refused
from griya.core.preview import preview_address
from griya.selection.actions.previews import create_preview, revoke_preview
from griya.selection.desk import actor_id, blueprint
from griya.selection.forms import PreviewForm
from griya.selection.queries.previews import list_previews
from griya.selection.queries.versions import find_draft
from griya.selection.rules.wording import typed_parts


@blueprint.get("/pratinjau")
def preview_index() -> str:
    """List the live links and offer one to any moment."""
    at_on, at_at = typed_parts(clock.now())
    return _page(PreviewForm(formdata=None, at_on=at_on, at_at=at_at))


@blueprint.post("/pratinjau")
def preview_create() -> ResponseReturnValue:
    """Make a link to a moment, or to a draft as if it were approved."""
    form = PreviewForm()
    if not form.validate():
        return make_response(_page(form), 422)
    version = None
    if form.slug.data:
        raw = form.number.data or ""
        version = find_draft(form.slug.data, int(raw)) if raw.isascii() and raw.isdecimal() and len(raw) < 6 else None
        if version is None:
            abort(404)
    try:
        link = create_preview(
            moment=form.moment,
            lives_for=form.lives_for,
            version=version,
            actor_id=actor_id(),
        )
    except Refused as refusal:
        return make_response(_page(form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.selection.preview_index", baru=link.id), 303)


@blueprint.post("/pratinjau/<int:link_id>/cabut")
def preview_delete(link_id: int) -> ResponseReturnValue:
    """Close a link for good."""
    try:
        revoke_preview(link_id=link_id, actor_id=actor_id())
    except Refused as refusal:
        at_on, at_at = typed_parts(clock.now())
        form = PreviewForm(formdata=None, at_on=at_on, at_at=at_at)
        return make_response(_page(form, reasons=refusal.reasons), 409)
    return redirect(url_for("desk.selection.preview_index"), 303)


def _page(form: PreviewForm, *, reasons: tuple[str, ...] = ()) -> str:
    now = clock.now()
    return render_template(
        "desk/selection/preview_index.html",
        form=form,
        reasons=reasons,
        links=list_previews(now),
        new_id=request.args.get("baru", ""),
        address=preview_address,
        now=now,
        can_curate=may_call("desk.selection.selection_create"),
    )
