"""The draft's editor: one form with everything in it, one POST for each save, the same without a script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.catalog.queries.lists import find_list_page, read_asked
from griya.core import clock
from griya.core.errors import Overtaken, Refused
from griya.core.order import move_by
from griya.core.text import clean_text
from griya.curation.queries.recognition import list_latest
from griya.curation.rules.scoring import RESULT_NAMES
from griya.selection.actions.drafts import DraftContent, save_draft, start_draft
from griya.selection.desk import actor_id, blueprint, version_or_404
from griya.selection.desk.overview import slot_choices
from griya.selection.desk.versions import placement_of, repeat_cap
from griya.selection.forms import DraftForm, TypedItems, read_items, read_keys, read_ticked
from griya.selection.queries.candidates import list_proposals
from griya.selection.queries.meter import Meter, Placement, find_meter
from griya.selection.queries.products import ChosenProduct, list_chosen
from griya.selection.queries.rounds import round_of
from griya.selection.queries.slots import SlotNow, list_slots
from griya.selection.queries.versions import (
    DeskVersion,
    Excluded,
    chosen_items,
    find_draft,
    find_selection_row,
    list_happenings,
)
from griya.selection.rules import ItemDraft, WindowState
from griya.selection.rules.candidates import Proposal
from griya.selection.rules.comparison import compare
from griya.selection.rules.wording import typed_parts

SEARCH = ("q", "rak", "wilayah")
EXPORT_SLOT = "ekspor"


@dataclass(frozen=True, slots=True)
class Found:
    """What may be added: what the rules propose, or what a search found. `total` counts all of a search's hits."""

    proposals: Sequence[Proposal]
    products: Mapping[int, ChosenProduct]
    is_search: bool
    total: int = 0


@blueprint.get("/<slug>/<int:number>/ubah")
def version_edit(slug: str, number: int) -> ResponseReturnValue:
    """Show the editor of a draft; any other version is only read."""
    version = version_or_404(slug, number)
    if version.state is not WindowState.DRAFT:
        return redirect(url_for("desk.selection.version_show", slug=slug, number=number), 303)
    typed = TypedItems(version.drafts, {one.product_id: one.reason for one in version.excluded})
    return _page(version, _form_of(version), typed)


@blueprint.post("/<slug>/<int:number>/ubah")
def version_update(slug: str, number: int) -> ResponseReturnValue:
    """Save what the form says, after the button that was pressed did its part."""
    version = version_or_404(slug, number)
    slots = list_slots(clock.now())
    form = DraftForm()
    form.slot.choices = slot_choices(slots)
    wish, _, raw = request.form.get("do", "simpan").partition(":")
    key = next(iter(read_keys([raw])), 0)
    typed = _done(read_items(request.form), wish, key)
    if not form.validate():
        return make_response(_page(version, form, typed), 422)
    content = DraftContent(
        slot_code=form.slot.data,
        window=form.window,
        items=typed.items,
        exclusions=typed.exclusions,
        repeat_reason=form.repeat_reason.data or "",
    )
    try:
        if wish == "salin":
            return _rescued(version, content)
        draft = find_draft(slug, number)
        assert draft is not None  # noqa: S101 - `version_or_404` has found it
        save_draft(version=draft, row_version=form.row_version.data or 0, content=content, actor_id=actor_id())
    except Overtaken as refusal:
        # What is stored now stands beside what was typed; saving again is a decision and writes over it.
        theirs = version_or_404(slug, number)
        form.row_version.data, form.row_version.raw_data = theirs.row_version, None
        return make_response(_page(theirs, form, typed, reasons=refusal.reasons, is_overtaken=True), 409)
    except Refused as refusal:
        return make_response(_page(version, form, typed, reasons=refusal.reasons), 422)
    return redirect(_way_on(slug, number, wish, key), 303)


@blueprint.get("/meter")
def meter_show() -> ResponseReturnValue:
    """The fairness meter of these products as a piece of the editor, for a script that asks while somebody chooses."""
    raw = request.args.get("nomor", "")
    number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 6 else 0
    version = version_or_404(clean_text(request.args.get("slug", ""))[:80], number)
    keys = read_keys(request.args.get("produk", "").split(",")[:200])
    meter = find_meter(keys, placement_of(version), cap_percent=repeat_cap())
    response = make_response(render_template("desk/selection/meter_show.html", meter=meter))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _done(typed: TypedItems, wish: str, key: int) -> TypedItems:
    """What the form says after the pressed button did its part."""
    items, exclusions = list(typed.items), dict(typed.exclusions)
    known = {item.product_id: item for item in items}
    if wish in {"naik", "turun"} and key in known:
        group = [item.product_id for item in items if item.is_reserve is known[key].is_reserve]
        pinned = {item.product_id for item in items if item.is_pinned}
        order = move_by(group, key, -1 if wish == "naik" else 1, pinned)
        others = [item for item in items if item.is_reserve is not known[key].is_reserve]
        items = sorted([*(known[one] for one in order), *others], key=lambda item: item.is_reserve)
    elif wish == "keluarkan":
        items = [item for item in items if item.product_id != key]
    elif wish == "tolak" and key:
        items = [item for item in items if item.product_id != key]
        exclusions[key] = clean_text(request.form.get(f"tolak-alasan-{key}") or "")
    elif wish == "usulkan":
        exclusions.pop(key, None)
    elif wish == "gabung":
        items += [ItemDraft(one, "") for one in read_keys(request.form.getlist("milik-lain")) if one not in known]
    # Whatever was ticked is taken along, whichever button was pressed: nothing that was chosen is lost.
    ticked = [item for item in read_ticked(request.form) if item.product_id not in known and item.product_id != key]
    shown = [item for item in items if not item.is_reserve]
    reserves = [item for item in items if item.is_reserve]
    added = {item.product_id for item in ticked}
    return TypedItems((*shown, *ticked, *reserves), {k: v for k, v in exclusions.items() if k not in added})


def _rescued(version: DeskVersion, content: DraftContent) -> ResponseReturnValue:
    """What was typed over a version that is no draft any more, as a draft of its own."""
    selection = find_selection_row(version.slug)
    assert selection is not None  # noqa: S101 - its version was found
    fresh = start_draft(selection=selection, content=content, actor_id=actor_id(), based_on_id=version.version_id)
    return redirect(url_for("desk.selection.version_edit", slug=version.slug, number=fresh.number), 303)


def _way_on(slug: str, number: int, wish: str, key: int) -> str:
    """Back to the editor, to where the person was."""
    if wish == "periksa":
        return url_for("desk.selection.version_show", slug=slug, number=number)
    source = request.form if wish == "cari" else request.args
    asked = {name: text for name in SEARCH if (text := clean_text(source.get(name) or "")[:100])}
    if request.form.getlist("calon") and wish in {"simpan", "tambah"}:
        wish = "tambah"  # what was ticked is among the chosen now: go there
    anchor = {"cari": "calon", "tambah": "dipilih", "naik": f"produk-{key}", "turun": f"produk-{key}"}.get(wish)
    values: dict[str, Any] = {"slug": slug, "number": number, **asked, "tersimpan": 1, "_anchor": anchor}
    return url_for("desk.selection.version_edit", **values)


def _form_of(version: DeskVersion) -> DraftForm:
    starts = typed_parts(version.window.starts_at, version.offset_minutes)
    ends = typed_parts(version.window.ends_at, version.offset_minutes)
    return DraftForm(
        formdata=None,
        row_version=version.row_version,
        slot=version.slot_code,
        start_on=starts[0],
        start_at=starts[1],
        end_on=ends[0],
        end_at=ends[1],
        repeat_reason=version.repeat_reason,
    )


def _page(
    version: DeskVersion,
    form: DraftForm,
    typed: TypedItems,
    *,
    reasons: tuple[str, ...] = (),
    is_overtaken: bool = False,
) -> str:
    now = clock.now()
    slots = list_slots(now)
    form.slot.choices = slot_choices(slots)
    slot = next((one for one in slots if one.code == form.slot.data), slots[0])
    items = chosen_items(typed.items)
    shown = [item.product for item in items if not item.draft.is_reserve]
    placement = placement_of(version)
    if not form.errors and form.start_on.data and form.end_on.data:
        placement = replace(placement, window=form.window)
    meter = find_meter([one.product_id for one in shown], placement, cap_percent=repeat_cap())
    found = _found(typed, [item.product for item in items], meter, placement, slot)
    names = list_chosen(typed.exclusions)
    differences = compare(version.drafts, typed.items) if is_overtaken else ()
    return render_template(
        "desk/selection/version_edit.html",
        version=version,
        form=form,
        reasons=reasons,
        items=items,
        excluded=[Excluded(key, names[key].name, reason) for key, reason in typed.exclusions.items() if key in names],
        window=placement.window,
        meter=meter,
        round=round_of([one.product_id for one in shown]),
        found=found,
        results=list_latest([*(item.draft.product_id for item in items), *found.products]),
        result_names=RESULT_NAMES,
        requires_distinction=slot.requires_distinction,
        shelves=meter.register.shelf_labels,
        regions=meter.register.region_labels,
        region_slugs=meter.register.region_slugs,
        asked={name: clean_text(request.args.get(name, ""))[:100] for name in SEARCH},
        is_saved="tersimpan" in request.args and request.method == "GET",
        is_overtaken=is_overtaken,
        differences=differences,
        their_products=list_chosen(item.product_id for item in differences),
        last=next(iter(list_happenings(version.version_id)), None) if is_overtaken else None,
        now=now,
    )


def _found(typed: TypedItems, chosen: list[ChosenProduct], meter: Meter, placement: Placement, slot: SlotNow) -> Found:
    """What to offer: the hits of a search where one was asked for, else what the rules propose."""
    taken = {item.product_id for item in typed.items} | set(typed.exclusions)
    asked: dict[str, Any] = {name: [text] for name in SEARCH if (text := request.args.get(name, "").strip())}
    if asked:
        parsed, snapshot = read_asked(asked)
        page = find_list_page(parsed, snapshot, language="id")
        keys = [card.product_id for card in page.page.items if card.product_id not in taken]
        return Found([Proposal(key, 0, (), "") for key in keys], list_chosen(keys), True, page.page.total)
    proposals = list_proposals(
        chosen,
        meter,
        placement,
        but=taken,
        at=clock.now(),
        region_code=slot.region_code,
        is_for_export=slot.code == EXPORT_SLOT,
        only_distinguished=slot.requires_distinction,
    )
    return Found(proposals, list_chosen(one.product_id for one in proposals), False)
