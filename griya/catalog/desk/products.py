"""The list of products: narrowed, sorted, kept as views, and changed many at once."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account
from griya.catalog.actions.bulk import change_safe_fields
from griya.catalog.actions.saved_views import drop_view, keep_view
from griya.catalog.desk import blueprint
from griya.catalog.desk.product_items import is_plain
from griya.catalog.forms.products import ViewForm
from griya.catalog.queries.drafts import load_lists
from griya.catalog.queries.item_list import read_asked, read_filters
from griya.catalog.queries.item_page import find_view, list_views
from griya.catalog.queries.items import page_of_products, presents_of
from griya.catalog.rules.availability import AVAILABILITY_LABELS
from griya.catalog.rules.bulk import INQUIRABLE, MAX_ROWS, Safe, plan, read_safe
from griya.core.clock import today
from griya.core.errors import Refused
from griya.core.paging import page_number
from griya.core.text import clean_text, one_line

LIST: Final = "produk"


@blueprint.get("/produk")
def product_index() -> Response:
    """List all products, public or not."""
    return _list_page(ViewForm(formdata=None), 200)


@blueprint.post("/produk/tampilan")
def product_view_create() -> Response:
    """Keep the filters of the list under a name."""
    form = ViewForm()
    # Read and written anew: what is kept is an address and nothing else.
    query = urlencode(parse_qsl(one_line(clean_text(form.query.data or "")).lstrip("?")))
    if not form.validate():
        return _list_page(form, 422)
    try:
        view = keep_view(
            list_name=LIST,
            name=form.name.data or "",
            query=query,
            is_shared=bool(form.is_shared.data),
            owner_id=current_account().account_id,
        )
    except Refused as refusal:
        return _list_page(form, 422, reasons=refusal.reasons)
    return redirect(url_for("desk.catalog.product_view_show", code=view.code), 303)


@blueprint.get("/produk/tampilan/<code>")
def product_view_show(code: str) -> Response:
    """Lead to the list as a view keeps it."""
    view = find_view(LIST, code, current_account().account_id) if is_plain(code) else None
    if view is None:
        abort(404)
    query = "&".join(part for part in (view.query, f"tampilan={view.code}") if part)
    return redirect(f"{url_for('desk.catalog.product_index')}?{query}", 303)


@blueprint.post("/produk/tampilan/<code>/hapus")
def product_view_delete(code: str) -> Response:
    """Forget a view of one's own."""
    account_id = current_account().account_id
    view = find_view(LIST, code, account_id) if is_plain(code) else None
    if view is None:
        abort(404)
    try:
        drop_view(view=view, actor_id=account_id)
    except Refused as refusal:
        return _list_page(ViewForm(formdata=None), 422, reasons=refusal.reasons)
    return redirect(url_for("desk.catalog.product_index"), 303)


@blueprint.get("/produk/massal")
def product_bulk_edit() -> Response:
    """Show what would change in the ticked products before anything does."""
    return _bulk_page(200)


@blueprint.post("/produk/massal")
def product_bulk_update() -> Response:
    """Change what the preview showed."""
    safe, faults = _read_safe()
    try:
        if faults:
            raise Refused(faults)
        done = change_safe_fields(codes=_codes(), safe=safe, actor_id=current_account().account_id)
    except Refused as refusal:
        return _bulk_page(422, reasons=refusal.reasons)
    count = sum(bool(one.changes) for one in done)
    return redirect(url_for("desk.catalog.product_index", diubah=count), 303)


def _view_code() -> str:
    return clean_text(request.args.get("tampilan", ""))[:8]


def _list_page(form: ViewForm, status: int, *, reasons: tuple[str, ...] = ()) -> Response:
    lists = load_lists()
    filters = read_filters(request.args, lists, keep={"tampilan": code} if (code := _view_code()) else {})
    views = list_views(LIST, current_account().account_id)
    changed = request.args.get("diubah", "")
    return make_response(
        render_template(
            "desk/catalog/product_index.html",
            page=page_of_products(read_asked(filters), lists, on=today(), page=page_number(request.args.get("hal"))),
            filters=filters,
            views=views,
            view=next((one for one in views if one.code == _view_code()), None),
            form=form,
            reasons=reasons,
            availabilities=AVAILABILITY_LABELS,
            inquirable=INQUIRABLE,
            changed=int(changed) if changed.isascii() and changed.isdecimal() and len(changed) < 4 else None,
        ),
        status,
    )


def _codes() -> list[str]:
    return list(dict.fromkeys(clean_text(code)[:24] for code in request.values.getlist("produk")))


def _read_safe() -> tuple[Safe, list[str]]:
    return read_safe(*(one_line(clean_text(request.values.get(key, ""))) for key in ("sedia", "tanya", "rak-showroom")))


def _bulk_page(status: int, *, reasons: tuple[str, ...] = ()) -> Response:
    safe, faults = _read_safe()
    codes = _codes()
    if not 0 < len(codes) <= MAX_ROWS:
        faults = [*faults, f"Centang 1 sampai {MAX_ROWS} produk."]
    planned = [] if faults else [plan(present, safe) for present in presents_of(codes)]
    return make_response(
        render_template(
            "desk/catalog/product_bulk_edit.html",
            planned=planned,
            form=ViewForm(formdata=None),
            reasons=reasons or tuple(faults),
            typed={key: request.values.get(key, "") for key in ("sedia", "tanya", "rak-showroom")},
            count=sum(bool(one.changes) for one in planned),
        ),
        status,
    )
