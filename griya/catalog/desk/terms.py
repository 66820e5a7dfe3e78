"""The controlled lists of shelves, materials and techniques: who names what, and two terms made one."""

from collections.abc import Sequence
from typing import Final

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account, may_call
from griya.catalog.actions.vocabulary import merge_terms
from griya.catalog.desk import blueprint
from griya.catalog.forms import ReasonForm
from griya.catalog.models.vocabulary import VocabularyKind
from griya.catalog.queries.merging import Impact, VocabularyRow, facet_changes, find_row, impact_of, list_vocabulary
from griya.catalog.queries.proposals import count_open_proposals
from griya.core.errors import Overtaken, Refused
from griya.core.filters import Choice, Filters

KINDS: Final = {
    "bahan": VocabularyKind.MATERIAL,
    "teknik": VocabularyKind.TECHNIQUE,
    "rak": VocabularyKind.CATEGORY,
}
NAMES: Final = {"bahan": "Bahan", "teknik": "Teknik", "rak": "Rak"}


@blueprint.get("/istilah")
def term_index() -> str:
    """List the terms of one list with how many products name each."""
    filters = Filters(request.args, Choice("daftar", "Daftar", NAMES, any_label="", is_chips=True))
    word = filters.text("daftar")
    return render_template(
        "desk/catalog/term_index.html",
        terms=list_vocabulary(KINDS[word]),
        word=word,
        filters=filters,
        merged=request.args.get("digabung", "")[:60],
        may_edit=may_call("desk.catalog.merge_create"),
        waiting=count_open_proposals()[0],
    )


@blueprint.get("/istilah/<any(bahan,teknik,rak):word>/<slug>/gabung")
def merge_new(word: str, slug: str) -> Response:
    """Show into which term to merge, and what that moves."""
    return _page(word, slug, 200)


@blueprint.post("/istilah/<any(bahan,teknik,rak):word>/<slug>/gabung")
def merge_create(word: str, slug: str) -> Response:
    """Make one term of two."""
    form, into = ReasonForm(), request.form.get("ke", "")
    if not form.validate():
        return _page(word, slug, 422, form=form)
    try:
        merge_terms(
            kind=KINDS[word],
            slug=slug,
            into=into,
            seen=Impact(number_of("produk"), number_of("keduanya")),
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
    kind = KINDS[word]
    source = find_row(kind, slug)
    if source is None:
        abort(404)
    others = labels_of([row for row in list_vocabulary(kind) if row.slug != slug])
    filters = Filters(request.values, Choice("ke", "Digabung ke", others, "Pilih istilah"))
    target = find_row(kind, filters.text("ke")) if filters.text("ke") else None
    page = render_template(
        "desk/catalog/merge_new.html",
        word=word,
        source=source,
        target=target,
        impact=impact_of(kind, source.id, target.id) if target else None,
        changes=facet_changes(kind, source, target) if target else (),
        filters=filters,
        form=form or ReasonForm(formdata=None),
        reasons=reasons,
    )
    return make_response(page, status)


def labels_of(rows: Sequence[VocabularyRow]) -> dict[str, str]:
    """Terms to pick from by their slugs, a part with its shelf, each with how many products name it."""
    return {row.slug: f"{row.within} › {row.name_id} ({row.count})".removeprefix(" › ") for row in rows}


def number_of(name: str) -> int:
    """A number that a form carries; -1, which is none, for anything else."""
    raw = request.form.get(name, "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= 9 else -1
