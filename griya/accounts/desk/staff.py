"""Other people's accounts, for administrators: the list, one of them, an invitation, and one step at a time."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.actions.staff import account_called, invite, take_step
from griya.accounts.desk.frame import blueprint, form_page, refused_page, site
from griya.accounts.forms import InvitationForm, RoleForm, StepForm
from griya.accounts.guard import current_account
from griya.accounts.models import Role
from griya.accounts.queries.own import list_sessions
from griya.accounts.queries.record import list_history
from griya.accounts.queries.staff import LONGEST_SEARCH, StaffRow, find_staff, page_of_accounts
from griya.accounts.rules import ROLE_NAMES
from griya.accounts.rules.access import ASSIGNABLE
from griya.accounts.rules.staff import STATE_NAMES, AccountState, Step
from griya.accounts.words import STEP_WORDS
from griya.core.errors import Refused
from griya.core.filters import Choice, Filters, Words
from griya.core.paging import page_number

_INVITE, _STEP = "desk/account/invitation_new.html", "desk/account/step_new.html"
_WORDS = Words("q", "Nama atau e-mail", LONGEST_SEARCH)
_ROLE = Choice("peran", "Peran", {role: ROLE_NAMES[role] for role in ASSIGNABLE}, "Semua peran")
_STATE = Choice("keadaan", "Keadaan", STATE_NAMES, "Semua keadaan")


@blueprint.get("/akun")
def account_index() -> str:
    """List accounts, by name."""
    filters = Filters(request.args, _WORDS, _ROLE, _STATE)
    role, state = filters.text("peran"), filters.text("keadaan")
    return render_template(
        "desk/account/account_index.html",
        page=page_of_accounts(
            text=filters.text("q"),
            role=Role(role) if role else None,
            state=AccountState(state) if state else None,
            page=page_number(request.args.get("hal")),
        ),
        filters=filters,
        role_names=ROLE_NAMES,
        state_names=STATE_NAMES,
    )


@blueprint.get("/akun/<code>")
def account_show(code: str) -> str:
    """Show one account: who, what it may, where it is signed in, what happened to it."""
    account = _account(code)
    return render_template(
        "desk/account/account_show.html",
        account_row=account,
        is_oneself=account.id == current_account().account_id,
        sessions=list_sessions(account.id),
        happened=list_history("account", str(account.id)),
        role_names=ROLE_NAMES,
        state_names=STATE_NAMES,
        steps=STEP_WORDS,
        done=STEP_WORDS[Step(raw)].done if (raw := request.args.get("selesai", "")) in set(Step) else "",
    )


@blueprint.get("/akun/undang")
def invitation_new() -> Response:
    """Show the form for an invitation."""
    return form_page(_INVITE, InvitationForm(formdata=None))


@blueprint.post("/akun/undang")
def invitation_create() -> Response:
    """Open an account and send its owner a link."""
    form = InvitationForm()
    if not form.validate():
        return form_page(_INVITE, form, 422)
    try:
        account = invite(
            email=form.email.data or "",
            name=form.name.data or "",
            role=form.role.data or "",
            actor_id=current_account().account_id,
            reason=form.reason.data or "",
            site=site(),
        )
    except Refused as error:
        return refused_page(_INVITE, form, error)
    return redirect(url_for("desk.account.account_show", code=account.code, selesai=Step.LETTER), 303)


@blueprint.get("/akun/<code>/<any(peran,tutup,buka,surat,'akhiri-sesi','lepas-kode'):step>")
def step_new(code: str, step: str) -> Response:
    """Show what a step will do, and ask why it is taken."""
    account = _account(code)
    form = RoleForm(formdata=None, role=account.role) if step == Step.ROLE else StepForm(formdata=None)
    return _step_page(form, 200, account, Step(step))


@blueprint.post("/akun/<code>/<any(peran,tutup,buka,surat,'akhiri-sesi','lepas-kode'):step>")
def step_create(code: str, step: str) -> Response:
    """Take the step."""
    account, form = _account(code), RoleForm() if step == Step.ROLE else StepForm()
    if not form.validate():
        return _step_page(form, 422, account, Step(step))
    found = account_called(code=code)
    if found is None:
        abort(404)
    try:
        take_step(
            step=Step(step),
            account=found,
            actor_id=current_account().account_id,
            reason=form.reason.data,
            site=site(),
            role=form.role.data or "" if isinstance(form, RoleForm) else "",
        )
    except Refused as error:
        return refused_page(_STEP, form, error, account_row=account, step=step, words=STEP_WORDS[Step(step)])
    return redirect(url_for("desk.account.account_show", code=code, selesai=step), 303)


def _step_page(form: StepForm, status: int, account: StaffRow, step: Step) -> Response:
    return form_page(_STEP, form, status, account_row=account, step=str(step), words=STEP_WORDS[step])


def _account(code: str) -> StaffRow:
    account = find_staff(code)
    if account is None:
        abort(404)
    return account
