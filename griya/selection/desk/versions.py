"""One theme and its versions: reading, comparing, approving, cancelling, copying, returning to an earlier one."""

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.accounts.guard import current_account, may_call
from griya.accounts.queries.record import list_history
from griya.core import clock
from griya.core.errors import Overtaken, Refused
from griya.core.filters import Choice, Filters
from griya.selection.actions import approve_version, cancel_version
from griya.selection.actions.drafts import copy_version, rename_selection, return_to_version
from griya.selection.desk import actor_id, blueprint, version_or_404
from griya.selection.desk.overview import suggested_window
from griya.selection.forms import ReasonForm, TitleForm
from griya.selection.models import SelectionVersion
from griya.selection.queries.meter import Meter, Placement, find_meter
from griya.selection.queries.products import list_chosen
from griya.selection.queries.slots import list_slots
from griya.selection.queries.versions import (
    DeskVersion,
    find_draft,
    find_selection_row,
    list_versions,
)
from griya.selection.rules.comparison import compare
from griya.selection.rules.wording import typed_parts


def meter_of(version: DeskVersion) -> Meter:
    """The fairness meter of a version as it is stored; reserves are not counted."""
    return find_meter(
        [item.draft.product_id for item in version.shown], placement_of(version), cap_percent=repeat_cap()
    )


def placement_of(version: DeskVersion) -> Placement:
    """Where and when it is meant to stand."""
    return Placement(version.window, version.selection_id, version.version_id)


def repeat_cap() -> int:
    """How many makers of a hundred may be repeats without a reason."""
    return int(current_app.config["SETTINGS"].repeat_cap_percent)


@blueprint.get("/<slug>")
def selection_show(slug: str) -> str:
    """Show a theme, its words and its versions."""
    return _selection_page(slug)


@blueprint.post("/<slug>")
def selection_update(slug: str) -> ResponseReturnValue:
    """Give a theme other words."""
    selection = find_selection_row(slug)
    if selection is None:
        abort(404)
    form = TitleForm()
    if not form.validate():
        return make_response(_selection_page(slug, form=form), 422)
    try:
        rename_selection(
            selection=selection,
            title_id=form.title_id.data or "",
            title_en=form.title_en.data or "",
            intro_id=form.intro_id.data or "",
            intro_en=form.intro_en.data or "",
            actor_id=actor_id(),
        )
    except Refused as refusal:
        return make_response(_selection_page(slug, form=form, reasons=refusal.reasons), 422)
    return redirect(url_for("desk.selection.selection_show", slug=slug), 303)


@blueprint.get("/<slug>/<int:number>")
def version_show(slug: str, number: int) -> str:
    """Show one version: what it shows and why, how fair it is, what was done to it, and what can be done."""
    return _version_page(version_or_404(slug, number))


@blueprint.get("/<slug>/banding")
def comparison_show(slug: str) -> str:
    """Show what differs between two versions of a theme."""
    versions = list_versions(clock.now(), slug=slug)
    if not versions:
        abort(404)
    numbers = sorted(one.number for one in versions)
    newer = _number(request.args.get("ke"), numbers) or numbers[-1]
    older = _number(request.args.get("dari"), numbers) or max([n for n in numbers if n < newer], default=newer)
    before, after = version_or_404(slug, older), version_or_404(slug, newer)
    items = compare(before.drafts, after.drafts)
    names = {str(number): str(number) for number in numbers}
    return render_template(
        "desk/selection/comparison_show.html",
        before=before,
        after=after,
        items=items,
        changed=[item for item in items if item.changes],
        products=list_chosen(item.product_id for item in items),
        filters=Filters(
            request.args,
            Choice("dari", "Dari versi", names, any_label="", start=str(older)),
            Choice("ke", "Ke versi", names, any_label="", start=str(newer)),
        ),
    )


@blueprint.post("/<slug>/<int:number>/setujui")
def approval_create(slug: str, number: int) -> ResponseReturnValue:
    """Let a draft go on air in its window; another person than its author does."""
    version = version_or_404(slug, number)
    raw = request.form.get("row_version", "")
    seen = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 9 else 0
    try:
        approve_version(
            version=_draft(slug, number), actor_id=actor_id(), row_version=seen, repeats=meter_of(version).repeats
        )
    except Refused as refusal:
        return _refused(slug, number, refusal)
    return redirect(url_for("desk.selection.version_show", slug=slug, number=number), 303)


@blueprint.post("/<slug>/<int:number>/batalkan")
def cancellation_create(slug: str, number: int) -> ResponseReturnValue:
    """Take a version back, with a reason."""
    form = ReasonForm()
    version = version_or_404(slug, number)
    if not form.validate():
        return make_response(_version_page(version, form=form), 422)
    try:
        cancel_version(version=_draft(slug, number), reason=form.reason.data or "", actor_id=actor_id())
    except Refused as refusal:
        return _refused(slug, number, refusal)
    return redirect(url_for("desk.selection.version_show", slug=slug, number=number), 303)


@blueprint.post("/<slug>/<int:number>/salin")
def copy_create(slug: str, number: int) -> ResponseReturnValue:
    """Begin a new draft with everything of this version, in the slot's next gap."""
    version = version_or_404(slug, number)
    now = clock.now()
    slot = next(one for one in list_slots(now) if one.code == version.slot_code)
    fresh = copy_version(version=_draft(slug, number), window=suggested_window(slot, now), actor_id=actor_id())
    return redirect(url_for("desk.selection.version_edit", slug=slug, number=fresh.number), 303)


@blueprint.post("/<slug>/<int:number>/tayangkan-lagi")
def return_create(slug: str, number: int) -> ResponseReturnValue:
    """Put an earlier approved version back on air now, in one step."""
    try:
        fresh = return_to_version(version=_draft(slug, number), actor_id=actor_id())
    except Refused as refusal:
        return _refused(slug, number, refusal)
    return redirect(url_for("desk.selection.version_show", slug=slug, number=fresh.number), 303)


def _draft(slug: str, number: int) -> SelectionVersion:
    version = find_draft(slug, number)
    if version is None:
        abort(404)
    return version


def _refused(slug: str, number: int, refusal: Refused) -> ResponseReturnValue:
    """The version as it is now with the reasons above it: 409 where somebody else was first, else 422."""
    page = _version_page(version_or_404(slug, number), reasons=refusal.reasons)
    return make_response(page, 409 if isinstance(refusal, Overtaken) else 422)


def _version_page(version: DeskVersion, *, form: ReasonForm | None = None, reasons: tuple[str, ...] = ()) -> str:
    account = current_account()
    others = list_versions(clock.now(), slug=version.slug)
    at_on, at_at = typed_parts(version.window.starts_at)
    return render_template(
        "desk/selection/version_show.html",
        version=version,
        meter=meter_of(version),
        happened=list_history("selection_version", str(version.version_id)),
        form=form or ReasonForm(formdata=None),
        reasons=reasons,
        earlier=max([one.number for one in others if one.number < version.number], default=None),
        own_id=account.account_id,
        can_curate=may_call("desk.selection.selection_create"),
        at_on=at_on.isoformat(),
        at_at=f"{at_at:%H:%M}",
        now=clock.now(),
    )


def _selection_page(slug: str, form: TitleForm | None = None, reasons: tuple[str, ...] = ()) -> str:
    selection = find_selection_row(slug)
    if selection is None:
        abort(404)
    now = clock.now()
    return render_template(
        "desk/selection/selection_show.html",
        selection=selection,
        versions=list_versions(now, slug=slug),
        form=form or TitleForm(formdata=None, obj=selection),
        reasons=reasons,
        now=now,
        can_curate=may_call("desk.selection.selection_create"),
    )


def _number(raw: str | None, known: list[int]) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 6 and int(raw) in known else None
