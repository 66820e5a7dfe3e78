"""Who makes documents waits for whoever does: the search's own lock, apart from that of the catalogue's changes."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import select, update

from griya.catalog.models import Category
from griya.catalog.models.search import SearchDocument, SearchStale
from griya.catalog.queries.lookup.products import find_product_ids
from griya.catalog.queries.lookup.upkeep import bring_up_to_date, freshness
from griya.catalog.queries.search import search
from griya.core import schema
from griya.core.db import db, prepare_engine, write_intent
from griya.registry.models import Producer
from tests.conftest import DIALECTS, _engine
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer

# Without these no change of these tables waits for another one before it comes to the search.
OTHER_LOCKS = (
    "ALTER TABLE producer DISABLE TRIGGER tr_producer_change_order",
    "ALTER TABLE category DISABLE TRIGGER tr_category_change_order",
)


@pytest.fixture(params=DIALECTS)
def shared(request: pytest.FixtureRequest, built_app: Flask, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database that several connections work on, with one product in it."""
    static = None
    if request.param == "sqlite":
        engine = sa.create_engine(f"sqlite:///{tmp_path / 'griya.db'}", connect_args={"check_same_thread": False})
        prepare_engine(engine)
    else:
        static = _engine("postgresql", f"lock_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
        engine = sa.create_engine(static.url)
    with write_intent(), engine.begin() as connection:
        schema.upgrade(connection)
        for statement in OTHER_LOCKS if request.param == "postgresql" else ():
            connection.exec_driver_sql(statement)
    engines = db._app_engines[built_app]
    original = dict(engines)
    engines.clear()
    engines[None] = engine
    try:
        with built_app.app_context(), write_intent():
            make_product("Amplang", producer=make_producer("Dapur Lama"))
            db.session.commit()
        yield engine
    finally:
        engines.clear()
        engines.update(original)
        engine.dispose()
        if static is not None:
            static.dispose()


class Second(threading.Thread):
    """Somebody else's change, in a session and a transaction of its own."""

    def __init__(self, app: Flask, statement: Any) -> None:
        super().__init__(daemon=True)
        self.app = app
        self.statement = statement
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Change and commit, or keep what went wrong."""
        try:
            with self.app.app_context(), write_intent():
                db.session.execute(self.statement)
                db.session.commit()
        except BaseException as error:  # noqa: BLE001 - a thread's failure has to reach the test
            self.failure = error


def test_a_document_is_made_of_what_the_one_before_has_committed(built_app: Flask, shared: sa.Engine) -> None:
    """Both changes are of one document. The second is ready first and would make it of the maker's old name."""
    with built_app.app_context(), write_intent():
        db.session.execute(update(Producer).values(name="Dapur Baru"))
        assert bring_up_to_date()
        second = Second(built_app, update(Category).values(name_id="Camilan"))
        second.start()
        second.join(1)
        assert second.is_alive(), "it waits, and has not failed"
        db.session.commit()
    second.join(30)
    assert not second.is_alive() and second.failure is None, second.failure
    with built_app.app_context():
        text = db.session.scalar(select(SearchDocument.text).where(SearchDocument.kind == "product"))
        assert text is not None
        assert {"baru", "camilan"} <= set(text.split()), text
        assert "lama" not in text.split()
        assert db.session.scalar(select(SearchStale.id).limit(1)) is None
        assert len(find_product_ids("amplang baru camilan")) == 1


def test_a_search_that_meets_a_mark_while_somebody_writes_answers_from_what_it_has(
    built_app: Flask, shared: sa.Engine
) -> None:
    """On SQLite alone can it not wait: its reading has begun, so the lock is refused at once."""
    if shared.dialect.name != "sqlite":
        pytest.skip(reason="PostgreSQL lets the search wait for the writer's end")
    with write_intent(), shared.begin() as connection:
        connection.execute(update(Producer).values(standing="suspended"))
        assert connection.scalar(select(SearchStale.id).limit(1)), "changed past Griya: the mark stays"
    with shared.connect() as writer:
        with write_intent():
            writer.begin()
        writer.execute(update(Category).values(name_id="Camilan"))
        with built_app.app_context():
            assert freshness().is_behind
            assert search("amplang").products.total == 0, "what is not public is not shown, whatever the index says"
            db.session.rollback()
