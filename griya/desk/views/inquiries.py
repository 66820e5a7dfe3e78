"""A list of inquiries as a file whose purpose is recorded."""

from flask import make_response, render_template, request
from werkzeug import Response

from griya.accounts.guard import current_account
from griya.core import unit_of_work
from griya.core.clock import now
from griya.core.errors import Refused
from griya.desk.forms import InquiryExportForm
from griya.desk.sheets import TYPES, written_rows
from griya.desk.views import blueprint
from griya.inquiry.actions.handling import record_export
from griya.inquiry.queries.inbox import COLUMNS, CONTACTS, exported_rows, read_filters
from griya.inquiry.queries.office import list_exports


@blueprint.get("/permintaan/unduh")
def inquiry_export_new() -> Response:
    """Ask what the list is for."""
    return _page(InquiryExportForm(formdata=None), 200)


@blueprint.post("/permintaan/unduh")
def inquiry_export_create() -> Response:
    """Give the list as a file, and record who took it and what for."""
    form, filters = InquiryExportForm(), read_filters(request.args)
    if not form.validate():
        return _page(form, 422)
    kind, with_contacts, account_id = form.kind.data, bool(form.has_contacts.data), current_account().account_id
    rows = exported_rows(filters, account_id, with_contacts=with_contacts)
    unit_of_work.let_go()  # a sheet of thousands of rows takes a second: no buyer waits for it
    sheet = written_rows([*COLUMNS, *(CONTACTS if with_contacts else ())], rows, kind)
    try:
        record_export(
            account_id=account_id,
            file_format=kind,
            purpose=form.purpose.data or "",
            filters={one.field.name: one.value for one in filters.fields if one.value},
            has_contacts=with_contacts,
            row_count=len(rows),
        )
    except Refused as refusal:
        return _page(form, 422, refusal.reasons)
    response = make_response(sheet)
    response.headers["Content-Disposition"] = f'attachment; filename="permintaan-{now():%Y%m%d-%H%M}.{kind}"'
    response.mimetype = TYPES[kind]
    return response


def _page(form: InquiryExportForm, status: int, reasons: tuple[str, ...] = ()) -> Response:
    html = render_template(
        "desk/inquiry_export_new.html",
        form=form,
        filters=read_filters(request.args),
        exports=list_exports(),
        reasons=reasons,
    )
    return make_response(html, status)
