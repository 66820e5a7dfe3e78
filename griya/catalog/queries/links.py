"""Links to shops on marketplaces that are open today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from griya.catalog.models import MarketplaceLink
from griya.core.db import db
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
    shops = MarketplaceLink.product_id.is_(None)
    wanted = shops if product_id is None else or_(shops, MarketplaceLink.product_id == product_id)
    rows = db.session.execute(
        select(MarketplaceLink.url, MarketplaceLink.product_id, Marketplace)
        .join(Marketplace, Marketplace.id == MarketplaceLink.marketplace_id)
        .where(MarketplaceLink.producer_id == producer_id, wanted)
        .order_by(MarketplaceLink.product_id.is_(None), Marketplace.id, MarketplaceLink.id)
    )
    return tuple(
        ShopLink(marketplace.name, url, of_product is None)
        for url, of_product, marketplace in rows
        if url.startswith("https://") and sells_goods(marketplace, on=today)
    )
