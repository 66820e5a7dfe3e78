"""The pages that always stand, whatever the catalogue holds, and whether their English form is a translation."""

from typing import Final

STANDING_PAGES: Final = {
    "site.home_show": False,
    "catalog.product_index": True,
    "catalog.material_index": True,
    "catalog.technique_index": True,
    "selection.selection_index": False,
    "publication.dictionary_show": True,
    "site.about_show": False,
    "site.privacy_show": False,
    "site.accessibility_show": False,
}
