"""The database: declarative base, column types, engine set-up for SQLite and PostgreSQL.

Reads run under a plain BEGIN; a unit of work that may write says so first (`write_intent`), because on SQLite a
read-then-write transaction under plain BEGIN fails at once with "database is locked" instead of waiting its turn.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ClassVar, Final
from weakref import WeakKeyDictionary

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlalchemy.types import TypeDecorator

from griya.core import prepared
from griya.core.standing import Count, Mark, count_of, mark_of
from griya.core.turns import Door, Turns

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite before these versions can corrupt a WAL database when a checkpoint meets a commit (the "WAL-reset bug").
_WAL_FIXED = (3, 51, 3)
_WAL_BACKPORTS = {(3, 50): 7, (3, 44): 6}

# How long a writer waits for those before it, and then for another process, before the database is said to be locked.
_QUEUE_SECONDS, _PATIENCE_SECONDS = 15, 5
# What a connection has until it goes back to the pool: the turn to write, a place among the readers, the room alone.
_TURN, _READS, _ALONE = "griya_turn", "griya_reads", "griya_alone"

# How long after its last use a connection to a server counts as alive.
_TRUSTED_SECONDS = 1.0

_write_intent: ContextVar[bool] = ContextVar("griya_write_intent", default=False)


class Base(DeclarativeBase):
    """Declarative base of every model; constraint names follow one convention so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    # The attribute by which the record calls a row of the model.
    __record_key__: ClassVar[str] = "id"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite stores it naive; it is aware again when it comes back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive value: a time without a zone is a bug, not a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite dropped."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"expire_on_commit": False, "join_transaction_mode": "create_savepoint"},
)


@contextmanager
def write_intent(intended: bool = True) -> Iterator[None]:
    """Make transactions that begin inside this block take SQLite's write lock at once, or never, if so intended."""
    token = _write_intent.set(intended)
    try:
        yield
    finally:
        _write_intent.reset(token)


def has_write_intent() -> bool:
    """Whether the present unit of work may write, so that it can see what nobody else sees yet."""
    return _write_intent.get()


def fetch(statement: prepared.Statement, **values: Any) -> list[Any]:
    """All rows of a statement that is a constant of its module, with these values for its parameters.

    Straight from the session's connection, so in its transaction, after its pending changes. Whoever listens to the
    statements of a connection sees this one too, and pays for it.
    """
    connection = _flushed_connection()
    if connection.dispatch.before_cursor_execute:
        return list(connection.execute(statement, values).all())
    return prepared.run(statement, connection, values)


def peek(statement: str) -> Sequence[Any] | None:
    """The first row of a small constant statement, as the database is at this moment.

    Where the session has begun nothing yet it stays so: what was answered before still holds while nothing was
    committed (`core.standing`), and otherwise a connection of the pool answers, in a twentieth of the time. Where it
    has begun, and in a unit of work that may write, the session answers, so that all of it sees one moment.
    """
    engine = db.engine
    if _is_in_session() or not isinstance(engine, Engine):
        connection = _flushed_connection()
        if connection.dispatch.before_cursor_execute:
            return connection.exec_driver_sql(statement).first()
        return _first_row(connection.connection, connection.dialect, statement)
    count = count_of(engine)
    before = mark_of(count)
    known = _peeked.get(count, {}).get(statement) if count is not None and before is not None else None
    if known is not None and known[0] == before:
        return known[1]
    pooled = engine.raw_connection()
    try:
        driver: Any = pooled.driver_connection
        if engine.dialect.name == "sqlite":
            driver.execute("BEGIN")  # so that the mark below is that of the row; the pool ends it
        row = _first_row(pooled, engine.dialect, statement)
        if count is not None and (mark := _mark_of_reading(count, driver, before)) is not None:
            _peeked.setdefault(count, {})[statement] = mark, row
        return row
    finally:
        pooled.close()


# What statements answered, by the count of their database and the mark it stood at.
_peeked: "Final[WeakKeyDictionary[Count, dict[str, tuple[Mark, Sequence[Any] | None]]]]" = WeakKeyDictionary()


def mark_now() -> Mark | None:
    """The mark that the database stands at; None where it has none, or where the session may see something else."""
    engine = db.engine
    if _is_in_session() or not isinstance(engine, Engine):
        return None
    return mark_of(count_of(engine))


def mark_of_reading(before: Mark | None) -> Mark | None:
    """The mark of what the session's transaction has read since the mark was `before` (`mark_now`).

    None where it has read nothing, may have written, or where others may have committed in the meantime.
    """
    engine, session = db.engine, db.session()
    if has_write_intent() or not isinstance(engine, Engine) or not session.in_transaction():
        return None
    count = count_of(engine)
    return _mark_of_reading(count, session.connection().connection.driver_connection, before) if count else None


def _mark_of_reading(count: Count, driver: Any, before: Mark | None) -> Mark | None:
    counted = count.of_reading(driver, before.counted if before is not None else None)
    return Mark(count, counted) if counted is not None else None


def _is_in_session() -> bool:
    """Whether the session has begun something, or is about to write."""
    return has_write_intent() or (db.session.registry.has() and db.session().in_transaction())


def _first_row(connection: PoolProxiedConnection, dialect: Dialect, statement: str) -> Sequence[Any] | None:
    with prepared.as_sqlalchemy_tells_it(dialect, statement):
        cursor = connection.cursor()
        try:
            cursor.execute(statement)
            row: Sequence[Any] | None = cursor.fetchone()
            return row
        finally:
            cursor.close()


def _flushed_connection() -> Connection:
    """The session's connection, behind its pending changes."""
    session = db.session()
    if session.new or session.dirty or session.deleted:
        session.flush()
    return session.connection()


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str:
    """`WAL` where the linked SQLite has the WAL-reset fix, else the rollback journal (`DELETE`)."""
    backport = _WAL_BACKPORTS.get(version[:2])
    fixed = version >= _WAL_FIXED or (backport is not None and version[2] >= backport)
    return "WAL" if fixed else "DELETE"


def engine_options(url: str, threads: int) -> dict[str, Any]:
    """Engine arguments by dialect, with a connection for each of `threads` and two for the outbox and a command.

    An error's text never holds the values of its statement: they are names, telephone numbers, messages.
    """
    options: dict[str, Any] = {"hide_parameters": True}
    if not url.endswith(":memory:"):
        options["pool_size"] = threads + 2
    if url.startswith("sqlite"):
        options["connect_args"] = {"check_same_thread": False, "timeout": _PATIENCE_SECONDS}
    return options


def prepare_engine(engine: Engine) -> None:
    """Attach what every connection of this engine needs."""
    if engine.dialect.name != "sqlite":
        _look_at_idle_connections(engine)
        return

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # sqlite3 would begin lazily and break savepoints and DDL.
        cursor = connection.cursor()
        for pragma in (
            f"journal_mode={journal_mode()}",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={1000 * _PATIENCE_SECONDS}",
            "secure_delete=ON",
            "recursive_triggers=ON",  # else INSERT OR REPLACE would pass the append-only triggers.
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    _let_take_turns(engine)


def _let_take_turns(engine: Engine) -> None:
    """Begin every transaction by hand, each when it is its turn (`core.turns`).

    Under the rollback journal a commit must be alone, so it waits for those who read, and who would read waits for it.
    """
    turns = Turns()
    door = Door() if journal_mode() == "DELETE" else None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        held = connection.info
        end(held)  # a connection that was not given back between two transactions
        if _write_intent.get():
            with prepared.as_sqlalchemy_tells_it(connection.dialect, "BEGIN IMMEDIATE"):
                if not turns.take(_QUEUE_SECONDS):
                    raise sqlite3.OperationalError("database is locked")
            held[_TURN] = True
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # may be refused, and then as SQLAlchemy tells it
        else:
            if door is not None:
                door.enter(_PATIENCE_SECONDS)
                held[_READS] = True
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN")  # touches nothing yet

    @event.listens_for(engine, "commit")
    def commit(connection: Connection) -> None:
        if door is not None and connection.info.get(_TURN):
            connection.info[_ALONE] = True
            door.shut(_PATIENCE_SECONDS)

    # The pool has ended the transaction when a connection comes back, whatever became of it.
    @event.listens_for(engine, "checkin")
    def checkin(_connection: Any, record: ConnectionPoolEntry) -> None:
        end(record.info)

    def end(held: dict[Any, Any]) -> None:
        if door is not None:
            if held.pop(_ALONE, False):
                door.open()
            if held.pop(_READS, False):
                door.leave()
        if held.pop(_TURN, False):
            turns.give_back()


def _look_at_idle_connections(engine: Engine) -> None:
    """Ask a connection that has lain idle whether it is still there: a server may have been started again meanwhile.

    One that was in use a moment ago is trusted; asked each time it costs as much as a small statement.
    """

    @event.listens_for(engine, "checkin")
    def remember(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["left_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        left_at = record.info.get("left_at")
        if left_at is None or time.monotonic() - left_at < _TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


def init_app(app: Flask, url: str, *, threads: int = 8) -> None:
    """Bind the one database to `app`."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url, threads)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
