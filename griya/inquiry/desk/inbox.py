"""The inbox: every inquiry, narrowed, and the filters that people keep."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account
from griya.catalog.actions.saved_views import drop_view, keep_view
from griya.catalog.queries.item_page import find_view, list_views
from griya.core.errors import Refused
from griya.core.paging import page_number
from griya.core.text import clean_text, one_line
from griya.inquiry.desk import KIND_NAMES, blueprint
from griya.inquiry.forms.desk import ViewForm
from griya.inquiry.queries.desk import page_of_inquiries
from griya.inquiry.queries.inbox import read_filters
from griya.inquiry.rules.threads import LINE_WORDS
from griya.inquiry.rules.wording import STATES

LIST: Final = "permintaan"


@blueprint.get("")
def inquiry_index() -> Response:
    """List inquiries, newest first, with contacts masked."""
    return _page(ViewForm(formdata=None), 200)


@blueprint.post("/tampilan")
def inquiry_view_create() -> Response:
    """Keep the filters of the inbox under a name."""
    form = ViewForm()
    # Read and written anew: what is kept is an address and nothing else.
    query = urlencode(parse_qsl(one_line(clean_text(form.query.data or "")).lstrip("?")))
    if not form.validate():
        return _page(form, 422)
    try:
        view = keep_view(
            list_name=LIST,
            name=form.name.data or "",
            query=query,
            is_shared=bool(form.is_shared.data),
            owner_id=current_account().account_id,
        )
    except Refused as refusal:
        return _page(form, 422, reasons=refusal.reasons)
    return redirect(url_for("desk.inquiry.inquiry_view_show", code=view.code), 303)


@blueprint.get("/tampilan/<code>")
def inquiry_view_show(code: str) -> Response:
    """Lead to the inbox as a view keeps it."""
    view = find_view(LIST, clean_text(code)[:8], current_account().account_id)
    if view is None:
        abort(404)
    query = "&".join(part for part in (view.query, f"tampilan={view.code}") if part)
    return redirect(f"{url_for('desk.inquiry.inquiry_index')}?{query}", 303)


@blueprint.post("/tampilan/<code>/hapus")
def inquiry_view_delete(code: str) -> Response:
    """Forget a view of one's own."""
    account_id = current_account().account_id
    view = find_view(LIST, clean_text(code)[:8], account_id)
    if view is None:
        abort(404)
    try:
        drop_view(view=view, actor_id=account_id)
    except Refused as refusal:
        return _page(ViewForm(formdata=None), 422, reasons=refusal.reasons)
    return redirect(url_for("desk.inquiry.inquiry_index"), 303)


def _page(form: ViewForm, status: int, *, reasons: tuple[str, ...] = ()) -> Response:
    account_id = current_account().account_id
    filters = read_filters(request.args)
    views = list_views(LIST, account_id)
    code = clean_text(request.args.get("tampilan", ""))[:8]
    return make_response(
        render_template(
            "desk/inquiry/inquiry_index.html",
            page=page_of_inquiries(filters, page_number(request.args.get("hal")), account_id),
            filters=filters,
            views=views,
            view=next((one for one in views if one.code == code), None),
            form=form,
            reasons=reasons,
            states=STATES,
            line_words=LINE_WORDS,
            kind_names=KIND_NAMES,
        ),
        status,
    )
