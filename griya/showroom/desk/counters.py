"""What was on the screens, counted: by product and screen for some days, and every day as a file."""

import csv
import io
from datetime import timedelta

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core.cells import safe_text
from griya.core.clock import today
from griya.core.filters import Choice, Day, Filters, Words
from griya.core.paging import page_number
from griya.showroom.actions.counters import record_sheet
from griya.showroom.desk import actor_id, blueprint
from griya.showroom.queries.counters import Asked, list_counted_screens, list_days, page_of_counters, total_of

COLUMNS = ("Tanggal", "Kode layar", "Layar", "Kode produk", "Produk", "Kode IKM", "IKM", "Kali", "Detik")


@blueprint.get("/hitungan")
def counter_index() -> str:
    """Show what was on the screens in the last seven days, or in those that are asked for."""
    filters = _filters()
    asked = _asked(filters)
    return render_template(
        "desk/showroom/counter_index.html",
        filters=filters,
        asked=asked,
        page=page_of_counters(asked, page_number(request.args.get("hal"))),
        total=total_of(asked),
        sheet_action=url_for("desk.showroom.counter_create") + filters.query(),
    )


@blueprint.post("/hitungan")
def counter_create() -> ResponseReturnValue:
    """Write the single days into a file; that it was taken stays on record."""
    asked = _asked(_filters())
    rows = list_days(asked)
    lines = io.StringIO()
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        named = (row.screen_code, row.screen_name, row.product_code, row.product_name, row.producer_code)
        writer.writerow(
            (row.on_day.isoformat(), *map(safe_text, (*named, row.producer_name)), row.times, round(row.ms / 1000))
        )
    record_sheet(since=asked.since, until=asked.until, rows=len(rows), actor_id=actor_id())
    response = Response(lines.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    name = f"griya-layar-{asked.since}-{asked.until}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _filters() -> Filters:
    return Filters(
        request.args,
        Words("q", "Produk atau IKM"),
        Choice("layar", "Layar", list_counted_screens()),
        Day("sejak", "Sejak"),
        Day("sampai", "Sampai"),
    )


def _asked(filters: Filters) -> Asked:
    until = filters.day("sampai") or today()
    since = filters.day("sejak") or until - timedelta(days=6)
    return Asked(min(since, until), until, filters.text("layar"), filters.text("q"))
