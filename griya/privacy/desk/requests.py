"""What people ask about their data: written down, carried out, answered."""

import json

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.actions import record_event
from griya.accounts.guard import may_call
from griya.accounts.queries.record import list_history
from griya.core.clock import now
from griya.core.errors import Overtaken, Refused
from griya.privacy.actions.requests import answer_request, erase_person, take_request
from griya.privacy.actions.sweep import remove_files
from griya.privacy.desk import actor_id, blueprint, letters_folder
from griya.privacy.forms import OUTCOME_NAMES, REQUEST_NAMES, AnswerForm, ErasureForm, RequestForm
from griya.privacy.queries import Asked, find_request
from griya.privacy.queries.person import count_of, everything_about, person_called, readable

_DONE = {
    "dicatat": "Tercatat. Jawab sebelum batas waktunya.",
    "dihapus": "Data orang ini sudah dihapus dari permintaan dan surat. Jawab sekarang permintaannya.",
    "dijawab": "Permintaan ini sudah dijawab. Kontak dan kata-katanya dihapus.",
}
_NOT_TYPED = "Tulis HAPUS dengan huruf besar. Yang dihapus tidak dapat dikembalikan."


@blueprint.get("/permintaan/baru")
def request_new() -> Response:
    """Show the form for what somebody asked."""
    return _form_page(RequestForm(formdata=None), 200)


@blueprint.post("/permintaan/baru")
def request_create() -> Response:
    """Write it down."""
    form = RequestForm()
    if not form.validate():
        return _form_page(form, 422)
    try:
        row = take_request(
            kind=form.kind.data,
            contact=form.contact.data or "",
            note=form.note.data or "",
            proof=form.proof.data or "",
            actor_id=actor_id(),
        )
    except Refused as error:
        return _form_page(form, 422, error.reasons)
    return redirect(url_for("desk.privacy.request_show", code=row.code, selesai="dicatat"), 303)


@blueprint.get("/permintaan/<code>")
def request_show(code: str) -> Response:
    """Show one request, what there is about the person, and what can be done."""
    return _page(_request(code), None, 200)


@blueprint.post("/permintaan/<code>/unduh")
def copy_create(code: str) -> Response:
    """Give everything about the person as a file, and record who took it."""
    asked = _open(code)
    found = everything_about(person_called(asked.contact))
    is_json = request.form.get("bentuk") == "json"
    content = json.dumps(found, ensure_ascii=False, indent=1) if is_json else readable(found)
    record_event(
        verb="privacy_request.copied",
        object_type="privacy_request",
        object_key=code,
        actor_id=actor_id(),
        after={"file": "json" if is_json else "teks", "rows": len(found["permintaan"])},
    )
    response = make_response(content)
    response.mimetype = "application/json" if is_json else "text/plain"
    name = f"data-pribadi-{code}.{'json' if is_json else 'txt'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.post("/permintaan/<code>/hapus")
def erasure_create(code: str) -> Response:
    """Erase the person from inquiries and letters."""
    asked, form = _open(code), ErasureForm()
    if not form.validate():
        return _page(asked, form, 422)
    if (form.confirm.data or "").strip() != "HAPUS":
        return _page(asked, form, 422, (_NOT_TYPED,))
    _, message_ids = erase_person(person=person_called(asked.contact), actor_id=actor_id())
    remove_files(folder=letters_folder(), message_ids=message_ids)
    return redirect(url_for("desk.privacy.request_show", code=code, selesai="dihapus"), 303)


@blueprint.post("/permintaan/<code>/jawab")
def answer_create(code: str) -> Response:
    """End the request."""
    asked, form = _request(code), AnswerForm()
    if not form.validate():
        return _page(asked, form, 422)
    raw = form.row_version.data or ""
    try:
        answer_request(
            code=code,
            row_version=int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 9 else -1,
            outcome=form.outcome.data,
            reason=form.reason.data or "",
            actor_id=actor_id(),
        )
    except Overtaken as error:
        return _page(asked, form, 409, error.reasons)
    except Refused as error:
        return _page(asked, form, 422, error.reasons)
    return redirect(url_for("desk.privacy.request_show", code=code, selesai="dijawab"), 303)


def _request(code: str) -> Asked:
    found = find_request(code)
    if found is None:
        abort(404)
    return found


def _open(code: str) -> Asked:
    """One that is not answered yet and still says who asked."""
    found = _request(code)
    if not found.contact:
        abort(404)
    return found


def _form_page(form: RequestForm, status: int, reasons: tuple[str, ...] = ()) -> Response:
    page = render_template("desk/privacy/request_new.html", form=form, reasons=reasons)
    return make_response(page, status)


def _page(asked: Asked, sent: AnswerForm | ErasureForm | None, status: int, reasons: tuple[str, ...] = ()) -> Response:
    answer = sent if isinstance(sent, AnswerForm) else AnswerForm(formdata=None, row_version=asked.row_version)
    erasure = sent if isinstance(sent, ErasureForm) else ErasureForm(formdata=None)
    page = render_template(
        "desk/privacy/request_show.html",
        asked=asked,
        answer=answer,
        erasure=erasure,
        faulty=sent or answer,
        reasons=reasons,
        now=now(),
        counts=count_of(person_called(asked.contact)) if asked.contact else {},
        happened=list_history("privacy_request", asked.code),
        request_names=REQUEST_NAMES,
        outcome_names=OUTCOME_NAMES,
        may_copy=may_call("desk.privacy.copy_create"),
        may_erase=may_call("desk.privacy.erasure_create"),
        done=_DONE.get(request.args.get("selesai", ""), "") if request.method == "GET" else "",
    )
    return make_response(page, status)
