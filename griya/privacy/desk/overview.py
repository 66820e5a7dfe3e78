"""The first page of privacy: what people asked, how long things are kept, what the last sweeps took."""

from flask import render_template, request

from griya.accounts.guard import may_call
from griya.core.clock import now
from griya.core.paging import page_number
from griya.privacy.desk import blueprint
from griya.privacy.forms import OUTCOME_NAMES, REQUEST_NAMES
from griya.privacy.queries import list_sweeps, page_of_requests, terms_now
from griya.privacy.queries.due import count_due
from griya.privacy.rules import TERMS, Kind


@blueprint.get("")
def privacy_index() -> str:
    """Show requests, terms and sweeps."""
    moment = now()
    return render_template(
        "desk/privacy/privacy_index.html",
        page=page_of_requests(page_number(request.args.get("hal"))),
        now=moment,
        request_names=REQUEST_NAMES,
        outcome_names=OUTCOME_NAMES,
        terms=list(terms_now().values()),
        waiting=count_due(moment),
        sweeps=[
            (one.at, [(TERMS[Kind(kind)].name, count) for kind, count in one.counts.items() if kind in TERMS and count])
            for one in list_sweeps()
        ],
        may_decide=may_call("desk.privacy.term_edit"),
        is_saved="tersimpan" in request.args,
    )
