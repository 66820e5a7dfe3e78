"""The controlled lists of materials and techniques: who names what, and two terms made one."""

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account, may_call
from griya.catalog.actions.vocabulary import merge_terms
from griya.catalog.desk import blueprint
from griya.catalog.forms import ReasonForm
from griya.catalog.queries.merging import Impact, find_row, impact_of, list_vocabulary
from griya.catalog.queries.terms import TermKind
from griya.core.errors import Overtaken, Refused
from griya.core.filters import Choice, Filters

_KINDS = {"bahan": TermKind.MATERIAL, "teknik": TermKind.TECHNIQUE}
_NAMES = {"bahan": "Bahan", "teknik": "Teknik"}


@blueprint.get("/istilah")
def term_index() -> str:
    """List the terms of one list with how many products name each."""
    filters = Filters(request.args, Choice("daftar", "Daftar", _NAMES, any_label="", is_chips=True))
    word = filters.text("daftar")
    return render_template(
        "desk/catalog/term_index.html",
        terms=list_vocabulary(_KINDS[word]),
        word=word,
        filters=filters,
        merged=request.args.get("digabung", "")[:60],
        may_edit=may_call("desk.catalog.merge_create"),
    )


@blueprint.get("/istilah/<any(bahan,teknik):word>/<slug>/gabung")
def merge_new(word: str, slug: str) -> Response:
    """Show into which term to merge, and what that moves."""
    return _page(word, slug, 200)


@blueprint.post("/istilah/<any(bahan,teknik):word>/<slug>/gabung")
def merge_create(word: str, slug: str) -> Response:
    """Make one term of two."""
    form, into = ReasonForm(), request.form.get("ke", "")
    if not form.validate():
        return _page(word, slug, 422, form=form)
    try:
        merge_terms(
            kind=_KINDS[word],
            slug=slug,
            into=into,
            seen=Impact(_number("produk"), _number("keduanya")),
            reason=form.reason.data or "",
            actor_id=current_account().account_id,
        )
    except Refused as refusal:
        status = 409 if isinstance(refusal, Overtaken) else 422
        return _page(word, slug, status, form=form, reasons=refusal.reasons)
    return redirect(url_for("desk.catalog.term_index", daftar=word, digabung=into), 303)


def _page(
    word: str, slug: str, status: int, *, form: ReasonForm | None = None, reasons: tuple[str, ...] = ()
) -> Response:
    kind = _KINDS[word]
    source = find_row(kind, slug)
    if source is None:
        abort(404)
    others = {row.slug: f"{row.name_id} ({row.count})" for row in list_vocabulary(kind) if row.slug != slug}
    filters = Filters(request.values, Choice("ke", "Digabung ke", others, "Pilih istilah"))
    target = find_row(kind, filters.text("ke")) if filters.text("ke") else None
    page = render_template(
        "desk/catalog/merge_new.html",
        word=word,
        source=source,
        target=target,
        impact=impact_of(kind, source.id, target.id) if target else None,
        filters=filters,
        form=form or ReasonForm(formdata=None),
        reasons=reasons,
    )
    return make_response(page, status)


def _number(name: str) -> int:
    raw = request.form.get(name, "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= 9 else -1
