"""Public pages of curated selections."""

from flask import Blueprint, abort, render_template

from griya.core import clock, language
from griya.core.http import public_page
from griya.core.speculation import product_list
from griya.selection.queries import find_selection, list_selections
from griya.selection.rules import Window, period
from griya.selection.sharing import share_selection, share_selections

blueprint = Blueprint("selection", __name__)


@blueprint.app_template_filter("period")
def period_in_words(window: Window) -> str:
    """A window in the page's language, as the house's formatters say days and moments."""
    return period(window, language.current())


@blueprint.get("/terseleksi")
@public_page
@product_list
def selection_index() -> str:
    """Selections that are on now, then those that were."""
    selections = list_selections(clock.now())
    return render_template("selection/selection_index.html", selections=selections, share=share_selections(selections))


@blueprint.get("/terseleksi/<slug>")
@public_page
@product_list
def selection_show(slug: str) -> str:
    """One selection: what it shows now, or when it ran and what of it can still be seen."""
    selection = find_selection(slug, clock.now())
    if selection is None:
        abort(404)
    return render_template("selection/selection_show.html", selection=selection, share=share_selection(selection))
