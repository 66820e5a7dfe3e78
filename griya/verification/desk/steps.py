"""One credential: its page, the steps that lead on from its state, and whose turn it is."""

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from griya.accounts.guard import current_account, may_call
from griya.core import clock
from griya.core.errors import Overtaken, Refused
from griya.registry.models import CredentialState
from griya.verification.actions import mark_checked, mark_seen, reject, reopen, revoke
from griya.verification.actions.turns import release, take
from griya.verification.desk import actor_id, blueprint, credential_or_404, page_or_404
from griya.verification.forms import (
    CheckForm,
    DocumentForm,
    ReasonForm,
    RejectionForm,
    RemovalForm,
    SeenForm,
    TurnForm,
    VersionForm,
)
from griya.verification.queries.pages import CredentialPage
from griya.verification.rules import Step, steps_from
from griya.verification.rules.registers import REGISTERS

FORMS: dict[Step, type[VersionForm]] = {
    Step.SEE: SeenForm,
    Step.CHECK: CheckForm,
    Step.REJECT: RejectionForm,
    Step.REVOKE: ReasonForm,
    Step.REOPEN: ReasonForm,
}
_STEPS = ",".join(step if step.isalpha() else f"'{step}'" for step in Step)


@blueprint.get("/<code>")
def credential_show(code: str) -> str:
    """Show one credential: what it says, what is odd about it, how to check it, and what was done."""
    return credential_page(page_or_404(code))


@blueprint.post(f"/<code>/<any({_STEPS}):step>")
def step_create(code: str, step: str) -> ResponseReturnValue:
    """Take one step with it."""
    taken = Step(step)
    form = FORMS[taken](prefix=taken)
    if not form.validate():
        return make_response(credential_page(page_or_404(code), forms={taken: form}), 422)
    try:
        _take(taken, code, form)
    except Refused as refusal:
        return refused(code, refusal, forms={taken: form})
    return redirect(url_for("desk.verification.credential_show", code=code), 303)


@blueprint.post("/<code>/ambil")
def turn_create(code: str) -> ResponseReturnValue:
    """Take it in hand, or over from whom the page named."""
    form = TurnForm()
    try:
        take(credential=credential_or_404(code), actor_id=actor_id(), seen_holder=form.holder.data or None)
    except Refused as refusal:
        return refused(code, refusal)
    return redirect(url_for("desk.verification.credential_show", code=code), 303)


@blueprint.post("/<code>/lepas")
def turn_delete(code: str) -> ResponseReturnValue:
    """Give it back."""
    try:
        release(credential=credential_or_404(code), actor_id=actor_id())
    except Refused as refusal:
        return refused(code, refusal)
    return redirect(url_for("desk.verification.credential_show", code=code), 303)


def refused(
    code: str,
    refusal: Refused,
    *,
    forms: dict[Step, VersionForm] | None = None,
    upload: DocumentForm | None = None,
    removals: dict[str, RemovalForm] | None = None,
) -> ResponseReturnValue:
    """The credential as it is now with the reasons above it: 409 where somebody else was first, else 422."""
    page = credential_page(page_or_404(code), forms=forms, upload=upload, removals=removals, reasons=refusal.reasons)
    return make_response(page, 409 if isinstance(refusal, Overtaken) else 422)


def credential_page(
    credential: CredentialPage,
    *,
    forms: dict[Step, VersionForm] | None = None,
    upload: DocumentForm | None = None,
    removals: dict[str, RemovalForm] | None = None,
    reasons: tuple[str, ...] = (),
) -> str:
    """The page with the forms as they were sent, or fresh ones, of the steps that lead on from here."""
    account, sent = current_account(), forms or {}
    shown = {step: sent.get(step) or _fresh(step) for step in steps_from(credential.state)}
    for form in shown.values():
        form.row_version.data = credential.row_version
        form.row_version.raw_data = None
    faulty = next((form for form in [*sent.values(), upload, *(removals or {}).values()] if form and form.errors), None)
    return render_template(
        "desk/verification/credential_show.html",
        credential=credential,
        register=REGISTERS[credential.claim.kind],
        steps=list(shown.items()),
        sent=set(sent),
        upload=upload or DocumentForm(formdata=None),
        removals={
            document.code: (removals or {}).get(document.code) or RemovalForm(formdata=None, prefix=document.code)
            for document in credential.documents
        },
        faulty=faulty or TurnForm(formdata=None),
        reasons=reasons,
        own_id=account.account_id,
        today=clock.today(),
        may_follow=may_call("desk.verification.step_create"),
        may_open=may_call("desk.verification.document_view_create"),
    )


def _fresh(step: Step) -> VersionForm:
    if step is Step.CHECK:
        return CheckForm(formdata=None, prefix=step, checked_on=clock.today())
    return FORMS[step](formdata=None, prefix=step)


def _take(step: Step, code: str, form: VersionForm) -> None:
    credential, version = credential_or_404(code), form.row_version.data or 0
    if isinstance(form, SeenForm):
        mark_seen(
            credential=credential,
            row_version=version,
            place=form.place.data or "",
            may_open_documents=may_call("desk.verification.document_view_create"),
            actor_id=actor_id(),
        )
    elif isinstance(form, CheckForm):
        mark_checked(
            credential=credential,
            row_version=version,
            checked_on=form.checked_on.data or clock.today(),
            method=form.method.data,
            nib_status=form.nib_status.data or None,
            actor_id=actor_id(),
        )
    elif isinstance(form, RejectionForm):
        reject(
            credential=credential,
            row_version=version,
            outcome=CredentialState(form.outcome.data),
            reason=form.reason.data or "",
            actor_id=actor_id(),
        )
    elif isinstance(form, ReasonForm):
        command = revoke if step is Step.REVOKE else reopen
        command(credential=credential, row_version=version, reason=form.reason.data or "", actor_id=actor_id())
