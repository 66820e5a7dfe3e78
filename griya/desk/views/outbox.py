"""The outbox at the desk: what left, what waits, what failed or came back, and what a person can do about it."""

from datetime import datetime

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account, may_call
from griya.accounts.queries.record import list_history
from griya.config import Settings
from griya.core import outbox
from griya.core.clock import now
from griya.core.errors import Refused
from griya.core.filters import Choice, Filters
from griya.core.paging import page_number
from griya.desk.actions import MOST_AT_ONCE, note_reached, note_return, send_again, send_all_again
from griya.desk.forms import ReachedForm, ReturnForm
from griya.desk.queries import MessageRow, find_message, other_ways, page_of_messages
from griya.desk.rules import MESSAGE_STATE_NAMES, MessageState, may_send_again
from griya.desk.views import blueprint

_STATE = Choice("status", "Keadaan", MESSAGE_STATE_NAMES, is_chips=True)
# What has just happened, by the word in the address.
_DONE = {
    "lagi": "Surat ini masuk antrean lagi dan dikirim dalam beberapa detik.",
    "dihubungi": "Tercatat: penerimanya sudah dihubungi. Surat ini tidak lagi di daftar tugas.",
    "kembali": "Tercatat: surat ini kembali. Hubungi penerimanya lewat jalan lain.",
}


@blueprint.get("/pesan")
def outbox_index() -> str:
    """List the messages of the outbox with their states."""
    filters = Filters(request.args, _STATE)
    state = filters.text("status")
    raw = request.args.get("dikirim", "")
    return render_template(
        "desk/outbox_index.html",
        page=page_of_messages(MessageState(state) if state else None, page_number(request.args.get("hal"))),
        filters=filters,
        state_names=MESSAGE_STATE_NAMES,
        health=outbox.health(),
        has_smtp=has_smtp(),
        may_send=may_call("desk.outbox_send_create"),
        most_at_once=MOST_AT_ONCE,
        put_back=int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 6 else None,
    )


@blueprint.post("/pesan/kirim-lagi")
def outbox_send_create() -> Response:
    """Put everything that was given up back into the queue."""
    count = send_all_again(actor_id=current_account().account_id)
    return redirect(url_for("desk.outbox_index", dikirim=count), 303)


@blueprint.get("/pesan/<int:number>")
def outbox_show(number: int) -> Response:
    """Show one message: how it fares, why it failed, how else its recipient is reached. Its words are not shown."""
    return _page(_message(number), None, 200)


@blueprint.post("/pesan/<int:number>/kirim-lagi")
def outbox_again_create(number: int) -> Response:
    """Put one message back into the queue."""
    message = _message(number)
    try:
        send_again(message_id=number, actor_id=current_account().account_id)
    except Refused as refusal:
        return _page(message, None, 409, refusal.reasons)
    return redirect(url_for("desk.outbox_show", number=number, selesai="lagi"), 303)


@blueprint.post("/pesan/<int:number>/kembali")
def outbox_return_create(number: int) -> Response:
    """Write down that a letter came back."""
    message, form = _message(number), ReturnForm()
    if not form.validate():
        return _page(message, form, 422)
    try:
        note_return(message_id=number, reason=form.reason.data or "", actor_id=current_account().account_id)
    except Refused as refusal:
        return _page(message, form, 409, refusal.reasons)
    return redirect(url_for("desk.outbox_show", number=number, selesai="kembali"), 303)


@blueprint.post("/pesan/<int:number>/dihubungi")
def outbox_reached_create(number: int) -> Response:
    """Write down that the recipient was reached in another way."""
    message, form = _message(number), ReachedForm()
    if not form.validate():
        return _page(message, form, 422)
    try:
        note_reached(message_id=number, note=form.note.data or "", actor_id=current_account().account_id)
    except Refused as refusal:
        return _page(message, form, 409, refusal.reasons)
    return redirect(url_for("desk.outbox_show", number=number, selesai="dihubungi"), 303)


def letters_late_since() -> datetime | None:
    """Since when the oldest letter waits, when that is too long, for those who can do something about it."""
    return outbox.waiting_since() if may_call("desk.outbox_send_create") else None


def has_smtp() -> bool:
    """Whether letters leave the machine at all."""
    settings: Settings = current_app.config["SETTINGS"]
    return bool(settings.smtp_url)


def _message(number: int) -> MessageRow:
    found = find_message(number)
    if found is None:
        abort(404)
    return found


def _page(
    message: MessageRow, sent: ReachedForm | ReturnForm | None, status: int, reasons: tuple[str, ...] = ()
) -> Response:
    page = render_template(
        "desk/outbox_show.html",
        message=message,
        returned=sent if isinstance(sent, ReturnForm) else ReturnForm(formdata=None),
        reached=sent if isinstance(sent, ReachedForm) else ReachedForm(formdata=None),
        faulty=sent or ReachedForm(formdata=None),
        reasons=reasons,
        ways=other_ways(message),
        happened=list_history("outbox_message", str(message.id)),
        state_names=MESSAGE_STATE_NAMES,
        may_send=message.erased_at is None and may_send_again(message.state, next_try_at=message.next_try_at, at=now()),
        done=_DONE.get(request.args.get("selesai", ""), "") if request.method == "GET" else "",
    )
    return make_response(page, status)
