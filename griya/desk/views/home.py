"""The desk's door, its first page, and the frame around all of them."""

from flask import make_response, redirect, render_template, request, session, url_for
from werkzeug import Response

from griya.accounts.actions import sign_in, sign_out
from griya.accounts.guard import TOKEN, current_account, find_current_account
from griya.accounts.limits import TooManyAttempts, network_of
from griya.accounts.models import Role
from griya.accounts.passwords import Busy
from griya.accounts.rules import ROLE_NAMES, own_path
from griya.accounts.rules.devices import device_words
from griya.catalog.queries.desk import STATE_NAMES, count_products_by_state, count_waiting_drafts
from griya.core import clock, outbox
from griya.core.errors import Refused
from griya.core.text import slugify
from griya.desk.forms import SignInForm
from griya.desk.navigation import list_rooms
from griya.desk.queries import count_inquiries
from griya.desk.views import blueprint
from griya.desk.views.outbox import has_smtp, letters_late_since
from griya.desk.views.tasks import my_tasks, task_count, task_line
from griya.registry.queries import has_sample_producers
from griya.selection.queries.slots import find_lost_items, selections_without_successor

_TRY_AGAIN = "Terlalu banyak percobaan masuk. Tunggu {wait}, lalu coba lagi. Akun Anda tidak dikunci."
_BUSY_SECONDS = 2
# The home shows the most urgent ones and leads to the others.
TASKS_AT_HOME = 5
# What has just happened, by the word in the address that leads to the door.
_TOLD = {
    "keluar": "Anda sudah keluar. Sesi ini tidak dapat dipakai lagi.",
    "sandi": "Kata sandi tersimpan. Masuk dengan kata sandi yang baru.",
}
# The person who leaves takes nothing along and leaves nothing behind on a shared computer.
_CLEAR = '"cache", "cookies", "storage"'


@blueprint.context_processor
def _frame() -> dict[str, object]:
    """What the desk's layout shows on every page behind the guard; nothing on those in front of it.

    A form refused before the guard ran (a foreign one, say) is answered by an error page that comes through here too.
    """
    account = find_current_account()
    if account is None:
        return {}
    return {
        "account": account,
        "role_name": ROLE_NAMES[Role(account.role)],
        "desk_rooms": list_rooms(),
        "task_count": task_count,
        "letters_late_since": letters_late_since(),
    }


@blueprint.get("/masuk")
def session_new() -> Response:
    """Show the sign-in form."""
    form = SignInForm(formdata=None, next=own_path(request.args.get("next")) or "")
    told = next((words for word, words in _TOLD.items() if word in request.args), "")
    return _sign_in_page(form, 200, told=told)


@blueprint.post("/masuk")
def session_create() -> Response:
    """Sign somebody in under a new session; whatever the browser's session held before is dropped."""
    form = SignInForm()
    form.next.data = own_path(form.next.data) or ""
    if not form.validate():
        return _sign_in_page(form, 422)
    try:
        token = sign_in(
            email=form.email.data or "",
            password=form.password.data or "",
            network=network_of(request.remote_addr),
            old_token=session.get(TOKEN),
            device=device_words(request.user_agent.string),
        )
    except Refused as refusal:
        return _sign_in_page(form, 422, reasons=refusal.reasons)
    except (TooManyAttempts, Busy) as error:
        return _wait_page(form, error.retry_after if isinstance(error, TooManyAttempts) else _BUSY_SECONDS)
    session.clear()
    session[TOKEN] = token
    return redirect(form.next.data or url_for("desk.home_show"), 303)


@blueprint.post("/keluar")
def session_delete() -> Response:
    """End this session; a copy of its cookie opens nothing any more."""
    account = current_account()
    sign_out(session_id=account.session_id, actor_id=account.account_id)
    session.clear()
    response = redirect(url_for("desk.session_new", keluar=1), 303)
    response.headers["Clear-Site-Data"] = _CLEAR
    return response


@blueprint.get("/")
def home_show() -> str:
    """Show what waits for the desk's people."""
    products = count_products_by_state()
    return render_template(
        "desk/home_show.html",
        inquiries=count_inquiries(),
        products=[(name, slugify(name), products.get(state, 0)) for state, name in STATE_NAMES.items()],
        product_count=sum(products.values()),
        waiting_drafts=count_waiting_drafts(),
        health=outbox.health(),
        has_smtp=has_smtp(),
        has_sample=has_sample_producers(),
        ending=selections_without_successor(clock.now()),
        lost=find_lost_items(clock.now()),
        now=clock.now(),
        tasks=[task_line(one) for one in my_tasks()[:TASKS_AT_HOME]],
    )


def _sign_in_page(form: SignInForm, status: int, *, reasons: tuple[str, ...] = (), told: str = "") -> Response:
    page = render_template("desk/session_new.html", form=form, reasons=reasons, told=told)
    return make_response(page, status)


def _wait_page(form: SignInForm, seconds: int) -> Response:
    wait = f"{seconds} detik" if seconds < 90 else f"{-(-seconds // 60)} menit"
    response = _sign_in_page(form, 429, reasons=(_TRY_AGAIN.format(wait=wait),))
    response.headers["Retry-After"] = str(seconds)
    return response
