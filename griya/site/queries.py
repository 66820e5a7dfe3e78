"""Whether the database can serve this program."""

from functools import cache

from sqlalchemy.exc import SQLAlchemyError

from griya.core import schema
from griya.core.db import db


@cache
def _head() -> str | None:
    return schema.head()


def is_ready() -> bool:
    """Whether the database is reachable and its schema is the one this program knows."""
    try:
        return schema.current(db.session.connection()) == _head()
    except SQLAlchemyError:
        db.session.rollback()
        return False
