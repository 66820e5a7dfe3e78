"""Whether a database still stands where it stood, told without asking it for any row.

Each request asks whether anything has changed since the catalogue was read. SQLite counts its commits in its file
(`file`), PostgreSQL names the transactions that can be seen (`snapshot`); either is told in a small part of the time
that a statement takes in a transaction of its own. Other databases, those in memory, and a file in WAL mode have no
such count: there everything is asked by statements as ever.
"""

import weakref
from typing import Any, Final, NamedTuple, Protocol

from sqlalchemy import Engine

from griya.core.standing.file import FileCount
from griya.core.standing.snapshot import SnapshotCount


class Count(Protocol):
    """What tells how far the commits of one database have come."""

    def now(self) -> bytes | None:
        """As far as they have come; None where that cannot be told at present."""

    def of_reading(self, driver: Any, before: bytes | None) -> bytes | None:
        """The count of all that a connection's transaction has read, if `before` was the count when it began."""


class Mark(NamedTuple):
    """A moment of one database: equal marks mean that nothing was committed in between."""

    of: Count
    counted: bytes


_counts: "Final[weakref.WeakKeyDictionary[Engine, Count]]" = weakref.WeakKeyDictionary()


def count_of(engine: Engine) -> Count | None:
    """The count of an engine's database; None where it has none."""
    found = _counts.get(engine)
    if found is None:
        made = _made(engine)
        found = _counts.setdefault(engine, made) if made is not None else None
    return found


def _made(engine: Engine) -> Count | None:
    if engine.dialect.name == "sqlite":
        return FileCount.of_engine(engine)
    return SnapshotCount.of_engine(engine)


def mark_of(count: Count | None) -> Mark | None:
    """The present mark of a count."""
    counted = count.now() if count is not None else None
    return Mark(count, counted) if count is not None and counted is not None else None
