"""What a new product can be called in addresses and lists: a slug and a code that nobody has."""

from sqlalchemy import func, select

from griya.catalog.models import Product
from griya.core.db import db
from griya.core.text import slugify
from griya.registry.models import Producer


def next_code(producer: Producer) -> str:
    """The code of a maker's next product."""
    count = db.session.scalar(select(func.count()).where(Product.producer_id == producer.id)) or 0
    return f"{producer.code}-{count + 1:02d}"


def free_slug(name: str, producer_name: str) -> str:
    """A slug nobody has: the product's name, then with its maker's, then numbered."""
    plain = slugify(name, limit=90) or "produk"
    wider = f"{plain}-{slugify(producer_name, limit=50)}".strip("-")
    taken = set(db.session.scalars(select(Product.slug).where(Product.slug.startswith(plain, autoescape=True))))
    candidates = (plain, wider, *(f"{wider}-{n}" for n in range(2, len(taken) + 4)))
    return next(slug for slug in candidates if slug not in taken)
