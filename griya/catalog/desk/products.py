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
from griya.catalog.models.drafts import DraftState
from griya.catalog.queries.desk import STATE_NAMES
from griya.catalog.queries.drafts import Lists, load_lists
from griya.catalog.queries.item_page import find_view, list_views
from griya.catalog.queries.items import Asked, Order, page_of_products, presents_of, purposes_and_requirements
from griya.catalog.rules.availability import AVAILABILITY_LABELS
from griya.catalog.rules.bulk import INQUIRABLE, MAX_ROWS, Safe, plan, read_safe
from griya.catalog.rules.filters import MAX_QUERY_LENGTH
from griya.core.clock import today
from griya.core.errors import Refused
from griya.core.filters import Choice, Filters, Words
from griya.core.paging import page_number
from griya.core.text import clean_text, one_line, slugify

LIST: Final = "produk"
_STATES: Final = {slugify(name): state for state, name in STATE_NAMES.items()}
_DRAFTS: Final = {
    "ada": "Ada draf",
    DraftState.WRITING.value: "Sedang ditulis",
    DraftState.SUBMITTED.value: "Diajukan, menunggu",
    DraftState.IN_REVIEW.value: "Sedang diperiksa",
    DraftState.CHANGES_REQUESTED.value: "Perlu perbaikan",
}
_ORDERS: Final = {
    Order.NAME.value: "Nama",
    Order.SAVED.value: "Terakhir disimpan",
    Order.NEWEST.value: "Terbaru dibuat",
    Order.PRICE.value: "Harga terendah",
}


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


def filters_of(lists: Lists) -> Filters:
    """The filters of this list, as the address asks for them; the order goes along."""
    return Filters(
        request.args,
        Words("q", "Nama, kode, IKM, atau tempat", max_length=MAX_QUERY_LENGTH),
        Choice("status", "Status", {key: STATE_NAMES[state] for key, state in _STATES.items()}, "Semua status"),
        Choice("kurang", "Yang kurang", purposes_and_requirements(), "Lengkap atau tidak"),
        Choice("urut", "Urutkan", _ORDERS, ""),
        Choice("rak", "Rak", {one.key: one.label for one in lists.categories if not one.shelf}, is_more=True),
        Choice("wilayah", "Kabupaten/kota", lists.regencies, is_more=True),
        Choice("draf", "Draf", _DRAFTS, "Dengan atau tanpa draf", is_more=True),
        Choice("foto", "Foto", {"tanpa": "Tanpa foto"}, "Dengan atau tanpa foto", is_more=True),
        Choice("sertifikat", "Sertifikat", {"berakhir": "Berakhir dalam 90 hari"}, is_more=True),
        keep={"tampilan": code} if (code := _view_code()) else {},
    )


def _view_code() -> str:
    return clean_text(request.args.get("tampilan", ""))[:8]


def _list_page(form: ViewForm, status: int, *, reasons: tuple[str, ...] = ()) -> Response:
    lists = load_lists()
    filters = filters_of(lists)
    asked = Asked(
        text=filters.text("q"),
        state=_STATES.get(filters.text("status"), ""),
        shelf=filters.text("rak"),
        region=filters.text("wilayah"),
        lacks=filters.text("kurang"),
        has_no_photo=bool(filters.text("foto")),
        is_lapsing=bool(filters.text("sertifikat")),
        draft=filters.text("draf"),
        order=Order(filters.text("urut") or Order.NAME.value),
    )
    views = list_views(LIST, current_account().account_id)
    changed = request.args.get("diubah", "")
    return make_response(
        render_template(
            "desk/catalog/product_index.html",
            page=page_of_products(asked, lists, on=today(), page=page_number(request.args.get("hal"))),
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
