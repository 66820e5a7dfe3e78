"""An instance set up before the index held coded words is brought up to date and answers as it did."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.catalog.models.search import SearchDocument
from griya.catalog.queries.lookup.products import find_product_ids
from griya.catalog.queries.lookup.suggestions import suggest
from griya.catalog.queries.lookup.upkeep import bring_up_to_date, follow_the_rules
from griya.catalog.queries.search import search
from griya.core import schema
from griya.core.db import db
from tests.catalog.search.conftest import sample_catalogue
from tests.conftest import DIALECTS, _engine, rolled_back
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer

QUERIES = (
    "tenun",
    "lidah buaya",
    "lida buaya",
    "anyamn rotn",
    "tenum sambs",
    "kripik",
    "woven",
    "pontianak",
    "ditenun",
)
WORDS = ("name", "text", "name_roots", "text_roots")


@pytest.fixture(params=DIALECTS)
def own_database(request: pytest.FixtureRequest) -> Iterator[sa.Connection]:
    """A migrated database that no other test has, because this one takes it apart."""
    engine = _engine(request.param, f"recoded_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    with engine.connect() as connection:
        with connection.begin():
            schema.upgrade(connection)
        yield connection
    engine.dispose()


def answers() -> dict[str, Any]:
    """What visitors get for each question."""
    return {
        query: (
            find_product_ids(query),
            search(query).corrected,
            [
                (entry.kind, entry.name, entry.name.en, entry.detail, entry.detail.en)
                for entry in suggest(query).entries
            ],
        )
        for query in QUERIES
    }


def weighted(row: Any) -> str:
    """The words of a document as the index of revision 0005 kept them on PostgreSQL: with a letter for each column."""
    places: dict[str, list[str]] = {}
    for place, (letter, column) in enumerate(zip("ABCD", WORDS, strict=True), 1):
        for word in getattr(row, column).split():
            places.setdefault(word, []).append(f"{place}{letter}")
    return " ".join(f"'{word}':{','.join(found)}" for word, found in sorted(places.items()))


@contextmanager
def as_it_was_at_0005(connection: sa.Connection) -> Iterator[None]:
    """Inside, the database stands at 0005 with everything derived in place, as the program of then left it."""
    kept = {
        name: [row._asdict() for row in connection.execute(sa.select(table))]
        for name in ("search_document", "search_word", "search_deletion")
        for table in [sa.Table(name, sa.MetaData(), autoload_with=connection)]
    }
    schema.downgrade(connection, "0005")
    for name, rows in kept.items():
        table = sa.Table(name, sa.MetaData(), autoload_with=connection)
        connection.execute(table.insert(), [{key: row[key] for key in table.columns.keys()} for row in rows])  # noqa: SIM118
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('rebuild')")
        found = "SELECT count(*) FROM search_index WHERE search_index MATCH 'name:tenun OR name:amplang'"
    else:
        documents = connection.execute(sa.select(sa.Table("search_document", sa.MetaData(), autoload_with=connection)))
        put = sa.text("INSERT INTO search_index (id, words) VALUES (:id, CAST(:words AS tsvector))")
        connection.execute(put, [{"id": row.id, "words": weighted(row)} for row in documents])
        found = "SELECT count(*) FROM search_index WHERE words @@ CAST('tenun:A | amplang:A' AS tsquery)"
    connection.exec_driver_sql("DELETE FROM search_stale")
    connection.exec_driver_sql("UPDATE search_state SET rules = 2")
    assert connection.exec_driver_sql(found).scalar(), "the old index answers in its own language"
    yield
    schema.upgrade(connection)


def test_a_catalogue_of_before_answers_the_same_after_the_next_start(
    built_app: Flask, own_database: sa.Connection
) -> None:
    with sample_catalogue(built_app, own_database):
        before = answers()
        db.session.commit()
        with as_it_was_at_0005(own_database):
            pass
        follow_the_rules()
        assert answers() == before
        assert all(found for found, _, _ in before.values())
        places = db.session.scalars(sa.select(SearchDocument.detail_en).where(SearchDocument.kind == "producer"))
        assert "Sambas Regency" in set(places)


def test_a_small_catalogue_of_before_answers_at_the_next_request(built_app: Flask, own_database: sa.Connection) -> None:
    with rolled_back(built_app, own_database), built_app.app_context():
        make_product("Amplang Tenggiri", producer=make_producer("Dapur Melati"))
        bring_up_to_date()
        db.session.commit()
        before = find_product_ids("amplang melati")
        with as_it_was_at_0005(own_database):
            pass
        assert len(before) == 1
        assert find_product_ids("amplang melati") == before
        assert search("amplng").corrected == "amplang"
        db.session.remove()
