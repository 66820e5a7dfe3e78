"""What a new product can be called in addresses and lists: a slug and a code that nobody has."""

from sqlalchemy import select

from griya.catalog.models import Product
from griya.core.db import db
from griya.core.text import slugify
from griya.registry.models import Producer


def next_code(producer: Producer) -> str:
    """The code of a maker's next product: one more than the highest that was ever given.

    Products can move to another maker and back, codes never do, so a count would give one twice.
    """
    head = f"{producer.code}-"
    codes = db.session.scalars(select(Product.code).where(Product.code.startswith(head, autoescape=True)))
    tails = [code.removeprefix(head) for code in codes]
    number = max((int(tail) for tail in tails if tail.isascii() and tail.isdecimal()), default=0) + 1
    return f"{head}{number:02d}"


def free_slug(name: str, producer_name: str) -> str:
    """A slug nobody has: the product's name, then with its maker's, then numbered."""
    plain = slugify(name, limit=90) or "produk"
    wider = f"{plain}-{slugify(producer_name, limit=50)}".strip("-")
    taken = set(db.session.scalars(select(Product.slug).where(Product.slug.startswith(plain, autoescape=True))))
    candidates = (plain, wider, *(f"{wider}-{n}" for n in range(2, len(taken) + 4)))
    return next(slug for slug in candidates if slug not in taken)
