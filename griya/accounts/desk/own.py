"""One's own account: name, address, password, second factor, and the browsers that are signed in."""

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts import factors
from griya.accounts.actions.factors import let_go_of_factor, offered_secret, renew_recovery_codes, set_up_factor
from griya.accounts.actions.links import request_address
from griya.accounts.actions.own import change_password, rename
from griya.accounts.actions.sessions import end_other_sessions, end_session
from griya.accounts.desk.frame import NOT_NOW, blueprint, form_page, network, refused_page, settings, site
from griya.accounts.forms import AddressForm, CodeForm, LinkForm, NameForm, PasswordForm
from griya.accounts.guard import current_account, hold
from griya.accounts.queries.own import find_factor, list_sessions
from griya.accounts.rules import own_path
from griya.accounts.rules.access import MUST_HAVE_FACTOR
from griya.core.errors import Refused
from griya.core.qr import draw

_NAME, _EMAIL, _PASSWORD = (f"desk/account/{page}_edit.html" for page in ("name", "address", "password"))
_FACTOR, _FACTOR_SHOW = "desk/account/factor_new.html", "desk/account/factor_show.html"
_CODES = "desk/account/recovery_create.html"
# What was done, by the word in the address that leads back here.
DONE = {
    "nama": "Nama Anda diganti.",
    "email": "Surat dikirim ke alamat baru. Alamat akun berganti setelah tautannya dibuka di sana.",
    "sandi": "Kata sandi diganti. Sesi Anda di perangkat lain berakhir.",
    "kode": "Kode kedua dilepas. Sesi Anda di perangkat lain berakhir.",
    "sesi": "Sesi itu berakhir.",
    "lain": "Semua sesi lain berakhir.",
}


@blueprint.get("/saya")
def own_show() -> str:
    """Show one's own account."""
    who = current_account()
    return render_template(
        "desk/account/own_show.html",
        who=who,
        sessions=list_sessions(who.account_id, who.session_id),
        factor=find_factor(who.account_id),
        must_have_factor=who.role in MUST_HAVE_FACTOR,
        done=DONE.get(request.args.get("selesai", "")),
    )


@blueprint.get("/saya/nama")
def name_edit() -> Response:
    """Show the form for one's name."""
    return form_page(_NAME, NameForm(formdata=None, name=current_account().name))


@blueprint.post("/saya/nama")
def name_update() -> Response:
    """Change one's name."""
    form = NameForm()
    if not form.validate():
        return form_page(_NAME, form, 422)
    try:
        rename(account_id=current_account().account_id, name=form.name.data or "")
    except Refused as error:
        return refused_page(_NAME, form, error)
    return _back("nama")


@blueprint.get("/saya/email")
def address_edit() -> Response:
    """Show the form for one's address."""
    return form_page(_EMAIL, AddressForm(formdata=None), email=current_account().email)


@blueprint.post("/saya/email")
def address_update() -> Response:
    """Send a link to the new address."""
    who, form = current_account(), AddressForm()
    if not form.validate():
        return form_page(_EMAIL, form, 422, email=who.email)
    try:
        request_address(account_id=who.account_id, new_email=form.email.data or "", site=site())
    except Refused as error:
        return refused_page(_EMAIL, form, error, email=who.email)
    return _back("email")


@blueprint.get("/saya/sandi")
def password_edit() -> Response:
    """Show the form for one's password."""
    return form_page(_PASSWORD, PasswordForm(formdata=None), email=current_account().email)


@blueprint.post("/saya/sandi")
def password_update() -> Response:
    """Change one's password."""
    who, form = current_account(), PasswordForm()
    if not form.validate():
        return form_page(_PASSWORD, form, 422, email=who.email)
    try:
        token = change_password(
            who=who,
            present=form.present.data or "",
            password=form.password.data or "",
            network=network(),
            site=site(),
        )
    except NOT_NOW as error:
        return refused_page(_PASSWORD, form, error, email=who.email)
    hold(token)
    return _back("sandi")


@blueprint.get("/saya/kode")
def factor_new() -> Response:
    """Offer an app, as a QR code and as a secret to type."""
    form = CodeForm(formdata=None, next=own_path(request.args.get("next")) or "")
    return _factor_page(form, 200)


@blueprint.post("/saya/kode")
def factor_create() -> Response:
    """Take the app that has shown a right code, and show the ten codes for the day it is lost, once."""
    who, form = current_account(), CodeForm()
    form.next.data = own_path(form.next.data) or ""
    if not form.validate():
        return _factor_page(form, 422)
    try:
        token, codes = set_up_factor(
            who=who,
            typed=form.code.data or "",
            secret_key=settings().secret_key,
            network=network(),
            site=site(),
        )
    except NOT_NOW as error:
        refused = refused_page(_FACTOR, form, error, **_factor_words())
        return refused
    hold(token)
    return make_response(render_template(_CODES, codes=codes, onwards=form.next.data or url_for("desk.home_show")))


@blueprint.get("/saya/kode/lepas")
def factor_show() -> Response:
    """Ask whether the second factor shall really go."""
    return form_page(_FACTOR_SHOW, LinkForm(formdata=None))


@blueprint.post("/saya/kode/lepas")
def factor_delete() -> Response:
    """Sign in without a second factor from now on."""
    try:
        let_go_of_factor(who=current_account(), site=site())
    except Refused as error:
        return refused_page(_FACTOR_SHOW, LinkForm(), error)
    return _back("kode")


@blueprint.post("/saya/kode/cadangan")
def recovery_create() -> Response:
    """Make ten new codes and show them once."""
    try:
        codes = renew_recovery_codes(who=current_account(), site=site())
    except Refused as error:
        return refused_page(_FACTOR_SHOW, LinkForm(), error)
    return make_response(render_template(_CODES, codes=codes, onwards=url_for("desk.account.own_show")))


@blueprint.post("/saya/sesi/<code>/akhiri")
def session_delete(code: str) -> Response:
    """End one of one's own sessions; somebody else's is not found."""
    who = current_account()
    if code == who.session_code or not end_session(account_id=who.account_id, code=code):
        abort(404)
    return _back("sesi")


@blueprint.post("/saya/sesi/akhiri-lain")
def sessions_delete() -> Response:
    """End every session but this one."""
    who = current_account()
    end_other_sessions(account_id=who.account_id, present_id=who.session_id)
    return _back("lain")


def _factor_words() -> dict[str, object]:
    who = current_account()
    secret = offered_secret(session_id=who.session_id, secret_key=settings().secret_key)
    return {
        "qr": draw(factors.uri_of(secret, who.email)),
        "secret": factors.in_groups(secret),
        "has_factor": who.standing.has_factor,
        "must_have_factor": who.role in MUST_HAVE_FACTOR,
    }


def _factor_page(form: CodeForm, status: int) -> Response:
    return form_page(_FACTOR, form, status, **_factor_words())


def _back(done: str) -> Response:
    return redirect(url_for("desk.account.own_show", selesai=done), 303)
