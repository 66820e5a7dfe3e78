"""Entering a claim for a maker, and correcting the facts of one that is there."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core.errors import Doubtful, Overtaken, Refused
from griya.core.text import clean_text
from griya.registry.models import Producer
from griya.registry.rules.numbers import CredentialKind
from griya.verification.actions.claims import change_facts, create_claim
from griya.verification.desk import actor_id, blueprint, credential_or_404, page_or_404
from griya.verification.forms import ClaimForm, FactsForm
from griya.verification.queries.makers import list_makers
from griya.verification.queries.pages import CredentialPage, find_producer, list_covered
from griya.verification.rules.claim import FACT_NAMES, Claim, changed_facts, told
from griya.verification.rules.registers import REGISTERS


@blueprint.get("/baru")
def claim_new() -> ResponseReturnValue:
    """Ask whose claim it is, then of what kind, then what it says."""
    producer, kind = _asked()
    if producer is None:
        text = clean_text(request.args.get("q", ""))[:100]
        return render_template(
            "desk/verification/claim_new.html", text=text, makers=list_makers(text) if text else None, kinds=_kinds()
        )
    if kind is None:
        return render_template("desk/verification/_claim_kind.html", maker=producer, kinds=_kinds())
    form = ClaimForm(formdata=None, issuer=_usual_issuer(kind))
    return _claim_page(producer, kind, form)


@blueprint.post("/baru")
def claim_create() -> ResponseReturnValue:
    """Enter a claim."""
    producer, kind = _asked()
    if producer is None or kind is None:
        abort(404)
    form = ClaimForm()
    if not form.validate():
        return make_response(_claim_page(producer, kind, form), 422)
    try:
        credential = create_claim(
            producer=producer, claim=form.claim(kind), actor_id=actor_id(), is_confirmed=bool(form.is_confirmed.data)
        )
    except Doubtful as doubt:
        return make_response(_claim_page(producer, kind, form, doubts=doubt.reasons), 422)
    except Refused as refusal:
        return make_response(_claim_page(producer, kind, form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.verification.credential_show", code=credential.code), 303)


@blueprint.get("/<code>/ubah")
def facts_edit(code: str) -> str:
    """Show the facts of a claim as a form."""
    credential = page_or_404(code)
    return _facts_page(credential, _facts_form(credential))


@blueprint.post("/<code>/ubah")
def facts_update(code: str) -> ResponseReturnValue:
    """Correct the facts; another number or date makes it a mere claim again, which is said first."""
    credential, form = page_or_404(code), FactsForm()
    if not form.validate():
        return make_response(_facts_page(credential, form), 422)
    typed = form.claim(credential.claim.kind)
    try:
        change_facts(
            credential=credential_or_404(code),
            claim=typed,
            row_version=form.row_version.data or 0,
            reason=form.reason.data or "",
            actor_id=actor_id(),
            is_confirmed=bool(form.is_confirmed.data),
        )
    except Overtaken as overtaken:
        # Saving once more is then a decision about what stands there now.
        form.row_version.data, form.row_version.raw_data = credential.row_version, None
        page = _facts_page(credential, form, reasons=overtaken.reasons, differing=_differing(credential, typed))
        return make_response(page, 409)
    except Doubtful as doubt:
        return make_response(_facts_page(credential, form, doubts=doubt.reasons), 422)
    except Refused as refusal:
        return make_response(_facts_page(credential, form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.verification.credential_show", code=code), 303)


def _asked() -> tuple[Producer | None, CredentialKind | None]:
    raw = request.args.get("jenis", "")
    kind = CredentialKind(raw) if raw in set(CredentialKind) else None
    code = request.args.get("ikm", "")
    return (find_producer(code) if code else None), kind


def _kinds() -> list[tuple[str, str, str]]:
    """Every kind with its key, its name and who issues it."""
    return [(str(kind), kind.label, REGISTERS[kind].issuer) for kind in CredentialKind]


def _usual_issuer(kind: CredentialKind) -> str:
    """The issuer, where it is always the same one."""
    return REGISTERS[kind].issuer if kind in {CredentialKind.HALAL, CredentialKind.NIB} else ""


def _facts_form(credential: CredentialPage) -> FactsForm:
    claim = credential.claim
    return FactsForm(
        formdata=None,
        row_version=credential.row_version,
        number=claim.number,
        issuer=claim.issuer,
        issued_on=claim.issued_on,
        expires_on=claim.expires_on,
        ovop_stars=claim.ovop_stars,
        ovop_scale=str(claim.ovop_scale or ""),
        ovop_year=claim.ovop_year,
        ovop_group=claim.ovop_group or "",
        tkdn_percent="" if claim.tkdn_percent is None else f"{claim.tkdn_percent:f}".replace(".", ","),
        coverage="semua" if claim.covers_all_products else "pilih",
        products=sorted(claim.products),
    )


def _differing(credential: CredentialPage, typed: Claim) -> list[tuple[str, str, str]]:
    """Name, what stands there now, and what was typed, of every fact that differs."""
    changes = changed_facts(credential.claim.facts(), typed.facts())
    return [(FACT_NAMES[name], told(name, now), told(name, then)) for name, (now, then) in changes.items()]


def _claim_page(
    producer: Producer,
    kind: CredentialKind,
    form: ClaimForm,
    *,
    reasons: tuple[str, ...] = (),
    doubts: tuple[str, ...] = (),
) -> str:
    form.offer((product.code, product.name) for product in list_covered(producer.id))
    return render_template(
        "desk/verification/_claim_form.html",
        maker=producer,
        kind=kind,
        register=REGISTERS[kind],
        form=form,
        reasons=reasons,
        doubts=doubts,
    )


def _facts_page(
    credential: CredentialPage,
    form: FactsForm,
    *,
    reasons: tuple[str, ...] = (),
    doubts: tuple[str, ...] = (),
    differing: list[tuple[str, str, str]] | None = None,
) -> str:
    form.offer((product.code, product.name) for product in credential.products)
    return render_template(
        "desk/verification/facts_edit.html",
        credential=credential,
        kind=credential.claim.kind,
        form=form,
        reasons=reasons,
        doubts=doubts,
        differing=differing or [],
    )
