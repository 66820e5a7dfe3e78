"""Writers, and readers beside them, wait in order (`griya.core.turns`), also on SQLite's rollback journal."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from griya.core import db as core_db
from griya.core.db import prepare_engine, write_intent
from griya.core.turns import Door, Turns

WRITERS = 8


def start(task: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=task, daemon=True)
    thread.start()
    return thread


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.001)


def test_turns_go_round_in_the_order_of_coming() -> None:
    turns, order = Turns(), list[int]()
    assert turns.take(0)

    def wait(number: int) -> None:
        assert turns.take(10)
        order.append(number)
        turns.give_back()

    threads = []
    for number in range(WRITERS):
        threads.append(start(lambda number=number: wait(number)))  # type: ignore[misc]
        wait_until(lambda number=number: len(turns._waiting) == number + 1)  # type: ignore[misc]
    turns.give_back()
    for thread in threads:
        thread.join(10)
    assert order == list(range(WRITERS))
    assert turns.take(0)


def test_who_loses_patience_is_not_called_any_more() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give_back()
    assert turns.take(0)
    assert not turns._waiting


def test_who_commits_waits_for_readers_inside_and_lets_in_at_once_all_who_came_meanwhile() -> None:
    door, order = Door(), list[str]()
    door.enter(0)

    def commit() -> None:
        door.shut(10)
        order.append("alone")
        door.open()
        door.shut(10)  # at once again: those who waited are inside nevertheless
        order.append("alone")
        door.open()

    def read() -> None:
        door.enter(10)
        order.append("inside")
        door.leave()

    threads = [start(commit)]
    wait_until(lambda: door._empty is not None)
    threads += [start(read) for _ in range(WRITERS)]
    wait_until(lambda: len(door._waiting) == WRITERS)
    assert order == []
    door.leave()
    for thread in threads:
        thread.join(10)
    assert order == ["alone", *["inside"] * WRITERS, "alone"]


def test_behind_a_door_nobody_waits_longer_than_their_patience() -> None:
    door = Door()
    door.enter(0)
    door.shut(0.01)  # a reader who stays
    door.enter(0.01)
    assert (door._inside, door._waiting) == (2, [])
    door.open()
    door.leave()
    door.leave()
    door.shut(0)
    assert door._inside == 0


def test_writers_of_sqlite_do_not_overtake(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}", pool_size=WRITERS + 1)
    prepare_engine(engine)
    with write_intent(), engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE turn (number INTEGER, id INTEGER PRIMARY KEY)")

    def write(number: int) -> None:
        with write_intent(), engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO turn (number) VALUES (?)", (number,))
            time.sleep(0.03)  # long enough for somebody's next question, were they to ask

    with write_intent(), engine.begin():
        threads = []
        for number in range(WRITERS):
            threads.append(start(lambda number=number: write(number)))  # type: ignore[misc]
            time.sleep(0.03)
    for thread in threads:
        thread.join(10)
    with engine.connect() as connection:
        order = connection.exec_driver_sql("SELECT number FROM turn ORDER BY id").scalars().all()
    assert order == list(range(WRITERS))


def test_under_the_rollback_journal_a_commit_waits_for_readers_and_readers_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core_db, "journal_mode", lambda: "DELETE")
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    prepare_engine(engine)
    with write_intent(), engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE turn (number INTEGER)")
    is_written, counted = threading.Event(), list[int]()

    def write() -> None:
        with write_intent(), engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO turn VALUES (1)")
            is_written.set()

    def read() -> None:
        with engine.begin() as connection:
            counted.append(connection.exec_driver_sql("SELECT count(*) FROM turn").scalar() or 0)

    with engine.begin():  # nothing is read yet, so SQLite itself would let everybody pass
        writer = start(write)
        assert is_written.wait(10)
        time.sleep(0.1)
        reader = start(read)
        reader.join(0.1)
        assert writer.is_alive()
        assert reader.is_alive()
    writer.join(10)
    reader.join(10)
    assert counted == [1]


def test_a_writer_that_fails_gives_its_turn_back_and_readers_need_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core_db, "_QUEUE_SECONDS", 0.2)
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    prepare_engine(engine)
    with pytest.raises(OperationalError, match="no such table"), write_intent(), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM missing")
    with write_intent(), engine.begin() as first:
        first.exec_driver_sql("CREATE TABLE turn (number INTEGER)")
        with write_intent(False), engine.begin() as reader:
            assert reader.exec_driver_sql("SELECT 1").scalar() == 1
        with pytest.raises(OperationalError, match="database is locked"), engine.begin():
            pass
    with write_intent(), engine.connect() as connection:
        connection.begin()
        connection.invalidate()  # a connection that is lost in the middle loses no turn
    with write_intent(), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO turn VALUES (1)")
