"""PostgreSQL's snapshots as a count of commits: what is kept by one is never old, and a lost server is survived."""

import random
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.core import unit_of_work
from griya.core.db import db, mark_now, mark_of_reading, peek
from griya.core.standing import count_of
from griya.core.standing.snapshot import SnapshotCount
from tests.racing import shared_database

NEWEST = "SELECT value FROM note ORDER BY id DESC LIMIT 1"
KICK_OUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application on a PostgreSQL database of its own, with one small table beside its own."""
    with shared_database("postgresql", tmp_path_factory.mktemp("snapshot"), threads=4) as app:
        with app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE note (id SERIAL PRIMARY KEY, value REAL)")
        yield app


@pytest.fixture
def app(own: Flask) -> Iterator[Flask]:
    """The application, with nothing in that table."""
    with own.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("TRUNCATE note")
        yield own
        db.session.remove()


@pytest.fixture
def other(app: Flask) -> Iterator[sa.Connection]:
    """A connection of somebody else, as another process has it."""
    engine = sa.create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def write(connection: sa.Connection, value: float) -> None:
    connection.execute(sa.text("INSERT INTO note (value) VALUES (:value)"), {"value": value})


def test_a_commit_moves_the_mark_and_a_reader_does_not(app: Flask, other: sa.Connection) -> None:
    before = mark_now()
    assert before is not None
    other.exec_driver_sql("SELECT * FROM note").all()
    assert mark_now() == before
    for value in range(3):
        write(other, value)
        assert mark_now() != before
        before = mark_now()


def test_what_was_peeked_is_answered_again_until_somebody_commits(app: Flask, other: sa.Connection) -> None:
    dice, last = random.Random(7), None
    asked: list[str] = []
    sa.event.listen(db.engine, "checkout", lambda *_: asked.append("connection"))
    for _ in range(150):
        deed = dice.choice(("read", "read", "read", "write", "write here"))
        if deed == "write":
            last = round(dice.random(), 3)
            write(other, last)
        elif deed == "write here":
            last = round(dice.random(), 3)
            with unit_of_work.command():
                db.session.execute(sa.text("INSERT INTO note (value) VALUES (:value)"), {"value": last})
                row = peek(NEWEST)
                assert row is not None and row[0] == pytest.approx(last), "its own writing is seen by who wrote it"
        row = peek(NEWEST)
        assert (row[0] if row else None) == (pytest.approx(last) if last is not None else None)
        db.session.rollback()
    del asked[:]
    for _ in range(5):
        peek(NEWEST)
    assert len(asked) <= 1, "an answer that stands costs no connection of the pool"


def test_a_commit_between_question_and_answer_is_never_kept_as_before_it(
    app: Flask, other: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone commits behind the row and before the second look: the row must not be kept under the new mark."""
    write(other, 1)
    now, looks = SnapshotCount.now, list[bytes | None]()

    def between(self: SnapshotCount) -> bytes | None:
        if looks:
            write(other, 2)
        looks.append(now(self))
        return looks[-1]

    monkeypatch.setattr(SnapshotCount, "now", between)
    row = peek(unasked := f"{NEWEST} -- nobody asked before")
    monkeypatch.undo()
    assert row is not None and row[0] == 1 and len(looks) == 2
    row = peek(unasked)
    assert row is not None and row[0] == 2


def test_a_commit_that_was_running_all_the_time_is_seen(app: Flask, other: sa.Connection) -> None:
    """Its number is older than both looks; that it is not running any more is what tells."""
    write(other, 1)
    engine = sa.create_engine(db.engine.url)
    with engine.connect() as slow:
        write(slow, 5)
        peek(NEWEST)
        before = mark_now()
        slow.commit()
    engine.dispose()
    row = peek(NEWEST)
    assert mark_now() != before and row is not None and row[0] == 5


def test_a_reading_has_a_mark_only_if_nobody_committed_meanwhile(app: Flask, other: sa.Connection) -> None:
    before = mark_now()
    assert mark_of_reading(before) is None, "nothing was read"
    db.session.execute(sa.text("SELECT * FROM note"))
    assert mark_now() is None and mark_of_reading(before) == before
    write(other, 1)
    assert mark_of_reading(before) is None
    db.session.rollback()
    with unit_of_work.command():
        db.session.execute(sa.text("SELECT * FROM note"))
        assert mark_of_reading(before) is None


def test_a_server_that_ended_every_connection_is_asked_again(app: Flask, other: sa.Connection) -> None:
    write(other, 3)
    peek(NEWEST)
    before, count = mark_now(), count_of(db.engine)
    assert isinstance(count, SnapshotCount) and before is not None
    for record in (db.engine.raw_connection() for _ in range(2)):
        record.close()
    other.exec_driver_sql(f"{KICK_OUT} pg_backend_pid()")
    assert mark_now() is None, "the connection is gone"
    assert count.now() is None, "and is not opened again at once"
    count._not_before = 0.0
    db.engine.dispose()
    row = peek(NEWEST)
    assert row is not None and row[0] == 3
    again = mark_now()
    assert again is not None and again != before, "another life of the server is another count"


def test_an_idle_connection_is_looked_at_and_a_dead_one_replaced(
    app: Flask, other: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.engine.dispose()
    db.engine.raw_connection().close()
    other.exec_driver_sql(f"{KICK_OUT} pg_backend_pid()")
    monkeypatch.setattr("griya.core.db._TRUSTED_SECONDS", 0.0)
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_many_threads_share_the_one_connection(app: Flask, other: sa.Connection) -> None:
    write(other, 0)
    committed, faults, done = [0], list[str](), threading.Event()

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
    for value in range(1, 100):
        write(other, value)
        committed[0] = value
    done.set()
    for thread in threads:
        thread.join(10)
    assert not faults
