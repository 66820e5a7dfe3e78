"""Short transactions beside the request's own: they are over before it begins and settle whatever becomes of it.

Three things need one. A refused sign-in answers 422 and is rolled back at the edge, yet it must stay on record. So must
a try that is counted, before the work it stands for. And a page that is read is rolled back too, yet the session that
opened it was in use. All end before the request's own transaction takes its first lock, because two of them at once
would wait for each other on SQLite.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from griya.core.db import db, write_intent


@contextmanager
def reading() -> Iterator[Session]:
    """A session that is closed, and holds nothing, before the caller goes on; it never takes a write lock."""
    with write_intent(False), db.session.session_factory() as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A session that is committed at the end of the block."""
    with write_intent(), db.session.session_factory() as session:
        yield session
        session.commit()
