"""The whole sample catalogue, loaded once for all tests of a module and rolled back after them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.catalog.actions import load_vocabulary
from griya.catalog.actions.search_words import load_search_words
from griya.catalog.queries.lookup.upkeep import bring_up_to_date
from griya.core.db import db, write_intent
from griya.registry.actions import load_reference
from griya.sample.actions import load_sample
from griya.selection.actions import load_slots


@contextmanager
def sample_catalogue(app: Flask, database: sa.Connection) -> Iterator[None]:
    """An application context on `database`, which holds the sample catalogue until it ends."""
    with write_intent():
        outer = database.begin()
    engines = db._app_engines[app]
    original = dict(engines)
    engines.clear()
    engines[None] = database  # type: ignore[assignment]
    try:
        with app.app_context():
            load_reference()
            load_vocabulary()
            load_slots()
            load_search_words()
            load_sample()
            db.session.flush()
            bring_up_to_date()
            # As after any night's upkeep; without it PostgreSQL takes a full table for an empty one.
            db.session.execute(sa.text("ANALYZE"))
            yield
            db.session.remove()
    finally:
        engines.clear()
        engines.update(original)
        outer.rollback()


@pytest.fixture(scope="module")
def catalogue(built_app: Flask, database: sa.Connection) -> Iterator[None]:
    """The sample catalogue; tests of its module only read it."""
    with sample_catalogue(built_app, database):
        yield
