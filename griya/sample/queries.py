"""What the sample loader needs to find again."""

from sqlalchemy import select

from griya.catalog.models import ProductRevision
from griya.core.db import db


def revision_of_product(product_id: int) -> ProductRevision:
    """The newest revision of a product."""
    return db.session.scalars(
        select(ProductRevision)
        .where(ProductRevision.product_id == product_id)
        .order_by(ProductRevision.number.desc())
        .limit(1)
    ).one()
