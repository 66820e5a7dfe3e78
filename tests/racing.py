"""Many people at once: a database that several connections share, and deeds that begin at the same moment."""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.app import create_app
from griya.config import Settings
from griya.core import schema
from griya.core.db import db, write_intent
from griya.core.errors import Overtaken, Refused
from tests import postgresql
from tests.conftest import SECRET_KEY


@contextmanager
def shared_database(dialect: str, folder: Path, *, threads: int) -> Iterator[Flask]:
    """The application on a migrated database of this dialect in `folder`, with a connection for each of `threads`."""
    url = f"sqlite:///{folder / 'griya.db'}"
    admin = None
    if dialect == "postgresql":
        given = os.environ.get("GRIYA_TEST_POSTGRESQL_URL")
        if not given:
            pytest.skip(reason=os.environ.get("GRIYA_TEST_POSTGRESQL_MISSING", "no PostgreSQL here"))
        name = f"griya_races_{os.getpid()}"
        admin = sa.create_engine(given, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        url = postgresql.Server(given).database_url(name)
    app = create_app(
        Settings(
            secret_key=SECRET_KEY, instance=folder, database_url=url, public_url="http://localhost",
            mail_from="griya@contoh.test", threads=threads,
        )
    )  # fmt: skip
    with app.app_context(), write_intent(), db.engine.begin() as connection:
        schema.upgrade(connection)
    yield app
    with app.app_context():
        db.engine.dispose()
    if admin is not None:
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        admin.dispose()


def at_once(app: Flask, deeds: Sequence[Callable[[], object]]) -> Counter[str]:
    """Let everybody do their deed at the same moment, each in a transaction of their own; how each was answered."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        gate.wait(30)
        with app.app_context(), write_intent():
            try:
                deed()
                db.session.commit()
            except Overtaken:
                db.session.rollback()
                return "overtaken"
            except Refused:
                db.session.rollback()
                return "refused"
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return Counter(pool.map(run, deeds))
