"""The door's other ways in: the second factor's code, a forgotten password, links out of letters, a second proof."""

from flask import make_response, redirect, render_template, request, session, url_for
from werkzeug import Response

from griya.accounts.actions.factors import pass_code
from griya.accounts.actions.links import change_address_by_link, request_reset, set_password_by_link
from griya.accounts.actions.sessions import prove, renew_session
from griya.accounts.desk.frame import NOT_NOW, blueprint, form_page, network, refused_page, settings, site
from griya.accounts.forms import CodeForm, LinkForm, NewPasswordForm, ProofForm, ResetForm
from griya.accounts.guard import TOKEN, current_account, half_signed_in, hold, present_token
from griya.accounts.queries.own import Link, find_live_link
from griya.accounts.rules import own_path
from griya.accounts.rules.links import PASSWORD_LINKS
from griya.core.errors import Refused

_CODE, _PROOF = "desk/account/code_new.html", "desk/account/proof_new.html"
_RESET, _PASSWORD = "desk/account/reset_new.html", "desk/account/password_link_edit.html"
_ADDRESS = "desk/account/address_link_edit.html"


@blueprint.get("/masuk/kode")
def code_new() -> Response:
    """Ask for the second factor's code."""
    half_signed_in()
    return form_page(_CODE, CodeForm(formdata=None, next=own_path(request.args.get("next")) or ""))


@blueprint.post("/masuk/kode")
def code_create() -> Response:
    """Open the desk under a session of its own; the half-open one ends."""
    who, form = half_signed_in(), CodeForm()
    form.next.data = own_path(form.next.data) or ""
    if not form.validate():
        return form_page(_CODE, form, 422)
    try:
        token = pass_code(
            who=who,
            typed=form.code.data or "",
            secret_key=settings().secret_key,
            network=network(),
            token=present_token(),
            site=site(),
        )
    except NOT_NOW as error:
        return refused_page(_CODE, form, error)
    session.clear()
    hold(token)
    return redirect(form.next.data or url_for("desk.home_show"), 303)


@blueprint.get("/konfirmasi")
def proof_new() -> Response:
    """Ask for the password once more, before something that would hurt most if somebody else did it."""
    return form_page(_PROOF, ProofForm(formdata=None, next=own_path(request.args.get("next")) or ""))


@blueprint.post("/konfirmasi")
def proof_create() -> Response:
    """Note that the owner sits here, under a new token, and lead back."""
    who, form = current_account(), ProofForm()
    form.next.data = own_path(form.next.data) or ""
    if not form.validate():
        return form_page(_PROOF, form, 422)
    try:
        prove(account_id=who.account_id, password=form.password.data or "", network=network())
    except NOT_NOW as error:
        return refused_page(_PROOF, form, error)
    hold(renew_session(session_id=who.session_id, account_id=who.account_id))
    return redirect(form.next.data or url_for("desk.home_show"), 303)


@blueprint.get("/lupa")
def reset_new() -> Response:
    """Ask whose password is forgotten; say afterwards that a letter is on its way if there is such an account."""
    return form_page(_RESET, ResetForm(formdata=None), is_sent="terkirim" in request.args)


@blueprint.post("/lupa")
def reset_create() -> Response:
    """Send a link, or do the same work for nobody: the answer is the same."""
    form = ResetForm()
    if not form.validate():
        return form_page(_RESET, form, 422, is_sent=False)
    try:
        request_reset(email=form.email.data or "", network=network(), site=site())
    except NOT_NOW as error:
        return refused_page(_RESET, form, error, is_sent=False)
    return redirect(url_for("desk.account.reset_new", terkirim=1), 303)


@blueprint.get("/sandi/<token>")
def password_link_edit(token: str) -> Response:
    """Show whose password can be set by this link. Reading it changes nothing: mail programs open links too."""
    link = _password_link(token)
    return _unseen(form_page(_PASSWORD, NewPasswordForm(formdata=None), 200 if link else 410, link=link, token=token))


@blueprint.post("/sandi/<token>")
def password_link_update(token: str) -> Response:
    """Set the password and lead to the door: a link is not a way in by itself."""
    form, link = NewPasswordForm(), _password_link(token)
    if not form.validate():
        return _unseen(form_page(_PASSWORD, form, 422, link=link, token=token))
    try:
        set_password_by_link(token=token, password=form.password.data or "", site=site())
    except Refused as error:
        return _unseen(refused_page(_PASSWORD, form, error, link=link, token=token))
    session.pop(TOKEN, None)
    return redirect(url_for("desk.session_new", sandi=1), 303)


@blueprint.get("/alamat/<token>")
def address_link_edit(token: str) -> Response:
    """Show which address would be changed to which."""
    link = _address_link(token)
    return _unseen(form_page(_ADDRESS, LinkForm(formdata=None), 200 if link else 410, link=link, token=token))


@blueprint.post("/alamat/<token>")
def address_link_update(token: str) -> Response:
    """Change the address of the account."""
    form, link = LinkForm(), _address_link(token)
    try:
        email = change_address_by_link(token=token, site=site())
    except Refused as error:
        return _unseen(refused_page(_ADDRESS, form, error, link=link, token=token))
    done = render_template(_ADDRESS, form=None, reasons=(), link=None, token=token, email=email)
    return _unseen(make_response(done))


def _password_link(token: str) -> Link | None:
    link = find_live_link(token)
    return link if link is not None and link.kind in PASSWORD_LINKS else None


def _address_link(token: str) -> Link | None:
    link = find_live_link(token)
    return link if link is not None and link.kind not in PASSWORD_LINKS else None


def _unseen(response: Response) -> Response:
    """The address of this page is a secret: no other page is told of it (ASVS 14.2.1)."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
