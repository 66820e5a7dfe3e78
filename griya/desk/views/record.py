"""The record as a searchable whole, and as a file whose purpose is recorded."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from flask import make_response, render_template, request, url_for
from werkzeug import Response

from griya.accounts.actions import record_event
from griya.accounts.guard import current_account, may_call
from griya.accounts.models import Role
from griya.accounts.queries.record import Asked, every_event, list_actors, stretch_of_events
from griya.accounts.rules.telling import NOBODY, NOUNS, VERBS, Told
from griya.core.clock import now, today
from griya.core.filters import Choice, Day, Filters, Words
from griya.desk.forms import ExportForm
from griya.desk.naming import name_objects
from griya.desk.sheets import TYPES, written
from griya.desk.views import blueprint

# A file holds so many events; who needs more asks for fewer days.
MOST_ROWS: Final = 20_000
# Free words are looked for in the text of each event, so without a day they reach back so far.
FREE_WORDS_REACH: Final = timedelta(days=365)
# What happens to accounts is for administrators.
_OFFICERS_DO_NOT_SEE: Final = frozenset({"account", "record"})
_BY_GRIYA: Final = "griya"


@blueprint.get("/catatan")
def event_index() -> Response:
    """Show what was done, the newest first, narrowed by what is asked."""
    return _page(200)


@blueprint.post("/catatan")
def export_create() -> Response:
    """Give what is asked for as a file, and record who took it and what for."""
    form, filters = ExportForm(), _filters()
    if not form.validate():
        return _page(422, form)
    purpose, kind = (form.purpose.data or "").strip(), form.kind.data
    rows = list(every_event(_asked(filters), most=MOST_ROWS))
    asked_for = {one.field.label: one.value for one in filters.fields if one.value}
    record_event(
        verb="record.exported",
        object_type="record",
        object_key="record",
        actor_id=current_account().account_id,
        reason=purpose,
        after={"rows": len(rows), "file": kind, **asked_for},
    )
    name = f"catatan-{now():%Y%m%d-%H%M}.{kind}"
    response = make_response(written(rows, kind))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.mimetype = TYPES[kind]
    return response


def _page(status: int, form: ExportForm | None = None) -> Response:
    filters = _filters()
    raw = request.args.get("sebelum", "")
    before = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= 9 else None
    stretch = stretch_of_events(_asked(filters), before=before)
    action = url_for("desk.event_index")
    page = render_template(
        "desk/event_index.html",
        events=stretch.events,
        named=named_with_addresses(stretch.events),
        filters=filters,
        action=action,
        older=f"{action}{filters.query_with(sebelum=str(stretch.before))}" if stretch.before else "",
        is_older=before is not None,
        is_last_year=bool(filters.text("q")) and filters.day("sejak") is None,
        form=form or ExportForm(formdata=None),
        may_export=may_call("desk.export_create"),
        most_rows=MOST_ROWS,
    )
    return make_response(page, status)


def named_with_addresses(events: Sequence[Told]) -> dict[tuple[str, str], tuple[str, str]]:
    """The name of what each event is about, and its page's address where this person may open it."""
    named = name_objects((event.object_type, event.object_key) for event in events)
    return {
        key: (one.name, url_for(one.endpoint, **dict(one.values)) if one.endpoint and may_call(one.endpoint) else "")
        for key, one in named.items()
    }


def _filters() -> Filters:
    people = {_BY_GRIYA: f"{NOBODY} sendiri"} | {str(key): name for key, name in list_actors()}
    kinds = {kind: noun[0].upper() + noun[1:] for kind, noun in NOUNS.items() if kind not in _hidden()}
    verbs = {verb: words[0].upper() + words[1:] for verb, words in sorted(VERBS.items(), key=lambda item: item[1])}
    return Filters(
        request.args,
        Words("q", "Kata bebas", 80),
        Choice("siapa", "Siapa", people, "Siapa saja"),
        Choice("jenis", "Tentang", kinds, "Semua"),
        Day("sejak", "Sejak"),
        Day("sampai", "Sampai"),
        Choice("apa", "Perbuatan", verbs, "Semua perbuatan", is_more=True),
        Words("objek", "Kode, misalnya GX-001-02", 80, is_more=True),
    )


def _asked(filters: Filters) -> Asked:
    who = filters.text("siapa")
    return Asked(
        words=tuple(filters.text("q").split()[:6]),
        actor_id=int(who) if who.isdecimal() else None,
        by_nobody=who == _BY_GRIYA,
        verb=filters.text("apa"),
        object_type=filters.text("jenis"),
        object_key=filters.text("objek"),
        since=filters.day("sejak") or (today() - FREE_WORDS_REACH if filters.text("q") else None),
        until=filters.day("sampai"),
        hidden=_hidden(),
    )


def _hidden() -> frozenset[str]:
    return frozenset() if current_account().role == Role.ADMINISTRATOR else _OFFICERS_DO_NOT_SEE
