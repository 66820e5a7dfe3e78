"""SIGKILL of server and worker amid fifty parallel posts: nothing is lost, doubled, unmailed or unexplained."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests import postgresql
from tests.mail_server import mail_server
from tests.server.crash_table import POSTS, Crashes, Table
from tests.server.test_crash import free_port

ROUNDS = 20


@contextlib.contextmanager
def empty_database(dialect: str) -> Iterator[str]:
    """The address of a new database; empty for the instance's own SQLite file."""
    if dialect == "sqlite":
        yield ""
        return
    url = os.environ.get("GRIYA_TEST_POSTGRESQL_URL")
    if not url:
        pytest.skip(reason=os.environ.get("GRIYA_TEST_POSTGRESQL_MISSING", "no PostgreSQL here"))
    name = f"griya_crash_{os.getpid()}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    try:
        yield postgresql.Server(url).database_url(name)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        admin.dispose()


def crash(folder: Path, rounds: int, dialect: str, record_property: Any) -> Table:
    with empty_database(dialect) as url, mail_server() as mail:
        # So that a kill finds letters in hand.
        mail.seconds_to_take = 0.01
        table = Crashes(folder, free_port(), mail, url).run(rounds, dialect)
    print(f"\nSIGKILL of server and worker while {POSTS} post at once:\n{table}")
    record_property("crash table", str(table))
    return table


def check(table: Table) -> None:
    assert table.faults == {}
    assert table.acknowledged == table.stored == table.posts, "whoever got no answer pressed again and was answered"
    assert table.sent_again > 0, "no kill hit a post: nothing was proven"


def test_two_rounds_of_kills_lose_and_double_nothing(tmp_path: Path, record_property: Any) -> None:
    check(crash(tmp_path, 2, "sqlite", record_property))


@pytest.mark.long
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_twenty_rounds_of_kills_lose_and_double_nothing(tmp_path: Path, dialect: str, record_property: Any) -> None:
    table = crash(tmp_path, ROUNDS, dialect, record_property)
    check(table)
    assert table.copies > 0, "no kill fell between acceptance and record: copies were not put to the test"
