"""What visitors looked for and did not find or did not open, week by week, and what has become of it since."""

from datetime import date, timedelta

from flask import render_template, request

from griya.accounts.guard import may_call
from griya.catalog.desk import blueprint
from griya.catalog.queries.search_log import list_gaps, monday_of
from griya.catalog.queries.search_opens import ASKED_OFTEN, RARELY, list_unopened
from griya.core.clock import today
from griya.core.filters import Choice, Filters
from griya.core.text import day

# So many weeks can be chosen.
WEEKS = 8


@blueprint.get("/kata-cari/tidak-ketemu")
def search_gap_index() -> str:
    """Show one week's queries that found nothing or little."""
    filters, monday = _asked_week()
    return render_template(
        "desk/catalog/search_gap_index.html",
        gaps=list_gaps(monday),
        filters=filters,
        may_edit=may_call("desk.catalog.search_word_create"),
    )


@blueprint.get("/kata-cari/jarang-dibuka")
def search_unopened_index() -> str:
    """Show one week's queries whose results hardly anybody opened."""
    filters, monday = _asked_week()
    return render_template(
        "desk/catalog/search_unopened_index.html",
        searches=list_unopened(monday),
        filters=filters,
        may_edit=may_call("desk.catalog.search_word_create"),
        asked_often=ASKED_OFTEN,
        rarely=round(100 * RARELY),
    )


def _asked_week() -> tuple[Filters, date]:
    this = monday_of(today())
    mondays = [this - timedelta(days=7 * back) for back in range(WEEKS)]
    filters = Filters(
        request.args,
        Choice("pekan", "Pekan", {one.isoformat(): _week(one, this) for one in mondays}, any_label=""),
    )
    return filters, date.fromisoformat(filters.text("pekan"))


def _week(monday: date, this: date) -> str:
    """`23–29 November 2026`, or with both months where it lies in two."""
    sunday = monday + timedelta(days=6)
    begins = str(monday.day) if monday.month == sunday.month else day(monday).rpartition(" ")[0]
    words = f"{begins}–{day(sunday)}"
    return f"Pekan ini, {words}" if monday == this else words
