"""Fixtures: the app on every database that is here, one rolled-back transaction per test, and the page helper."""

import contextlib
import contextvars
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from griya.app import create_app
from griya.catalog.queries.index.current import forget_indexes
from griya.config import Settings
from griya.core import schema
from griya.core.db import db, prepare_engine, write_intent
from tests import postgresql
from tests.page import PageClient

DIALECTS = ("sqlite", "postgresql")
# No test may depend on how fast the machine is.
hypothesis.settings.register_profile("griya", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("griya")
SECRET_KEY = "kunci-uji-0123456789-abcdefghijklmnopqrstuvwxyz"


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once, in the controlling process, and tell the workers where it is."""
    if hasattr(config, "workerinput") or os.environ.get("GRIYA_TEST_POSTGRESQL_URL"):
        return
    if "not postgresql" in (config.getoption("keyword") or ""):
        os.environ["GRIYA_TEST_POSTGRESQL_MISSING"] = "left out by -k"
        return
    try:
        server = postgresql.start()
    except postgresql.Unavailable as error:
        os.environ["GRIYA_TEST_POSTGRESQL_MISSING"] = str(error)
    else:
        os.environ["GRIYA_TEST_POSTGRESQL_URL"] = server.url
        config.add_cleanup(server.stop)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a throw-away instance; nothing is ever written to the real one."""
    return Settings(
        secret_key=SECRET_KEY,
        instance=tmp_path_factory.mktemp("instance"),
        database_url="sqlite:///:memory:",
        public_url="http://localhost",
        mail_from="griya@contoh.test",
    )


def _engine(dialect: str, worker: str) -> sa.Engine:
    if dialect == "sqlite":
        engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool, connect_args={"check_same_thread": False})
        prepare_engine(engine)
        return engine
    url = os.environ.get("GRIYA_TEST_POSTGRESQL_URL")
    if not url:
        pytest.skip(reason=os.environ.get("GRIYA_TEST_POSTGRESQL_MISSING", "no PostgreSQL here"))
    name = f"griya_{worker}_{os.getpid()}"
    server = postgresql.Server(url)
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return sa.create_engine(server.database_url(name), poolclass=sa.StaticPool)


@pytest.fixture(scope="session", params=DIALECTS)
def database(request: pytest.FixtureRequest) -> Iterator[sa.Connection]:
    """One migrated connection per dialect and worker, inside which every test runs and is rolled back."""
    engine = _engine(request.param, os.environ.get("PYTEST_XDIST_WORKER", "main"))
    connection = engine.connect()
    with connection.begin():
        schema.upgrade(connection)
    yield connection
    connection.close()
    engine.dispose()


@pytest.fixture(scope="session")
def built_app(settings: Settings) -> Flask:
    """The application, built once."""
    app = create_app(settings)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


@contextlib.contextmanager
def rolled_back(built_app: Flask, database: sa.Connection) -> Iterator[Flask]:
    """The application on `database`, in a transaction that is rolled back at the end."""
    with write_intent():
        outer = database.begin()
    engines = db._app_engines[built_app]
    original = dict(engines)
    engines.clear()
    engines[None] = database  # type: ignore[assignment]
    forget_indexes()  # of a catalogue that was rolled back
    yield built_app
    engines.clear()
    engines.update(original)
    outer.rollback()


@pytest.fixture
def app(built_app: Flask, database: sa.Connection) -> Iterator[Flask]:
    """The application on `database`, in a transaction that is rolled back when the test ends."""
    with rolled_back(built_app, database) as app:
        yield app


@pytest.fixture
def context(app: Flask) -> Iterator[Any]:
    """An application context with its own session, for tests of queries and actions."""
    with app.app_context():
        yield db.session
        db.session.remove()


class IsolatedClient(FlaskClient):
    """A client whose requests each run in an empty context: they have a session of their own, as in production."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Open a page as a stranger to the test's own session."""
        call: Callable[[], TestResponse] = lambda: super(IsolatedClient, self).open(*args, **kwargs)  # noqa: E731
        return contextvars.Context().run(call)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies."""
    app.test_client_class = IsolatedClient
    return app.test_client()


@pytest.fixture
def page(client: FlaskClient) -> PageClient:
    """Opens pages and checks the house's standards on each."""
    return PageClient(client)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder that holds `griya/`."""
    return Path(__file__).resolve().parent.parent
