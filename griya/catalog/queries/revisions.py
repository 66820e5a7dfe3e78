"""Which revision of a product is its newest, for lists of the desk that show products which are not public too."""

from typing import Final

from sqlalchemy import func, select

from griya.catalog.models import Product, ProductRevision

NEWEST_REVISION_ID: Final = (
    select(func.max(ProductRevision.id))
    .where(ProductRevision.product_id == Product.id)
    .correlate(Product)
    .scalar_subquery()
)
