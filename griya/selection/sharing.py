"""How selections look in a chat and to search engines."""

from collections.abc import Sequence

from griya.catalog.linked_data import Step, collection_facts
from griya.catalog.sharing import brand, formats_of, patches, picture_address, share_page
from griya.core.addresses import absolute, canonical
from griya.core.language import gettext, ngettext, plain
from griya.core.share.card import ShareCard
from griya.core.share.page import MOST_DESCRIPTION, Shared, cut, title_of
from griya.core.words import is_translated
from griya.selection.queries import CurrentSelection, SelectionEntry, SelectionPage

SELECTION = "terseleksi"


def card_of_selection(page: SelectionPage) -> ShareCard:
    """The share picture of a selection: its title over what was chosen."""
    count = len(page.items)
    told = ngettext("%(total)s produk pilihan kurator", "%(total)s produk pilihan kurator", count) % {"total": count}
    return ShareCard(
        kicker=gettext("Produk terseleksi"),
        title=plain(page.title),
        lines=(told,) if count else (),
        patches=patches([item.card for item in page.items]),
        marks=(gettext("Data contoh"),) if page.is_sample else (),
        brand=brand(),
    )


def share_selection(page: SelectionPage) -> Shared:
    """The page of one selection."""
    title = plain(page.title)
    described = cut(plain(page.intro) or title, MOST_DESCRIPTION)
    translated = is_translated(page.title, page.intro, *(item.reason for item in page.items))
    address = canonical("selection.selection_show", is_translated=translated, slug=page.slug)
    steps = [Step(gettext("Produk terseleksi"), absolute("selection.selection_index"))]
    return Shared(
        title=title_of(title),
        description=described,
        picture=picture_address(SELECTION, page.slug, card_of_selection(page)),
        picture_alt=gettext("%(selection)s, pilihan kurator Griya IKM") % {"selection": title},
        facts=collection_facts(title, address, [item.card for item in page.items], steps, described),
    )


def share_selections(entries: Sequence[SelectionEntry]) -> Shared:
    """The list of selections."""
    listed = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "numberOfItems": len(entries),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": plain(entry.title),
                "url": absolute("selection.selection_show", slug=entry.slug),
            }
            for position, entry in enumerate(entries, start=1)
        ],
    }
    return share_page(gettext("Produk terseleksi"), facts=(listed,), formats=formats_of(SELECTION))


def share_slot(name: str, selection: CurrentSelection) -> Shared:
    """What one place shows now. It has no picture of its own: the selection's page has one."""
    del selection
    return share_page(name, facts=(), formats=())


def share_fairness(year: int) -> Shared:
    """The figures of a year."""
    return share_page(gettext("Seberapa adil pilihan kurator %(year)s") % {"year": year}, facts=(), formats=())
