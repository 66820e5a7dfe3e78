"""Links to shops on marketplaces that are open today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Integer, bindparam, or_, select

from griya.catalog.models import MarketplaceLink
from griya.core.db import fetch
from griya.registry.models import Marketplace
from griya.registry.rules.links import sells_goods


@dataclass(frozen=True, slots=True)
class ShopLink:
    """A link to a product or to a maker's whole shop on a marketplace."""

    marketplace: str
    url: str
    is_whole_shop: bool


def list_shop_links(producer_id: int, *, product_id: int | None = None, today: date) -> tuple[ShopLink, ...]:
    """A product's own links and its maker's shops, the product's own first; without a product only the shops."""
    return shop_links_of(read_shop_links(producer_id, product_id), today)


def read_shop_links(producer_id: int, product_id: int | None) -> Sequence[Any]:
    """The rows of these links."""
    return fetch(_LINKS, producer_id=producer_id, product_id=product_id or 0)


def shop_links_of(rows: Iterable[Any], today: date) -> tuple[ShopLink, ...]:
    """The links that these rows are on a day."""
    return tuple(
        ShopLink(row.name, row.url, row.product_id is None)
        for row in rows
        if row.url.startswith("https://") and sells_goods(row, on=today)
    )


# A product id of 0, which no product has, leaves the shops alone.
_LINKS: Final = (
    select(
        MarketplaceLink.url,
        MarketplaceLink.product_id,
        Marketplace.name,
        Marketplace.goods_from,
        Marketplace.goods_until,
    )
    .join(Marketplace, Marketplace.id == MarketplaceLink.marketplace_id)
    .where(
        MarketplaceLink.producer_id == bindparam("producer_id", type_=Integer),
        or_(MarketplaceLink.product_id.is_(None), MarketplaceLink.product_id == bindparam("product_id", type_=Integer)),
    )
    .order_by(MarketplaceLink.product_id.is_(None), Marketplace.id, MarketplaceLink.id)
)
