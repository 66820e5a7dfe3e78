"""The list of producers, and everything about one of them."""

from datetime import timedelta
from typing import Final

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from griya.accounts.guard import may_call
from griya.catalog.actions.saved_views import drop_view, keep_view
from griya.catalog.models.drafts import SavedView
from griya.catalog.queries.desk import STATE_NAMES
from griya.catalog.queries.item_page import find_view, list_views
from griya.core import clock
from griya.core.errors import Refused
from griya.core.paging import page_number
from griya.core.text import clean_text
from griya.dossier.desk import actor_id, blueprint, is_private, producer_filters, producer_or_404
from griya.dossier.forms import ViewForm
from griya.dossier.queries.facts import facts_by_id
from griya.dossier.queries.file import (
    count_inquiries,
    list_credentials,
    list_happenings,
    list_merges,
    list_products,
    without_private,
)
from griya.dossier.queries.places import place_names
from griya.dossier.queries.producers import page_of_producers
from griya.dossier.rules import UNDO_FOR, next_steps
from griya.dossier.rules.asked import read_asked
from griya.inquiry.queries.answering import first_answers
from griya.inquiry.rules.threads import LEAST_FOR_MEDIAN
from griya.registry.rules.classification import is_manufacturer
from griya.registry.rules.size import size_by_permenperin_64_2016
from griya.showroom.queries.counters import producer_sentence
from griya.verification.queries.levels import producer_verification

LIST: Final = "ikm"


@blueprint.get("/ikm")
def producer_index() -> Response:
    """List producers, narrowed by what is looked for."""
    return _list_page(ViewForm(formdata=None), 200)


@blueprint.post("/ikm/tampilan")
def producer_view_create() -> Response:
    """Keep the filters of the list under a name."""
    form = ViewForm()
    if not form.validate():
        return _list_page(form, 422)
    try:
        view = keep_view(
            list_name=LIST,
            name=form.name.data or "",
            query=clean_text(form.query.data or "").lstrip("?"),
            is_shared=bool(form.is_shared.data),
            owner_id=actor_id(),
        )
    except Refused as refusal:
        return _list_page(form, 422, reasons=refusal.reasons)
    return redirect(url_for("desk.dossier.producer_view_show", view=view.code), 303)


@blueprint.get("/ikm/tampilan/<view>")
def producer_view_show(view: str) -> Response:
    """Lead to the list as a view keeps it."""
    found = _view_or_404(view)
    query = "&".join(part for part in (found.query, f"tampilan={found.code}") if part)
    return redirect(f"{url_for('desk.dossier.producer_index')}?{query}", 303)


@blueprint.post("/ikm/tampilan/<view>/hapus")
def producer_view_delete(view: str) -> Response:
    """Forget a view of one's own."""
    try:
        drop_view(view=_view_or_404(view), actor_id=actor_id())
    except Refused as refusal:
        return _list_page(ViewForm(formdata=None), 422, reasons=refusal.reasons)
    return redirect(url_for("desk.dossier.producer_index"), 303)


def _view_or_404(code: str) -> SavedView:
    view = find_view(LIST, code, actor_id()) if code.isascii() and code.isalnum() else None
    if view is None:
        abort(404)
    return view


def _list_page(form: ViewForm, status: int, *, reasons: tuple[str, ...] = ()) -> Response:
    filters = producer_filters()
    views, here = list_views(LIST, actor_id()), request.args.get("tampilan", "")
    page = render_template(
        "desk/dossier/producer_index.html",
        form=form,
        reasons=reasons,
        views=views,
        view=next((one for one in views if one.code == here), None),
        page=page_of_producers(read_asked(filters), page_number(request.args.get("hal")), is_private=is_private()),
        filters=filters,
        can_edit=may_call("desk.dossier.producer_create"),
    )
    return make_response(page, status)


@blueprint.get("/ikm/<code>")
def producer_show(code: str) -> ResponseReturnValue:
    """Show everything about one producer; the code of a merged one leads on to the one it is part of."""
    found = producer_or_404(code)
    if found.code != code:
        return redirect(url_for("desk.dossier.producer_show", code=found.code), 301)
    stored = facts_by_id(found.producer_id)
    facts = stored if is_private() else without_private(stored)
    happenings = list_happenings([found.code], is_private=is_private())
    moment = clock.now()
    merges = list_merges(found.producer_id)
    codes = {stored.region_code}
    for happening in happenings:
        codes |= {str(value) for name, _, *values in happening.changed if name == "region_code" for value in values}
    return render_template(
        "desk/dossier/producer_show.html",
        found=found,
        facts=facts,
        places=place_names(codes - {"None"}),
        size=size_by_permenperin_64_2016(workers=facts.workers, investment_idr=facts.investment_idr),
        is_trader=bool(facts.kbli) and not is_manufacturer([kbli for _, kbli in facts.kbli]),
        products=list_products(found.producer_id),
        state_names=STATE_NAMES,
        credentials=list_credentials(found.producer_id),
        verification=producer_verification(found.producer_id, today=clock.today()),
        airtime=producer_sentence((found.code, *(one.merged_code for one in merges if one.undone_at is None))),
        inquiries=count_inquiries(found.producer_id, moment),
        answers=first_answers(found.producer_id),
        least_for_public=LEAST_FOR_MEDIAN,
        happenings=happenings,
        merges=merges,
        undo_until=lambda merge: merge.merged_at + UNDO_FOR,
        is_undoable=lambda merge: merge.undone_at is None and moment - merge.merged_at <= timedelta(UNDO_FOR.days),
        steps=next_steps(found.standing),
        today=clock.today(),
        is_private=is_private(),
        can_edit=may_call("desk.dossier.producer_update"),
        told={name: request.args.get(name, "")[:20] for name in ("tersimpan", "langkah", "surat", "telepon", "pisah")},
    )
