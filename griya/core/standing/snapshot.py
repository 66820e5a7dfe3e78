"""The snapshot that PostgreSQL would give a statement now: which transactions it sees (`pg_current_snapshot`).

Its text is the oldest transaction still running, the next to begin, and those running in between, all in the numbers
that never come again (postgresql.org/docs/current/functions-info.html). A transaction that commits leaves the second
or the third, so two equal texts see the same rows. What others write in the same cluster moves it too: then somebody
asks properly, and finds that nothing has changed.

It is asked on a connection of its own, by the driver's plainest call, because a connection of the pool costs ten times
as much: to be looked at, to begin, to be rolled back. One connection for each process is enough; whoever waits for it
waits some twenty microseconds.
"""

import threading
import time
import weakref
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

_STATEMENT: Final = b"SELECT pg_catalog.pg_current_snapshot()"
_NAME: Final = b"griya_mark"
# How long nobody tries again after the database could not be asked.
_PAUSE: Final = 1.0


class SnapshotCount:
    """The snapshots of one PostgreSQL database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = weakref.ref(engine)
        self._lock = threading.Lock()
        # The driver's module and connection: psycopg, which nobody needs who keeps to SQLite.
        self._driver: Any = engine.dialect.loaded_dbapi
        self._connection: Any = None
        # A server that came back, perhaps from a backup, counts anew: what it says is told apart from before.
        self._life = 0
        self._not_before = 0.0

    @classmethod
    def of_engine(cls, engine: Engine) -> "SnapshotCount | None":
        """The snapshots of an engine's database; None where its driver is not psycopg."""
        if (engine.dialect.name, engine.dialect.driver) != ("postgresql", "psycopg"):
            return None
        count = cls(engine)
        event.listen(engine, "engine_disposed", lambda _engine: count.close())
        return count

    def now(self) -> bytes | None:
        """The snapshot of this moment; None while the database cannot be asked."""
        with self._lock:
            connection = self._connection or self._connect()
            if connection is None:
                return None
            result = connection.pgconn.exec_prepared(_NAME, None)
            if result.status == self._driver.pq.ExecStatus.TUPLES_OK:
                told = result.get_value(0, 0)
                return b"%d/%b" % (self._life, told) if told else None
            self._give_up()
            return None

    def of_reading(self, driver: Any, before: bytes | None) -> bytes | None:
        """The snapshot of a reading, if it was the same before and after: each statement sees one of its own."""
        now = self.now()
        return now if now == before else None

    def close(self) -> None:
        """Leave the database; the next question opens a connection again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _connect(self) -> Any:
        engine = self._engine()
        if engine is None or time.monotonic() < self._not_before:
            return None
        try:
            pooled = engine.raw_connection()
            driver: Any = pooled.driver_connection
            pooled.detach()
            driver.autocommit = True
        except (SQLAlchemyError, self._driver.Error):
            self._give_up()
            return None
        self._connection, self._life = driver, self._life + 1
        if driver.pgconn.prepare(_NAME, _STATEMENT).status != self._driver.pq.ExecStatus.COMMAND_OK:
            self._give_up()
        return self._connection

    def _give_up(self) -> None:
        """Whatever is wrong is told to the reader by the statements that are asked instead."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._not_before = None, time.monotonic() + _PAUSE
