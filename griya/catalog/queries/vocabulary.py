"""The controlled lists: shelves, materials, techniques, by slug."""

from sqlalchemy import select

from griya.catalog.models import Category, Material, Technique
from griya.core.db import db


def ids_by_slug(model: type[Category] | type[Material] | type[Technique]) -> dict[str, int]:
    """Every id of one list by its slug."""
    return dict(db.session.execute(select(model.slug, model.id)).all())
