"""Public pages of curated selections."""

from flask import Blueprint, abort, render_template, request

from griya.core import clock, language, preview
from griya.core.http import public_page
from griya.core.speculation import product_list
from griya.selection.queries import (
    CurrentSelection,
    OpenSlot,
    current_selection,
    find_regional_selection,
    find_selection,
    list_open_slots,
    list_selections,
)
from griya.selection.queries.meter import find_year, list_years
from griya.selection.rules import Window, period
from griya.selection.sharing import share_fairness, share_selection, share_selections, share_slot

blueprint = Blueprint("selection", __name__)


@blueprint.app_template_filter("period")
def period_in_words(window: Window) -> str:
    """A window in the page's language, as the house's formatters say days and moments."""
    return period(window, language.current())


@blueprint.app_template_global("regional_selection")
def regional_selection(region_code: str) -> tuple[OpenSlot, CurrentSelection] | None:
    """What curators chose for a kab/kota; the catalogue's page of it shows that and knows nothing of choosing."""
    return find_regional_selection(region_code, preview.moment())


@blueprint.get("/terseleksi")
@public_page
@product_list
def selection_index() -> str:
    """Selections that are on now, then those that were."""
    selections = list_selections(preview.moment())
    return render_template(
        "selection/selection_index.html",
        selections=selections,
        slots=list_open_slots(),
        years=list_years(clock.now()),
        share=share_selections(selections),
    )


@blueprint.get("/terseleksi/<slug>")
@public_page
@product_list
def selection_show(slug: str) -> str:
    """One selection: what it shows now, or when it ran and what of it can still be seen."""
    selection = find_selection(slug, preview.moment(), draft_id=preview.draft_id())
    if selection is None:
        abort(404)
    return render_template("selection/selection_show.html", selection=selection, share=share_selection(selection))


@blueprint.get("/terseleksi/tempat/<code>")
@public_page
@product_list
def slot_show(code: str) -> str:
    """What one place shows now: its own selection, else what stands in for it. Never empty while anything is public."""
    slot = next((one for one in list_open_slots() if one.code == code), None)
    if slot is None:
        abort(404)
    selection = current_selection(code, preview.moment(), draft_id=preview.draft_id())
    return render_template(
        "selection/slot_show.html", slot=slot, selection=selection, share=share_slot(slot.name, selection)
    )


@blueprint.get("/terseleksi/keadilan")
@public_page
def fairness_show() -> str:
    """A year's selections beside the register of IKM, for everybody to see."""
    years = list_years(clock.now())
    raw = request.args.get("tahun", "")
    wanted = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) == 4 else 0
    year = wanted if wanted in years else (years or [clock.today().year])[0]
    return render_template(
        "selection/fairness_show.html",
        figures=find_year(year, clock.now()),
        years=years,
        share=share_fairness(year),
    )
