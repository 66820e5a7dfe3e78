"""How products, makers and lists look in a chat: title, description and picture, in the page's language.

Pages and the address that serves the pictures build the same cards, so a picture is found by what stands on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from html import unescape
from typing import Any
from urllib.parse import urlencode

from griya.catalog import linked_data
from griya.catalog.models import HalalStatus, PhotoRole
from griya.catalog.queries.cards import ProductCard
from griya.catalog.queries.photos import Photo
from griya.catalog.queries.producers import ProducerPage
from griya.catalog.queries.products import ProductPage
from griya.catalog.queries.shared import SharedProducer, shared_producer
from griya.core.addresses import absolute, whole
from griya.core.language import current, gettext, ngettext, plain
from griya.core.paging import Page
from griya.core.share.card import Patch, ShareCard
from griya.core.share.page import MOST_DESCRIPTION, Facts, Format, Shared, cut, title_of
from griya.core.words import SOURCE

PRODUCT = "produk"
PRODUCER = "ikm"
# Pages without a picture of their own show the house's.
HOUSE = "griya"
_HOUSE_MOTIFS = ("tenun-busana", "anyaman", "madu-kopi-rempah", "keramik-gerabah")
# Wide enough for the left half of a picture, and for a quarter of it.
_WHOLE, _QUARTER = 1080, 640
_MOST_PATCHES = 4


def picture_address(kind: str, slug: str, card: ShareCard) -> str:
    """The whole address of a share picture; it names what stands on the picture."""
    return absolute("publication.share_show", kind=kind, slug=slug, digest=card.digest)


def card_of_product(card: ProductCard) -> ShareCard:
    """The share picture of a product, from its card in a list."""
    return _product_card(
        card.name, card.category_name, (card.producer_name, card.place), card.photo, card.shelf_slug,
        _marks(card.halal_status, is_sample=card.is_sample),
    )  # fmt: skip


def card_of_product_page(page: ProductPage) -> ShareCard:
    """The same picture, from the product's page."""
    main = next((photo for photo in page.photos if photo.role == PhotoRole.MAIN), None)
    shelf = page.shelf[0] if page.shelf else page.category[0]
    return _product_card(
        page.name, page.category[1], (page.producer_name, page.made_in.label), main, shelf,
        _marks(page.halal.status, is_sample=page.is_sample),
    )  # fmt: skip


def card_of_producer(maker: SharedProducer) -> ShareCard:
    """The share picture of a maker: its place, how much it shows, and what that looks like."""
    count = ngettext("%(total)s produk", "%(total)s produk", maker.count) % {"total": maker.count}
    return ShareCard(
        kicker=gettext("Pembuat"),
        title=maker.name,
        lines=(plain(maker.place), *([count] if maker.count else [])),
        patches=patches(maker.cards),
        marks=_marks("", is_sample=maker.is_sample),
        brand=brand(),
    )


def card_of_house() -> ShareCard:
    """The share picture of Griya itself."""
    return ShareCard(
        kicker="",
        title=gettext("Buatan Kalimantan Barat, langsung dari pembuatnya"),
        lines=(gettext("Tenun, anyaman, madu, kopi, makanan, keramik"),),
        patches=tuple(Patch(motif) for motif in _HOUSE_MOTIFS),
        brand=brand(),
    )


def brand() -> tuple[str, str]:
    """What stands beside the mark, as in the site's head."""
    return "Griya IKM", gettext("Kalimantan Barat")


def patches(cards: Sequence[ProductCard]) -> tuple[Patch, ...]:
    """One, two or four fields: photos of these products, else the patterns of their shelves."""
    photos = [(card.shelf_slug, card.photo) for card in cards if card.photo]
    most = _fields(len(photos))
    if photos:
        width = _WHOLE if most == 1 else _QUARTER
        return tuple(_patch(shelf, photo, width) for shelf, photo in photos[:most])
    shelves = list(dict.fromkeys(card.shelf_slug for card in cards)) or [""]
    return tuple(Patch(shelf) for shelf in shelves[: _fields(len(shelves))])


def share_product(page: ProductPage) -> Shared:
    """A product's page; made once for what was read of the product, in each language."""
    key = f"share {current()} {whole('')}"
    if key not in page.drawn:
        page.drawn[key] = _share_product(page)
    shared: Shared = page.drawn[key]
    return shared


def _share_product(page: ProductPage) -> Shared:
    name, place = plain(page.name), plain(page.made_in.label)
    origin = {"product": name, "maker": page.producer_name, "place": place}
    return Shared(
        title=title_of(name, page.producer_name, place),
        description=cut(plain(page.summary or page.name), MOST_DESCRIPTION),
        picture=(picture := picture_address(PRODUCT, page.slug, card_of_product_page(page))),
        picture_alt=gettext("%(product)s, dibuat oleh %(maker)s di %(place)s") % origin,
        kind="product",
        facts=linked_data.product_facts(page, picture),
    )


def share_producer(page: ProducerPage) -> Shared:
    """A maker's page."""
    place = plain(page.place)
    picture = picture_address(PRODUCER, page.slug, card_of_producer(shared_producer(page)))
    return Shared(
        title=title_of(page.name, place=place),
        description=cut(plain(page.story) or f"{page.name}, {place}", MOST_DESCRIPTION),
        picture=picture,
        picture_alt=gettext("%(maker)s, IKM di %(place)s") % {"maker": page.name, "place": place},
        kind="profile",
        facts=linked_data.producer_facts(page, picture),
    )


def share_page(
    title: str, description: str = "", *, facts: Sequence[Facts] = (), formats: Sequence[Format] = ()
) -> Shared:
    """Any other page, under the house's picture."""
    return Shared(
        title=title_of(title),
        description=cut(description, MOST_DESCRIPTION),
        picture=_house_picture(whole(""), current()),
        picture_alt=gettext("Griya IKM Kalimantan Barat: pola tenun, anyaman, sarang madu, dan gerabah"),
        facts=facts,
        formats=formats,
    )


def shared_page(title: str) -> Shared:
    """A page that says nothing of itself but its title, as it stands in the page's head."""
    return share_page(unescape(title))


def share_list(
    title: str,
    address: str,
    products: Page[ProductCard] | Sequence[ProductCard],
    *,
    steps: Sequence[tuple[str, str]] = (),
    description: str = "",
    formats: Sequence[Format] = (),
) -> Shared:
    """A page that lists products. `steps` are the names and whole addresses of the pages above it."""
    way = [linked_data.Step(*step) for step in steps]
    facts = linked_data.collection_facts(title, address, products, way, description)
    return share_page(title, description, facts=facts, formats=formats)


def share_written_list(title: str, address: str, products: Page[ProductCard], *, table: str, query: str) -> Shared:
    """`share_list` for a page that is filled in: its facts are written, and `query` narrows the open data alike."""
    written = linked_data.write_collection(title, address, products)
    return replace(_bare_list(whole(""), current(), title, table), written=written, query=query)


@lru_cache(64)
def _bare_list(site: str, language: str, title: str, table: str) -> Shared:
    """What is said of a list whatever it holds."""
    return share_page(title, formats=formats_of(table))


def formats_of(table: str, **asked: Any) -> tuple[Format, ...]:
    """The same list as open data, narrowed alike."""
    query = f"?{urlencode(asked, doseq=True)}" if asked else ""
    return tuple(
        Format(media_type, name, f"{address}{query}") for media_type, name, address in _files_of(whole(""), table)
    )


@cache
def _files_of(site: str, table: str) -> tuple[Format, ...]:
    """The whole of a list as open data, by the site's address, which is the same in a process: built once for each."""
    return tuple(
        Format(media_type, name, absolute(endpoint, _language=SOURCE, table=table))
        for media_type, name, endpoint in (
            ("application/json", "JSON", "open.listing_index"),
            ("text/csv", "CSV", "open.sheet_index"),
        )
    )


@cache
def _house_picture(site: str, language: str) -> str:
    """The house's picture, which most pages name, by the site's address and the page's language."""
    return picture_address(HOUSE, HOUSE, card_of_house())


def _product_card(
    name: str, category: str, origin: tuple[str, str], photo: Photo | None, shelf: str, marks: Iterable[str]
) -> ShareCard:
    return ShareCard(
        kicker=plain(category),
        title=plain(name),
        lines=tuple(plain(part) for part in origin),
        patches=(_patch(shelf, photo, _WHOLE) if photo else Patch(shelf),),
        marks=tuple(marks),
        brand=brand(),
    )


def _marks(halal: str, *, is_sample: bool) -> tuple[str, ...]:
    """What must be said of a product wherever it is shown (PP 42/2024 for the first)."""
    marks = [gettext("Tidak halal")] if halal == HalalStatus.NOT_HALAL else []
    return (*marks, *([gettext("Data contoh")] if is_sample else []))


def _patch(shelf: str, photo: Photo, width: int) -> Patch:
    file = photo.fallback(width)
    return Patch(shelf, f"{file.digest}.{file.extension}", photo.focal)


def _fields(count: int) -> int:
    return _MOST_PATCHES if count >= _MOST_PATCHES else 2 if count >= 2 else 1
