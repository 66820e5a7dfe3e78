"""The queue of words that somebody would like to have in the controlled lists, and the decision about each."""

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account, may_call
from griya.catalog.actions.proposals import accept_word, decline_word, map_word
from griya.catalog.desk import blueprint
from griya.catalog.desk.terms import KINDS, NAMES, labels_of, number_of
from griya.catalog.forms import AcceptanceForm, ReasonForm
from griya.catalog.models.vocabulary import ProposalState, VocabularyKind
from griya.catalog.queries.merging import list_vocabulary
from griya.catalog.queries.proposals import ProposalRow, find_proposal, list_asking, list_proposals
from griya.core.errors import Overtaken, Refused
from griya.core.filters import PAGE, Choice, Filters
from griya.core.forms import BaseForm
from griya.core.paging import page_number

_STATES = {
    "menunggu": ProposalState.OPEN,
    "diterima": ProposalState.ACCEPTED,
    "disamakan": ProposalState.MAPPED,
    "ditolak": ProposalState.DECLINED,
}
_STATE_NAMES = {"menunggu": "Menunggu", "diterima": "Diterima", "disamakan": "Disamakan", "ditolak": "Ditolak"}
_WORDS = {kind: word for word, kind in KINDS.items()}


@blueprint.get("/istilah/usulan")
def proposal_index() -> str:
    """List the proposed words that wait, or what became of the others."""
    filters = Filters(
        request.args,
        Choice("keadaan", "Keadaan", _STATE_NAMES, any_label="", is_chips=True),
        Choice("daftar", "Daftar", NAMES, "Semua daftar"),
    )
    kind = filters.text("daftar")
    state = filters.text("keadaan")
    page = list_proposals(
        state=_STATES[state], kind=KINDS[kind].value if kind else "", page=page_number(request.args.get(PAGE))
    )
    return render_template(
        "desk/catalog/proposal_index.html", page=page, filters=filters, state=state, names=NAMES, words=_WORDS
    )


@blueprint.get("/istilah/usulan/<int:number>")
def proposal_show(number: int) -> Response:
    """Show a proposed word, who would have it, and what can be decided."""
    return _page(number, 200)


@blueprint.post("/istilah/usulan/<int:number>/<any(terima,samakan,tolak):step>")
def proposal_step_create(number: int, step: str) -> Response:
    """Take a word in, let it be another name of a term, or leave it out."""
    form = AcceptanceForm() if step == "terima" else ReasonForm()
    if find_proposal(number) is None:
        abort(404)
    if not form.validate():
        return _page(number, 422, **{step: form})
    seen, actor_id = number_of("produk"), current_account().account_id
    try:
        if isinstance(form, AcceptanceForm):
            accept_word(
                number=number,
                seen=seen,
                name_id=form.name_id.data or "",
                name_en=form.name_en.data or "",
                parent=form.parent.data or "",
                reason=form.note.data or "",
                actor_id=actor_id,
            )
        elif step == "samakan":
            map_word(
                number=number,
                seen=seen,
                into=request.form.get("ke", ""),
                reason=form.reason.data or "",
                actor_id=actor_id,
            )
        else:
            decline_word(number=number, seen=seen, reason=form.reason.data or "", actor_id=actor_id)
    except Refused as refusal:
        status = 409 if isinstance(refusal, Overtaken) else 422
        return _page(number, status, reasons=refusal.reasons, **{step: form})
    return redirect(url_for("desk.catalog.proposal_show", number=number, diputuskan=1), 303)


def _page(
    number: int,
    status: int,
    *,
    terima: BaseForm | None = None,
    samakan: BaseForm | None = None,
    tolak: BaseForm | None = None,
    reasons: tuple[str, ...] = (),
) -> Response:
    proposal = find_proposal(number)
    if proposal is None:
        abort(404)
    rows = list_vocabulary(proposal.kind)
    filters = Filters(
        request.values,
        Choice("ke", "Sama dengan", labels_of(rows), "Pilih istilah"),
    )
    mapping, declining = samakan or ReasonForm(formdata=None), tolak or ReasonForm(formdata=None)
    # Both ask for a reason on one page.
    mapping["reason"].id, declining["reason"].id = "alasan-samakan", "alasan-tolak"
    page = render_template(
        "desk/catalog/proposal_show.html",
        proposal=proposal,
        word=_WORDS[proposal.kind],
        list_name=NAMES[_WORDS[proposal.kind]],
        products=list_asking(number),
        filters=filters,
        target=next((row for row in rows if row.slug == filters.text("ke")), None),
        accepting=_accepting(proposal, terima),
        mapping=mapping,
        declining=declining,
        refused=next((form for form in (terima, samakan, tolak) if form is not None), None),
        reasons=reasons,
        is_decided="diputuskan" in request.args and request.method == "GET",
        may_decide=may_call("desk.catalog.proposal_step_create") and proposal.state is ProposalState.OPEN,
    )
    return make_response(page, status)


def _accepting(proposal: ProposalRow, sent: BaseForm | None) -> AcceptanceForm:
    form = sent if isinstance(sent, AcceptanceForm) else AcceptanceForm(formdata=None, name_id=proposal.word)
    if proposal.kind is VocabularyKind.CATEGORY:
        shelves = [row for row in list_vocabulary(proposal.kind) if not row.within]
        form.offer([(row.slug, row.name_id) for row in shelves])
    return form
