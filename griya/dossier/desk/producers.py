"""The list of producers, and everything about one of them."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.accounts.guard import may_call
from griya.catalog.queries.desk import STATE_NAMES
from griya.core import clock
from griya.core.paging import page_number
from griya.dossier.desk import blueprint, is_private, producer_filters, producer_or_404
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
from griya.registry.rules.classification import is_manufacturer
from griya.registry.rules.size import size_by_permenperin_64_2016


@blueprint.get("/ikm")
def producer_index() -> str:
    """List producers, narrowed by what is looked for."""
    filters = producer_filters()
    return render_template(
        "desk/dossier/producer_index.html",
        page=page_of_producers(read_asked(filters), page_number(request.args.get("hal")), is_private=is_private()),
        filters=filters,
        can_edit=may_call("desk.dossier.producer_create"),
    )


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
        inquiries=count_inquiries(found.producer_id, moment),
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
