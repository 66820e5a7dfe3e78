"""What is on now in every slot, what comes next, the gaps; the month of one slot; beginning a theme."""

import re
from datetime import date, datetime, timedelta

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.accounts.guard import current_account, may_call
from griya.core import clock
from griya.core.errors import Refused
from griya.core.filters import Choice, Filters
from griya.core.text import MONTHS
from griya.selection.actions import create_selection
from griya.selection.actions.drafts import DraftContent, start_draft
from griya.selection.desk import actor_id, blueprint
from griya.selection.forms import SelectionForm
from griya.selection.queries.slots import SlotNow, find_lost_items, list_slots, selections_without_successor
from griya.selection.queries.versions import list_versions
from griya.selection.rules import Window, WindowState
from griya.selection.rules.calendar import gaps, month_of, neighbours, weeks_of
from griya.selection.rules.wording import typed_parts

# The band of weeks on the first page.
TAPE_DAYS = 42
USUAL_DAYS = 30
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@blueprint.get("")
def selection_index() -> str:
    """Show every slot with what is on and what comes, drafts that wait, and all versions."""
    now = clock.now()
    versions = list_versions(now)
    tape = _tape(now)
    return render_template(
        "desk/selection/selection_index.html",
        slots=[slot for slot in list_slots(now) if not slot.is_closed],
        tape=tape,
        tape_gaps=lambda slot: gaps(slot.spans, Window(max(now, tape.starts_at), tape.ends_at)),
        ending=selections_without_successor(now),
        lost=find_lost_items(now),
        waiting=[one for one in versions if one.state is WindowState.DRAFT and one.window.ends_at > now],
        versions=[one for one in versions if one.state is not WindowState.DRAFT],
        now=now,
        own_id=current_account().account_id,
        can_curate=may_call("desk.selection.selection_create"),
    )


@blueprint.get("/kalender")
def calendar_show() -> str:
    """Show one slot's month."""
    now = clock.now()
    on = _asked_month(request.args.get("bulan", "")) or clock.today().replace(day=1)
    month = month_of(on)
    slots = list_slots(now, since=month.starts_at)
    slot = next((one for one in slots if one.code == request.args.get("tempat")), slots[0] if slots else None)
    before, after = neighbours(on)
    return render_template(
        "desk/selection/calendar_show.html",
        filters=_slot_filter(slots, on),
        slot=slot,
        on=on,
        before=before,
        after=after,
        today=clock.today(),
        weeks=weeks_of(on, slot.spans) if slot else (),
        gaps=gaps(slot.spans, month) if slot else (),
        now=now,
        month_name=month_name,
    )


@blueprint.get("/baru")
def selection_new() -> ResponseReturnValue:
    """Show the form for a new theme, with the slot's next gap as its window; without any slot, where to open one."""
    slots = _open_slots()
    if not slots:
        return redirect(url_for("desk.selection.slot_index"), 303)
    slot = next((one for one in slots if one.code == request.args.get("tempat")), slots[0])
    window = suggested_window(slot, clock.now())
    starts, ends = typed_parts(window.starts_at), typed_parts(window.ends_at)
    form = SelectionForm(
        formdata=None, slot=slot.code, start_on=starts[0], start_at=starts[1], end_on=ends[0], end_at=ends[1]
    )
    form.slot.choices = slot_choices(slots)
    return render_template("desk/selection/selection_new.html", form=form, reasons=(), slots=slots)


@blueprint.post("/baru")
def selection_create() -> ResponseReturnValue:
    """Make a theme with its first draft and go on choosing."""
    slots = _open_slots()
    form = SelectionForm()
    form.slot.choices = slot_choices(slots)
    reasons: tuple[str, ...] = ()
    if form.validate():
        try:
            selection = create_selection(
                title_id=form.title_id.data or "", intro_id=form.intro_id.data or "", actor_id=actor_id()
            )
            content = DraftContent(slot_code=form.slot.data, window=form.window)
            version = start_draft(selection=selection, content=content, actor_id=actor_id())
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            way = url_for("desk.selection.version_edit", slug=selection.slug, number=version.number, _anchor="calon")
            return redirect(way, 303)
    page = render_template("desk/selection/selection_new.html", form=form, reasons=reasons, slots=slots)
    return make_response(page, 422)


def suggested_window(slot: SlotNow, at: datetime) -> Window:
    """From the slot's next gap, at the earliest tomorrow's midnight, for thirty days or until something else begins."""
    midnight = at.astimezone(clock.WIB).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    start = max(slot.gap_from, midnight)
    for span in slot.spans:
        if span.window.starts_at <= start < span.window.ends_at:
            start = span.window.ends_at
    later = [span.window.starts_at for span in slot.spans if span.window.starts_at > start]
    return Window(start, min([start + timedelta(days=USUAL_DAYS), *later]))


def slot_choices(slots: list[SlotNow]) -> list[tuple[str, str]]:
    """The open slots as a form offers them."""
    return [(slot.code, slot.name) for slot in slots if not slot.is_closed]


def month_name(on: date) -> str:
    """`Desember 2026`."""
    return f"{MONTHS['id'][on.month - 1]} {on.year}"


def _slot_filter(slots: list[SlotNow], on: date) -> Filters:
    names = {slot.code: f"{slot.name} (ditutup)" if slot.is_closed else slot.name for slot in slots}
    field = Choice("tempat", "Tempat tayang", names, any_label="")
    return Filters(request.args, field, keep={"bulan": on.strftime("%Y-%m")})


def _open_slots() -> list[SlotNow]:
    return [slot for slot in list_slots(clock.now()) if not slot.is_closed]


def _asked_month(raw: str) -> date | None:
    match = _MONTH.fullmatch(raw)
    return date(int(match[1]), int(match[2]), 1) if match else None


def _tape(now: datetime) -> Window:
    monday = now.astimezone(clock.WIB).replace(hour=0, minute=0, second=0, microsecond=0)
    start = monday - timedelta(days=monday.weekday())
    return Window(start, start + timedelta(days=TAPE_DAYS))
