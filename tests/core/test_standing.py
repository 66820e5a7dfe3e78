"""The count of commits of an SQLite file: it never stands still over a commit, and what was kept by it is never old."""

import gc
import os
import random
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.app import create_app
from griya.config import Settings
from griya.core import schema, unit_of_work
from griya.core.db import db, mark_now, mark_of_reading, peek
from griya.core.standing import count_of, mark_of
from griya.core.standing.file import FileCount

NEWEST = "SELECT value FROM note ORDER BY id DESC LIMIT 1"
FIRST = "SELECT value FROM note ORDER BY id LIMIT 1"


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application on a database file, with one small table beside its own."""
    folder = tmp_path_factory.mktemp("standing")
    app = create_app(replace(settings, instance=folder, database_url=f"sqlite:///{folder / 'griya.db'}"))
    with app.app_context(), db.engine.begin() as connection:
        schema.upgrade(connection)
        connection.exec_driver_sql("CREATE TABLE note (id INTEGER PRIMARY KEY, value REAL)")
    return app


@pytest.fixture
def app(own: Flask) -> Iterator[Flask]:
    """The application, with nothing in that table."""
    with own.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM note")
        yield own
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def other(app: Flask) -> Iterator[sqlite3.Connection]:
    """A connection of somebody else, as another process has it."""
    connection = sqlite3.connect(db.engine.url.database or "", isolation_level=None, check_same_thread=False)
    yield connection
    connection.close()


def count() -> FileCount:
    found = count_of(db.engine)
    assert isinstance(found, FileCount)
    return found


def write(connection: sqlite3.Connection, value: float) -> None:
    connection.execute("INSERT INTO note (value) VALUES (?)", (value,))


def test_a_commit_moves_the_mark_and_nothing_else_does(app: Flask, other: sqlite3.Connection) -> None:
    before = count().now()
    assert before is not None and before == count().now()
    other.execute("SELECT * FROM note").fetchall()
    other.execute("BEGIN IMMEDIATE")
    write(other, 1)
    assert count().now() == before, "not committed"
    other.execute("ROLLBACK")
    assert count().now() == before
    for value in range(3):
        write(other, value)
        assert count().now() != before
        before = count().now()
    other.execute("VACUUM")
    assert count().now() != before


def test_what_was_peeked_is_answered_again_until_somebody_commits(app: Flask, other: sqlite3.Connection) -> None:
    dice, last = random.Random(7), None
    asked: list[str] = []
    sa.event.listen(db.engine, "checkout", lambda *_: asked.append("connection"))
    for _ in range(200):
        deed = dice.choice(("read", "read", "read", "write", "write and take back", "write here"))
        if deed == "write":
            last = dice.random()
            write(other, last)
        elif deed == "write and take back":
            other.execute("BEGIN IMMEDIATE")
            write(other, -1)
            other.execute("ROLLBACK")
        elif deed == "write here":
            last = dice.random()
            with unit_of_work.command():
                db.session.execute(sa.text("INSERT INTO note (value) VALUES (:value)"), {"value": last})
                row = peek(NEWEST)
                assert row is not None and row[0] == last, "what is not committed yet is seen by who wrote it"
        row = peek(NEWEST)
        assert (row[0] if row else None) == last
        db.session.rollback()
    del asked[:]
    for _ in range(5):
        peek(NEWEST)
        peek(FIRST)
    assert len(asked) <= 1, "an answer that stands costs no connection"


def test_an_answer_is_kept_by_the_mark_it_was_read_at(
    app: Flask, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that counts while the question waits, and another that commits behind it, change nothing of it."""
    write(other, 1)
    marks: list[bytes | None] = []
    now = FileCount.now

    def between(self: FileCount) -> bytes | None:
        """Somebody tries to commit just before the mark of the row is read."""
        if not marks:
            marks.append(now(self))
            return marks[-1]
        other.execute("PRAGMA busy_timeout=0")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            write(other, 2)
        marks.append(now(self))
        return marks[-1]

    monkeypatch.setattr(FileCount, "now", between)
    row = peek(never_asked := f"{NEWEST} -- nobody asked before")
    monkeypatch.undo()
    assert row is not None and row[0] == 1 and len(marks) == 2
    write(other, 2)
    row = peek(never_asked)
    assert row is not None and row[0] == 2


def test_a_session_that_has_begun_or_may_write_has_no_mark_to_ask_for(app: Flask, other: sqlite3.Connection) -> None:
    before = mark_now()
    assert before is not None and mark_of_reading(before) is None
    db.session.execute(sa.text("SELECT * FROM note"))
    assert mark_now() is None and mark_of_reading(before) == before == mark_of(count())
    db.session.rollback()
    with unit_of_work.command():
        db.session.execute(sa.text("SELECT * FROM note"))
        assert mark_now() is None and mark_of_reading(before) is None


def test_a_database_that_does_not_count_has_no_mark(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "wal.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, value INTEGER)")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    wal = count_of(sa.create_engine(f"sqlite:///{tmp_path / 'wal.db'}"))
    assert wal is not None and wal.now() is None
    connection.close()
    assert count_of(sa.create_engine("sqlite://")) is None
    assert count_of(sa.create_engine("sqlite:///:memory:")) is None
    assert count_of(sa.create_engine(f"sqlite:///{tmp_path / 'none.db'}")) is None
    nowhere = count_of(sa.create_engine(f"postgresql+psycopg://nobody@/none?host={tmp_path}"))
    assert nowhere is not None and nowhere.now() is None, "a server that cannot be reached"


def test_a_file_stays_open_while_an_engine_uses_it_and_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "two.db"
    sqlite3.connect(path).execute("CREATE TABLE note (id INTEGER PRIMARY KEY)").connection.close()
    engines = [sa.create_engine(f"sqlite:///{path}") for _ in range(2)]
    counts = [count_of(engine) for engine in engines]
    assert counts[0] is count_of(engines[0]) and counts[0] is not counts[1]
    descriptors = {found._descriptor for found in counts if isinstance(found, FileCount)}
    assert len(descriptors) == 1, "one descriptor for one file"
    del counts
    engines.pop()
    gc.collect()
    os.fstat(*descriptors)
    engines.pop()
    gc.collect()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(*descriptors)


def test_readers_beside_a_writer_never_see_less_than_was_committed(app: Flask, other: sqlite3.Connection) -> None:
    committed, faults, done = [0], list[str](), threading.Event()
    write(other, 0)

    def read() -> None:
        with app.app_context():
            while not done.is_set():
                at_least = committed[0]
                row = peek(NEWEST)
                if row is None or row[0] < at_least:
                    faults.append(f"{row} after {at_least}")

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    other.execute("PRAGMA synchronous=OFF")
    other.execute("PRAGMA busy_timeout=5000")
    for value in range(1, 150):
        write(other, value)
        committed[0] = value
    done.set()
    for thread in threads:
        thread.join(10)
    assert not faults
