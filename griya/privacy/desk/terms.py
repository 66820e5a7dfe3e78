"""How long a kind of data is kept, decided by administrators."""

from flask import abort, make_response, redirect, render_template, url_for
from werkzeug import Response

from griya.core.errors import Overtaken, Refused
from griya.privacy.actions.requests import set_term
from griya.privacy.desk import actor_id, blueprint
from griya.privacy.forms import TermForm
from griya.privacy.queries import TermNow, terms_now
from griya.privacy.rules import Kind


@blueprint.get("/masa-simpan/<kind>")
def term_edit(kind: str) -> Response:
    """Show how long a kind is kept, and why."""
    found = _term(kind)
    form = TermForm(formdata=None, days=found.days, basis=found.basis, row_version=found.row_version)
    return _page(found, form, 200)


@blueprint.post("/masa-simpan/<kind>")
def term_update(kind: str) -> Response:
    """Decide it."""
    found, form = _term(kind), TermForm()
    if not form.validate():
        return _page(found, form, 422)
    raw = form.row_version.data or ""
    try:
        set_term(
            kind=found.term.kind,
            days=form.days.data or 0,
            basis=form.basis.data or "",
            row_version=int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 9 else -1,
            actor_id=actor_id(),
        )
    except Overtaken as error:
        form.row_version.data, form.row_version.raw_data = str(found.row_version), None
        return _page(found, form, 409, error.reasons)
    except Refused as error:
        return _page(found, form, 422, error.reasons)
    return redirect(url_for("desk.privacy.privacy_index", tersimpan=1), 303)


def _term(kind: str) -> TermNow:
    if kind not in set(Kind):
        abort(404)
    return terms_now()[Kind(kind)]


def _page(found: TermNow, form: TermForm, status: int, reasons: tuple[str, ...] = ()) -> Response:
    page = render_template("desk/privacy/term_edit.html", found=found, form=form, reasons=reasons)
    return make_response(page, status)
