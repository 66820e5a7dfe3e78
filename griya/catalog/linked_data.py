"""The catalogue's pages in the words of schema.org, built from the same read models that the pages are.

An offer stands here only where a real price is published. "From" prices are an `AggregateOffer` with its `lowPrice`:
the maker sells several forms of the product, the cheapest at that price, and neither a highest price nor a number of
offers is made up. A price on request has no offer at all (schemaorg issues 4378 and 4383).
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from griya.catalog.models import Availability, PriceMode
from griya.catalog.queries.cards import ProductCard
from griya.catalog.queries.producers import ProducerPage
from griya.catalog.queries.products import ProductPage
from griya.core.addresses import absolute, by_slug, canonical, whole
from griya.core.language import current, gettext, plain
from griya.core.paging import Page
from griya.core.share.page import Facts, as_json
from griya.core.words import is_translated

CONTEXT: Final = "https://schema.org"
_PROVINCE: Final = "Kalimantan Barat"
_AVAILABILITY: Final = {
    Availability.READY: "InStock",
    Availability.MADE_TO_ORDER: "MadeToOrder",
    Availability.SEASONAL: "LimitedAvailability",
    Availability.SOLD_OUT: "OutOfStock",
}
_WIDEST_PHOTO: Final = 1920
# A number that no list reaches, to find where one stands.
_NUMBER: Final = 7_654_321_987


class Step(NamedTuple):
    """A page on the way to this one: its name and its whole address."""

    name: str
    address: str


def product_facts(page: ProductPage, picture: str) -> tuple[Facts, ...]:
    """The product, the page about it and the way there."""
    translated = is_translated(page.name, page.summary, page.description)
    address = canonical("catalog.product_show", is_translated=translated, slug=page.slug)
    name = plain(page.name)
    maker = _maker(page.producer_name, page.producer_slug)
    shelf = [plain(part[1]) for part in (page.shelf, page.category) if part]
    product = _thing(
        "Product",
        address,
        id_part="produk",
        name=name,
        description=plain(page.description or page.summary),
        image=[_media(photo.fallback(_WIDEST_PHOTO).file_name) for photo in page.photos] or [picture],
        sku=page.code,
        category=" > ".join(shelf),
        material=[plain(one) for one in page.materials],
        brand={"@type": "Brand", "name": page.producer_name},
        manufacturer=maker,
        countryOfOrigin={"@type": "Country", "name": "Indonesia"},
        size=page.size_text,
        weight=_quantity(page.net_weight_g, "GRM"),
        additionalProperty=_properties(page),
        offers=_offer(page, address, maker),
    )
    steps = [Step(gettext("Produk"), absolute("catalog.product_index"))]
    steps += [
        Step(plain(label), absolute("catalog.category_show", slug=slug))
        for slug, label in (part for part in (page.shelf, page.category) if part)
    ]
    return product, _page("ItemPage", address, name, about={"@id": product["@id"]}), breadcrumb(steps, name)


def producer_facts(page: ProducerPage, picture: str) -> tuple[Facts, ...]:
    """The maker as an organization, the page about it, its products and the way there."""
    address = canonical("catalog.producer_show", is_translated=is_translated(page.story), slug=page.slug)
    place = plain(page.place)
    locality = ", ".join(part for part in (plain(page.district), place) if part)
    maker = _thing(
        "Organization",
        address,
        id_part="ikm",
        name=page.name,
        description=plain(page.story),
        image=picture,
        foundingDate=str(page.founded_year) if page.founded_year else None,
        # Never a street: the address of a maker is often a person's home.
        address=_without_nothing(
            {
                "@type": "PostalAddress",
                "addressLocality": locality,
                "addressRegion": _PROVINCE if page.place_slug else None,
                "addressCountry": "ID",
            }
        ),
        sameAs=[link.url for link in page.links if link.is_whole_shop],
    )
    steps = [Step(gettext("Para pembuat"), absolute("catalog.producer_index"))]
    if page.place_slug:
        steps.append(Step(place, absolute("catalog.region_show", slug=page.place_slug)))
    about = _page("ProfilePage", address, page.name, mainEntity={"@id": maker["@id"]})
    goods = item_list(page.products) if page.products else None
    return tuple(part for part in (maker, about, goods, breadcrumb(steps, page.name)) if part)


def collection_facts(
    name: str,
    address: str,
    products: Page[ProductCard] | Sequence[ProductCard],
    steps: Iterable[Step],
    description: str = "",
) -> tuple[Facts, ...]:
    """A page that lists products: the collection, the list, and the way there."""
    listed = item_list(products)
    collection = _page("CollectionPage", address, name, description=description, mainEntity=listed)
    return collection, breadcrumb(steps, name)


def write_collection(name: str, address: str, products: Page[ProductCard]) -> tuple[Markup, Markup]:
    """`collection_facts` of a list without pages above it, as JSON.

    What it says of each product is written once and stays with the product's card; the rest once for each name.
    """
    head, middle, foot, way = _collection_frame(whole(""), current(), name)
    key = f"item {current()} {whole('')}"
    items = [card.drawn.get(key) or _write_item(card, key) for card in products.items]
    first = max(1, products.first)
    listed = ", ".join([f"{before}{position}{behind}" for position, (before, behind) in enumerate(items, start=first)])
    said = str(as_json(address))[1:-1]
    text = f"{said.join(head)}[{listed}]{middle}{products.total}{said.join(foot)}"
    return Markup(text), way  # noqa: S704 - JSON that is safe in a page


@lru_cache(64)
def _collection_frame(site: str, language: str, name: str) -> tuple[list[str], str, list[str], Markup]:
    """A collection of this name as JSON around its list, cut where its address stands, and the way to it."""
    address = "-address-"
    listed = {"@type": "ItemList", "numberOfItems": _NUMBER, "itemListElement": [_NUMBER]}
    text = as_json(_page("CollectionPage", address, name, mainEntity=listed))
    head, mark, tail = _cut(text, f'"itemListElement": [{_NUMBER}]')
    middle, mark_of_total, foot = _cut(tail, f'"numberOfItems": {_NUMBER}')
    return (
        f"{head}{mark}".split(address),
        f"{middle}{mark_of_total}",
        foot.split(address),
        as_json(breadcrumb((), name)),
    )


def _write_item(card: ProductCard, key: str) -> tuple[str, str]:
    """A product in a list, before and behind its position; kept with the card under `key`."""
    item = as_json(_item(card, _NUMBER, by_slug("catalog.product_show")))
    head, mark, tail = _cut(item, f'"position": {_NUMBER}')
    card.drawn[key] = written = f"{head}{mark}", tail
    return written


def _cut(text: str, member: str) -> tuple[str, str, str]:
    """JSON before a member's name, that name with its colon, and what comes behind the member's value.

    Within a string of JSON a backslash stands before each quote, so a member is found nowhere but where it is one.
    """
    head, _, tail = str(text).partition(member)
    return head, f"{member.partition(':')[0]}: ", tail


def item_list(products: Page[ProductCard] | Sequence[ProductCard]) -> Facts:
    """Products in the order and at the positions at which a page lists them."""
    items: Sequence[ProductCard] = products.items if isinstance(products, Page) else products
    first = max(1, products.first) if isinstance(products, Page) else 1
    address_of = by_slug("catalog.product_show")
    return {
        "@type": "ItemList",
        "numberOfItems": products.total if isinstance(products, Page) else len(items),
        "itemListElement": [_item(card, position, address_of) for position, card in enumerate(items, start=first)],
    }


def _item(card: ProductCard, position: int, address_of: Callable[[str], str]) -> Facts:
    return {"@type": "ListItem", "position": position, "name": plain(card.name), "url": address_of(card.slug)}


def breadcrumb(steps: Iterable[Step], here: str) -> Facts:
    """The way to a page, as it stands above its heading; the page itself comes last and needs no address."""
    items: list[dict[str, Any]] = [{"name": step.name, "item": step.address} for step in steps]
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, **item}
            for position, item in enumerate([*items, {"name": here}], start=1)
        ],
    }


def _page(kind: str, address: str, name: str, **properties: Any) -> Facts:
    site = {"@id": f"{absolute('site.home_show', _language='id')}#situs"}
    return _thing(kind, address, name=name, inLanguage=current(), isPartOf=site, **properties)


def _thing(kind: str, page: str, /, *, id_part: str = "halaman", **properties: Any) -> Facts:
    """An object with an identity of its own; what is not known is left out and never invented."""
    known = {"@context": CONTEXT, "@type": kind, "@id": f"{page}#{id_part}", "url": page}
    return known | _without_nothing(properties)


def _without_nothing(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in (None, "", [], {})}


def _maker(name: str, slug: str) -> Facts:
    address = absolute("catalog.producer_show", _language="id", slug=slug)
    return {"@type": "Organization", "@id": f"{address}#ikm", "name": name, "url": address}


def _offer(page: ProductPage, address: str, maker: Facts) -> Facts | None:
    price = page.price
    if price.idr is None or price.mode == PriceMode.ASK:
        return None
    shared = {
        "priceCurrency": "IDR",
        "availability": f"{CONTEXT}/{_AVAILABILITY[Availability(page.availability)]}",
        "url": address,
        "seller": maker,
    }
    if price.mode == PriceMode.FROM:
        return {"@type": "AggregateOffer", "lowPrice": price.idr, **shared}
    unit = {
        "@type": "UnitPriceSpecification",
        "price": price.idr,
        "priceCurrency": "IDR",
        "unitText": plain(price.unit_for()),
    }
    return {"@type": "Offer", "price": price.idr, "priceSpecification": unit, **shared}


def _quantity(value: int | None, unit_code: str) -> Facts | None:
    return {"@type": "QuantitativeValue", "value": value, "unitCode": unit_code} if value else None


def _properties(page: ProductPage) -> list[Facts]:
    """Where it is made, whose speciality it is and how it is made, which schema.org has no property for."""
    pairs = [
        (
            gettext("Dibuat di"),
            ", ".join(part for part in (plain(page.made_in_detail), plain(page.made_in.label)) if part),
        ),
        (gettext("Khas daerah"), plain(page.specialty_of.label) if page.specialty_of else ""),
        (gettext("Cara membuat"), ", ".join(plain(one) for one in page.techniques)),
        (gettext("Data contoh"), gettext("ya") if page.is_sample else ""),
    ]
    return [{"@type": "PropertyValue", "name": name, "value": value} for name, value in pairs if value]


def _media(name: str) -> str:
    return absolute("media.file_show", name=name)
