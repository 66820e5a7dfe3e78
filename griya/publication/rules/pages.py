"""The pages that always stand, whatever the catalogue holds."""

from typing import Final

HOME: Final = "site.home_show"
SELECTIONS: Final = "selection.selection_index"
# The front door and the list of selections are as translated as what curators wrote; the others are wholly ours.
STANDING_PAGES: Final = (
    HOME,
    "catalog.product_index",
    "catalog.category_index",
    "catalog.producer_index",
    "catalog.region_index",
    "catalog.material_index",
    "catalog.technique_index",
    SELECTIONS,
    "curation.criteria_show",
    "publication.dictionary_show",
    "site.about_show",
    "site.privacy_show",
    "site.accessibility_show",
)
