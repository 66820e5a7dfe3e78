"""Taking the list of producers or of products away as a file: what for is asked first and kept on record."""

from collections.abc import Mapping

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.queries.drafts import load_lists
from griya.catalog.queries.item_list import read_asked as read_products
from griya.catalog.queries.item_list import read_filters
from griya.catalog.queries.items import count_products
from griya.core import unit_of_work
from griya.core.clock import today
from griya.core.errors import Refused
from griya.core.filters import Filters
from griya.dossier.actions.sheets import record_sheet
from griya.dossier.desk import actor_id, blueprint, is_private, producer_filters
from griya.dossier.forms import SheetForm
from griya.dossier.queries.producers import count_producers
from griya.dossier.queries.sheets import list_producer_rows, list_product_rows
from griya.dossier.rules.asked import read_asked
from griya.dossier.rules.sheets import SHEETS
from griya.dossier.writing import written
from griya.publication.rules.tables import Row

_KIND = f"<any({','.join(SHEETS)}):kind>"


@blueprint.get(f"/berkas/{_KIND}")
def sheet_new(kind: str) -> ResponseReturnValue:
    """Say what the file will hold, and ask what it is for."""
    return _page(kind, SheetForm(formdata=None), 200)


@blueprint.post(f"/berkas/{_KIND}")
def sheet_create(kind: str) -> ResponseReturnValue:
    """Write the file."""
    form = SheetForm()
    if not form.validate():
        return _page(kind, form, 422)
    who, format_ = actor_id(), form.format.data or ""
    table = SHEETS[kind].table(is_private=is_private())
    rows, filters = _narrowed(kind)
    unit_of_work.let_go()  # thousands of rows take a second to write: no other writer waits for it
    content, media_type = written(table, rows, format_)
    try:
        record_sheet(
            table=table,
            row_count=len(rows),
            filters=filters,
            purpose=form.purpose.data or "",
            format_=format_,
            actor_id=who,
        )
    except Refused as refusal:
        return _page(kind, form, 422, reasons=refusal.reasons)
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="meja-{kind}-{today()}.{format_}"'
    return response


def _narrowed(kind: str) -> tuple[list[Row], Mapping[str, str]]:
    """The rows of the list as it is narrowed, and what narrows it in the record's words."""
    filters = _filters(kind)
    if kind == "ikm":
        asked = read_asked(filters)
        return list_producer_rows(asked, is_private=is_private()), asked.parameters
    return list_product_rows(read_products(filters)), {one.field.name: one.value for one in filters.fields}


def _page(kind: str, form: SheetForm, status: int, *, reasons: tuple[str, ...] = ()) -> ResponseReturnValue:
    sheet, filters = SHEETS[kind], _filters(kind)
    if kind == "ikm":
        count = count_producers(read_asked(filters), is_private=is_private())
        back = url_for("desk.dossier.producer_index")
    else:
        count = count_products(read_products(filters), load_lists(), on=today())
        back = url_for("desk.catalog.product_index")
    page = render_template(
        "desk/dossier/sheet_new.html",
        sheet=sheet,
        table_columns=sheet.table(is_private=is_private()).columns,
        private_names=sheet.private,
        form=form,
        reasons=reasons,
        count=count,
        active=filters.active,
        action=url_for("desk.dossier.sheet_create", kind=kind) + filters.query(),
        back=back + filters.query(),
        is_private=is_private(),
    )
    return make_response(page, status)


def _filters(kind: str) -> Filters:
    return producer_filters() if kind == "ikm" else read_filters(request.args, load_lists())
