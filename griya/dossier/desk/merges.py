"""Making one producer of two, with a decision for every field, and taking that back."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core import clock
from griya.core.errors import Doubtful, Overtaken, Refused
from griya.dossier.actions.merging import merge_producers, undo_merge
from griya.dossier.desk import actor_id, blueprint, producer_or_404
from griya.dossier.forms import MergeForm, WhyForm, read_choice
from griya.dossier.queries.duplicates import compare_two
from griya.dossier.queries.facts import Found, facts_by_id
from griya.dossier.queries.merges import MergeNow, find_merge
from griya.dossier.queries.places import place_names
from griya.dossier.rules import UNDO_FOR
from griya.dossier.rules.facts import FIELD_NAMES, in_words, told
from griya.dossier.rules.merging import CHOICE_FIELDS, proposed


@blueprint.get("/ikm/ganda/<code>/<other>")
def merge_new(code: str, other: str) -> ResponseReturnValue:
    """Show two producers side by side; the first is the one that stays."""
    one, two = _two(code, other)
    form = MergeForm(formdata=None, survivor_version=one.row_version, merged_version=two.row_version)
    return _page(one, two, form, {}, 200)


@blueprint.post("/ikm/ganda/<code>/<other>")
def merge_create(code: str, other: str) -> ResponseReturnValue:
    """Make them one."""
    one, two = _two(code, other)
    form, choice = MergeForm(), read_choice(request.form, CHOICE_FIELDS)
    if not form.validate():
        return _page(one, two, form, choice, 422)
    try:
        merge_producers(
            survivor_id=one.producer_id,
            merged_id=two.producer_id,
            versions=(form.survivor_version.data or 0, form.merged_version.data or 0),
            choice=choice,
            reason=form.reason.data or "",
            is_confirmed=bool(form.is_confirmed.data),
            actor_id=actor_id(),
        )
    except Overtaken as refusal:
        one, two = _two(code, other)
        form.survivor_version.data, form.survivor_version.raw_data = one.row_version, None
        form.merged_version.data, form.merged_version.raw_data = two.row_version, None
        return _page(one, two, form, choice, 409, reasons=refusal.reasons)
    except Doubtful as doubt:
        return _page(one, two, form, choice, 422, doubts=doubt.reasons)
    except Refused as refusal:
        return _page(one, two, form, choice, 422, reasons=refusal.reasons)
    return redirect(url_for("desk.dossier.producer_show", code=one.code, langkah="gabung"), 303)


@blueprint.get("/ikm/gabungan/<int:merge_id>/batalkan")
def merge_edit(merge_id: int) -> ResponseReturnValue:
    """Show what taking a merge back gives back, and ask why."""
    return _undo_page(_merge_or_404(merge_id), WhyForm(formdata=None), 200)


@blueprint.post("/ikm/gabungan/<int:merge_id>/batalkan")
def merge_delete(merge_id: int) -> ResponseReturnValue:
    """Make two of one again."""
    merge, form = _merge_or_404(merge_id), WhyForm()
    if not form.validate():
        return _undo_page(merge, form, 422)
    try:
        undo_merge(merge_id=merge_id, reason=form.reason.data or "", actor_id=actor_id())
    except Overtaken as refusal:
        return _undo_page(_merge_or_404(merge_id), form, 409, reasons=refusal.reasons)
    except Refused as refusal:
        return _undo_page(merge, form, 422, reasons=refusal.reasons)
    return redirect(url_for("desk.dossier.producer_show", code=merge.merged_code, langkah="pisah"), 303)


def _two(code: str, other: str) -> tuple[Found, Found]:
    """Both producers; where one became part of the other meanwhile there is nothing left to compare."""
    one, two = producer_or_404(code), producer_or_404(other)
    if one.producer_id == two.producer_id:
        abort(404)
    return one, two


def _merge_or_404(merge_id: int) -> MergeNow:
    merge = find_merge(merge_id)
    if merge is None:
        abort(404)
    return merge


def _page(
    one: Found,
    two: Found,
    form: MergeForm,
    choice: dict[str, str],
    status: int,
    *,
    reasons: tuple[str, ...] = (),
    doubts: tuple[str, ...] = (),
) -> ResponseReturnValue:
    left, right = facts_by_id(one.producer_id), facts_by_id(two.producer_id)
    places = place_names({left.region_code, right.region_code})
    ours, theirs = told(left), told(right)
    usual = proposed(left, right)

    def words(name: str, values: dict[str, object]) -> str:
        shown = values["outside_region"] if name == "region_code" and not values[name] else values[name]
        return in_words("outside_region" if shown is not values[name] else name, shown, places)

    sides = [
        (name, FIELD_NAMES[name], words(name, ours), words(name, theirs), choice.get(name) or usual[name])
        for name in CHOICE_FIELDS
    ]
    page = render_template(
        "desk/dossier/merge_new.html",
        one=one,
        two=two,
        pair=compare_two(one.producer_id, two.producer_id),
        sides=[side for side in sides if side[2] != side[3]],
        same=[side for side in sides if side[2] == side[3]],
        contacts=(in_words("contacts", ours["contacts"], places), in_words("contacts", theirs["contacts"], places)),
        kbli=(in_words("kbli", ours["kbli"], places), in_words("kbli", theirs["kbli"], places)),
        form=form,
        reasons=reasons,
        doubts=doubts,
        undo_days=UNDO_FOR.days,
    )
    return make_response(page, status)


def _undo_page(merge: MergeNow, form: WhyForm, status: int, *, reasons: tuple[str, ...] = ()) -> ResponseReturnValue:
    page = render_template(
        "desk/dossier/merge_edit.html",
        merge=merge,
        form=form,
        reasons=reasons,
        until=merge.merged_at + UNDO_FOR,
        is_possible=merge.undone_at is None and clock.now() <= merge.merged_at + UNDO_FOR,
    )
    return make_response(page, status)
